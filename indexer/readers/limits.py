"""How much of a file is read before it is refused: figures that no honest plan comes near."""

from __future__ import annotations

SECONDS = 30.0
"""Time that one file may take."""
MEMORY_BYTES = 512 * 1024 * 1024
"""Resident memory of the process that reads it, the programs that it starts included."""
FILE_BYTES = 200 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024
"""Of all members of a ZIP file together, and of one stream that is unpacked."""
ENTRIES = 5_000
RATIO = 100
"""Unpacked size over packed size, looked at from RATIO_FROM_BYTES up: small text packs well."""
RATIO_FROM_BYTES = 16 * 1024 * 1024
COLUMNS = 1_024
ROWS = 100_000
CELLS = 1_000_000
GLYPHS_A_PAGE = 200_000
PAGES = 5_000
FILES_A_WORKER = 100
"""A worker is replaced after so many files, so that a leak in a library never adds up."""


def clamp(span: int, most: int = COLUMNS) -> int:
    """Keep the number of columns or rows that a cell says it covers within 1 and a limit."""
    return min(max(span, 1), most)
