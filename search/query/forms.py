"""The wordings that a term stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.analysis import Analyzer, Needle
from search.query.lexicon.lookup import Lexicon, Other, Reason
from search.query.numerals import other_numbers, other_years
from search.query.parse import Typed

_MOST_FORMS = 32
_LONGEST_REWORDED = 40


@dataclass(frozen=True, slots=True)
class Form:
    """A wording to look for.

    Attributes:
        text: for people.
        folded: for ranking, never empty.
        reason: None for the term as typed.
        needle: for matching.
    """

    text: str
    folded: str
    reason: Reason | None
    needle: Needle


def wording(
    text: str,
    analyzer: Analyzer,
    reason: Reason | None,
    *,
    merged: bool = False,
    inside: bool = False,
    apart: Iterable[tuple[str, str]] = (),
) -> Form:
    """Make a form of a wording that is not invisible.

    Args:
        text: the wording.
        analyzer: of the index.
        reason: why it is looked for.
        merged: the query was typed in simplified script.
        inside: it may stand within longer figures and Latin words.
        apart: (before, after) pairs between which it says something else.
    """
    folded = analyzer.fold_running(text, merged=True)
    needle = analyzer.needle(text, merged=merged, inside=inside, apart=apart)
    return Form(text, folded, reason, needle)


def forms_of(
    term: Typed,
    analyzer: Analyzer,
    lexicon: Lexicon,
    *,
    exact: bool,
    merged: bool = False,
    inside: bool = False,
) -> tuple[Form, ...]:
    """Give all wordings of a term, as typed first.

    Args:
        term: as typed; in quotation marks it has one form.
        analyzer: of the index.
        lexicon: words with their other wordings.
        exact: folding and ways of writing only.
        merged: the query was typed in simplified script.
        inside: a term may stand within longer figures and Latin words.

    Returns:
        Forms with different needles; empty where nothing visible was typed.
    """
    mapped = analyzer.fold_with_map(term.text)
    folded = mapped.text
    if not folded:
        return ()
    typed = wording(term.text, analyzer, None, merged=merged, inside=inside)
    if exact or term.quoted or len(folded) > _LONGEST_REWORDED:
        return (typed,)
    others = [
        *lexicon.forms(term.text, mapped),
        *(Other(text, text, "year") for text in other_years(term.text)),
        *(Other(text, text, "variant") for text in other_numbers(term.text)),
    ]
    unique = {typed.needle.characters(): typed}
    for other in others:
        made = wording(
            other.text,
            analyzer,
            other.reason,
            merged=merged,
            inside=inside,
            apart=other.apart,
        )
        # What holds the term itself finds nothing more.
        if not typed.needle.occurs(made.needle.text):
            unique.setdefault(made.needle.characters(), made)
    return tuple(unique.values())[:_MOST_FORMS]
