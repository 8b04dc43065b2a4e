"""Word documents (DOCX), read from their XML parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from indexer.blocks import Block, Furniture, Omission, ReadFile, Reason, Table, Text
from indexer.formats.docx_fields import Field, is_page_number
from indexer.formats.docx_grid import Grid
from indexer.formats.docx_objects import ALTERNATE, alternative, drawn, inner_file
from indexer.formats.docx_styles import Numbering, Styles, W, number, switched_on, value
from indexer.formats.drawing import after, hidden_text, tracked
from indexer.formats.formulas import math_text
from indexer.layout.linear import as_texts, clean, flatten, read_file_of, visible, with_label
from indexer.packages import limits, ooxml
from indexer.packages.parcel import Parcel
from search.errors import DocumentError

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_BLOCKS = {f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}customXml", f"{W}ins", f"{W}moveTo"}
_DELETED = (f"{W}del", f"{W}moveFrom")
_SKIPPED = {f"{W}delText", f"{W}rt", f"{W}pPr"}
_CHARACTERS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-", f"{W}cr": "\n"}


def read_docx(data: bytes) -> ReadFile:
    """Read a DOCX file.

    Raises:
        DocumentError: it is broken, protected or past the limits.
    """
    parcel = Parcel(data)
    main = ooxml.main_part(parcel) or "word/document.xml"
    document = _Document(parcel, main)
    body = ooxml.part(parcel, main).find(f"{W}body")
    if body is None:
        raise DocumentError("文件沒有內文", "請用原來的軟體開啟後另存新檔")
    blocks = [*document.furniture("header", "頁首"), *document.walk(body)]
    blocks.extend(document.end_notes())
    blocks.extend(document.furniture("footer", "頁尾"))
    return read_file_of(
        blocks,
        "docx",
        title=ooxml.title(parcel),
        warnings=document.warnings(),
        omissions=document.omissions(),
    )


@dataclass(slots=True)
class _Paragraph:
    """What the runs of one paragraph hold; boxes and objects are read behind it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    objects: list[Block] = field(default_factory=list)
    page_number: bool = False
    contents: bool = False


