"""Sample documents as plain text, in the four manners in which offices hand text over."""

from __future__ import annotations

from making.parts import Cell, Part, Point, Table, Title, numbered


def as_word(parts: tuple[Part, ...]) -> str:
    """As word processors save text: a cell a line behind a tab, a blank line after each row."""
    lines: list[str] = []
    for number, part in numbered(parts):
        if isinstance(part, Table):
            for row in part.rows:
                shown = [
                    cell
                    for place, cell in enumerate(row)
                    if cell is not None or _covered_from_above(part, row, place)
                ]
                lines += [f"\t{cell.text if cell else ''}" for cell in shown] + [""]
        else:
            lines += (
                ["", number + part.text]
                if isinstance(part, Point) and part.level == 1
                else [number + part.text]
            )
            lines += [""] if isinstance(part, Title) else []
    return "\n".join(lines).rstrip() + "\n"


def as_pdf(parts: tuple[Part, ...], rows_on_page: int = 4) -> str:
    """As careful extraction from PDF gives it: rows of tabs, headers again on each page.

    The last row of a page is cut where it has several paragraphs: the next page goes on with
    empty cells before the rest, and a long name is cut too.
    """
    lines: list[str] = []
    for number, part in numbered(parts):
        if isinstance(part, Table):
            lines += [*_paged(part, rows_on_page), ""]
        else:
            mark = "- " if isinstance(part, Point) and part.level == 3 else ""
            text = part.text
            # Extraction puts blanks between Chinese and digits, and narrow brackets.
            number = number.replace("（", "(").replace("）", ") ")
            lines += [mark + number + text, ""] if not mark else [mark + number + text]
            if (
                isinstance(part, Point)
                and part.level <= 2
                and lines[-3:-2]
                and lines[-3].startswith("- ")
            ):
                lines.insert(-2, "")
    return "\n".join(lines).rstrip() + "\n"


def as_columns(parts: tuple[Part, ...], lines_on_page: int = 24) -> str:
    """As careless extraction gives it: each visual line of a table row is a line of its own."""
    lines: list[str] = []
    for number, part in numbered(parts):
        if isinstance(part, Table):
            lines += [*_visual(part, lines_on_page), ""]
        else:
            mark = "- " if isinstance(part, Point) and part.level == 3 else ""
            lines += [mark + number.replace("（", "(").replace("）", ")") + part.text, ""]
    return "\n".join(lines).rstrip() + "\n"


def damaged(text: str) -> str:
    """Damage a text as bad extraction does: a header letter torn off, characters lost or misread."""
    pages = 0

    def header(line: str) -> str:
        nonlocal pages
        pages += 1
        torn = {
            1: line.replace("工作計畫名稱", "工1\t作計畫名稱"),
            2: line.replace("重要計畫項目", "重要計\t·項目"),
        }
        return torn.get(pages, line)

    out = [header(line) if line.startswith("工作計畫名稱\t") else line for line in text.split("\n")]
    damages: tuple[tuple[str, str], ...] = (
        ("循環杯推廣", "循\ufffd杯推廣"),
        ("清潔隊員職", "清潔隊貝職"),
        ("即可借還", "即可│還"),
    )
    joined = "\n".join(out)
    head, table = joined.split("工1\t作計畫名稱", 1)
    return head + "工1\t作計畫名稱" + reworded(table, damages)


def reworded(text: str, wordings: tuple[tuple[str, str], ...]) -> str:
    """Put other wordings in; each must occur, or the two editions would be alike."""
    for old, new in wordings:
        if old not in text:
            raise ValueError(f"不在文中：{old}")
        text = text.replace(old, new)
    return text


def _covered_from_above(table: Table, row: tuple[Cell | None, ...], place: int) -> bool:
    """Whether an empty cell stands here because a cell above reaches down."""
    at = table.rows.index(row)
    for above in range(at - 1, -1, -1):
        for column in range(place, -1, -1):
            cell = table.rows[above][column]
            if cell is not None and above + cell.rows > at and column + cell.columns > place:
                # A cell that is wide as well stands empty once, in its first column.
                return column == place
    return False


def _texts(row: tuple[Cell | None, ...]) -> list[str]:
    return [cell.text if cell else "" for cell in row]


def _paged(table: Table, rows_on_page: int) -> list[str]:
    heads = [
        "\t".join(text.replace("\n", "") for text in _texts(row))
        for row in table.rows[: table.heads]
    ]
    lines = list(heads)
    rows = [_texts(row) for row in table.rows[table.heads :]]
    for place, row in enumerate(rows, start=1):
        items = row[-1].split("\n") if "\n" in row[-1] else row[-2].split("\n")
        wide = -1 if "\n" in row[-1] else -2
        if place % rows_on_page or place == len(rows) or len(items) < 2:
            lines.append("\t".join(text.replace("\n", " ") for text in row))
        else:
            first, rest = list(row), [""] * len(row)
            first[wide], rest[wide] = (
                items[0],
                "".join(f"<p>{item}</p> " for item in items[1:]).strip(),
            )
            if len(row[1]) > 8:
                first[1], rest[1] = row[1][:6], row[1][6:]
            lines += ["\t".join(first), "", *heads, "\t".join(rest)]
    return lines


def _visual(table: Table, lines_on_page: int) -> list[str]:
    head = "\t".join(_texts(table.rows[0]))
    lines, count = [head], 0
    for row in table.rows[table.heads :]:
        columns = [
            _wrap(text, width) for text, width in zip(_texts(row), table.widths, strict=True)
        ]
        for at in range(max(map(len, columns))):
            if count == lines_on_page:
                lines += ["", head]
                count = 0
            lines.append("\t".join(column[at] if at < len(column) else "" for column in columns))
            count += 1
    return lines


def _wrap(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]
