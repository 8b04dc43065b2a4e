"""Programs of glyphs taken out of the fonts of a PDF, in their place."""

from __future__ import annotations

import random
import zlib
from struct import pack

import pytest

from indexer.formats.pdf_hinting import without_programs

TABLES = (b"cvt ", b"fpgm", b"glyf", b"prep")


def font_of(program: int) -> bytes:
    """An outline font of four tables, whose program has a number of bytes."""
    chosen = random.Random(3)  # noqa: S311  the same bytes each time
    bodies = [chosen.randbytes(size) for size in (800, program, 500, 100)]
    head = b"\0\1\0\0" + pack(">HHHH", len(bodies), 0, 0, 0)
    at = len(head) + 16 * len(bodies)
    for tag, body in zip(TABLES, bodies, strict=True):
        head += tag + pack(">LLL", 0, at, len(body))
        at += len(body)
    return head + b"".join(bodies)


def file_of(stream: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<</Length 1>>stream\r\n" + stream + b"\r\nendstream\nendobj\n"


def test_a_program_is_taken_out_and_the_outlines_stay_where_they_were() -> None:
    font = font_of(20_000)
    data = file_of(zlib.compress(font))
    made = without_programs(data)
    assert len(made) == len(data)
    start = made.index(b"stream\r\n") + len(b"stream\r\n")
    read = zlib.decompressobj().decompress(made[start:])
    tags = [read[12 + 16 * at :][:4] for at in range(len(TABLES))]
    assert tags == [b"xvt ", b"xpgm", b"glyf", b"xrep"]
    outlines = slice(12 + 64 + 800 + 20_000, 12 + 64 + 800 + 20_000 + 500)
    assert read[outlines] == font[outlines]
    assert not any(read[12 + 64 : 12 + 64 + 800 + 20_000])


@pytest.mark.parametrize(
    "stream",
    [
        zlib.compress(font_of(2_000)),
        zlib.compress(b"BT /F1 12 Tf (x) Tj ET"),
        zlib.compress(font_of(20_000))[:600],
        zlib.compress(font_of(20_000)[:12]),
        b"x\x9cno stream of a font",
    ],
    ids=["small program", "no font", "cut short", "no tables", "damaged"],
)
def test_anything_else_stays_as_it_is(stream: bytes) -> None:
    assert without_programs(file_of(stream)) == file_of(stream)
