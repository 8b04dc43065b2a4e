"""Laid-out plans as files of each format that needs no other program."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from random import Random
from xml.sax.saxutils import escape

from docx import Document
from docx.shared import Pt
from generated.layouts import Box, Choices, Grid, Heading, Line, Printed

_EDGE = 44
"""Lines of a page of text."""


def places(grid: Grid) -> list[list[Box | None]]:
    """The rows of a grid with a box where it begins, None where it is only covered."""
    rows: list[list[Box | None]] = []
    covered: dict[int, int] = {}
    for row in (*grid.heads, *grid.body):
        line: list[Box | None] = []
        boxes = iter(row)
        while len(line) < grid.width:
            column = len(line)
            if covered.get(column, 0) > 0:
                covered[column] -= 1
                line.append(None)
                continue
            box = next(boxes)
            line += [box, *[None] * (box.across - 1)]
            for place in range(column, column + box.across):
                covered[place] = box.down - 1
        rows.append(line)
    return rows


def flat(grid: Grid) -> list[list[str]]:
    """Texts by row, empty where a merged cell covers."""
    return [[box.text if box else "" for box in row] for row in places(grid)]


def is_band(row: Sequence[Box | None], width: int) -> bool:
    """Whether one cell covers a whole row."""
    return width > 1 and row[0] is not None and row[0].across == width


# Text


def _cell(text: str, joint: str) -> str:
    return text.replace("\n", joint)


def _table_lines(grid: Grid, tables: str) -> Iterator[str]:
    yield from grid.above
    rows = places(grid)
    for at, (row, texts) in enumerate(zip(rows, flat(grid), strict=True)):
        if tables == "tabs":
            yield texts[0] if is_band(row, grid.width) else "\t".join(_cell(t, "") for t in texts)
            continue
        joint = "<br>" if tables == "md" else " "
        yield "| " + " | ".join(_cell(t, joint) for t in texts) + " |"
        if at == len(grid.heads) - 1 and tables == "md":
            yield "|" + "---|" * grid.width
    yield from grid.below


def _wrapped(text: str, width: int) -> Iterator[str]:
    while len(text) > width:
        cut = width
        # No line begins with a mark of punctuation.
        while text[cut] in "，。、；：）」" and cut > 1:
            cut -= 1
        yield text[:cut]
        text = text[cut:]
    yield text


def _text_lines(printed: Printed, rng: Random, *, tables: str, wrap: int | None) -> Iterator[str]:
    spaced = rng.random() < 0.5
    for at, element in enumerate(printed.elements):
        if isinstance(element, Grid):
            if tables != "tabs" or spaced:
                yield ""
            yield from _table_lines(element, tables)
            yield ""
            continue
        if isinstance(element, Heading) and at and (spaced or element.depth == 0):
            yield ""
        text = element.text
        if tables == "md":
            mark = "#" * (element.depth + 2) + " " if isinstance(element, Heading) else ""
            yield f"{'# ' if at == 0 and isinstance(element, Line) else mark}{text}"
            yield ""
        elif wrap is None:
            yield text
        else:
            yield from _wrapped(text, wrap)


def running_head(printed: Printed, page: int, pages: int) -> tuple[list[str], list[str]]:
    """The lines at the top and at the bottom of a page."""
    choices = printed.choices
    heads = [
        printed.content.agency,
        f"{printed.content.year_roc}年度計畫書",
        "核定版",
        "內部資料請勿外流",
    ]
    number = {
        "": [],
        "n": [str(page)],
        "- n -": [f"- {page} -"],
        "第 n 頁": [f"第 {page} 頁"],
        "n/N": [f"{page}/{pages}"],
    }[choices.page_numbers]
    return heads[: choices.lines_of_head], number


def as_text(printed: Printed, rng: Random, *, tables: str, wrap: int | None = None) -> bytes:
    """A text file; with running heads or page numbers it is cut into pages."""
    lines = list(_text_lines(printed, rng, tables=tables, wrap=wrap))
    choices = printed.choices
    if tables != "md" and (choices.lines_of_head or choices.page_numbers):
        pages = [lines[at : at + _EDGE] for at in range(0, len(lines), _EDGE)]
        feed = rng.random() < 0.5
        out: list[str] = []
        for number, page in enumerate(pages, 1):
            head, foot = running_head(printed, number, len(pages))
            out += [*head, *page, *foot]
            if feed and number < len(pages):
                out[-1] += "\n\f"
        lines = out
    return "\n".join(lines).replace("\n\f\n", "\n\f").encode()


# Word processors


def as_docx(printed: Printed, rng: Random) -> bytes:
    """A DOCX file; its headings are marked by styles in half of the files, or always
    where they have no numbers."""
    document = Document()
    styled = printed.choices.numbering == "none" or rng.random() < 0.5
    bold = rng.random() < 0.5
    section = document.sections[0]
    head, _ = running_head(printed, 1, 1)
    if head:
        section.header.paragraphs[0].text = head[0]
        for text in head[1:]:
            section.header.add_paragraph(text)
    for element in printed.elements:
        if isinstance(element, Heading):
            if styled:
                document.add_heading(element.text, element.depth + 1)
            else:
                document.add_paragraph().add_run(element.text).bold = bold
        elif isinstance(element, Line):
            document.add_paragraph(element.text)
        else:
            for text in element.above:
                document.add_paragraph(text)
            rows = places(element)
            table = document.add_table(len(rows), element.width, style="Table Grid")
            cells = [list(row.cells) for row in table.rows]
            for at, row in enumerate(rows):
                for column, box in enumerate(row):
                    if box is None:
                        continue
                    cell = cells[at][column]
                    if box.across > 1 or box.down > 1:
                        cell = cell.merge(cells[at + box.down - 1][column + box.across - 1])
                    first, *rest = box.text.split("\n")
                    cell.paragraphs[0].text = first
                    for text in rest:
                        cell.add_paragraph(text)
            for text in element.below:
                document.add_paragraph(text)
            if not element.below:
                document.add_paragraph("")
    document.styles["Normal"].font.size = Pt(11)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
    )
)


def _zip(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _odf(body: str, kind: str) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return _zip(
        {
            "mimetype": mime,
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODF} '
            f'office:version="1.2"><office:body><office:{kind}>{body}</office:{kind}>'
            "</office:body></office:document-content>",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
            'opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{mime}"/><manifest:file-entry manifest:full-path="content.xml" '
            'manifest:media-type="text/xml"/></manifest:manifest>',
        }
    )


def _odf_paragraphs(text: str) -> str:
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))


def _odf_rows(rows: Sequence[Sequence[Box | None]]) -> str:
    out = []
    merged = any(box and (box.across > 1 or box.down > 1) for row in rows for box in row)
    for row in rows:
        cells = []
        for box in row:
            if box is None:
                cells.append(f"<table:{'covered-' if merged else ''}table-cell/>")
                continue
            spans = ""
            if box.across > 1:
                spans += f' table:number-columns-spanned="{box.across}"'
            if box.down > 1:
                spans += f' table:number-rows-spanned="{box.down}"'
            cells.append(
                f'<table:table-cell office:value-type="string"{spans}>'
                f"{_odf_paragraphs(box.text)}</table:table-cell>"
            )
        out.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return "".join(out)


def as_odt(printed: Printed, rng: Random) -> bytes:
    """An ODT file."""
    styled = printed.choices.numbering == "none" or rng.random() < 0.5
    out = []
    for number, element in enumerate(printed.elements):
        if isinstance(element, Heading) and styled:
            out.append(
                f'<text:h text:outline-level="{element.depth + 1}">{escape(element.text)}</text:h>'
            )
        elif isinstance(element, Grid):
            out += [_odf_paragraphs(text) for text in element.above]
            out.append(
                f'<table:table table:name="T{number}"><table:table-column '
                f'table:number-columns-repeated="{element.width}"/>{_odf_rows(places(element))}</table:table>'
            )
            out += [_odf_paragraphs(text) for text in element.below]
        else:
            out.append(_odf_paragraphs(element.text))
    return _odf("".join(out), "text")


# Sheets


def _sheets(printed: Printed, rng: Random) -> list[tuple[str, list[list[Box | None]], int]]:
    """(name, rows, width) of each sheet: title lines, the table, notes."""
    out = []
    merged = rng.random() < 0.5
    for grid in (e for e in printed.elements if isinstance(e, Grid)):
        width = grid.width
        titles: list[str] = []
        if printed.choices.title != "none":
            titles = [printed.content.title + ("一覽表" if rng.random() < 0.5 else "")]
            if printed.choices.title == "two":
                titles = [printed.content.agency, titles[0].removeprefix(printed.content.agency)]
        across = width if merged else 1
        rows: list[list[Box | None]] = []
        for text in (*titles, *grid.above):
            rows.append([Box(text, across), *[None] * (width - 1)])
        rows += places(grid)
        for text in grid.below:
            rows.append([Box(text, across), *[None] * (width - 1)])
        out.append((f"表{len(out) + 1}", rows, width))
    return out


def as_ods(printed: Printed, rng: Random) -> bytes:
    """An ODS workbook, a sheet for each table."""
    body = []
    for name, rows, width in _sheets(printed, rng):
        body.append(
            f'<table:table table:name="{name}"><table:table-column '
            f'table:number-columns-repeated="{width}"/>{_odf_rows(rows)}</table:table>'
        )
    return _odf("".join(body), "spreadsheet")


def as_xlsx(printed: Printed, rng: Random) -> bytes:
    """An XLSX workbook, a sheet for each table."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/"
    members = {}
    names = []
    for number, (name, rows, _) in enumerate(_sheets(printed, rng), 1):
        lines, merges = [], []
        for at, row in enumerate(rows, 1):
            cells = []
            for column, box in enumerate(row):
                if box is None:
                    continue
                place = f"{chr(65 + column)}{at}"
                cells.append(
                    f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">'
                    f"{escape(box.text)}</t></is></c>"
                )
                if box.across > 1 or box.down > 1:
                    far = f"{chr(64 + column + box.across)}{at + box.down - 1}"
                    merges.append(f'<mergeCell ref="{place}:{far}"/>')
            lines.append(f'<row r="{at}">{"".join(cells)}</row>')
        merged = f"<mergeCells>{''.join(merges)}</mergeCells>" if merges else ""
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData>{merged}</worksheet>'
        )
        names.append(name)
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="s{n}" Type="{relations}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}content-types"><Override '
            f'PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}relationships"><Relationship Id="m" '
            f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{sheets}'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}relationships">{links}'
            "</Relationships>",
            **members,
        }
    )


