"""The texts of a segment's units, which no engine gives back as they are looked through."""

from __future__ import annotations

import mmap
import os
from array import array
from pathlib import Path
from types import TracebackType

from search.analysis.normalise import fold_running
from search.errors import EngineError
from search.fields import IndexUnit

_TEXTS, _STARTS = "texts.bin", "starts.bin"
BETWEEN = "\x1f"
"""Between the fields of a text; nothing that is typed folds to it."""


class TextWriter:
    """Writes the texts of units, in order; to be used in a with statement.

    Args:
        folder: of the segment.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Bytes and not text, whose lines would have to be told apart by their characters.
        self._file = (folder / _TEXTS).open("wb")
        self._starts = array("Q", (0,))

    def __enter__(self) -> TextWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if kind is None:
            (self._folder / _STARTS).write_bytes(self._starts.tobytes())

    def add(self, unit: IndexUnit) -> None:
        """Write the texts of the next unit."""
        body = BETWEEN.join(text for _, text in unit.texts)
        self._file.write(encoded := body.encode("utf-8", "surrogatepass"))
        self._starts.append(self._starts[-1] + len(encoded))


class Texts:
    """The texts that a TextWriter wrote, on the disk.

    Args:
        folder: of the segment.
        units: how many there should be.

    Raises:
        EngineError: there are more or fewer.
        OSError: they cannot be read.
    """

    def __init__(self, folder: Path, units: int) -> None:
        self._starts = array("Q", (folder / _STARTS).read_bytes())
        with (folder / _TEXTS).open("rb") as file:
            length = os.fstat(file.fileno()).st_size
            self._texts = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if length else b""
        if len(self._starts) != units + 1 or self._starts[-1] != length:
            raise EngineError("索引的段落數不一致", "請執行 zhengsuo index 重新建立索引")

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self._starts) - 1

    def text(self, number: int, *, merged: bool) -> str:
        """Give the text of a unit in the written folding, or in the merged one."""
        text = self._texts[self._starts[number] : self._starts[number + 1]].decode(
            "utf-8", "surrogatepass"
        )
        if not merged:
            return text
        return BETWEEN.join(fold_running(part, merged=True) for part in text.split(BETWEEN))


def without_surrogates(text: str) -> str:
    """Write lone surrogates as private characters of the last plane, for engines that have none."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(
            chr(ord(one) - 0xD800 + 0x10F800) if "\ud800" <= one <= "\udfff" else one
            for one in text
        )
    return text


def with_surrogates(value: str) -> str:
    """Turn what without_surrogates wrote back."""
    if value.isascii() or not any(one >= "\U0010f800" for one in value):
        return value
    return "".join(
        chr(ord(one) - 0x10F800 + 0xD800) if one >= "\U0010f800" else one for one in value
    )
