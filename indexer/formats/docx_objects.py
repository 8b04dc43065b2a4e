"""What is drawn in a Word document: text boxes, objects, charts and pictures; files put into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from indexer.blocks import Block, Omission, Text
from indexer.formats.docx_styles import W
from indexer.formats.drawing import drawing_of, in_cm, large_enough, picture_at
from indexer.formats.embedded import read_embedded
from indexer.packages import ooxml
from indexer.packages.parcel import Parcel

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
ALTERNATE = f"{_MC}AlternateContent"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a drawing holds.

    Attributes:
        boxes: text boxes, to be walked as any text of the document.
        blocks: what objects, charts and diagrams hold.
        word_art: text that is drawn as a picture.
    """

    boxes: list[etree._Element]
    blocks: list[Block]
    word_art: str
    omissions: list[Omission]


def drawn(element: etree._Element, parcel: Parcel, targets: Mapping[str, str], place: str) -> Drawn:
    """Read a drawing.

    Args:
        element: a w:drawing, w:pict or w:object.
        parcel: the package.
        targets: names of the parts that the document's relation ids mean.
        place: of the drawing, in Traditional Chinese.
    """
    ole = next(element.iter(_OLE), None)
    if ole is not None:
        # The picture in it only shows how the object looked.
        blocks, omissions = inner_file(ole, parcel, targets, place, "嵌入的物件")
        return Drawn([], blocks, "", omissions)
    found = drawing_of(element, parcel, targets, place)
    pictures = [image for image in element.iter(f"{_VML}imagedata") if _is_large(image.getparent())]
    return Drawn(
        list(_boxes(element)),
        [Text(line, ()) for line in found.texts],
        "".join(path.get("string") or "" for path in element.iter(f"{_VML}textpath")),
        [*found.omissions, *(picture_at(place) for _ in pictures)],
    )


def inner_file(
    element: etree._Element, parcel: Parcel, targets: Mapping[str, str], place: str, what: str
) -> tuple[list[Block], list[Omission]]:
    """A file in a part of its own, named by a relation; see drawn and read_embedded."""
    name = targets.get(element.get(ooxml.RELATION_ID) or "")
    if name is None or name not in parcel:
        told = f"{place}的{what}在檔案之外，沒有讀；請改為直接貼上內容"
        return [], [Omission("object", place, told)]
    return read_embedded(parcel.read(name), f".{name.rpartition('.')[2].lower()}", place, what)


def alternative(element: etree._Element) -> etree._Element | None:
    """The first of several renderings of one thing."""
    chosen = element.find(f"{_MC}Choice")
    return element.find(f"{_MC}Fallback") if chosen is None else chosen


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Outermost text boxes, of several renderings those of the first."""
    for child in element.iterchildren(tag=etree.Element):
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag != ALTERNATE:
            yield from _boxes(child)
        elif (chosen := alternative(child)) is not None:
            yield from _boxes(chosen)


def _is_large(shape: etree._Element | None) -> bool:
    """Whether a picture of VML may hold text, by the size in its style."""
    style = "" if shape is None else shape.get("style") or ""
    sizes = dict(part.strip().split(":", 1) for part in style.split(";") if ":" in part)
    width, height = in_cm(sizes.get("width")), in_cm(sizes.get("height"))
    return not width or not height or large_enough(width, height)
