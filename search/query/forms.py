"""The wordings that a term stands for."""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis import Analyzer
from search.query.numerals import other_numbers, other_years
from search.query.parse import Typed
from search.query.synonyms import Reason, Synonyms

_MOST_FORMS = 32
_LONGEST_REWORDED = 40


@dataclass(frozen=True, slots=True)
class Form:
    """A wording to look for.

    Attributes:
        text: for people.
        folded: for matching, never empty.
        reason: None for the term as typed.
    """

    text: str
    folded: str
    reason: Reason | None


def forms_of(
    term: Typed, analyzer: Analyzer, synonyms: Synonyms, *, exact: bool
) -> tuple[Form, ...]:
    """Give all wordings of a term, as typed first.

    Args:
        term: as typed; in quotation marks it has one form.
        analyzer: of the index.
        synonyms: the maintained words.
        exact: folding only.

    Returns:
        Forms with different folded texts; empty where nothing visible was typed.
    """
    mapped = analyzer.fold_with_map(term.text)
    folded = mapped.text
    if not folded:
        return ()
    typed = Form(term.text, folded, None)
    if exact or term.quoted or len(folded) > _LONGEST_REWORDED:
        return (typed,)
    made = [
        Form(other.text, other.folded, other.reason) for other in synonyms.forms(term.text, mapped)
    ]
    made += [Form(text, analyzer.fold(text), "year") for text in other_years(term.text)]
    made += [Form(text, analyzer.fold(text), "variant") for text in other_numbers(term.text)]
    unique = {folded: typed}
    for form in made:
        # What holds the term itself finds nothing more.
        if folded not in form.folded:
            unique.setdefault(form.folded, form)
    return tuple(unique.values())[:_MOST_FORMS]