def as_csv(printed: Printed, rng: Random) -> bytes:
    """A CSV file of the one table."""
    out = io.StringIO()
    writer = csv.writer(out)
    for _, rows, _ in _sheets(printed, rng):
        writer.writerows([box.text if box else "" for box in row] for row in rows)
    mark = "\ufeff" if rng.random() < 0.5 else ""
    return (mark + out.getvalue()).encode()


# Web pages


def as_html(printed: Printed, rng: Random, *, divs: bool = False, paper: bool = False) -> bytes:
    """A web page, its tables of <table> or of <div>.

    Args:
        divs: tables are made of div elements, told by their classes or their style.
        paper: for printing, so tables have rules.
    """
    tag = rng.choice(("p", "div"))
    marked = printed.choices.numbering == "none" or rng.random() < 0.5
    out = []
    words = rng.choice(
        (("table", "tr", "td"), ("table", "row", "cell"), ("tbl", "tbl-row", "tbl-cell"), None)
    )
    for element in printed.elements:
        if isinstance(element, Heading) and marked:
            depth = element.depth + 2
            out.append(f"<h{depth}>{escape(element.text)}</h{depth}>")
        elif isinstance(element, Grid):
            out += [f"<{tag}>{escape(text)}</{tag}>" for text in element.above]
            out.append(_div_table(element, words) if divs else _html_table(element, rng))
            out += [f"<{tag}>{escape(text)}</{tag}>" for text in element.below]
        else:
            out.append(f"<{tag}>{escape(element.text)}</{tag}>")
    style = (
        "<style>table{border-collapse:collapse;width:100%}td,th{border:1px solid #000}</style>"
        if paper
        else ""
    )
    title = f"<title>{escape(printed.content.title)}</title>" if not paper else "<title></title>"
    return (
        f'<!DOCTYPE html><html lang="zh-Hant"><head><meta charset="utf-8">{title}{style}</head>'
        f"<body>{''.join(out)}</body></html>"
    ).encode()


