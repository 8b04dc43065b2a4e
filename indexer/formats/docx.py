"""Word documents (DOCX), read from their XML parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from indexer.blocks import Block, Furniture, ReadFile, Table, Text
from indexer.formats.docx_grid import Grid
from indexer.formats.docx_styles import Numbering, Styles, W, number, switched_on, value
from indexer.layout.linear import as_texts, clean, flatten, read_file_of, with_label
from indexer.packages import limits, ooxml
from indexer.packages.parcel import Parcel, parse_xml
from search.errors import DocumentError

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BLOCKS = {f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}customXml", f"{W}ins", f"{W}moveTo"}
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rt", f"{W}pPr"}


def read_docx(data: bytes) -> ReadFile:
    """Read a DOCX file.

    Raises:
        DocumentError: it is broken, protected or past the limits.
    """
    parcel = Parcel(data)
    main = ooxml.main_part(parcel) or "word/document.xml"
    document = _Document(parcel, main)
    body = parse_xml(parcel.read(main), main).find(f"{W}body")
    if body is None:
        raise DocumentError("文件沒有內文", "請用原來的軟體開啟後另存新檔")
    blocks = [*document.furniture("header", "頁首"), *document.walk(body)]
    blocks.extend(document.end_notes())
    blocks.extend(document.furniture("footer", "頁尾"))
    return read_file_of(blocks, "docx", title=ooxml.title(parcel), warnings=document.warnings())


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    in_result: bool = False


@dataclass(slots=True)
class _Paragraph:
    """What the runs of one paragraph hold."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    page_number: bool = False
    contents: bool = False


