"""Abbreviations and former names that documents introduce themselves, offered as synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_OPEN, _CLOSE = "（(〔﹙", "）)〕﹚"
_QUOTES = '「」『』“”"〈〉《》'
_WORD = r"[\u3400-\u9fffA-Za-z0-9\-]"
_INTRODUCED = re.compile(
    rf"(?P<before>{_WORD}{{2,40}}[{_QUOTES}]?)\s*[{_OPEN}，,]\s*"
    r"(?P<how>以下統?簡稱|以下稱|下稱|簡稱|又稱|俗稱|原名稱?為?|原稱|前身為|舊稱)[為:：]?\s*"
    rf"[{_QUOTES}]?(?P<short>{_WORD}{{2,20}})[{_QUOTES}]?\s*(?=[{_CLOSE}，,。；;、]|$)",
    re.M,
)
_FORMER = ("原", "前身", "舊")
_ALSO = ("又稱", "俗稱")
# 本法, 該會 and the like stand for something else in every document.
_POINTING = tuple("本該此貴其各")
_SPACES = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")

Relation = Literal["abbreviation", "former name", "other name"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wordings of one thing, as documents introduce them.

    Attributes:
        short: the abbreviation, or the former name.
        long: what it stands for.
        passages: how many passages introduce it.
        first: id of the first of them.
    """

    short: str
    long: str
    relation: Relation
    passages: int
    first: str


def pairs_in(texts: Iterable[tuple[str, str]]) -> tuple[Pair, ...]:
    """Find the pairs that texts introduce, such as 勞工退休金（以下簡稱勞退）.

    Args:
        texts: (id of the passage, text as printed).

    Returns:
        Each pair once, those of the most passages first.
    """
    places: dict[tuple[str, str, Relation], dict[str, None]] = {}
    for id_, text in texts:
        for found in _INTRODUCED.finditer(_SPACES.sub("", text)):
            pair = _pair(found["before"], found["how"], found["short"])
            if pair is not None:
                places.setdefault(pair, {})[id_] = None
    made = (Pair(*pair, len(ids), next(iter(ids))) for pair, ids in places.items())
    return tuple(sorted(made, key=lambda pair: (-pair.passages, pair.short, pair.long)))


def _pair(before: str, how: str, short: str) -> tuple[str, str, Relation] | None:
    if short.startswith(_POINTING):
        return None
    if before[-1] in _QUOTES:
        return None if how.startswith(_FORMER) else _quoted(before[:-1], short)
    start = _beginning(before, short)
    if how.startswith(_FORMER):
        # Old and new name mostly begin alike: 勞工委員會 and 勞動部.
        return short, before[max(0, before.rfind(short[0], 0, -1)) :], "former name"
    if start is None:
        return (short, before, "other name") if how.startswith(_ALSO) else None
    return short, before[start:], "abbreviation"


def _quoted(before: str, short: str) -> tuple[str, str, Relation] | None:
    start = _beginning(before, short)
    return None if start is None else (short, before[start:], "abbreviation")


def _beginning(text: str, short: str) -> int | None:
    """The last place from which a text has all characters of an abbreviation, in order."""
    place = len(text)
    for character in reversed(short):
        place = text.rfind(character, 0, place)
        if place < 0:
            return None
    return place if len(text) - place > len(short) else None
