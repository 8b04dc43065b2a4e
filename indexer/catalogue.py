"""The catalogue of a folder: what corpus.toml says of files that do not say it themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from indexer.splitting import Described

NAME = "corpus.toml"
_TEXTS = {
    "title": "title",
    "agency": "agency",
    "document_kind": "document_kind",
    "source": "origin",
}
_MOST_BYTES = 4 * 1024 * 1024
_KEYS = (*_TEXTS, "year_roc")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries of one folder.

    Attributes:
        entries: file name → what is said of it.
        warnings: what could not be used, in Traditional Chinese, each naming the file.
        broken: nothing could be made of the file as a whole.
    """

    entries: Mapping[str, Described] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    broken: bool = False

    def describes(self, file: str) -> Described:
        """What is said of a file; nothing where it has no entry."""
        return self.entries.get(file, Described())


def load_catalogue(folder: Path) -> Catalogue:
    """Load the catalogue of a folder, an empty one where there is none.

    Entries without a file are named in the warnings.
    """
    path = folder / NAME
    if not path.is_file():
        return Catalogue()
    try:
        if path.stat().st_size > _MOST_BYTES:
            return Catalogue(
                warnings=(f"{path}：超過 {_MOST_BYTES:,} 位元組，整份目錄略過",), broken=True
            )
        there = {one.name for one in folder.iterdir()}
        catalogue = parse_catalogue(path.read_text("utf-8-sig"), str(path))
    except Exception as error:  # noqa: BLE001  a catalogue must never end the run
        return Catalogue(warnings=(f"{path}：讀不出來（{error!r}），整份目錄略過",), broken=True)
    missing = tuple(
        f"{path}：列了「{file}」，資料夾裡沒有這個檔案"
        for file in catalogue.entries
        if file not in there
    )
    return replace(catalogue, warnings=catalogue.warnings + missing)


def parse_catalogue(text: str, where: str = NAME) -> Catalogue:
    """Parse the text of a catalogue.

    Args:
        text: TOML, one table a file.
        where: name of the catalogue in warnings.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Catalogue(
            warnings=(f"{where}：TOML 格式有誤（{error}），整份目錄略過",), broken=True
        )
    entries: dict[str, Described] = {}
    warnings: list[str] = []
    for file, table in tables.items():
        if not isinstance(table, dict):
            warnings.append(f'{where}：「{file}」應該是一個表格，例如 ["{file}.txt"]，已略過')
            continue
        values, faults = _entry(table)
        entries[file] = Described(**values)
        warnings += (f"{where}：「{file}」{fault}" for fault in faults)
    return Catalogue(entries, tuple(warnings))


def _entry(table: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    faults = [
        f"的鍵「{key}」不認得，可用的是 {'、'.join(_KEYS)}" for key in table if key not in _KEYS
    ]
    for key, name in _TEXTS.items():
        if key not in table:
            continue
        if isinstance(table[key], str) and table[key].strip():
            values[name] = table[key].strip()
        else:
            faults.append(f"的「{key}」應該是一段文字，已略過")
    if "year_roc" in table:
        year = table["year_roc"]
        # bool is an int to Python, and a Gregorian year here is the likeliest slip.
        if isinstance(year, int) and not isinstance(year, bool) and 1 <= year <= 200:
            values["year"] = year + 1911
        else:
            faults.append("的「year_roc」應該是民國年的整數，例如 109，已略過")
    return values, faults
