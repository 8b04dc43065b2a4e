"""A pack as a text document in OpenDocument format."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files

from lxml import etree
from odfdo import Document

from search import pace
from search.evidence.pack import Pack
from web.export import picture
from web.export.blocks import Cell, Heading, Line, Paper, Paragraph, Picture, Table
from web.export.content import paper
from web.export.elements import SPACES, element, framed, packed, style
from web.export.phrases import running_head
from web.export.reply import reply
from web.export.texts import clean

_WIDTH_CM, _WIDE_CM = 17.0, 26.3
_STYLES = {"body": "Text_20_body", "quote": "Quotations", "note": "Note", "warning": "Warning"}


def odt_bytes(pack: Pack) -> bytes:
    """Write a pack as an ODT file."""
    return paper_odt(paper(pack), running_head(pack), pack.made_at)


def reply_odt(pack: Pack) -> bytes:
    """Write the frame of an answer as an ODT file."""
    return paper_odt(reply(pack), running_head(pack, "擬答"), pack.made_at)


def paper_odt(made: Paper, head: str, made_at: datetime) -> bytes:
    """Write a paper as an ODT file, A4, in Traditional Chinese.

    Args:
        made: what it holds.
        head: stands on top of each page.
        made_at: now.
    """
    styles = etree.fromstring(_styles())
    for header in styles.iterfind(".//style:header/text:p", dict(SPACES)):
        header.text = clean(head)
    pictures: dict[str, bytes] = {}
    parts = {"styles.xml": styles, "content.xml": _content(made, pictures)}
    return packed(Document("text"), parts, made.title, made_at, pictures)


@cache
def _styles() -> bytes:
    return files("web.export").joinpath("odt_styles.xml").read_bytes()


def _content(made: Paper, pictures: dict[str, bytes]) -> etree._Element:
    automatic = element("office:automatic-styles", *_fixed_styles())
    text = element(
        "office:text",
        # A table that needs the paper on its side and comes first has the title beside it.
        _paragraph("WideTitle" if _begins_wide(made) else "Title", made.title),
        _paragraph("Subtitle", made.subtitle),
    )
    wide = _begins_wide(made)
    for block, following in zip(made.blocks, (*made.blocks[1:], None), strict=True):
        match block:
            case Heading():
                turned = made.wide or (isinstance(following, Table) and following.wide)
                text.append(_heading(block, turned=turned and not wide, back=wide and not turned))
                wide = turned
            case Paragraph():
                text.append(_line(block.line, _STYLES[block.style]))
            case Table():
                automatic.extend(_table_styles(block, wide=wide or block.wide))
                text.append(_table(block))
            case Picture():
                text.append(_paragraph("Caption", picture.caption(block.title, block.panel)))
                frame = framed(block.panel, pictures)
                text.append(element("text:p", frame, text__style_name="Text_20_body"))
    return element(
        "office:document-content",
        automatic,
        element("office:body", text),
    )


def _begins_wide(made: Paper) -> bool:
    first = made.blocks[:2]
    return made.wide or (len(first) == 2 and isinstance(first[1], Table) and first[1].wide)


def _fixed_styles() -> list[etree._Element]:
    border = {"fo__border": "0.02cm solid #555555", "fo__padding": "0.1cm"}
    turning = {"style__parent_style_name": "Heading_20_1"}
    return [
        style(
            "WideTitle",
            "paragraph",
            style__master_page_name="Landscape",
            style__parent_style_name="Title",
        ),
        style("WideHeading", "paragraph", style__master_page_name="Landscape", **turning),
        style(
            "PageHeading",
            "paragraph",
            element("style:paragraph-properties", fo__break_before="page"),
            style__parent_style_name="Heading_20_1",
        ),
        style(
            "Caption",
            "paragraph",
            element("style:paragraph-properties", fo__keep_with_next="always"),
            style__parent_style_name="Note",
        ),
        style("UprightHeading", "paragraph", style__master_page_name="Standard", **turning),
        style("Cell", "table-cell", element("style:table-cell-properties", **border)),
        style(
            "HeadCell",
            "table-cell",
            element("style:table-cell-properties", fo__background_color="#e6ebf2", **border),
        ),
        style(
            "TallRow",
            "table-row",
            element("style:table-row-properties", style__min_row_height="3.2cm"),
        ),
    ]


def _heading(block: Heading, *, turned: bool, back: bool) -> etree._Element:
    name = f"Heading_20_{block.level}"
    if block.level == 1 and (turned or back):
        name = "WideHeading" if turned else "UprightHeading"
    elif block.new_page:
        name = "PageHeading"
    return element(
        "text:h",
        clean(block.text),
        text__style_name=name,
        text__outline_level=str(block.level),
    )


def _paragraph(style_name: str, *texts: str) -> etree._Element:
    return element("text:p", *map(clean, texts), text__style_name=style_name)


def _line(line: Line, style_name: str) -> etree._Element:
    content: list[etree._Element | str] = []
    for span in line:
        text = clean(span.text)
        if span.address:
            content.append(
                element(
                    "text:a",
                    text,
                    xlink__type="simple",
                    xlink__href=clean(span.address),
                    text__style_name="Internet_20_link",
                )
            )
        elif span.marked or span.strong:
            name = "Found" if span.marked else "Strong"
            content.append(element("text:span", text, text__style_name=name))
        else:
            content.append(text)
    return element("text:p", *content, text__style_name=style_name)


def _table_styles(table: Table, *, wide: bool) -> list[etree._Element]:
    whole = _WIDE_CM if wide else _WIDTH_CM
    unit = whole / sum(table.widths)
    properties = element(
        "style:table-properties",
        style__width=f"{whole:.2f}cm",
        table__align="margins",
        fo__margin_bottom="0.3cm",
    )
    return [style(table.name, "table", properties)] + [
        style(
            f"{table.name}.{place}",
            "table-column",
            element("style:table-column-properties", style__column_width=f"{width * unit:.3f}cm"),
        )
        for place, width in enumerate(table.widths)
    ]


def _table(table: Table) -> etree._Element:
    made = element("table:table", table__name=table.name, table__style_name=table.name)
    for place in range(len(table.widths)):
        made.append(element("table:table-column", table__style_name=f"{table.name}.{place}"))
    if table.head:
        names = (_box([_paragraph("Table_20_Heading", name)], "HeadCell") for name in table.head)
        made.append(element("table:table-header-rows", element("table:table-row", *names)))
    look = {"table__style_name": "TallRow"} if table.tall else {}
    for cells in table.rows:
        pace.step()
        boxes = (_box(_lines(one), _look(one, table)) for one in cells)
        made.append(element("table:table-row", *boxes, **look))
    return made


def _look(cell: Cell, table: Table) -> str:
    labels = not table.head and any(span.strong for line in cell for span in line)
    return "HeadCell" if labels else "Cell"


def _lines(cell: Cell) -> list[etree._Element]:
    return [_line(line, "Table_20_Contents") for line in cell] or [_paragraph("Table_20_Contents")]


def _box(content: list[etree._Element], style_name: str) -> etree._Element:
    # Whatever the text begins with, it is text.
    return element(
        "table:table-cell", *content, table__style_name=style_name, office__value_type="string"
    )
