"""From a file to blocks: the reader is chosen by content, never by name."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from indexer.blocks import Omission, ReadFile
from indexer.layout.page import PrintedLine
from indexer.packages import archive, limits, ooxml
from indexer.packages.parcel import Parcel, is_zip
from search.errors import DocumentError

VERSION = "2"
"""Goes up with every change of what a reader gives, so that files are read again."""

_LOG = logging.getLogger(__name__)
_HEAD_BYTES = 4096
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_RESAVE = "請用原來的軟體開啟後，另存成 DOCX、ODT、PDF 或純文字"


def read_file(path: Path) -> ReadFile:
    """Read a file of any known format into blocks.

    Args:
        path: of a file, or of a member of an archive (archive path / member name).

    Raises:
        DocumentError: it cannot be read; the only error that leaves.
    """
    return read_safely(_load(path), path.suffix.lower())


def read_safely(data: bytes, suffix: str = "") -> ReadFile:
    """Read the bytes of a file that is not trusted; see read_bytes.

    Raises:
        DocumentError: it cannot be read; the only error that leaves.
    """
    try:
        return read_bytes(data, suffix)
    except DocumentError:
        raise
    except MemoryError as error:
        raise DocumentError(
            "讀取時記憶體不足，已中止", "請分成幾個較小的檔案，或用原來的軟體另存新檔"
        ) from error
    except RecursionError as error:
        raise DocumentError("內容的巢狀層數太深", _RESAVE) from error
    except Exception as error:
        # Libraries raise what they like on broken input; one bad file must never end a build.
        _LOG.warning("reader failed suffix=%s error=%s", suffix, type(error).__name__)
        raise DocumentError(f"內容不合格式，讀取失敗（{type(error).__name__}）", _RESAVE) from error


def printed_lines(path: Path) -> Iterator[PrintedLine]:
    """Give the lines of a file that is made of printed lines: a PDF or a text.

    Raises:
        DocumentError: it cannot be read, or its format marks paragraphs itself.
    """
    data = _load(path)
    found = sniff(data, path.suffix.lower())
    if found not in ("pdf", "text"):
        raise DocumentError(
            f"{found.upper()} 由檔案自己標明段落與表格，沒有行可列", "請改用 --explain blocks"
        )
    module = import_module(f"indexer.formats.{found}")
    lines: Iterator[PrintedLine] = module.printed_lines(data)
    return lines


def read_bytes(data: bytes, suffix: str = "") -> ReadFile:
    """Read the bytes of a file.

    Args:
        data: the whole file.
        suffix: of the file's name, with its full stop; only settles what the content leaves
            open, such as a one-column CSV.

    Raises:
        DocumentError: it cannot be read; other errors may leave here too.
    """
    if not data.strip(b"\x00\t\n\r "):
        raise DocumentError("檔案是空的", "請確認檔案已完整下載或複製")
    found = sniff(data, suffix)
    if found == "flat":
        data = ooxml.packed(data)
        found = sniff(data)
    read = _with_private_characters(_reader(found)(data))
    named = _BY_SUFFIX.get(suffix)
    if named is None or found in named:
        return read
    told = f"副檔名是 {suffix}，內容其實是 {read.format.upper()}，已依內容讀取"
    return replace(read, warnings=(*read.warnings, told))


def _with_private_characters(read: ReadFile) -> ReadFile:
    """A file with the places told of characters that mean nothing outside the office it is from."""
    found = [] if read.format == "pdf" else list(_PRIVATE.finditer(read.text))
    if not found:
        return read
    places = [read.text[max(one.start() - 8, 0) : one.end() + 4].split() for one in found[:20]]
    named = "、".join(f"「{''.join(words)}」" for words in places) + (
        "…" if len(found) > 20 else ""
    )
    told = f"有 {len(found)} 個造字（Unicode 私用區），別的電腦認不得：{named}"
    omission = Omission("unknown-characters", "內文", told, len(found))
    return replace(read, omissions=(*read.omissions, omission))


def sniff(data: bytes, suffix: str = "") -> str:
    """The format of a file by its content: a name of a reader below.

    Raises:
        DocumentError: it is a known format that cannot be read, with the remedy.
    """
    head = data[:_HEAD_BYTES]
    if is_zip(head):
        return _sniff_zip(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _sniff_ole(data)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    for magic, name in _REFUSED:
        if head.startswith(magic):
            raise DocumentError(f"這是{name}，不是文件", _RESAVE)
    text = _peek(head).lstrip("\ufeff \t\r\n").lower()
    if text.startswith(("<?xml", "<office:document", "<pkg:package")):
        for mark, name in _XML_KINDS:
            if mark in text:
                return name
        if "<html" not in text:
            return "text" if "<" not in text[5:] else "xml"
    if text.startswith(("<!doctype html", "<html", "<head", "<body", "<?xml", "<table", "<meta")):
        return "html"
    if text.startswith("<!--") and "<html" in text:
        return "html"
    from indexer.formats.delimited import looks_delimited
    from indexer.formats.mail import looks_like_mail

    if looks_like_mail(head):
        return "mail"
    return "csv" if looks_delimited(data, named=suffix in (".csv", ".tsv")) else "text"


# What files of a name hold; office programs give RTF and HTML the name .doc, for one.
_BY_SUFFIX = {
    ".docx": ("docx",),
    ".odt": ("odt",),
    ".ods": ("ods",),
    ".xlsx": ("xlsx",),
    ".pdf": ("pdf",),
    ".txt": ("text", "csv"),
    ".md": ("text",),
    ".html": ("html",),
    ".htm": ("html",),
}

_XML_KINDS = (
    ("schemas.microsoft.com/office/2006/xmlpackage", "flat"),
    ("urn:schemas-microsoft-com:office:spreadsheet", "xml-sheet"),
    ("schemas.microsoft.com/office/word/2003/wordml", "xml-word"),
    ('office:mimetype="application/vnd.oasis.opendocument.spreadsheet', "fods"),
    ("urn:oasis:names:tc:opendocument", "fodt"),
)
"""What the names in the head of an XML file say it is."""

_REFUSED = (
    (b"\x89PNG", "圖片檔（PNG）"),
    (b"\xff\xd8\xff", "圖片檔（JPEG）"),
    (b"GIF8", "圖片檔（GIF）"),
    (b"II*\x00", "圖片檔（TIFF）"),
    (b"MM\x00*", "圖片檔（TIFF）"),
    (b"Rar!\x1a\x07", "RAR 壓縮檔"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip 壓縮檔"),
    (b"\x1f\x8b", "GZIP 壓縮檔"),
    (b"MZ", "執行檔"),
    (b"\x7fELF", "執行檔"),
)


def _load(path: Path) -> bytes:
    member = archive.split_member(path)
    try:
        if member is not None:
            _check_size(member[0].stat().st_size)
            return archive.read_member(*member)
        _check_size(path.stat().st_size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError("檔案不見了", "請確認檔案還在資料夾裡") from error
    except PermissionError as error:
        raise DocumentError("沒有讀取權限", "請開放讀取權限給執行本服務的帳號") from error
    except IsADirectoryError as error:
        raise DocumentError("這是資料夾，不是檔案", "請指定檔案") from error
    except OSError as error:
        raise DocumentError(
            f"檔案讀不出來（{error.strerror}）", "請檢查磁碟或網路磁碟機"
        ) from error


def _check_size(size: int) -> None:
    if size > limits.FILE_BYTES:
        raise DocumentError(
            f"檔案超過 {limits.FILE_BYTES // 1024 // 1024} MB 的上限", "請分成幾個較小的檔案"
        )


def _peek(head: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace")
    return head.decode("latin-1").removeprefix("ï»¿")


def _sniff_zip(data: bytes) -> str:
    parcel = Parcel(data)
    if "[Content_Types].xml" in parcel:
        types = parcel.read("[Content_Types].xml")
        if b"sheet.binary" in types:
            return "xlsb"
        if b"wordprocessingml" in types or "word/document.xml" in parcel:
            return "docx"
        if b"spreadsheetml" in types or "xl/workbook.xml" in parcel:
            return "xlsx"
        if b"presentationml" in types:
            raise DocumentError("不支援簡報檔（PPTX）", "請另存成 PDF")
        raise DocumentError("不認得的 Office 檔案", _RESAVE)
    if "content.xml" in parcel:
        kind = parcel.read("mimetype") if "mimetype" in parcel else b""
        if b"presentation" in kind:
            raise DocumentError("不支援簡報檔（ODP）", "請另存成 PDF")
        return "ods" if b"spreadsheet" in kind else "odt"
    raise DocumentError(
        "這是壓縮檔，裡面沒有文件的結構", "請解開後放進資料夾，或確認壓縮檔裡是文件"
    )


def _sniff_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentError("檔案有密碼保護", "請移除密碼後再放進資料夾")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "Workbook".encode("utf-16-le") in data or "Book\x00".encode("utf-16-le") in data:
        return "xls"
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise DocumentError("不支援簡報檔（PPT）", "請另存成 PDF")
    if "__substg1.0".encode("utf-16-le") in data:
        raise DocumentError("不支援 Outlook 的郵件檔（MSG）", "請另存成 EML 或 HTML")
    raise DocumentError("不認得的舊版 Office 檔案，或檔案已損壞", _RESAVE)


_READERS = {
    "pdf": ("pdf", "read_pdf"),
    "docx": ("docx", "read_docx"),
    "odt": ("odt", "read_odt"),
    "fodt": ("odt", "read_flat_odt"),
    "ods": ("ods", "read_ods"),
    "fods": ("ods", "read_flat_ods"),
    "xlsx": ("xlsx", "read_xlsx"),
    "csv": ("delimited", "read_delimited"),
    "mail": ("mail", "read_mail"),
    "html": ("html", "read_html"),
    "xml": ("html", "read_html"),
    "doc": ("doc", "read_doc"),
    "rtf": ("doc", "read_rtf"),
    "xls": ("doc", "read_xls"),
    "xlsb": ("doc", "read_xlsb"),
    "xml-sheet": ("doc", "read_xml_sheet"),
    "xml-word": ("doc", "read_xml_word"),
    "text": ("text", "read_text"),
}


def _reader(name: str) -> Callable[[bytes], ReadFile]:
    # Loaded when needed: the PDF library alone takes longer to import than a text to read.
    module, function = _READERS[name]
    found: Callable[[bytes], ReadFile] = getattr(
        import_module(f"indexer.formats.{module}"), function
    )
    return found
