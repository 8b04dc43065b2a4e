"""Ticks that stand for words of a line: what a form says that was made for them, and what it asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from search.model import Results
from web.params import SPAN, Asked, Codebook

_LINE, _REST, _READ, _UNSHOWN = "was", "rest", "read", "unshown"
FORM = (_LINE, _REST, _READ, _UNSHOWN)
"""Fields of forms alone; no address has them."""
_BETWEEN = ":"
_REPLACED = ("",)
"""In place of codes, where picks have taken the place of what the line says."""


def fields(
    asked: Asked, results: Results, codebook: Codebook, shown: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Give what a form with ticks carries, so that it is known which of them its line has made.

    Args:
        asked: the search that the form stands beside.
        results: of it.
        codebook: what values are called.
        shown: the facets whose values stand in the form to be ticked.

    Returns:
        (name, value) pairs of hidden fields.
    """
    reading = results.reading
    conditions = reading.conditions if reading.rest != asked.text else ()
    if not conditions and asked.conditions is None:
        return ()
    values = dict(reading.filters)
    applied = {one.facet: one.applied for one in conditions}
    read = [
        (_READ if facet in shown else _UNSHOWN, facet + _BETWEEN + code)
        for facet, is_applied in applied.items()
        if is_applied or facet in shown
        for code in (
            (codebook.code(facet, value) for value in values.get(facet, ()))
            if is_applied
            else _REPLACED
        )
    ]
    return ((_LINE, asked.text), (_REST, reading.rest), *read)


def as_asked(given: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Give the arguments that a form with such ticks asks for.

    A tick that is taken away wins over the word that made it: all words that name filters leave
    the line, and the ticks that are left become picks. Where none is taken away, they stay words.
    Ticks of a line that has been typed over go with it, as does how it was to be read.

    Args:
        given: each name with all its values.
    """
    made = {name: values for name, values in given.items() if name not in FORM}
    if _LINE not in given:
        return made
    read = _by_facet(given.get(_READ, ()))
    ticks = {facet: [one for one in given.get(facet, ()) if one] for facet in read}
    if _text(given, "q") != _text(given, _LINE):
        made.pop("conditions", None)
        kept = {facet: _without(ticks[facet], codes) for facet, codes in read.items()}
    elif any(_is_taken_away(codes, ticks[facet]) for facet, codes in read.items()):
        made["q"] = list(given.get(_REST, ()))
        kept = ticks | _by_facet(given.get(_UNSHOWN, ()))
    else:
        spanned = any(_text(given, end) for end in SPAN)
        kept = {
            facet: _without(ticks[facet], codes)
            if set(ticks[facet]) == set(codes) or (facet == "year" and spanned)
            else ticks[facet]
            for facet, codes in read.items()
        }
    return made | kept


def _is_taken_away(codes: Collection[str], ticks: Collection[str]) -> bool:
    """Whether a tick of a facet is gone for which the line would bring its own back."""
    return not ticks if "" in codes else not set(codes) <= set(ticks)


def _by_facet(pairs: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in pairs:
        facet, _, code = pair.partition(_BETWEEN)
        found.setdefault(facet, []).append(code)
    return found


def _text(given: Mapping[str, Sequence[str]], name: str) -> str:
    return " ".join("".join(given.get(name, ())[:1]).split())


def _without(ticks: Sequence[str], codes: Collection[str]) -> list[str]:
    return [one for one in ticks if one not in codes]