def _html_cell(text: str) -> str:
    return "<br>".join(map(escape, text.split("\n")))


def _html_table(grid: Grid, rng: Random) -> str:
    headed = rng.random() < 0.6
    out = []
    for at, row in enumerate((*grid.heads, *grid.body)):
        name = "th" if headed and at < len(grid.heads) else "td"
        cells = []
        for box in row:
            spans = f' colspan="{box.across}"' if box.across > 1 else ""
            spans += f' rowspan="{box.down}"' if box.down > 1 else ""
            cells.append(f"<{name}{spans}>{_html_cell(box.text)}</{name}>")
        out.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(out)}</table>"


def _div_table(grid: Grid, classes: tuple[str, str, str] | None) -> str:
    if classes:
        whole, line, cell = (f'class="{name}"' for name in classes)
    else:
        whole, line, cell = (f'style="display:{n}"' for n in ("table", "table-row", "table-cell"))
    rows = []
    for row in places(grid):
        if is_band(row, grid.width):
            cells = f"<div {cell}>{_html_cell(row[0].text if row[0] else '')}</div>"
        else:
            cells = "".join(
                f"<div {cell}>{_html_cell(box.text if box else '')}</div>" for box in row
            )
        rows.append(f"<div {line}>{cells}</div>")
    return f"<div {whole}>{''.join(rows)}</div>"


def page_settings(choices: Choices) -> str:
    """A name of the furniture, for tables of results."""
    if choices.lines_of_head:
        return f"head of {choices.lines_of_head}"
    return "page numbers" if choices.page_numbers else "plain"
