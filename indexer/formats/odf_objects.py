"""What is drawn in an OpenDocument file: text boxes, objects that are documents, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from indexer.blocks import Block, Omission
from indexer.formats.drawing import in_cm, large_enough, picture_at
from indexer.formats.embedded import read_embedded
from indexer.formats.formulas import math_text
from indexer.formats.odf_styles import DRAW, OFFICE, TABLE, TEXT
from indexer.layout.linear import as_texts
from indexer.packages.parcel import parse_xml
from search.errors import DocumentError

if TYPE_CHECKING:
    from indexer.formats.odt import OdfDocument

_HREF = "{http://www.w3.org/1999/xlink}href"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_SIZE = (f"{_SVG}width", f"{_SVG}height")
_PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h", f"{TEXT}list"}
_FOREIGN = {
    f"{DRAW}{name}" for name in ("object-ole", "plugin", "applet", "floating-frame", "control")
}


def drawn(document: OdfDocument, element: etree._Element) -> Iterator[Block]:
    """Texts of a drawing, outermost first; objects are read, pictures are told.

    Args:
        document: that the drawing stands in; it is told what is left out.
        element: a frame, a shape or what is in one.
    """
    tag = element.tag
    children = list(element.iterchildren(tag=etree.Element))
    if tag == f"{DRAW}text-box" or any(child.tag in _PARAGRAPHS for child in children):
        yield from document.walk(element)
    elif tag == f"{DRAW}object":
        try:
            yield from _object(document, element)
        except DocumentError as error:
            told = f"{document.place()}嵌入的物件沒有讀到：{error.message}"
            document.left_out.append(Omission("object", document.place(), told))
    elif tag in _FOREIGN:
        yield from _foreign(document, element)
    elif tag == f"{DRAW}image":
        frame = element.getparent()
        width, height = (0.0 if frame is None else in_cm(frame.get(name)) for name in _SIZE)
        if not width or not height or large_enough(width, height):
            document.left_out.append(picture_at(document.place()))
    else:
        # The picture beside an object shows how it looked.
        is_object = any(child.tag in (f"{DRAW}object", *_FOREIGN) for child in children)
        for child in children:
            if child.tag != f"{DRAW}image" or not is_object:
                yield from drawn(document, child)


def _object(document: OdfDocument, element: etree._Element) -> Iterator[Block]:
    """A sheet, chart, formula or text, in a folder of the package or in its element.

    Raises:
        DocumentError: it is in neither, or broken.
    """
    from indexer.formats.ods import sheets_of

    folder = f"{document.folder}{(element.get(_HREF) or '').removeprefix('./').rstrip('/')}/"
    name = f"{folder}content.xml"
    root = next(element.iterchildren(tag=etree.Element), None)
    if document.parcel is not None and name in document.parcel:
        root = parse_xml(document.parcel.read(name), name)
    if root is None:
        raise DocumentError("內容不在檔案裡", "請用原來的軟體開啟後另存新檔")
    chart, sheet, text = (
        next(root.iter(OFFICE + kind), None) for kind in ("chart", "spreadsheet", "text")
    )
    inner = document.inner(root, folder)
    if etree.QName(root).localname == "math":
        yield from as_texts(math_text(root), None)
    elif chart is not None:
        yield from _chart(inner, chart, document.place())
    elif sheet is not None:
        blocks, omissions = sheets_of(inner)
        yield from blocks
        document.left_out += omissions
    elif text is not None:
        yield from inner.walk(text)
    document.left_out += inner.omissions()


def _chart(inner: OdfDocument, chart: etree._Element, place: str) -> Iterator[Block]:
    told = f"{place}有統計圖，只讀了標題與數值，圖形的樣子沒有讀"
    inner.left_out.append(Omission("object", place, told, guessed=True))
    for element in chart.iter(f"{TABLE}table", f"{TEXT}p"):
        if element.tag == f"{TABLE}table":
            yield from inner.table(element)
        elif next(element.iterancestors(f"{TABLE}table"), None) is None:
            yield from as_texts("".join(map(str, element.itertext())), None)


def _foreign(document: OdfDocument, element: etree._Element) -> Iterator[Block]:
    """An object of another program."""
    place = document.place()
    name = document.folder + (element.get(_HREF) or "").removeprefix("./")
    if document.parcel is None or name not in document.parcel:
        told = f"{place}有嵌入的物件，沒有讀；請另附檔案，或貼上成表格"
        document.left_out.append(Omission("object", place, told))
        return
    blocks, omissions = read_embedded(document.parcel.read(name), "", place, "嵌入的物件")
    yield from blocks
    document.left_out += omissions
