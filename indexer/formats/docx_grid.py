"""The grid of a Word table: cells that are merged across and down."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from indexer.blocks import Cell, Row, Table
from indexer.formats.docx_styles import W, number, switched_on, value
from indexer.packages import limits
from search.errors import DocumentError


class Grid:
    """Rows of a table while they are read: vertical merges become row spans."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self._headers: list[bool] = []
        self._open: dict[int, tuple[int, int]] = {}
        self._column = 0
        self._size = 0

    def begin(self, row: etree._Element) -> None:
        """Begin a row."""
        properties = row.find(f"{W}trPr")
        header = None if properties is None else properties.find(f"{W}tblHeader")
        self.rows.append([])
        self._headers.append(switched_on(header))
        self._column = 0
        before = None if properties is None else number(properties.find(f"{W}gridBefore"))
        if before:
            self._append(Cell("", colspan=limits.clamp(before)))

    def add(self, element: etree._Element, text: str) -> None:
        """Add a cell to the row that was begun last.

        Args:
            element: the cell.
            text: what was read of it.

        Raises:
            DocumentError: the table holds more cells than limits.py allows.
        """
        properties = element.find(f"{W}tcPr")
        span, merge, across = 1, None, None
        if properties is not None:
            span = limits.clamp(number(properties.find(f"{W}gridSpan")) or 1)
            merge = properties.find(f"{W}vMerge")
            across = properties.find(f"{W}hMerge")
        if across is not None and value(across) != "restart" and self.rows[-1]:
            last = self.rows[-1][-1]
            self.rows[-1][-1] = replace(
                last, colspan=limits.clamp(last.colspan + span), text=_joined(last.text, text)
            )
            self._column += span
            return
        start = self._open.get(self._column)
        if merge is not None and value(merge) != "restart" and start is not None:
            row, at = start
            above = self.rows[row][at]
            self.rows[row][at] = replace(
                above, rowspan=len(self.rows) - row, text=_joined(above.text, text)
            )
            self._column += span
            return
        if merge is None:
            self._open.pop(self._column, None)
        else:
            self._open[self._column] = (len(self.rows) - 1, len(self.rows[-1]))
        self._append(Cell(text, colspan=span))

    def _append(self, cell: Cell) -> None:
        self._size += 1
        if self._size > limits.CELLS:
            raise DocumentError("表格的儲存格數超過上限", "請分成幾個較小的檔案")
        if self._column < limits.COLUMNS:
            self.rows[-1].append(cell)
        self._column += cell.colspan

    def table(self) -> Table | None:
        """The table, or None where no cell holds anything."""
        if not any(cell.text for row in self.rows for cell in row):
            return None
        return Table(
            tuple(
                Row(tuple(cells), number=at, is_header=header)
                for at, (cells, header) in enumerate(zip(self.rows, self._headers, strict=True), 1)
            ),
            number=1,
        )


def _joined(above: str, text: str) -> str:
    return f"{above}\n{text}" if above and text else above or text
