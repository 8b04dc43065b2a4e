from __future__ import annotations

from search.analysis import load_analyzer
from search.query.forms import forms_of
from search.query.lexicon.entries import parse_entries
from search.query.lexicon.loading import load_lexicon
from search.query.lexicon.lookup import Lexicon, compiled
from search.query.parse import Typed

DECLARED = """
same = [["職業災害", "職災"], ["勞工保險", "勞保"]]
[one_way]
"就保" = ["就業保險"]
[kindred]
"陷阱" = ["防騙"]
[[former]]
today = "移工"
past = ["外籍勞工", "外勞"]
year = 108
"""


def lexicon() -> Lexicon:
    return compiled([parse_entries(DECLARED)[0]])


def forms(text: str, *, quoted: bool = False, exact: bool = False) -> dict[str, str | None]:
    found = forms_of(Typed(text, quoted=quoted), load_analyzer(), lexicon(), exact=exact)
    return {form.text: form.reason for form in found}


def test_two_way_synonyms() -> None:
    assert forms("職災") == {"職災": None, "職業災害": "synonym"}
    assert forms("职业灾害") == {"职业灾害": None, "職災": "synonym"}


def test_one_way_synonyms() -> None:
    assert forms("就保") == {"就保": None, "就業保險": "synonym"}
    assert forms("就業保險") == {"就業保險": None}


def test_words_within_a_term_are_replaced() -> None:
    assert {load_analyzer().fold(form) for form in forms("職災勞工保險費")} == {
        load_analyzer().fold(form)
        for form in ("職災勞工保險費", "職業災害勞工保險費", "職災勞保費", "職業災害勞保費")
    }


def test_former_names_both_ways() -> None:
    assert forms("移工") == {"移工": None, "外籍勞工": "former name", "外勞": "former name"}
    assert forms("外勞")["移工"] == "former name"


def test_kindred_words_are_never_forms() -> None:
    assert forms("陷阱") == {"陷阱": None}
    found = lexicon().kindred_of(load_analyzer().fold("求職陷阱與職災"))
    assert {other.text for other in found} == {"防騙", "職業災害"}


def test_quotation_and_exact_leave_the_wording_alone() -> None:
    assert forms("職災", quoted=True) == {"職災": None}
    assert forms("職災", exact=True) == {"職災": None}


def test_years_and_numbers_in_other_forms() -> None:
    assert forms("109年度")["2020年度"] == "year"
    assert forms("1,240場") == {"1,240場": None}
    assert forms("90%") == {"90%": None, "百分之90": "variant"}


def test_nothing_visible_has_no_form() -> None:
    assert forms("\u200b") == {}


def test_many_synonyms_in_one_term_stay_within_the_limit() -> None:
    assert len(forms("職災勞保職災勞保職災勞保職災勞保職災")) <= 32


def test_what_holds_a_wording_and_says_something_else_is_no_hit() -> None:
    text = 'same = [["長期照顧", "長照"]]\n[not_in]\n"長照" = ["延長照", "長照片"]'
    own = compiled([parse_entries(text)[0]])
    for term, form, held, other in (
        ("長期照顧", "長照", "擴充長照據點", "幼兒園延長照顧服務"),
        ("長期照顧", "長照", "延長期照顧，補足長照人力", "署長照片集"),
        ("長期照顧人力", "長照人力", "補足長照人力", "延長照人力"),
    ):
        made = forms_of(Typed(term), load_analyzer(), own, exact=False)
        (needle,) = (one.needle for one in made if one.text == form)
        fold = load_analyzer().fold_written
        assert needle.occurs(fold(held))
        assert not needle.occurs(fold(other))
        assert not list(needle.places(fold(other)))


def test_the_term_as_typed_is_found_wherever_it_stands() -> None:
    (typed, *_) = forms_of(Typed("長照"), load_analyzer(), load_lexicon(), exact=False)
    assert typed.needle.occurs(load_analyzer().fold_written("幼兒園延長照顧服務"))
