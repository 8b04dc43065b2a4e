"""The source of a web page: its encoding, its tree, and what a parser drops of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree
from lxml import html as lxml_html

from indexer.blocks import Omission
from indexer.layout.linear import visible
from indexer.packages.decoding import decode, decode_as
from search.errors import DocumentError

_DEEPEST = 150
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_-]{2,20})")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.S)
_TAG = re.compile(r"<[!/?a-zA-Z][^>]*>")
_UNSEEN = {
    name: (
        re.compile(rf"<{name}\b.*?</{name}\s*>", re.I | re.S),
        re.compile(rf"</{name}\s*>", re.I),
    )
    for name in ("script", "style", "title")
}
HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden)", re.I
)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|$)|<!--|-->", re.S)
_BRACES = re.compile(r"[{}]|[^{}]+")


def parse_page(data: bytes) -> tuple[etree._Element, list[Omission]]:
    """The root of a page, with what of its source is not in the tree.

    Raises:
        DocumentError: there is nothing to read in it.
    """
    source, undecoded = _decode(data)
    # Without huge_tree the parser drops all text below 256 levels, with it below 2,048.
    parser = lxml_html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        # The parser refuses text with an encoding declaration; it is decoded already.
        root = lxml_html.document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", source) or " ", parser=parser
        )
    except (etree.ParserError, ValueError) as error:
        raise DocumentError("網頁裡沒有內容", "請重新另存網頁") from error
    lost = [*_lost(source, root), *_shallow(root)]
    if lost and not visible("".join(map(str, root.itertext()))):
        raise DocumentError("網頁的結構太深，讀不出文字", "請在瀏覽器開啟後另存成純文字或 PDF")
    return root, [*undecoded, *lost]


def _decode(data: bytes) -> tuple[str, tuple[Omission, ...]]:
    declared = _XML_CHARSET.search(data[:512]) or _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        found = decode_as(data, declared.group(1).decode("ascii").lower())
        if found is not None:
            return found
    return decode(data)


def hiding(root: etree._Element) -> frozenset[str]:
    """Classes (.name), ids (#name) and tags that the page's own styles do not show.

    Only rules for all media count: those in braces of their own, such as for print, do not.
    """
    names: set[str] = set()
    sheet = "".join(style.text or "" for style in root.iter("style"))
    selector, depth = "", 0
    for piece in _BRACES.findall(_CSS_COMMENT.sub("", sheet)):
        if piece in "{}":
            depth = max(depth + (1 if piece == "{" else -1), 0)
        elif depth == 0:
            selector = piece.rpartition(";")[2].strip()
        elif depth == 1 and not selector.startswith("@") and HIDDEN.search(piece):
            names.update(name.strip() for name in selector.split(","))
    return frozenset(names)


def _lost(source: str, root: etree._Element) -> Iterator[Omission]:
    """What the parser dropped: nesting beyond its depth costs text, and it does not say so."""
    source = _COMMENT.sub("", source)
    for whole, end in _UNSEEN.values():
        # Behind the last end none is closed: to look for ends there takes quadratic time.
        last = max((match.end() for match in end.finditer(source)), default=0)
        source = whole.sub("", source[:last]) + source[last:]
    shown = visible(unescape(_TAG.sub("", source)))
    kept = sum(
        visible(str(text))
        for element in root.iter()
        if isinstance(element.tag, str)
        for text in (
            "" if element.tag in ("script", "style", "title") else element.text,
            element.tail,
        )
        if text
    )
    if shown - kept > max(20, shown // 200):
        told = f"網頁結構太深或不完整，約 {shown - kept} 字沒有讀到"
        yield Omission("unread-part", "網頁", told, shown - kept)


def _shallow(root: etree._Element) -> Iterator[Omission]:
    """Turn what is nested beyond all sense into plain paragraphs, and say so."""
    layer = [root]
    for _ in range(_DEEPEST):
        layer = [child for element in layer for child in element.iterchildren(tag=etree.Element)]
        if not layer:
            return
    deep = [element for element in layer if len(element)]
    for element in deep:
        pieces = [piece for text in element.itertext() if (piece := str(text).strip())]
        for child in list(element):
            element.remove(child)
        element.text = None
        for piece in pieces:
            etree.SubElement(element, "p").text = piece
    if deep:
        told = f"網頁結構超過 {_DEEPEST} 層，更深處只保留文字"
        yield Omission("unread-part", "網頁", told, guessed=True)
