"""OpenDocument text (ODT), read from its XML parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from indexer.blocks import Block, Cell, Furniture, Omission, ReadFile, Row, Table, Text
from indexer.formats.drawing import after, hidden_text, tracked
from indexer.formats.odf_objects import drawn
from indexer.formats.odf_styles import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    OdfLists,
    OdfStyles,
    integer,
)
from indexer.layout.linear import (
    as_texts,
    clean,
    flatten,
    read_file_of,
    visible,
    with_label,
)
from indexer.packages import limits
from indexer.packages.ordinals import Counter
from indexer.packages.parcel import Parcel, parse_xml
from search.errors import DocumentError

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_INDEXES = {
    f"{TEXT}{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
    )
}
_INDEX_PARTS = {f"{TEXT}index-body", f"{TEXT}index-title"}
_GROUPS = {
    f"{TABLE}table-row-group",
    f"{TABLE}table-rows",
    f"{TABLE}table-header-rows",
}


def read_odt(data: bytes) -> ReadFile:
    """Read an ODT file.

    Raises:
        DocumentError: it is broken, protected or past the limits.
    """
    return _read(open_odf(data))


def read_flat_odt(data: bytes) -> ReadFile:
    """Read a flat ODT file: the same XML in one part, not packed.

    Raises:
        DocumentError: it is broken or past the limits.
    """
    return _read(open_flat(data))


def _read(document: OdfDocument) -> ReadFile:
    body = document.body("text")
    blocks = [*document.furniture("header", "頁首"), *document.walk(body)]
    blocks.extend(document.end_notes)
    blocks.extend(document.furniture("footer", "頁尾"))
    return read_file_of(
        blocks,
        "odt",
        title=document.title,
        warnings=document.warnings(),
        omissions=document.omissions(),
    )


def open_odf(data: bytes) -> OdfDocument:
    """An OpenDocument file of any kind.

    Raises:
        DocumentError: the file is broken, protected or past the limits.
    """
    parcel = Parcel(data)
    manifest = "META-INF/manifest.xml"
    if manifest in parcel and b"encryption-data" in parcel.read(manifest):
        raise DocumentError("檔案有密碼保護", "請移除密碼後再放進資料夾")

    def part(name: str) -> etree._Element | None:
        return parse_xml(parcel.read(name), name) if name in parcel else None

    content = parse_xml(parcel.read("content.xml"), "content.xml")
    return OdfDocument(content, part("styles.xml"), part("meta.xml"), parcel)


def open_flat(data: bytes) -> OdfDocument:
    """An OpenDocument file in one XML part.

    Raises:
        DocumentError: it is not well formed.
    """
    root = parse_xml(data, "fodt")
    return OdfDocument(root, None, root, None)


@dataclass(slots=True)
class _Paragraph:
    """What one paragraph holds."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    page_number: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _Item:
    """The list that a paragraph stands in; depth is from 0."""

    counter: Counter
    style: str
    depth: int


