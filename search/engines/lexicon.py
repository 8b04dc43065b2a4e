"""The lexicon: figures and names of an index that no engine need keep."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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


@contextmanager
def gathering(folder: Path, units: Iterable[IndexUnit]) -> Iterator[Iterator[IndexUnit]]:
    """Pass units on to a builder, and write their lexicon once it has taken them all."""
    count = 0
    length = 0
    names: Counter[tuple[str, str]] = Counter()
    characters: set[str] = set()

    def passing() -> Iterator[IndexUnit]:
        nonlocal count, length
        for unit in units:
            if unit.number != count:
                raise EngineError(f"段落編號應為 {count}，實為 {unit.number}", "請重新建立索引")
            count += 1
            length += sum(len(text) for _, text in unit.texts)
            names.update(unit.names)
            for _, text in unit.texts:
                characters.update(text.replace(" ", ""))
            yield unit

    yield passing()
    ordered = sorted(names.items(), key=lambda entry: (-entry[1], entry[0]))
    written = {
        "units": count,
        "mean_length": round(length / count, 2) if count else 0.0,
        "names": [[what, name, times] for (what, name), times in ordered],
        "characters": "".join(sorted(characters)),
        "words": load_analyzer().words_of_names(
            name for (what, name), _ in ordered if what != "agency"
        ),
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
