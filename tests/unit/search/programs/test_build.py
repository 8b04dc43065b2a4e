"""Ids of programs: kept from one indexing to the next, given to no other."""

from __future__ import annotations

from corpus_of_passages import groups, passage
from hypothesis import given
from hypothesis import strategies as st

from search.model import Document
from search.programs.build import assign_programs, programs_of
from search.programs.confirmed import Confirmed
from search.programs.model import ProgramEver

Wanted = list[tuple[str, list[str]]]


def ever(*held: tuple[str, tuple[str, ...]]) -> dict[str, ProgramEver]:
    return {id_: ProgramEver(id_, "", passages) for id_, passages in held}


def test_an_id_goes_with_most_of_its_passages() -> None:
    known = ever(("x-project-1", ("a", "b", "c")), ("x-project-2", ("d",)))
    wanted = [("x-project", ["a"]), ("x-project", ["b", "c", "new"]), ("x-project", ["d"])]
    first, second, third = assign_programs(wanted, known)
    assert (second, third) == ("x-project-1", "x-project-2")
    assert first not in known


def test_an_id_stays_with_its_kind() -> None:
    (id_,) = assign_programs([("x-goal", ["a"])], ever(("x-project-1", ("a",))))
    assert id_.startswith("x-goal-")


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3), max_size=6),
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3), max_size=6),
)
def test_no_id_is_given_twice(before: list[list[str]], now: list[list[str]]) -> None:
    ids = assign_programs([("x-kpi", one) for one in before], {})
    assert len(set(ids)) == len(ids)
    known = ever(*((id_, tuple(one)) for id_, one in zip(ids, before, strict=True)))
    again = assign_programs([("x-kpi", one) for one in now], known)
    assert len(set(again)) == len(again)
    for id_, passages in zip(again, now, strict=True):
        # What a known id names shares a passage with what it named before.
        assert id_ not in known or set(passages) & set(known[id_].passages)


CHAPTERS = ("壹、公園", "貳、碼頭")
TEXTS = {
    2018: (
        "整修木棧步道與涼亭；增植遮蔭喬木，養護草坪花圃。",
        "疏濬航道淤沙；檢修繫船柱及照明，維持泊位安全。",
    ),
    2020: (
        "汰換老舊遊具；養護草坪花圃並以雨水澆灌。",
        "導入電子泊位登記；檢修繫船柱及浮動平台。",
    ),
}


def continuations(chapters: dict[int, tuple[str, str]]) -> list[tuple[str, str]]:
    """Which unnamed goals of 2020 continue which of 2018, where they stand under these chapters."""
    documents = [
        Document(f"demo-{year}", "", "施政方針", "示範市政府", year, True, ()) for year in TEXTS
    ]
    held = [
        passage(
            text[:6],
            text,
            id=f"{year}-{place}",
            document=f"demo-{year}",
            year=year,
            kind="goal",
            section=chapters[year][place],
        )
        for year, texts in TEXTS.items()
        for place, text in enumerate(texts)
    ]
    programs, _ = programs_of(
        documents, groups(held), Confirmed(), (), lineage=str, code=lambda _: "x"
    )
    return [(link.first, link.second) for one in programs for link in one.links]


def test_goals_under_one_chapter_go_on_though_its_number_has_moved() -> None:
    wanted = [("2018-0", "2020-0"), ("2018-1", "2020-1")]
    moved = ("貳、公園", "參、碼頭")
    assert sorted(continuations({2018: CHAPTERS, 2020: moved})) == wanted
    # One chapter for all tells nothing; goals that are so little alike stay apart.
    alone = ("壹、目標", "壹、目標")
    assert continuations({2018: alone, 2020: alone}) == []
