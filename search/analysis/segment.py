"""Cutting folded text into words and into grams."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from search.analysis.cutter import load_cutter
from search.analysis.naming import LONGEST


def grams(text: str) -> Iterator[tuple[int, str]]:
    """Cut folded text into single characters and pairs of neighbours.

    Args:
        text: folded text of one field.

    Yields:
        (position, gram), two grams a position but for the last, in order of position.
    """
    last = len(text) - 1
    for position, character in enumerate(text):
        yield position, character
        if position < last:
            yield position, text[position : position + 2]


def phrase(text: str) -> tuple[str, ...]:
    """Cut a folded term into the grams that stand one after another wherever it occurs.

    Args:
        text: folded, at least one character that is no blank.

    Returns:
        The character itself, or all pairs of neighbours in order; the blanks of a running text
        are no characters.
    """
    text = text.replace(" ", "")
    if len(text) == 1:
        return (text,)
    return tuple(text[place : place + 2] for place in range(len(text) - 1))


def words(text: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """Cut folded text into words, the shorter ones inside long ones included.

    Args:
        text: folded text (jieba's dictionary is Simplified, as folded text is).
        names: words beyond the dictionary and our own list.

    Returns:
        Words in reading order, marks included, then the names that several of them make up.
    """
    found = tuple(load_cutter().cut_for_search(text))
    if not names:
        return found
    parts = set(found)
    return (*found, *(word for word in cut(text, names) if word not in parts))


def cut(text: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """Cut folded text into words that together are the text.

    Neighbours that make up one of the names are one word, the longest first. jieba keeps one
    dictionary in 80 MB, which all generations share: names are put together from what it cuts.
    """
    found = tuple(load_cutter().cut(text))
    return tuple(_put_together(found, names)) if names else found


def _put_together(found: tuple[str, ...], names: Collection[str]) -> Iterator[str]:
    start = 0
    while start < len(found):
        end = start + 1
        text = found[start]
        for reach in range(start + 1, len(found)):
            text += found[reach]
            if len(text) > LONGEST:
                break
            if text in names:
                end = reach + 1
        yield "".join(found[start:end])
        start = end
