"""Small files of each format, made for the tests of the readers: good ones and bad ones."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ODF = "xmlns:xlink='http://www.w3.org/1999/xlink' " + " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
    )
)


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP file of the given members, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


# DOCX


def docx(body: str, files: Mapping[str, tuple[str, bytes]] | None = None, **parts: str) -> bytes:
    """A DOCX file.

    Args:
        body: XML inside w:body.
        files: name of an inner file, which is its relation id too → kind of relation, content.
        parts: XML inside the root of further parts: styles, numbering, footnotes, endnotes,
            header1, footer1.
    """
    roots = {"header1": "hdr", "footer1": "ftr"}
    kinds = {"header1": "header", "footer1": "footer"}
    space = (
        f'xmlns:w="{W}" xmlns:r="{R}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    )
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{R}/{kinds.get(name, name)}" Target="{name}.xml"/>'
        for at, name in enumerate(parts)
    ) + "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{name}"/>'
        for name, (kind, _) in (files or {}).items()
    )
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types><Override ContentType="{_WORD_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="m" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
    }
    for name, content in parts.items():
        root = roots.get(name, name)
        members[f"word/{name}.xml"] = f"<w:{root} {space}>{content}</w:{root}>"
    members |= {f"word/{name}": content for name, (_, content) in (files or {}).items()}
    return zipped(members)


def p(text: str, properties: str = "") -> str:
    """A paragraph of a DOCX file with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(text: str, depth: int = 0, number: int = 1) -> str:
    """A numbered paragraph of a DOCX file."""
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def numbering(levels: Sequence[tuple[str, str]], **lists: str) -> str:
    """Numbering definitions: (format, text) of each level; lists n1, n2 … are w:num elements."""
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(levels)
    )
    nums = "".join(
        f'<w:num w:numId="{name[1:]}"><w:abstractNumId w:val="0"/>{content}</w:num>'
        for name, content in (lists or {"n1": ""}).items()
    )
    return f'<w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>{nums}'


# OpenDocument


def odt(
    body: str,
    *,
    automatic: str = "",
    styles: str = "",
    kind: str = "text",
    objects: Mapping[str, str] | None = None,
) -> bytes:
    """An OpenDocument file.

    Args:
        body: XML inside office:text or office:spreadsheet.
        automatic: XML inside office:automatic-styles of content.xml.
        styles: XML inside the root of styles.xml.
        kind: text or spreadsheet.
        objects: folder of an embedded document → XML of its content.xml.
    """
    return zipped(
        {
            **{f"{name}/content.xml": xml for name, xml in (objects or {}).items()},
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}>{styles}</office:document-styles>",
        }
    )


def list_style(name: str, levels: Iterable[tuple[str, str, str]]) -> str:
    """A list style of an OpenDocument file: (prefix, format, suffix) of each level."""
    inner = "".join(
        f'<text:list-level-style-number text:level="{at}" style:num-prefix="{prefix}" '
        f'style:num-format="{style}" style:num-suffix="{suffix}"/>'
        for at, (prefix, style, suffix) in enumerate(levels, 1)
    )
    return f'<text:list-style style:name="{name}">{inner}</text:list-style>'


# XLSX


def xlsx(sheet: str, *, strings: Sequence[str] = (), styles: str = "", state: str = "") -> bytes:
    """An XLSX file with one sheet named 工作表1 and, where state is given, a second of it."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    second = f'<sheet name="工作表2" sheetId="2" r:id="s1" state="{state}"/>' if state else ""
    return zipped(
        {
            "[Content_Types].xml": f'<Types><Override ContentType="{_SHEET_TYPE}"/></Types>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{R}"><sheets>'
            f'<sheet name="工作表1" sheetId="1" r:id="s1"/>{second}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship '
            f'Id="s1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/><Relationship '
            f'Id="s2" Type="{R}/sharedStrings" Target="sharedStrings.xml"/><Relationship '
            f'Id="s3" Type="{R}/styles" Target="styles.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">'
            + "".join(f"<si><t>{text}</t></si>" for text in strings)
            + "</sst>",
            "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
        }
    )


# PDF

Print = tuple[float, float, str]
"""x, y of the top in points from the top left, and what is printed there."""
Rule = tuple[float, float, float, float]
"""x0, y0, x1, y1 of a line, in points from the top left."""

SIZE = 12.0
"""Type size of the text of made PDF files, in points; Latin letters are half as wide."""
WIDTH, HEIGHT = 595.0, 842.0


def pdf(
    pages: Sequence[tuple[Sequence[Print], Sequence[Rule]]],
    *,
    font: str = "Made",
    sideways: bool = False,
) -> bytes:
    """A PDF file of pages of A4 with printed text and lines.

    Args:
        pages: what is printed on each, and its rules.
        font: its name; the file holds none, so a standard name makes it one that is at hand.
        sideways: all is printed a quarter of a turn counter-clockwise.
    """
    turn = f"0 1 -1 0 {HEIGHT:g} 0 cm\n".encode() if sideways else b""
    return raw_pdf([turn + _content(prints, rules) for prints, rules in pages], font=font)


def raw_pdf(
    contents: Sequence[bytes], *, kids: str | None = None, extra: bytes = b"", font: str = "Made"
) -> bytes:
    """A PDF file from content streams.

    Args:
        contents: of each page, unpacked.
        kids: of the page tree instead of the pages, to break it.
        extra: entries of the trailer.
        font: its name.
    """
    name = font.encode("ascii")
    first = 7
    places = [first + 2 * at for at in range(len(contents))]
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: (
            f"<</Type/Pages/Count {len(contents)}/Kids["
            f"{kids or ' '.join(f'{place} 0 R' for place in places)}]>>"
        ).encode(),
        3: b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H" % name
        + b"/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)" % name
        + b"/Ordering(Identity)/Supplement 0>>/FontDescriptor 5 0 R/DW 1000/W[0 255 500]>>",
        5: b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[0 -200 1000 800]" % name
        + b"/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>",
        6: _stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            b"1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
            b"endcmap end end"
        ),
    }
    for place, content in zip(places, contents, strict=True):
        objects[place] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH:g} {HEIGHT:g}]"
            f"/Resources<</Font<</F 3 0 R>>>>/Contents {place + 1} 0 R>>"
        ).encode()
        objects[place + 1] = _stream(content)
    out = bytearray(b"%PDF-1.5\n")
    offsets = {}
    for number, content in sorted(objects.items()):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {max(objects) + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, max(objects) + 1):
        out += f"{offsets[number]:010d} 00000 n \n".encode()
    out += f"trailer<</Size {max(objects) + 1}/Root 1 0 R".encode() + extra
    out += f">>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)


def _content(prints: Iterable[Print], rules: Iterable[Rule]) -> bytes:
    parts = [
        f"BT /F {SIZE:g} Tf 1 0 0 1 {x:g} {HEIGHT - y - 0.8 * SIZE:g} Tm "
        f"<{text.encode('utf-16-be').hex()}> Tj ET"
        for x, y, text in prints
    ]
    parts += [f"{x0:g} {HEIGHT - y0:g} m {x1:g} {HEIGHT - y1:g} l S" for x0, y0, x1, y1 in rules]
    return "\n".join(parts).encode("ascii")


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """The rules of a table without merged cells."""
    return [
        *((x, ys[0], x, ys[-1]) for x in xs),
        *((xs[0], y, xs[-1], y) for y in ys),
    ]
