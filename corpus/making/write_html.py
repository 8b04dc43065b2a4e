"""Sample documents as a plain web page."""

from __future__ import annotations

from html import escape

from making.parts import Part, Point, Table, Title, numbered


def as_html(parts: tuple[Part, ...]) -> str:
    """One page: headings as h1 to h3, items as paragraphs, tables with real spans."""
    title = next(part.text for part in parts if isinstance(part, Title))
    body = [_element(number, part) for number, part in numbered(parts)]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="zh-Hant-TW">',
            f'<head><meta charset="utf-8"><title>{escape(title)}</title></head>',
            "<body>",
            '<nav><a href="#content">跳到主要內容</a></nav>',
            '<main id="content">',
            *body,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _element(number: str, part: Part) -> str:
    if isinstance(part, Table):
        return _table(part)
    text = escape(number + part.text)
    if isinstance(part, Title):
        return f"<h1>{text}</h1>"
    if isinstance(part, Point) and part.level <= 2:
        return f"<h{part.level + 1}>{text}</h{part.level + 1}>"
    return f"<p>{text}</p>"


def _table(table: Table) -> str:
    lines = ["<table>"]
    for place, row in enumerate(table.rows):
        lines += ["<thead>"] if place == 0 else ["<tbody>"] if place == table.heads else []
        name = "th" if place < table.heads else "td"
        cells = []
        for cell in row:
            if cell is None:
                continue
            spans = "".join(
                f' {key}="{count}"'
                for key, count in (("rowspan", cell.rows), ("colspan", cell.columns))
                if count > 1
            )
            cells.append(f"<{name}{spans}>{escape(cell.text).replace(chr(10), '<br>')}</{name}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
        lines += ["</thead>"] if place == table.heads - 1 else []
    return "\n".join([*lines, "</tbody>", "</table>"])
