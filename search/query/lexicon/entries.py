"""The entries of a lexicon file, checked."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from search.analysis import load_analyzer

Others = Mapping[str, tuple[str, ...]]
_FEWEST_CHARACTERS = 2


@dataclass(frozen=True, slots=True)
class Renamed:
    """A thing of another name before, and the ROC year in which it got today's."""

    today: str
    past: tuple[str, ...]
    year: int


@dataclass(frozen=True, slots=True)
class Entries:
    """What one file declares, as printed.

    Attributes:
        field: of government, for people.
        same: groups of wordings, each of which finds all the others.
        one_way: a wording to those that it finds too, while they do not find it.
        former: what was renamed; searched in both directions.
        kindred: a wording to those that only help to rank.
        notes: a wording of the file to why it stands in the class that it does.
        not_in: a wording to longer strings that hold it and say something else.
        without: wordings that files read before this one shall not know.
    """

    field: str = ""
    same: tuple[tuple[str, ...], ...] = ()
    one_way: Others = dataclasses.field(default_factory=dict)
    former: tuple[Renamed, ...] = ()
    kindred: Others = dataclasses.field(default_factory=dict)
    notes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    not_in: Others = dataclasses.field(default_factory=dict)
    without: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many entries: groups, wordings with others, and renamed things."""
        return len(self.same) + len(self.one_way) + len(self.former) + len(self.kindred)

    def words(self) -> frozenset[str]:
        """Give all wordings of the file that are not only kindred to others, as printed."""
        groups = (*self.same, *((one.today, *one.past) for one in self.former))
        one_way = (self.one_way.keys(), *self.one_way.values())
        every = (*groups, *one_way, self.kindred.keys())
        return frozenset(word for words in every for word in words)


NAMES = tuple(one.name for one in dataclasses.fields(Entries))


@cache
def folded(word: str) -> str:
    """Fold a word of the lexicon, of which many stand in several entries."""
    return load_analyzer().fold(word)


def parse_entries(text: str) -> tuple[Entries, tuple[str, ...]]:
    """Read the entries of a file; all faults are found at once.

    Args:
        text: TOML, as docs/operations.md explains it.

    Returns:
        The entries without what is wrong, and the faults in Traditional Chinese.
    """
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Entries(), (f"格式有誤（{error}）",)
    faults = [
        f"「{name}」不是詞彙檔的項目，可用的是 {'、'.join(NAMES)}"
        for name in declared
        if name not in NAMES
    ]
    entries = Entries(
        field=_text("field", declared.get("field", ""), faults),
        same=_groups(declared.get("same", []), faults),
        one_way=_one_way(declared.get("one_way", {}), faults),
        former=_former(declared.get("former", []), faults),
        kindred=_table("kindred", declared.get("kindred", {}), faults),
        notes=_notes(declared.get("notes", {}), faults),
        not_in=_not_in(declared.get("not_in", {}), faults),
        without=_words("without", declared.get("without", []), faults),
    )
    known = entries.words()
    faults += [
        f"{where} 的「{word}」不是這個檔案裡的詞"
        for where, words in (("notes", entries.notes), ("not_in", entries.not_in))
        for word in words
        if word not in known
    ]
    return entries, tuple(faults)


def _text(where: str, value: Any, faults: list[str]) -> str:
    if isinstance(value, str):
        return value
    faults.append(f"{where} 應該是一段文字")
    return ""


def _words(where: str, value: Any, faults: list[str], least: int = 0) -> tuple[str, ...]:
    """Words of a list, without those that cannot be searched as words."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        faults.append(f'{where} 應該是一串詞，例如 ["職業災害", "職災"]')
        return ()
    short = [word for word in value if len(folded(word)) < _FEWEST_CHARACTERS]
    faults += [f"{where} 的「{word}」太短，至少要兩個字" for word in short]
    if len(set(map(folded, value))) < len(value):
        faults.append(f"{where} 的「{'、'.join(value)}」有重複的詞（臺與台算同一個字）")
    if len(value) < least:
        faults.append(f"{where} 的「{'、'.join(value)}」至少要有 {least} 個詞")
    return tuple(word for word in value if word not in short)


def _groups(value: Any, faults: list[str]) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list):
        faults.append('same 應該是一串詞組，例如 [["職業災害", "職災"]]')
        return ()
    return tuple(_words("same", group, faults, least=2) for group in value)


def _table(where: str, value: Any, faults: list[str]) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        faults.append(f'{where} 應該是一個表，每行像 "租補" = ["租金補貼"]')
        return {}
    table = {}
    for word, others in value.items():
        label = f"{where}（{word}）"
        _words(label, [word], faults)
        table[word] = _words(label, others, faults, least=1)
    return table


def _one_way(value: Any, faults: list[str]) -> dict[str, tuple[str, ...]]:
    table = _table("one_way", value, faults)
    faults += [
        f"one_way 的「{word}」已在「{other}」裡，不寫也查得到"
        for word, others in table.items()
        for other in others
        if folded(word) in folded(other)
    ]
    return table


def _not_in(value: Any, faults: list[str]) -> dict[str, tuple[str, ...]]:
    table = _table("not_in", value, faults)
    faults += [
        f"not_in 的「{other}」裡沒有「{word}」"
        for word, others in table.items()
        for other in others
        if word not in other or word == other
    ]
    return table


def _former(value: Any, faults: list[str]) -> tuple[Renamed, ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        faults.append("former 應該寫成 [[former]]，下面是 today、past、year 三行")
        return ()
    return tuple(filter(None, (_renamed(one, faults) for one in value)))


def _renamed(declared: Mapping[str, Any], faults: list[str]) -> Renamed | None:
    wrong = declared.keys() ^ {"today", "past", "year"}
    label = f"former 的「{declared.get('today', '')}」"
    year = declared.get("year")
    if wrong or isinstance(year, bool) or not isinstance(year, int):
        faults.append(f"{label}應該有 today、past、year 三行，year 是改名的民國年，不詳時寫 0")
        return None
    names = _words(label, [declared["today"], *_listed(declared["past"])], faults, least=2)
    return Renamed(names[0], names[1:], year) if len(names) > 1 else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _notes(value: Any, faults: list[str]) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(note, str) for note in value.values()):
        return value
    faults.append('notes 應該是一個表，每行像 "社宅" = "「會社宅邸」也含這兩個字"')
    return {}
