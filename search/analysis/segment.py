"""Cutting folded text into words and into grams."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

_loading = threading.Lock()


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
        text: folded, at least one character.

    Returns:
        The character itself, or all pairs of neighbours in order.
    """
    if len(text) == 1:
        return (text,)
    return tuple(text[place : place + 2] for place in range(len(text) - 1))


def words(text: str, *, search: bool = True) -> tuple[str, ...]:
    """Cut folded text into words by jieba's dictionary and our own list.

    Args:
        text: folded text (its dictionary is Simplified, as folded text is).
        search: give the shorter words inside long ones too.

    Returns:
        Words in reading order, marks included.
    """
    tokenizer = _tokenizer()
    cut = tokenizer.cut_for_search(text) if search else tokenizer.cut(text)
    return tuple(cut)


def words_file() -> str:
    """Give our own list of words as it stands."""
    return files(__package__).joinpath("words.txt").read_text(encoding="utf-8")


def _tokenizer() -> Any:  # jieba has no types
    with _loading:
        return _load()


@cache
def _load() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old escapes, and pkg_resources at import
        import jieba

    from search.analysis.normalise import fold

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # What initialize() does, without its cache file in the temp folder that all users share.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for line in words_file().splitlines():
        word = fold(line)
        if word and not line.startswith("#"):
            tokenizer.add_word(word)
    return tokenizer