class _Document:
    """One walk through a document: numbers and fields run on from paragraph to paragraph."""

    def __init__(self, parcel: Parcel, main: str) -> None:
        self._parcel = parcel
        self._relations = ooxml.relations(parcel, main)
        self._styles = Styles(self._related("styles"))
        self._numbering = Numbering(self._related("numbering"))
        self._foot_notes = self._notes("footnotes", "footnote")
        self._end_notes = self._notes("endnotes", "endnote")
        self._fields: list[_Field] = []
        self._carried = ""
        self._cited: list[str] = []
        self._cited_at_end: list[str] = []
        self._foot_count = 0
        self._end_count = 0
        self._hidden = 0
        self._comments = 0
        self._deleted = 0
        self._inserted = 0
        self._pictures = 0

    def warnings(self) -> Iterator[str]:
        """What was left out, and why."""
        if self._hidden:
            yield f"略過隱藏文字 {self._hidden} 字"
        if self._comments:
            yield f"略過註解 {self._comments} 則"
        if self._deleted or self._inserted:
            yield (f"追蹤修訂以全部接受處理（插入 {self._inserted} 處、刪除 {self._deleted} 處）")
        if self._parcel.duplicates:
            yield f"檔案裡有 {self._parcel.duplicates} 個重複的項目，只讀第一個"

    def walk(self, container: etree._Element) -> list[Block]:
        """The blocks of a body, cell, text box or note, footnotes behind their paragraphs."""
        out: list[Block] = []
        for element in container.iterchildren():
            if element.tag == f"{W}p":
                out.extend(self._paragraph(element))
            elif element.tag == f"{W}tbl":
                out.extend(self._table(element))
            elif element.tag == f"{W}sdt":
                content = element.find(f"{W}sdtContent")
                if content is not None:
                    blocks = self.walk(content)
                    out.extend(_as_contents(blocks) if _is_contents(element) else blocks)
            elif element.tag in _BLOCKS:
                out.extend(self.walk(element))
            elif element.tag == f"{_MC}AlternateContent":
                chosen = _alternative(element)
                if chosen is not None:
                    out.extend(self.walk(chosen))
            if container.tag == f"{W}body":
                out.extend(self._notes_due())
        return out

    def furniture(self, kind: str, role: str) -> Iterator[Furniture]:
        """Page headers or footers; the same text on first, odd and even pages once."""
        seen: set[str] = set()
        for target in self._relations.get(kind, {}).values():
            root = self._part(target)
            for element in () if root is None else root.iter(f"{W}p"):
                paragraph = self._read_runs(element)
                text = clean("".join(paragraph.parts)).replace("\n", " ")
                if text and text not in seen:
                    seen.add(text)
                    yield Furniture(text, (), "頁碼" if paragraph.page_number else role)

    def end_notes(self) -> Iterator[Text]:
        """The endnotes that were cited."""
        for text in self._cited_at_end:
            yield Text(text, ())

    # Paragraphs

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        style_id = None if properties is None else value(properties.find(f"{W}pStyle"))
        style = self._styles.paragraph(style_id)
        paragraph = self._read_runs(element, hidden=style.hidden)
        text = self._carried + "".join(paragraph.parts)
        self._carried = ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            # The end of this paragraph is deleted: what follows belongs to it.
            self._carried = text
        else:
            label = self._label(properties, style_id)
            level = _level(properties, style.level)
            if clean(text):
                text = with_label(clean(label), clean(text))
                if paragraph.contents:
                    yield Furniture(text.replace("\n", " "), (), "目錄")
                else:
                    yield from as_texts(text, level)
        for box in paragraph.boxes:
            yield from self.walk(box)

    def _label(self, properties: etree._Element | None, style_id: str | None) -> str:
        style = self._styles.paragraph(style_id)
        list_id, depth = style.list_id, style.depth
        own = None if properties is None else properties.find(f"{W}numPr")
        if own is not None:
            own_id = number(own.find(f"{W}numId"))
            list_id = own_id if own_id is not None else list_id
            own_depth = number(own.find(f"{W}ilvl"))
            depth = own_depth if own_depth is not None else depth
        return self._numbering.label(list_id, depth, style_id)

    def _read_runs(self, element: etree._Element, *, hidden: bool = False) -> _Paragraph:
        paragraph = _Paragraph()
        self._runs(element, paragraph, hidden)
        return paragraph

    def _runs(self, element: etree._Element, into: _Paragraph, hidden: bool) -> None:
        for child in element.iterchildren():
            tag = child.tag
            if tag == f"{W}r":
                self._runs(child, into, self._run_hidden(child, hidden))
            elif tag in (f"{W}t", _MATH_TEXT):
                self._put(child.text or "", into, hidden)
            elif tag in (f"{W}tab", f"{W}ptab"):
                self._put(" ", into, hidden)
            elif tag in (f"{W}br", f"{W}cr"):
                self._put(
                    "\n" if value(child, "type") in (None, "textWrapping") else "", into, hidden
                )
            elif tag == f"{W}noBreakHyphen":
                self._put("-", into, hidden)
            elif tag == f"{W}sym":
                self._put(_symbol(child), into, hidden)
            elif tag == f"{W}fldChar":
                self._field_mark(value(child, "fldCharType"))
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
            elif tag == f"{W}fldSimple":
                into.page_number |= _is_page_number(value(child, "instr") or "")
                self._runs(child, into, hidden)
            elif tag == f"{W}txbxContent":
                into.boxes.append(child)
            elif tag == f"{_MC}AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    self._runs(chosen, into, hidden)
            elif tag == f"{W}footnoteReference":
                self._cite(number(child, "id"), at_end=False)
            elif tag == f"{W}endnoteReference":
                self._cite(number(child, "id"), at_end=True)
            elif tag == f"{W}commentReference":
                self._comments += 1
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self._deleted += 1
            elif tag not in _SKIPPED:
                if tag in (f"{W}ins", f"{W}moveTo"):
                    self._inserted += 1
                self._runs(child, into, hidden)

    def _put(self, text: str, into: _Paragraph, hidden: bool) -> None:
        for open_field in self._fields:
            if not open_field.in_result:
                return
            into.page_number |= _is_page_number(open_field.instruction)
            into.contents |= open_field.instruction.split(maxsplit=1)[:1] == ["TOC"]
        if hidden:
            self._hidden += len(text.strip())
        else:
            into.parts.append(text)

    def _run_hidden(self, run: etree._Element, inherited: bool) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return inherited
        vanish = properties.find(f"{W}vanish")
        if vanish is not None:
            return switched_on(vanish)
        return inherited or self._styles.run(value(properties.find(f"{W}rStyle"))).hidden

    def _field_mark(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].in_result = True
        elif self._fields and kind == "end":
            self._fields.pop()

    # Notes

    def _cite(self, note_id: int | None, *, at_end: bool) -> None:
        notes = self._end_notes if at_end else self._foot_notes
        note = notes.pop(note_id, None)
        if note is None:
            return
        if at_end:
            self._end_count += 1
        else:
            self._foot_count += 1
        count = self._end_count if at_end else self._foot_count
        text = flatten(self.walk(note)).replace("\n", " ")
        if text:
            cited = self._cited_at_end if at_end else self._cited
            cited.append(f"註{count}：{text}")

    def _notes_due(self) -> Iterator[Text]:
        for text in self._cited:
            yield Text(text, ())
        self._cited.clear()

    # Tables

    def _table(self, element: etree._Element) -> Iterator[Block]:
        grid = Grid()
        lifted: list[Block] = []
        for row in _children(element, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self._deleted += 1
                continue
            if len(grid.rows) >= limits.ROWS:
                break
            grid.begin(row)
            for cell in _children(row, f"{W}tc"):
                blocks = self.walk(cell)
                lifted = blocks
                grid.add(cell, flatten(blocks))
        table = grid.table()
        if table is None:
            return
        alone = len(table.rows) == 1 and len(table.rows[0].cells) == 1
        if alone and any(isinstance(block, Table) for block in lifted):
            # A frame drawn as a table of one cell: what is in it stands for itself.
            yield from lifted
        else:
            yield table

    # Parts

    def _related(self, kind: str) -> etree._Element | None:
        for target in self._relations.get(kind, {}).values():
            return self._part(target)
        return None

    def _part(self, name: str) -> etree._Element | None:
        return parse_xml(self._parcel.read(name), name) if name in self._parcel else None

    def _notes(self, kind: str, tag: str) -> dict[int | None, etree._Element]:
        root = self._related(kind)
        return {
            number(note, "id"): note
            for note in (() if root is None else root.iterchildren(W + tag))
            if value(note, "type") in (None, "normal")
        }


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of a tag, also inside content controls, custom XML and tracked insertions."""
    for child in element.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _children(child, tag)


def _alternative(element: etree._Element) -> etree._Element | None:
    """The first of several renderings of one thing."""
    chosen = element.find(f"{_MC}Choice")
    return element.find(f"{_MC}Fallback") if chosen is None else chosen


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return (value(gallery) or "") == "Table of Contents"


def _as_contents(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Text):
            yield Furniture(block.text, (), "目錄")
        else:
            yield block


def _level(properties: etree._Element | None, inherited: int | None) -> int | None:
    own = None if properties is None else number(properties.find(f"{W}outlineLvl"))
    if own is None:
        return inherited
    return own + 1 if 0 <= own < 9 else None


def _is_page_number(instruction: str) -> bool:
    return instruction.split(maxsplit=1)[:1] in (["PAGE"], ["NUMPAGES"])


def _symbol(element: etree._Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0x10000 and not 0xD800 <= code < 0xE000 else ""