class OdfDocument:
    """One walk through a document: numbers run on from list to list.

    Args:
        content: root of content.xml.
        styles: root of styles.xml.
        meta: root of meta.xml.
        parcel: the package, for the objects in it; None for a flat file.
        folder: of the document in the package, with its slash; "" for the file's own.
    """

    def __init__(
        self,
        content: etree._Element,
        styles: etree._Element | None,
        meta: etree._Element | None,
        parcel: Parcel | None,
        folder: str = "",
    ) -> None:
        self._content = content
        self.parcel = parcel
        self.folder = folder
        self._page_styles = content if styles is None else styles
        self._styles = OdfStyles([root for root in (styles, content) if root is not None])
        self._lists = OdfLists(self._styles)
        self._hidden = 0
        self._comments = 0
        self._last = ""
        self.left_out: list[Omission] = []
        self.end_notes: list[Text] = []
        title = None if meta is None else next(meta.iter(_TITLE), None)
        self.title = None if title is None else title.text

    def body(self, kind: str) -> etree._Element:
        """The office:text or office:spreadsheet of the file.

        Raises:
            DocumentError: there is none.
        """
        found = next(self._content.iter(f"{OFFICE}{kind}"), None)
        if found is None:
            raise DocumentError("文件沒有內文", "請用原來的軟體開啟後另存新檔")
        return found

    def warnings(self) -> Iterator[str]:
        """What is no text of the document, and why it was passed over."""
        if self._comments:
            yield f"略過註解 {self._comments} 則"

    def omissions(self) -> Iterator[Omission]:
        """What of the document is not in its blocks as printed."""
        if self._hidden:
            yield hidden_text(self._hidden)
        inserted, deleted = (
            list(self._content.iter(TEXT + kind)) for kind in ("insertion", "deletion")
        )
        if inserted or deleted:
            yield tracked(len(inserted), len(deleted), sum(map(_length, deleted)))
        yield from self.left_out

    def inner(self, content: etree._Element, folder: str) -> OdfDocument:
        """A document in the package of this one."""
        return OdfDocument(content, None, None, self.parcel, folder)

    def place(self) -> str:
        """Where the walk is: behind what it read last."""
        return after(self._last)

    def shows_table(self, table: etree._Element) -> bool:
        """Whether a sheet is shown by its style."""
        return self._styles.shows_table(table.get(f"{TABLE}style-name"))

    def furniture(self, kind: str, role: str) -> Iterator[Furniture]:
        """Page headers or footers; the same text on first, left and right pages once."""
        seen: set[str] = set()
        for master in self._page_styles.iter(f"{STYLE}master-page"):
            for suffix in ("", "-first", "-left"):
                for place in master.iterchildren(f"{STYLE}{kind}{suffix}"):
                    for element in place.iter(f"{TEXT}p", f"{TEXT}h"):
                        paragraph = self._read(element)
                        text = clean("".join(paragraph.parts)).replace("\n", " ")
                        if text and text not in seen:
                            seen.add(text)
                            yield Furniture(text, (), "頁碼" if paragraph.page_number else role)

    def walk(self, container: etree._Element, item: _Item | None = None) -> list[Block]:
        """The blocks of a body, section, cell or text box, footnotes behind their paragraphs."""
        out: list[Block] = []
        for element in container.iterchildren():
            tag = element.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                out.extend(self._paragraph(element, item))
            elif tag == f"{TEXT}list":
                out.extend(self._list(element, item))
            elif tag == f"{TABLE}table":
                out.extend(self.table(element))
            elif tag == f"{TEXT}section":
                if _is_hidden_section(element):
                    self._hidden += _length(element)
                else:
                    out.extend(self.walk(element))
            elif tag in _INDEXES:
                out.extend(
                    Furniture(block.text, (), "目錄") if isinstance(block, Text) else block
                    for block in self.walk(element)
                )
            elif tag in _INDEX_PARTS or tag == f"{TEXT}numbered-paragraph":
                out.extend(self.walk(element, item))
            elif isinstance(tag, str) and tag.startswith(DRAW):
                out.extend(drawn(self, element))
        return out

    # Lists and paragraphs

    def _list(self, element: etree._Element, outer: _Item | None) -> Iterator[Block]:
        style = element.get(f"{TEXT}style-name")
        if outer is not None:
            inner = _Item(outer.counter, style or outer.style, outer.depth + 1)
        else:
            style = style or self._style_of_first(element) or ""
            inner = _Item(self._lists.open(element, style), style, 0)
        for child in element.iterchildren():
            if child.tag == f"{TEXT}list-item":
                start = child.get(f"{TEXT}start-value")
                if start is not None:
                    inner.counter.restart(inner.depth, integer(child, f"{TEXT}start-value"))
                yield from self._list_item(child, inner)
            elif child.tag == f"{TEXT}list-header":
                yield from self._list_item(child, inner, numbered=False)

    def _list_item(
        self, element: etree._Element, item: _Item, *, numbered: bool = True
    ) -> Iterator[Block]:
        for child in element.iterchildren():
            if child.tag == f"{TEXT}list":
                yield from self._list(child, item)
            elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(child, item if numbered else None, in_list=True)
                numbered = False

    def _style_of_first(self, element: etree._Element) -> str | None:
        first = next(element.iter(f"{TEXT}p", f"{TEXT}h"), None)
        return None if first is None else self._styles.list_style(first.get(f"{TEXT}style-name"))

    def _paragraph(
        self, element: etree._Element, item: _Item | None, *, in_list: bool = False
    ) -> Iterator[Block]:
        paragraph = self._read(element)
        level = None
        label = ""
        if item is not None:
            label = self._lists.label(item.counter, item.style, item.depth)
        if element.tag == f"{TEXT}h":
            level = max(integer(element, f"{TEXT}outline-level"), 1)
            style = element.get(f"{TEXT}style-name")
            listed = item is not None or in_list or self._styles.list_style(style) == ""
            if not listed and element.get(f"{TEXT}is-list-header") != "true":
                label = self._lists.heading(level - 1)
        text = clean("".join(paragraph.parts))
        if text and not paragraph.hidden:
            self._last = text
            yield from as_texts(with_label(clean(label), text), level)
        elif text:
            self._hidden += len(text)
        yield from paragraph.notes
        for box in paragraph.boxes:
            yield from drawn(self, box)

    def _read(self, element: etree._Element) -> _Paragraph:
        paragraph = _Paragraph()
        hidden = self._styles.hidden(element.get(f"{TEXT}style-name"))
        self._inline(element, paragraph, hidden)
        return paragraph

    def _inline(self, element: etree._Element, into: _Paragraph, hidden: bool) -> None:
        self._put(_flowing(element.text), into, hidden)
        for child in element.iterchildren():
            self._inline_child(child, into, hidden)
            self._put(_flowing(child.tail), into, hidden)

    def _inline_child(self, child: etree._Element, into: _Paragraph, hidden: bool) -> None:
        tag = child.tag
        if tag in (f"{TEXT}s", f"{TEXT}tab"):
            self._put(" ", into, hidden)
        elif tag == f"{TEXT}line-break":
            self._put("\n", into, hidden)
        elif tag == f"{TEXT}note":
            self._note(child, into)
        elif tag in (f"{OFFICE}annotation", f"{OFFICE}annotation-end"):
            self._comments += tag == f"{OFFICE}annotation"
        elif tag == f"{TEXT}hidden-paragraph":
            into.hidden |= child.get(f"{TEXT}is-hidden") != "false"
        elif tag == f"{TEXT}hidden-text" and child.get(f"{TEXT}is-hidden") != "false":
            self._hidden += len(child.get(f"{TEXT}string-value") or "")
        elif tag in (f"{TEXT}ruby-text", f"{TEXT}soft-page-break", f"{TEXT}number"):
            return
        elif isinstance(tag, str) and tag.startswith(DRAW):
            # A link round words is inline; everything else that is drawn stands apart.
            if tag == f"{DRAW}a" and not any(True for _ in child.iter(f"{DRAW}frame")):
                self._inline(child, into, hidden)
            else:
                into.boxes.append(child)
        else:
            into.page_number |= tag in (f"{TEXT}page-number", f"{TEXT}page-count")
            style = child.get(f"{TEXT}style-name") if tag == f"{TEXT}span" else None
            self._inline(child, into, hidden or self._styles.hidden(style))

    def _put(self, text: str, into: _Paragraph, hidden: bool) -> None:
        if hidden:
            self._hidden += len(text.strip())
        else:
            into.parts.append(text)

    def _note(self, element: etree._Element, into: _Paragraph) -> None:
        citation = element.find(f"{TEXT}note-citation")
        body = element.find(f"{TEXT}note-body")
        if body is None:
            return
        mark = "" if citation is None else "".join(map(str, citation.itertext())).strip()
        text = flatten(self.walk(body)).replace("\n", " ")
        if text:
            note = Text(f"註{mark}：{text}", ())
            at_end = element.get(f"{TEXT}note-class") == "endnote"
            (self.end_notes if at_end else into.notes).append(note)

    # Tables

    def table(self, element: etree._Element) -> Iterator[Block]:
        """A table:table as a table, or as what is in it where it is a frame of one cell."""
        rows: list[Row] = []
        lifted: list[Block] = []
        cells_left = limits.CELLS
        for source, header in _rows(element):
            cells, lifted = self._cells(source)
            repeated = max(integer(source, f"{TABLE}number-rows-repeated"), 1)
            for _ in range(min(repeated if any(c.text for c in cells) else 1, limits.ROWS)):
                cells_left -= len(cells)
                if cells_left < 0 or len(rows) >= limits.ROWS:
                    raise DocumentError("表格的儲存格數超過上限", "請分成幾個較小的檔案")
                rows.append(Row(cells, number=len(rows) + 1, is_header=header))
        while rows and not any(cell.text for cell in rows[-1].cells):
            rows.pop()
        alone = len(rows) == 1 and len(rows[0].cells) == 1
        if alone and any(isinstance(block, Table) for block in lifted):
            yield from lifted
        elif rows:
            yield Table(tuple(rows), number=1)

    def _cells(self, row: etree._Element) -> tuple[tuple[Cell, ...], list[Block]]:
        cells: list[Cell] = []
        blocks: list[Block] = []
        for element in row.iterchildren(f"{TABLE}table-cell"):
            repeated = max(integer(element, f"{TABLE}number-columns-repeated"), 1)
            blocks = self.walk(element)
            cell = Cell(
                flatten(blocks),
                colspan=limits.clamp(integer(element, f"{TABLE}number-columns-spanned")),
                rowspan=limits.clamp(integer(element, f"{TABLE}number-rows-spanned"), limits.ROWS),
            )
            cells += [cell] * min(repeated, limits.COLUMNS - len(cells))
        return tuple(cells), blocks


def _flowing(text: str | None) -> str:
    """Text of the XML, whose line ends are worth a space: only text:line-break breaks a line."""
    return (text or "").replace("\n", " ")


def _rows(element: etree._Element, header: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    for child in element.iterchildren():
        if child.tag == f"{TABLE}table-row":
            if child.get(f"{TABLE}visibility") not in ("collapse", "filter"):
                yield child, header
        elif child.tag in _GROUPS:
            yield from _rows(child, header or child.tag == f"{TABLE}table-header-rows")


def _is_hidden_section(section: etree._Element) -> bool:
    display = section.get(f"{TEXT}display")
    return display == "none" or (
        display == "condition" and section.get(f"{TEXT}is-hidden") == "true"
    )


def _length(element: etree._Element) -> int:
    """Visible characters of an element's paragraphs."""
    return sum(
        visible("".join(map(str, paragraph.itertext())))
        for paragraph in element.iter(f"{TEXT}p", f"{TEXT}h")
    )
