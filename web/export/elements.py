"""Elements of office files, put together with lxml.

odfdo and python-docx pack the files. Their own elements take about a millisecond a cell, which is
most of a minute for a large pack, so that the parts with text are made of plain elements.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import etree

from web.export import picture
from web.export.texts import clean
from web.years.series_chart import Panel

if TYPE_CHECKING:
    from odfdo import Document

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES: Mapping[str, str] = {
    "office": f"{_URN}office:1.0",
    "style": f"{_URN}style:1.0",
    "text": f"{_URN}text:1.0",
    "table": f"{_URN}table:1.0",
    "fo": f"{_URN}xsl-fo-compatible:1.0",
    "draw": f"{_URN}drawing:1.0",
    "svg": f"{_URN}svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_UNUSED = ("Thumbnails/thumbnail.png", "Configurations2/accelerator/current.xml")
# What those declare that hold thousands of others. Declared by each element, it would be taken away
# again as that is put into another, which is half of the time; declared by none, a large table would
# be compared with all that its cells declare.
_HOLDERS = ("office:document-content", "office:text", "office:spreadsheet", "table:table")
_OPEN = {name: uri for name, uri in SPACES.items() if name not in ("w", "r", "xml")}


def element(name: str, *content: etree._Element | str, **attributes: str) -> etree._Element:
    """Make an element.

    Args:
        name: with its prefix, such as "text:p".
        content: text without characters that XML forbids, and elements.
        attributes: prefix, two underscores and the name with underscores for hyphens, such
            as text__style_name for text:style-name.
    """
    made = etree.Element(_tag(name), nsmap=_OPEN if name in _HOLDERS else None)
    for part in content:
        if not isinstance(part, str):
            made.append(part)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + part
        else:
            made.text = (made.text or "") + part
    for key, value in attributes.items():
        made.set(_attribute(key), value)
    return made


@cache
def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


@cache
def _attribute(key: str) -> str:
    prefix, _, local = key.partition("__")
    return f"{{{SPACES[prefix]}}}{local.replace('_', '-')}"


def style(name: str, family: str, *properties: etree._Element, **more: str) -> etree._Element:
    """Make a style of a family."""
    return element("style:style", *properties, style__name=name, style__family=family, **more)


def framed(panel: Panel, pictures: dict[str, bytes]) -> etree._Element:
    """Make the frame of a chart, and put its picture among those of the file.

    Args:
        panel: what is drawn.
        pictures: name in the file → content, to which it is added.
    """
    name = f"Pictures/chart{len(pictures) + 1}.png"
    pictures[name] = picture.png(panel)
    width, height = picture.size_cm(panel)
    return element(
        "draw:frame",
        element(
            "draw:image",
            xlink__href=name,
            xlink__type="simple",
            xlink__show="embed",
            xlink__actuate="onLoad",
        ),
        element("svg:desc", clean(panel.summary)),
        draw__name=name.rpartition("/")[2],
        text__anchor_type="as-char",
        svg__width=f"{width:.2f}cm",
        svg__height=f"{height:.2f}cm",
    )


def packed(
    document: Document,
    parts: Mapping[str, etree._Element],
    title: str,
    made_at: datetime,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """Pack an OpenDocument file.

    Args:
        document: an empty one of its kind.
        parts: name and root of those that are ours.
        title: what the file says of itself, as is made_at.
        made_at: now.
        pictures: name and content of those that the parts show.
    """
    # Files in another format need none of it.
    from odfdo.const import OFFICE_VERSION

    container = document.container
    if container is None:
        raise ValueError("odfdo gave a document without its parts")
    for part in _UNUSED:
        if part in container.parts:
            container.del_part(part)
            document.manifest.del_full_path(part)
    for name, content in pictures.items():
        container.set_part(name, content)
        document.manifest.add_full_path(name, "image/png")
    document.meta.title = clean(title)
    document.meta.language = "zh-TW"
    document.meta.generator = "Zhengsuo"
    document.meta.creation_date = document.meta.date = made_at.replace(tzinfo=None)
    # Saving looks for columns that tables lack, which takes as long as making them: ours lack none.
    # So it writes what is about the file, and then the file is packed with our parts.
    document.save(BytesIO())
    for name, root in parts.items():
        root.set(_attribute("office__version"), OFFICE_VERSION)
        container.set_part(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    out = BytesIO()
    container.save(out)
    return out.getvalue()
