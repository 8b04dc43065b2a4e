"""The cutter: jieba, and rjieba in its place where their cuts are the same."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.resources import files
from typing import Any, Protocol

_loading = threading.Lock()
# The one release whose cuts were compared with jieba's: see tests/unit/search/test_cutter.py.
_COMPARED = "0.2.2"
_PLAIN = re.compile("[\u4e00-\u9fd5a-zA-Z0-9]+")


class Cutter(Protocol):
    """What cuts folded text into words; jieba and rjieba both have these names."""

    def cut(self, text: str) -> Iterable[str]:
        """Cut a text into words that together are the text."""

    def cut_for_search(self, text: str) -> Iterable[str]:
        """Cut a text into words, each behind the shorter ones inside it."""


@dataclass(frozen=True, slots=True)
class Swift:
    """Cuts as jieba does, most of it by rjieba.

    jieba cuts a text into blocks and each block on its own. rjieba's words are jieba's in blocks of
    ideographs, Latin letters and digits; where a block holds one of + # & . _ % - it joins
    8-4 to one word, which jieba cuts in three. Such blocks, and all between blocks, stay with jieba.

    Attributes:
        jieba: its tokenizer.
        rjieba: the same dictionary, our own words with the same weights.
        blocks: matches a block of text; jieba's own.
    """

    jieba: Any
    rjieba: Any
    blocks: re.Pattern[str]

    def cut(self, text: str) -> Iterator[str]:
        """Cut a text into words that together are the text."""
        for cutter, part in self._parts(text):
            yield from cutter.cut(part)

    def cut_for_search(self, text: str) -> Iterator[str]:
        """Cut a text into words, each behind the shorter ones inside it."""
        for cutter, part in self._parts(text):
            yield from cutter.cut_for_search(part)

    def _parts(self, text: str) -> Iterator[tuple[Any, str]]:
        for part in self.blocks.split(text):
            if part:
                yield (self.rjieba if _PLAIN.fullmatch(part) else self.jieba), part


def load_cutter() -> Cutter:
    """Give the cutter of this installation, the same object each time."""
    with _loading:
        return _load()


def words_file() -> str:
    """Give our own list of words as it stands."""
    return files(__package__).joinpath("words.txt").read_text(encoding="utf-8")


@cache
def _load() -> Cutter:
    tokenizer, own = load_jieba()
    swift = load_rjieba(own)
    if swift is None:
        return tokenizer  # type: ignore[no-any-return]  # it has no types
    from jieba import re_han_default

    return Swift(tokenizer, swift, re_han_default)


def load_jieba() -> tuple[Any, dict[str, int]]:
    """Load jieba's dictionary with our own words, which takes a second and 80 MB.

    Returns:
        The tokenizer, and the weight of each of our own words.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old escapes, and pkg_resources at import
        import jieba

    from search.analysis.normalise import fold

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # What initialize() does, without its cache file in the temp folder that all users share.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    own = {}
    for line in words_file().splitlines():
        word = fold(line)
        if word and not line.startswith("#"):
            replaced = tokenizer.FREQ.get(word, 0)
            tokenizer.add_word(word)
            tokenizer.total -= replaced  # jieba counts a word anew that its dictionary has
            own[word] = tokenizer.FREQ[word]
    return tokenizer, own


def load_rjieba(own: dict[str, int]) -> Any | None:
    """Load rjieba's dictionary with our own words; None where it is not the release compared."""
    try:
        if metadata.version("rjieba") != _COMPARED:
            return None
        from rjieba import Jieba
    except ImportError:
        return None
    tokenizer = Jieba()
    for word, weight in own.items():
        tokenizer.add_word(word, weight, None)
    return tokenizer