class _Document:
    """One walk through a document: numbers and fields run on from paragraph to paragraph."""

    def __init__(self, parcel: Parcel, main: str) -> None:
        self._parcel = parcel
        self._relations = ooxml.relations(parcel, main)
        self._targets = ooxml.targets(self._relations)
        self._styles = Styles(self._related("styles"))
        self._numbering = Numbering(self._related("numbering"))
        self._foot_notes = self._notes("footnotes", "footnote")
        self._end_notes = self._notes("endnotes", "endnote")
        self._fields: list[Field] = []
        self._last = ""
        self._left_out: list[Omission] = []
        self._carried = ""
        self._cited: list[str] = []
        self._cited_at_end: list[str] = []
        self._foot_count = 0
        self._end_count = 0
        self._hidden = 0
        self._comments = 0
        self._deleted: list[int] = []
        self._inserted = 0

    def omissions(self) -> Iterator[Omission]:
        """What of the document is not in its blocks as printed."""
        if self._hidden:
            yield hidden_text(self._hidden)
        if self._deleted or self._inserted:
            yield tracked(self._inserted, len(self._deleted), sum(self._deleted))
        yield from self._left_out

    def warnings(self) -> Iterator[str]:
        """What is no text of the document, and what is odd about the file."""
        if self._comments:
            yield f"略過註解 {self._comments} 則"
        if self._parcel.duplicates:
            yield f"檔案裡有 {self._parcel.duplicates} 個重複的項目，只讀第一個"

    def walk(self, container: etree._Element) -> list[Block]:
        """The blocks of a body, cell, text box or note, footnotes behind their paragraphs."""
        out: list[Block] = []
        for element in container.iterchildren():
            if element.tag == f"{W}p":
                out.extend(self._paragraph(element))
            elif element.tag == f"{W}tbl":
                out.extend(self._uncarried())
                out.extend(self._table(element))
            elif element.tag == f"{W}sdt":
                content = element.find(f"{W}sdtContent")
                if content is not None:
                    blocks = self.walk(content)
                    out.extend(_as_contents(blocks) if _is_contents(element) else blocks)
            elif element.tag == f"{W}altChunk":
                out.extend(self._inner_file(element, "插入的檔案（altChunk）"))
            elif element.tag == f"{W}subDoc":
                self._tell("unread-part", "有子文件，內容在另一個檔案裡，沒有讀")
            elif element.tag in _BLOCKS:
                out.extend(self.walk(element))
            elif element.tag == ALTERNATE:
                chosen = alternative(element)
                if chosen is not None:
                    out.extend(self.walk(chosen))
            if container.tag == f"{W}body":
                out.extend(self._notes_due())
        out.extend(self._uncarried())
        return out

    def _uncarried(self) -> Iterable[Text]:
        """A paragraph whose end is no end, where none follows that it could go on with."""
        text, self._carried = clean(self._carried), ""
        return as_texts(text, None)

    def furniture(self, kind: str, role: str) -> Iterator[Furniture]:
        """Page headers or footers; the same text on first, odd and even pages once."""
        seen: set[str] = set()
        for target in self._relations.get(kind, {}).values():
            root = self._part(target)
            self._last = role
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
        mark = None if properties is None else properties.find(f"{W}rPr")
        if mark is not None and any(mark.find(tag) is not None for tag in _DELETED):
            # The end of this paragraph is deleted: what follows belongs to it.
            self._carried = text
        elif mark is not None and text and switched_on(mark.find(f"{W}vanish")):
            # A heading that runs on into its text: its end is hidden.
            self._carried = with_label(clean(self._label(properties, style_id)), text)
        else:
            label = self._label(properties, style_id)
            level = _level(properties, style.level)
            if clean(text):
                text = self._last = with_label(clean(label), clean(text))
                if paragraph.contents:
                    yield Furniture(text.replace("\n", " "), (), "目錄")
                else:
                    yield from as_texts(text, level)
        for box in paragraph.boxes:
            yield from self.walk(box)
        yield from paragraph.objects

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
        for child in element.iterchildren(tag=etree.Element):
            tag = child.tag
            if tag == f"{W}r":
                self._runs(child, into, self._run_hidden(child, hidden))
            elif tag == f"{W}t":
                self._put(child.text or "", into, hidden)
            elif tag in _CHARACTERS:
                self._put(_CHARACTERS[tag], into, hidden)
            elif tag == f"{W}br":
                if value(child, "type") in (None, "textWrapping"):
                    self._put("\n", into, hidden)
            elif tag == f"{W}sym":
                self._put(_symbol(child), into, hidden)
            elif tag == _MATH:
                self._put(math_text(child).strip("\n"), into, hidden)
            elif tag == f"{W}fldChar":
                self._field_mark(child, into, hidden)
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
            elif tag == f"{W}fldSimple":
                instruction = value(child, "instr") or ""
                into.page_number |= is_page_number(instruction)
                if child.find(f".//{W}t") is None:
                    self._put(self._without_result(Field(instruction)), into, hidden)
                self._runs(child, into, hidden)
            elif tag == f"{W}txbxContent":
                into.boxes.append(child)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawn(child, into, hidden)
            elif tag == ALTERNATE:
                chosen = alternative(child)
                if chosen is not None:
                    self._runs(chosen, into, hidden)
            elif tag == f"{W}footnoteReference":
                self._cite(number(child, "id"), at_end=False)
            elif tag == f"{W}endnoteReference":
                self._cite(number(child, "id"), at_end=True)
            elif tag == f"{W}commentReference":
                self._comments += 1
            elif tag in _DELETED:
                self._delete(child)
            elif tag not in _SKIPPED:
                if tag in (f"{W}ins", f"{W}moveTo"):
                    self._inserted += 1
                self._runs(child, into, hidden)

    def _put(self, text: str, into: _Paragraph, hidden: bool) -> None:
        for open_field in self._fields:
            if not open_field.in_result:
                # A field in the instruction of another one gives a part of it.
                open_field.instruction += text
                return
            into.page_number |= is_page_number(open_field.instruction)
            into.contents |= open_field.name == "TOC"
        if hidden:
            self._hidden += visible(text)
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

    def _field_mark(self, element: etree._Element, into: _Paragraph, hidden: bool) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(Field(form=element.find(f"{W}ffData")))
        elif self._fields and kind == "separate":
            self._fields[-1].in_result = True
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            if not ended.in_result:
                into.page_number |= is_page_number(ended.instruction)
                self._put(self._without_result(ended), into, hidden)

    def _without_result(self, ended: Field) -> str:
        text = ended.shown()
        if text is None:
            self._tell("unread-part", f"有功能變數（{ended.name}）沒有存下結果，沒有讀到")
        return text or ""

    # Drawings and inner files

    def _drawn(self, element: etree._Element, into: _Paragraph, hidden: bool) -> None:
        self._last = clean("".join(into.parts)) or self._last
        found = drawn(element, self._parcel, self._targets, after(self._last))
        into.boxes += found.boxes
        into.objects += found.blocks
        self._left_out += found.omissions
        self._put(found.word_art, into, hidden)

    def _inner_file(self, element: etree._Element, what: str) -> list[Block]:
        place = after(self._last)
        blocks, left_out = inner_file(element, self._parcel, self._targets, place, what)
        self._left_out += left_out
        return blocks

    def _tell(self, reason: Reason, told: str) -> None:
        place = after(self._last)
        self._left_out.append(Omission(reason, place, f"{place}{told}"))

    def _delete(self, element: etree._Element) -> None:
        # What was moved is read where it stands now.
        gone = element.iter(f"{W}delText", f"{W}t") if element.tag != f"{W}moveFrom" else ()
        self._deleted.append(sum(visible(text.text or "") for text in gone))

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
                self._delete(row)
                continue
            if switched_on(row.find(f"{W}trPr/{W}hidden")):
                self._hidden += sum(visible(text.text or "") for text in row.iter(f"{W}t"))
                continue
            if len(grid.rows) >= limits.ROWS:
                break
            grid.begin(row)
            for cell in _children(row, f"{W}tc"):
                if cell.find(f"{W}tcPr/{W}cellDel") is not None:
                    self._delete(cell)
                    continue
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
        return ooxml.part(self._parcel, name) if name in self._parcel else None

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


def _symbol(element: etree._Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0x10000 and not 0xD800 <= code < 0xE000 else ""
