"""PDF files without the programs that draw the glyphs of Taiwan's older fonts.

標楷體, 細明體 and others of their kind put each glyph together by a program of some 36 KB, which
pdfium runs for every character only to learn how large it is: four fifths of the time that a page
takes. Where characters stand, and what they are, does not hang on it.
"""

from __future__ import annotations

import re
import zlib
from struct import unpack_from

_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
_OUTLINES = (b"\0\1\0\0", b"true")
_PROGRAMS = (b"cvt ", b"fpgm", b"prep")
_LEAST_PROGRAM = 8192
"""Bytes of a font program from which it draws glyphs; those that only sharpen them have at most 4 KB."""
_MOST_BYTES = 32 * 1024 * 1024
_DIRECTORY = 1024
_LEVEL = 6


def without_programs(data: bytes) -> bytes:
    """The same file with those programs taken out, each font in its place.

    Args:
        data: of a PDF file; encrypted fonts stay as they are.
    """
    changed: bytearray | None = None
    for match in _STREAM.finditer(data):
        made = _bare_font(data, match.end())
        if made is not None:
            changed = changed or bytearray(data)
            changed[match.end() : match.end() + len(made)] = made
    return data if changed is None else bytes(changed)


def _bare_font(data: bytes, start: int) -> bytes | None:
    """The stream at a place as it is to be, no longer than it is; None where it stays."""
    try:
        head = zlib.decompressobj().decompress(data[start : start + 2 * _DIRECTORY], _DIRECTORY)
        if not head.startswith(_OUTLINES):
            return None
        if dict(_tables(head)).get(b"fpgm", (0, 0, 0))[2] < _LEAST_PROGRAM:
            return None
        packed = zlib.decompressobj()
        font = bytearray(packed.decompress(data[start : start + _MOST_BYTES], _MOST_BYTES))
    except zlib.error:
        return None
    if not packed.eof:
        return None
    for tag, (entry, offset, length) in _tables(head):
        if tag in _PROGRAMS:
            # The library knows these fonts by their programs: under other names they are none.
            font[entry] = ord("x")
            font[offset : offset + length] = bytes(len(font[offset : offset + length]))
    made = zlib.compress(font, _LEVEL)
    size = min(len(data) - start, _MOST_BYTES) - len(packed.unused_data)
    return made if len(made) <= size else None


def _tables(head: bytes) -> list[tuple[bytes, tuple[int, int, int]]]:
    """The tables of a font: (name, (place of its entry, offset, length))."""
    count = min(unpack_from(">H", head, 4)[0], (len(head) - 12) // 16) if len(head) > 12 else 0
    entries = (12 + 16 * at for at in range(count))
    return [(head[at : at + 4], (at, *unpack_from(">LL", head, at + 8))) for at in entries]
