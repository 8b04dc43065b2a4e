"""The lexicon: figures and names of an index that no engine need keep."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.analysis import load_analyzer
from search.errors import EngineError
from search.fields import IndexUnit

_FILE = "lexicon.json"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What ranking and suggestions need to know of all units together.

    Attributes:
        units: how many there are.
        mean_length: folded characters of a unit, on average; 0 where there is no unit.
        names: (what it is, name, units that it stands in), the most frequent first.
        words: that the names of programs, projects and indicators share, folded.
        characters: all that occur in the texts of the units, each once, sorted.
    """

    units: int
    mean_length: float
    names: tuple[tuple[str, str, int], ...]
    characters: str = ""
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class Share:
    """What a batch of units has in the lexicon.

    Attributes:
        units: how many it holds.
        length: folded characters of them all.
        names: (what it is, name) → units that it stands in.
        characters: all that occur in the texts, in any order.
    """

    units: int = 0
    length: int = 0
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    characters: set[str] = field(default_factory=set)

    def take(self, unit: IndexUnit) -> None:
        """Count a unit."""
        self.units += 1
        self.length += sum(len(text) for _, text in unit.texts)
        self.names.update(unit.names)
        for _, text in unit.texts:
            self.characters.update(text)

    def add(self, other: Share) -> None:
        """Count the units of another share."""
        self.units += other.units
        self.length += other.length
        self.names.update(other.names)
        self.characters |= other.characters

    def record(self) -> list[Any]:
        """Give it as an object of JSON types."""
        names = [[what, name, times] for (what, name), times in self.names.items()]
        return [self.units, self.length, names, "".join(sorted(self.characters))]


def share_of(record: list[Any]) -> Share:
    """Turn an object of Share.record back into the share."""
    units, length, names, characters = record
    counted = Counter({(what, name): times for what, name, times in names})
    return Share(units, length, counted, set(characters))


def write_lexicon(folder: Path, share: Share, last: Lexicon | None = None) -> None:
    """Write the lexicon of an index.

    Args:
        folder: of the index.
        share: of all its units together.
        last: of an index of the same version, whose words are taken over where the names are its.
    """
    ordered = sorted(share.names.items(), key=lambda entry: (-entry[1], entry[0]))
    names = [(what, name) for (what, name), _ in ordered if what != "agency"]
    if last is not None and names == [name[:2] for name in last.names if name[0] != "agency"]:
        words = last.words
    else:
        words = load_analyzer().words_of_names(name for _, name in names)
    written = {
        "units": share.units,
        "mean_length": round(share.length / share.units, 2) if share.units else 0.0,
        "names": [[what, name, times] for (what, name), times in ordered],
        "characters": "".join(sorted(share.characters - {" "})),
        "words": words,
    }
    (folder / _FILE).write_text(json.dumps(written), encoding="utf-8")


def read_lexicon(folder: Path) -> Lexicon:
    """Read the lexicon of an index.

    Raises:
        EngineError: it is not there or cannot be read.
    """
    try:
        read = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return Lexicon(
            units=read["units"],
            mean_length=read["mean_length"],
            names=tuple((what, name, times) for what, name, times in read["names"]),
            characters=read["characters"],
            words=tuple(read["words"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError("索引的詞彙檔無法讀取", "請執行 zhengsuo index 重新建立索引") from error
