"""Old binary formats (DOC, RTF, XLS), turned into a newer one by a program beside us."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
from lxml import etree

from indexer.blocks import Block, Cell, Omission, ReadFile, Row, Table
from indexer.formats.docx import read_docx
from indexer.formats.xlsx import read_xlsx
from indexer.layout.linear import as_texts, cell_text, read_file_of
from indexer.packages.parcel import parse_xml
from search.errors import DocumentError
from search.sandbox import limits as sandbox_limits

_OFFICE = ("soffice", "libreoffice")
_WINDOWS_OFFICE = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>]*>")
_EQ_FIELD = re.compile(rb"\beq\s+\\{1,2}[a-z*]", re.I)
_RUNS = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef0-9A-Za-z]{8,}")
# By the clock and far behind: the pool counts the processor time of what is started here.
_SECONDS = sandbox_limits.CPU_SECONDS * (sandbox_limits.WALL_TIMES - 1)
# Macros never run, links are never followed, and no update check or recovery dialog comes up.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read_doc(data: bytes) -> ReadFile:
    """Read a DOC file.

    Raises:
        DocumentError: it cannot be converted, or no program here can.
    """
    office = find_office()
    if office is not None:
        return _without_formulas(read_docx(_converted(office, data, "doc", "docx")), "doc", data)
    antiword = shutil.which("antiword")
    if antiword is None:
        raise DocumentError(
            "讀取 DOC 需要 LibreOffice 或 antiword，這台主機兩者都沒有",
            "請安裝 LibreOffice，或把檔案另存成 DOCX、ODT",
        )
    return _from_antiword(antiword, data)


def read_rtf(data: bytes) -> ReadFile:
    """Read an RTF file.

    Raises:
        DocumentError: it cannot be converted, or no program here can.
    """
    read = read_docx(_converted(_needed("RTF"), data, "rtf", "docx"))
    return _without_formulas(read, "rtf", data)


def read_xml_word(data: bytes) -> ReadFile:
    """Read a document of Word 2003 in one XML file.

    Raises:
        DocumentError: it cannot be converted, or no program here can.
    """
    read = read_docx(_converted(_needed("Word 2003 XML"), data, "xml", "docx"))
    return _without_formulas(read, "doc", data)


def read_xls(data: bytes, source: str = "xls") -> ReadFile:
    """Read an XLS file, or one in another format of Excel that source names.

    Raises:
        DocumentError: it cannot be converted, or no program here can.
    """
    office = _needed(f"Excel {source.upper()}")
    return replace(read_xlsx(_converted(office, data, source, "xlsx")), format="xls")


def read_xlsb(data: bytes) -> ReadFile:
    """Read a binary workbook (XLSB); see read_xls."""
    return read_xls(data, "xlsb")


def read_xml_sheet(data: bytes) -> ReadFile:
    """Read a workbook of Excel 2003 in one XML file; see read_xls."""
    return read_xls(data, "xml")


def find_office() -> str | None:
    """Path of LibreOffice, or None where it is not installed."""
    for name in _OFFICE:
        found = shutil.which(name)
        if found:
            return found
    return next((str(path) for path in _WINDOWS_OFFICE if path.is_file()), None)


def _needed(format_name: str) -> str:
    office = find_office()
    if office is None:
        raise DocumentError(
            f"讀取 {format_name} 需要 LibreOffice，這台主機沒有",
            "請安裝 LibreOffice，或把檔案另存成 DOCX、ODT、ODS",
        )
    return office


def _without_formulas(read: ReadFile, format_name: str, data: bytes) -> ReadFile:
    """A converted document, with the EQ fields told that the conversion drops."""
    count = len(_EQ_FIELD.findall(data.replace(b"\0", b"")))
    if not count:
        return replace(read, format=format_name)
    told = f"有 {count} 個方程式功能變數（EQ）轉換時沒有讀到，請用 Word 另存成 DOCX"
    omission = Omission("formula", "內文", told)
    return replace(read, format=format_name, omissions=(*read.omissions, omission))


def _converted(office: str, data: bytes, source: str, target: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="zhengsuo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        given = folder / f"document.{source}"
        given.write_bytes(data)
        out = folder / "out"
        command = [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            target,
            "--outdir",
            str(out),
            str(given),
        ]
        _run(command, "LibreOffice")
        result = out / f"document.{target}"
        if not result.is_file():
            raise DocumentError(
                "LibreOffice 無法轉換這個檔案", "檔案可能已損壞，請用原來的軟體開啟後另存成 DOCX"
            )
        return result.read_bytes()


def _run(command: list[str], name: str) -> bytes:
    process = subprocess.Popen(  # noqa: S603  a program by its full path, no shell
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        output, _ = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise DocumentError(
            f"{name} 轉換超過 {_SECONDS:g} 秒，已中止", "請把檔案另存成 DOCX、ODT"
        ) from error
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    # The launcher starts the program proper as its child, which would live on.
    try:
        family = psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        family = []
    for child in family:
        with contextlib.suppress(psutil.Error):
            child.kill()
    process.kill()
    process.communicate()


def _from_antiword(antiword: str, data: bytes) -> ReadFile:
    with tempfile.TemporaryDirectory(prefix="zhengsuo-", ignore_cleanup_errors=True) as name:
        given = Path(name) / "document.doc"
        given.write_bytes(data)
        # DocBook, because the plain rendering wraps lines inside words.
        output = _run([antiword, "-m", "UTF-8.txt", "-x", "db", str(given)], "antiword")
    if not output.strip():
        raise DocumentError(
            "antiword 讀不出這個檔案", "請安裝 LibreOffice，或把檔案另存成 DOCX、ODT"
        )
    root = parse_xml(_DOCTYPE.sub(b"", output, count=1), "antiword")
    read = read_file_of(_docbook(root, 0), "doc")
    found, kept = _common_characters(data), sum("\u4e00" <= c <= "\u9fff" for c in read.text)
    warnings = ["以 antiword 讀取，自動編號與合併儲存格可能不完整；安裝 LibreOffice 後請重新索引"]
    if found > kept * 1.02:
        warnings.append(f"約有 {found - kept} 個字 antiword 沒有讀到（多半在表格裡）")
    return replace(read, warnings=tuple(warnings))


def _docbook(element: etree._Element, depth: int) -> Iterator[Block]:
    for child in element.iterchildren():
        tag = str(child.tag)
        if tag == "informaltable":
            yield from _docbook_table(child)
        elif tag == "title":
            yield from as_texts(_words(child), depth or None)
        elif tag == "bookinfo":
            continue
        elif tag in ("para", "listitem") and child.find(".//informaltable") is None:
            yield from as_texts(_words(child), None)
        else:
            yield from _docbook(child, depth + (tag in ("chapter", "sect1", "sect2", "sect3")))


def _docbook_table(element: etree._Element) -> Iterator[Table]:
    rows = tuple(
        Row(tuple(Cell(cell_text([_words(entry)])) for entry in row.iter("entry")), number=number)
        for number, row in enumerate(element.iter("row"), 1)
    )
    if any(cell.text for row in rows for cell in row.cells):
        yield Table(rows, number=1)


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _common_characters(data: bytes) -> int:
    """Common Chinese characters in the file's own text runs: what a reading should hold."""
    count = 0
    for run in _RUNS.findall(data.decode("utf-16-le", "ignore")):
        for char in run:
            coded = char.encode("big5", "ignore")
            count += len(coded) == 2 and 0xA4 <= coded[0] <= 0xC6
    return count
