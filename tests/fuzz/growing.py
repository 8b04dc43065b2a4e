"""Growing well-formed XML from random bytes, since random text hardly ever is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

_TEXTS = (
    *("一、目標", "（一）", "1.", "1.1.1", "指標", "年度目標值", "工作計畫", "實施內容", "預算"),
    *("109", "5%", "1,200千元", "合計", " ", "\t", "\u3000", "減少職業災害。", "第2頁", "附註："),
)
_VALUES = (
    *("", "0", "1", "2", "3", "-1", "65536", "99999999999", "true", "false", "off", "x"),
    *("restart", "continue", "A1:B2", "C3", "begin", "end", "float", "date", "bullet", "decimal"),
    *("heading 1", "L1", "id", "1e9", "0.5", "2020-01-02", "none", "hidden", "s", "inlineStr"),
)
_DEEPEST = 60
_ANYWHERE = 56
"""Of 64: a code from here on opens any element, whatever belongs there."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What elements of a format look like.

    Attributes:
        root: its start tag and the elements that always stand in it, all open.
        tags: names of elements.
        attributes: names of attributes.
        inside: element → those that belong in it; elsewhere any may stand.
        around: element → those that a text wants around it there.
    """

    root: tuple[str, ...]
    tags: tuple[str, ...]
    attributes: tuple[str, ...]
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def grown(data: bytes, kind: Kind) -> str:
    """Make a document: each byte opens or closes an element, or gives it a text or an attribute."""
    return "".join((*(f"<{one}>" for one in kind.root), *_inside(data, kind), *_ends(kind.root)))


def _inside(data: bytes, kind: Kind) -> Iterator[str]:
    inside: list[str] = []
    start = ""
    given: set[str] = set()
    codes = iter(data)
    for code in codes:
        what, which = code & 3, code >> 2
        if what == 1 and start:
            name = kind.attributes[which % len(kind.attributes)]
            if name not in given:
                start += f" {name}={quoteattr(_VALUES[next(codes, 0) % len(_VALUES)])}"
                given.add(name)
            continue
        if start:
            yield f"{start}>"
            start = ""
        if what == 0 and len(inside) < _DEEPEST:
            # Most stand where they belong, some anywhere.
            belonging = () if which >= _ANYWHERE else kind.inside.get(_current(inside, kind), ())
            tags = belonging or kind.tags
            name = tags[which % len(tags)]
            inside.append(name)
            start, given = f"<{name}", set()
        elif what == 2:
            around = kind.around.get(_current(inside, kind), ())
            yield "".join(f"<{one}>" for one in around)
            yield _TEXTS[which % len(_TEXTS)]
            yield from _ends(around)
        elif what == 3 and inside:
            yield f"</{inside.pop()}>"
    if start:
        yield f"{start}>"
    yield from _ends(inside)


def _current(inside: list[str], kind: Kind) -> str:
    return (inside or kind.root)[-1].split()[0]


def _ends(names: tuple[str, ...] | list[str]) -> Iterator[str]:
    return (f"</{name.split()[0]}>" for name in reversed(names))


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = Kind(
    (f'w:document xmlns:w="{_W}"', "w:body"),
    tuple(
        "w:" + one
        for one in (
            *("p", "r", "t", "tbl", "tr", "tc", "tcPr", "trPr", "pPr", "rPr", "gridSpan", "vMerge"),
            *("numPr", "ilvl", "numId", "pStyle", "ins", "del", "delText", "sdt", "sdtContent"),
            *("fldChar", "instrText", "tab", "br", "sym", "hyperlink", "gridBefore", "cellDel"),
            *(
                "outlineLvl",
                "jc",
                "ind",
                "b",
                "vanish",
                "footnoteReference",
                "tblHeader",
                "drawing",
            ),
            *(
                "altChunk",
                "object",
                "ruby",
                "rt",
                "rubyBase",
                "moveFrom",
                "moveTo",
                "noBreakHyphen",
            ),
        )
    ),
    tuple("w:" + one for one in ("val", "type", "fldCharType", "char", "font", "id", "left")),
    {
        "w:body": ("w:p", "w:tbl", "w:sdt"),
        "w:tbl": ("w:tr",),
        "w:tr": ("w:tc", "w:tc", "w:trPr"),
        "w:tc": ("w:p", "w:p", "w:tcPr", "w:tbl"),
        "w:tcPr": ("w:gridSpan", "w:vMerge", "w:cellDel"),
        "w:trPr": ("w:gridBefore", "w:tblHeader", "w:del"),
        "w:p": ("w:r", "w:r", "w:pPr", "w:ins", "w:del", "w:hyperlink", "w:sdt"),
        "w:pPr": ("w:numPr", "w:pStyle", "w:outlineLvl", "w:ind", "w:rPr", "w:jc"),
        "w:numPr": ("w:ilvl", "w:numId"),
        "w:r": ("w:t", "w:tab", "w:br", "w:sym", "w:fldChar", "w:instrText", "w:ruby", "w:rPr"),
    },
    {
        "w:body": ("w:p", "w:r", "w:t"),
        "w:tc": ("w:p", "w:r", "w:t"),
        "w:tr": ("w:tc", "w:p", "w:r", "w:t"),
        "w:p": ("w:r", "w:t"),
        "w:r": ("w:t",),
        "w:del": ("w:r", "w:delText"),
    },
)
_M = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XLSX = Kind(
    (f'worksheet xmlns="{_M}"',),
    (
        *("sheetData", "row", "c", "v", "is", "t", "f", "r", "cols", "col", "mergeCells"),
        *("mergeCell", "sheetPr", "dimension", "hyperlinks", "drawing", "rPh"),
    ),
    ("r", "t", "s", "ref", "min", "max", "hidden", "outlineLevel", "spans"),
    {
        "worksheet": ("sheetData", "cols", "mergeCells", "sheetPr"),
        "sheetData": ("row",),
        "row": ("c",),
        "c": ("v", "is", "f"),
        "cols": ("col",),
        "mergeCells": ("mergeCell",),
        "is": ("t", "r", "rPh"),
        "r": ("t",),
    },
    {
        "sheetData": ("row", 'c t="inlineStr"', "is", "t"),
        "row": ('c t="inlineStr"', "is", "t"),
        "c": ("v",),
        "is": ("t",),
    },
)
_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_ROOT = "office:document-content " + " ".join(
    f'xmlns:{one}="{_NS}{one}:1.0"' for one in ("office", "text", "table", "style", "draw")
)
_ODF_TAGS = (
    *("text:p", "text:h", "text:span", "text:s", "text:tab", "text:line-break", "text:list"),
    *("text:list-item", "text:list-header", "text:section", "text:note", "text:note-body"),
    *("text:tracked-changes", "text:changed-region", "text:change-start", "text:change-end"),
    *("table:table", "table:table-row", "table:table-cell", "table:covered-table-cell"),
    *("table:table-header-rows", "table:table-column", "table:table-columns", "text:ruby"),
    *(
        "text:soft-page-break",
        "draw:frame",
        "draw:text-box",
        "draw:image",
        "text:numbered-paragraph",
    ),
)
_ODF_ATTRIBUTES = (
    *("text:outline-level", "text:c", "text:style-name", "text:start-value", "text:change-id"),
    *("table:number-columns-spanned", "table:number-rows-spanned", "table:display", "text:display"),
    *("table:number-columns-repeated", "table:number-rows-repeated", "table:visibility"),
    *("office:value-type", "office:value", "office:date-value", "table:name", "table:style-name"),
)
_ODF_INSIDE = {
    "office:spreadsheet": ("table:table",),
    "table:table": ("table:table-row", "table:table-row", "table:table-header-rows"),
    "table:table-header-rows": ("table:table-row",),
    "table:table-row": ("table:table-cell", "table:table-cell", "table:covered-table-cell"),
    "table:table-cell": ("text:p", "text:list", "table:table"),
    "text:list": ("text:list-item", "text:list-header"),
    "text:list-item": ("text:p", "text:list"),
}
_ODF_AROUND = {
    "office:text": ("text:p",),
    "office:spreadsheet": ("table:table", "table:table-row", "table:table-cell", "text:p"),
    "table:table": ("table:table-row", "table:table-cell", "text:p"),
    "table:table-row": ("table:table-cell", "text:p"),
    "table:table-cell": ("text:p",),
    "text:list": ("text:list-item", "text:p"),
    "text:list-item": ("text:p",),
}
ODT = Kind(
    (_ODF_ROOT, "office:body", "office:text"), _ODF_TAGS, _ODF_ATTRIBUTES, _ODF_INSIDE, _ODF_AROUND
)
ODS = Kind(
    (_ODF_ROOT, "office:body", "office:spreadsheet"),
    _ODF_TAGS,
    _ODF_ATTRIBUTES,
    _ODF_INSIDE,
    _ODF_AROUND,
)
HTML = Kind(
    ("html", "body"),
    (
        *("p", "h1", "h2", "h3", "div", "span", "table", "caption", "thead", "tbody", "tr", "th"),
        *("td", "ul", "ol", "li", "dl", "dt", "dd", "pre", "br", "hr", "del", "ins", "script"),
        *("style", "img", "iframe", "details", "summary", "ruby", "rt", "select", "option", "a"),
    ),
    (
        *("rowspan", "colspan", "start", "type", "value", "hidden", "alt", "role", "style"),
        *("class", "id", "headers", "scope", "aria-colspan", "display", "src"),
    ),
    {
        "table": ("tr", "tr", "thead", "caption", "tbody"),
        "thead": ("tr",),
        "tr": ("td", "td", "th"),
        "ul": ("li",),
        "ol": ("li",),
    },
    {"table": ("tr", "td"), "tr": ("td",), "ul": ("li",), "ol": ("li",)},
)
