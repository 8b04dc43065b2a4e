"""How much of a file is read before it is refused: figures that no honest plan comes near."""

from __future__ import annotations

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


def clamp(span: int, most: int = COLUMNS) -> int:
    """Keep the number of columns or rows that a cell says it covers within 1 and a limit."""
    return min(max(span, 1), most)
