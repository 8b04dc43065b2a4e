"""Sounds: how characters are read in 注音, and which keys are struck for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from unicodedata import normalize

# The 大千 layout, which all keyboards sold in Taiwan have printed on them.
_KEYS = "1qaz2wsxedcrfv5tgbyhnujm8ik,9ol.0p;/-"
_LETTERS = "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦ"
_TONES = {"3": "ˇ", "4": "ˋ", "6": "ˊ", "7": "˙", " ": ""}
_MARKS = "ˇˋˊ˙"
_LETTER = dict(zip(_KEYS, _LETTERS, strict=True))
_KEY = dict(zip(_LETTERS, _KEYS, strict=True))
_ROWS = ("1234567890-", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./")
_INITIALS, _MEDIALS, _FINALS = _LETTERS[:21], _LETTERS[21:24], _LETTERS[24:]
_STRUCK = re.compile(
    rf"(?=[^ 3467])(?P<letters>[{re.escape(''.join(_KEY[c] for c in _INITIALS))}]?"
    rf"[{''.join(_KEY[c] for c in _MEDIALS)}]?"
    rf"[{re.escape(''.join(_KEY[c] for c in _FINALS))}]?)(?P<tone>[3467 ]?)"
)
# Readings of Taiwan that differ from those of the library by more than their tone.
_IN_TAIWAN = {
    "暫": "zhàn", "液": "yì", "垃": "lè", "圾": "sè", "攜": "xī", "酵": "xiào", "括": "guā",
    "和": "hàn", "堤": "tí", "癌": "ái", "濾": "lǜ", "殼": "ké", "尷": "gān", "期": "qí",
}  # fmt: skip
# Sounds that many speakers do not tell apart.
_CONFUSED = str.maketrans("ㄓㄔㄕㄥㄌㄖ", "ㄗㄘㄙㄣㄋㄋ")
_MOST_SYLLABLES = 24


@cache
def readings(character: str) -> tuple[str, ...]:
    """Give how a character is read, in 注音 with its tone, the most usual first."""
    # Its tables take as long to load as all else that a searcher needs, and few queries need them.
    from pypinyin import Style
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.style import convert

    known = PINYIN_DICT.get(ord(character), "") if len(character) == 1 else ""
    every = [*known.split(","), _IN_TAIWAN.get(character, "")]
    spoken = (convert(one, Style.BOPOMOFO, strict=True) for one in every if one)
    return tuple(dict.fromkeys(one for one in spoken if one[0] in _KEY))


def toneless(reading: str) -> str:
    """Take the tone off a reading."""
    return reading.rstrip(_MARKS)


def confused(reading: str) -> str:
    """Give the form in which readings that sound much alike are equal, tone aside."""
    return toneless(reading).translate(_CONFUSED)


def initials(text: str) -> frozenset[str]:
    """Give the first 注音 letters of a character's readings."""
    return frozenset(reading[0] for reading in readings(text))


def near(reading: str) -> tuple[str, ...]:
    """Give what a reading, tone aside, becomes where one key beside the right one is struck."""
    plain = toneless(reading)
    made = (
        plain[:place] + _LETTER[key] + plain[place + 1 :]
        for place, letter in enumerate(plain)
        for key in _beside(_KEY[letter])
        if key in _LETTER
    )
    return tuple(dict.fromkeys(made))


@cache
def _beside(key: str) -> tuple[str, ...]:
    row = next(row for row in range(4) if key in _ROWS[row])
    place = _ROWS[row].index(key)
    found = [(row, place - 1), (row, place + 1)]
    # Each row is set off to the right of the one above it.
    found += [(row - 1, place), (row - 1, place + 1), (row + 1, place - 1), (row + 1, place)]
    return tuple(
        _ROWS[at][in_row]
        for at, in_row in found
        if 0 <= at < len(_ROWS) and 0 <= in_row < len(_ROWS[at])
    )


def struck(text: str) -> tuple[str, ...]:
    """Read Latin letters as the keys of 注音 that they share.

    Args:
        text: as typed; a space ends a syllable of the first tone.

    Returns:
        Readings with their tones; empty where the text is no row of syllables.
    """
    keys = normalize("NFKC", text).lower().strip("\t\r\n")
    found: list[str] = []
    place = 0
    while place < len(keys):
        if keys[place] == " " and found:
            place += 1
            continue
        syllable = _STRUCK.match(keys, place)
        if syllable is None or not syllable["letters"] or len(found) == _MOST_SYLLABLES:
            return ()
        letters = "".join(_LETTER[key] for key in syllable["letters"])
        found.append(letters + _TONES[syllable["tone"] or " "])
        place = syllable.end()
    return tuple(found)


class Sounds:
    """The characters of a corpus by their sound.

    Args:
        characters: those of all texts.
    """

    def __init__(self, characters: Iterable[str]) -> None:
        self._whole: dict[str, list[str]] = {}
        self._plain: dict[str, list[str]] = {}
        self._confused: dict[str, list[str]] = {}
        for character in characters:
            for reading in readings(character):
                for table, key in (
                    (self._whole, reading),
                    (self._plain, toneless(reading)),
                    (self._confused, confused(reading)),
                ):
                    held = table.setdefault(key, [])
                    if character not in held:
                        held.append(character)

    def read(self, reading: str) -> dict[str, float]:
        """Give the characters of a reading with their cost: those of another tone cost more."""
        costs = dict.fromkeys(self._plain.get(toneless(reading), ()), 1.0)
        return costs | dict.fromkeys(self._whole.get(reading, ()), 0.0)

    def alike(self, character: str) -> dict[str, float]:
        """Give the characters that sound like one, or nearly, with the cost of each."""
        costs: dict[str, float] = {}
        for reading in readings(character):
            for other in near(reading):
                _cheaper(costs, self._plain.get(other, ()), 1.8)
            _cheaper(costs, self._confused.get(confused(reading), ()), 1.3)
            _cheaper(costs, self._plain.get(toneless(reading), ()), 1.1)
            _cheaper(costs, self._whole.get(reading, ()), 1.0)
        costs.pop(character, None)
        return costs


def _cheaper(costs: dict[str, float], characters: Iterable[str], cost: float) -> None:
    for character in characters:
        costs[character] = min(cost, costs.get(character, cost))
