"""Files that are broken or made to do harm: each ends within the limits, with its reason."""

from __future__ import annotations

import io
import os
import random
import re
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from made import docx, odt, p, pdf, raw_pdf, xlsx, zipped

from indexer.blocks import ReadFile, Table
from indexer.formats import read_file
from indexer.job import FileJob, read_and_split
from indexer.packages import limits
from indexer.splitting import Described
from search.errors import DocumentError
from search.sandbox.pool import ReaderPool

CANARY = "金絲雀的秘密"
GOOD = docx(p("勞動條件檢查"))


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool() as readers:
        yield readers


def doctype(declarations: str, reference: str) -> bytes:
    """A DOCX file whose document part declares entities."""
    with zipfile.ZipFile(io.BytesIO(docx(p("MARK")))) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    body = members["word/document.xml"].replace(b"MARK", reference.encode())
    members["word/document.xml"] = f"<!DOCTYPE d [{declarations}]>".encode() + body
    return zipped(members)


def laughs() -> bytes:
    levels = "".join(
        f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' if at else '<!ENTITY l0 "哈">'
        for at in range(10)
    )
    return doctype(levels, "&l9;")


def without(name: str) -> bytes:
    """A DOCX file that lacks a part."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as packed:
        return zipped({n: packed.read(n) for n in packed.namelist() if n != name})


def with_part(name: str, content: str | bytes) -> bytes:
    """A DOCX file with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as packed:
        members = {n: packed.read(n) for n in packed.namelist()}
    return zipped({**members, name: content})


def bomb(megabytes: int) -> bytes:
    """A DOCX file with a text node of that size that packs to almost nothing."""
    head, tail = docx(p("MARK")), b"MARK"
    with zipfile.ZipFile(io.BytesIO(head)) as packed:
        members = {n: packed.read(n) for n in packed.namelist()}
    before, after = members["word/document.xml"].split(tail)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            if name != "word/document.xml":
                packed.writestr(name, content)
        with packed.open("word/document.xml", "w", force_zip64=True) as stream:
            stream.write(before)
            for _ in range(megabytes):
                stream.write(b"A" * 1024 * 1024)
            stream.write(after)
    return out.getvalue()


def lying() -> bytes:
    """A ZIP file whose directory says that a member of 20 MB has 2,000 bytes."""
    data = bytearray(bomb(20))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as packed:
        info = packed.getinfo("word/document.xml")
    real = struct.pack("<L", info.file_size)
    at = data.rfind(real)
    data[at : at + 4] = struct.pack("<L", 2000)
    return bytes(data)


def encrypted_zip() -> bytes:
    data = bytearray(GOOD)
    start = 0
    while (at := data.find(b"PK\x01\x02", start)) >= 0:
        data[at + 8] |= 1
        start = at + 4
    return bytes(data)


def duplicated() -> bytes:
    out = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as packed:
        packed.writestr("word/document.xml", "<evil/>")
    return out.getvalue()


def ole(*names: str) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)


def nested_tables(depth: int) -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * depth + p("底") + "</w:tc></w:tr></w:tbl>" * depth)


def style_loop() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("AB", "BA")
    )
    return docx(p("循環樣式", '<w:pStyle w:val="A"/>'), styles=styles)


def outside_part() -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx(p("內文"), header1=p("頁首")))) as packed:
        members = {n: packed.read(n) for n in packed.namelist()}
    rels = "word/_rels/document.xml.rels"
    members[rels] = members[rels].replace(b"header1.xml", b"../../../../etc/passwd")
    return zipped(members)


def repeated_rows() -> bytes:
    return odt(
        '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>甲</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )


def encrypted_odt() -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x8f" * 64,
            "META-INF/manifest.xml": "<m><encryption-data/></m>",
        }
    )


def encrypted_pdf() -> bytes:
    encrypt = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (
        b"41" * 32,
        b"42" * 32,
    )
    return raw_pdf([b"BT ET"], extra=encrypt)


def glyphs(count: int) -> bytes:
    """One page that prints the same string over and over."""
    string = "<" + "7532" * 1000 + "> Tj\n"
    return raw_pdf([("BT /F 12 Tf 60 700 Td " + string * (count // 1000) + "ET").encode()])


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)  # noqa: S311  the same noise each time


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.txt", lambda: b"", "空的"),
    "nothing but zeros": ("a.docx", lambda: bytes(4096), "空的"),
    "noise named text": ("a.txt", lambda: noise(50_000), ""),
    "noise named docx": ("a.docx", lambda: b"PK\x03\x04" + noise(5000), "不完整"),
    "picture named docx": ("a.docx", lambda: b"\x89PNG\r\n\x1a\n" + noise(500), "圖片檔"),
    "program": ("a.pdf", lambda: b"MZ" + noise(500), "執行檔"),
    "rar": ("a.zip", lambda: b"Rar!\x1a\x07" + noise(500), "RAR"),
    "unpacks to 300 MB": ("a.docx", lambda: bomb(300), "200 MB"),
    "packed a thousandfold": ("a.docx", lambda: bomb(60), "壓縮比"),
    "sizes that lie": ("a.docx", lying, "損壞"),
    "too many entries": (
        "a.docx",
        lambda: zipped({f"{at}": b"" for at in range(limits.ENTRIES + 1)}),
        "上限 5,000",
    ),
    "cut off docx": ("a.docx", lambda: GOOD[: len(GOOD) // 2], "不完整"),
    "no document part": ("a.docx", lambda: without("word/document.xml"), "缺少必要的部分"),
    "document is not XML": ("a.docx", lambda: with_part("word/document.xml", "<w:p"), "不合格式"),
    "no body": ("a.docx", lambda: with_part("word/document.xml", "<a/>"), "沒有內文"),
    "password zip": ("a.docx", encrypted_zip, "密碼"),
    "password office": ("a.docx", lambda: ole("EncryptedPackage"), "密碼"),
    "password odt": ("a.odt", encrypted_odt, "密碼"),
    "password pdf": ("a.pdf", encrypted_pdf, "密碼"),
    "billion laughs": ("a.docx", laughs, "不合格式"),
    "quadratic entities": (
        "a.docx",
        lambda: doctype(f'<!ENTITY q "{"哈" * 50_000}">', "&q;" * 5000),
        "",
    ),
    "outside entity": (
        "a.docx",
        lambda: doctype('<!ENTITY x SYSTEM "canary.txt">', "&x;"),
        "文件型別宣告",
    ),
    "remote definitions": (
        "a.docx",
        lambda: with_part(
            "word/document.xml", '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a>甲</a>'
        ),
        "文件型別宣告",
    ),
    "tables nested 300 deep": ("a.docx", lambda: nested_tables(300), "不合格式"),
    "a million repeated rows": ("a.odt", repeated_rows, "儲存格數超過上限"),
    "html of 200,000 nested tags": (
        "a.html",
        lambda: ("<html><body>" + "<div>" * 200_000 + "底" * 50).encode(),
        "太深",
    ),
    "slides": ("a.ppt", lambda: ole("PowerPoint Document"), "簡報檔"),
    "unknown old office file": ("a.doc", lambda: ole("Something"), "不認得"),
    "cut off pdf": ("a.pdf", lambda: pdf([([(60, 80, "甲")], [])])[:300], "PDF"),
    "pdf of nothing": ("a.pdf", lambda: b"%PDF-1.7\n" + noise(2000), "不完整"),
    "pdf page tree loop": ("a.pdf", lambda: raw_pdf([b"BT ET"], kids="2 0 R 2 0 R"), ""),
    "pdf of 600,000 glyphs a page": ("a.pdf", lambda: glyphs(600_000), "字數超過"),
    "pdf of 5,001 pages": ("a.pdf", lambda: raw_pdf([b""] * (limits.PAGES + 1)), "超過上限 5,000"),
    "archive without documents": ("a.zip", lambda: zipped({"a.zip": GOOD}), "壓縮檔"),
    "sheet without text": ("a.xlsx", lambda: xlsx("<sheetData/>"), "沒有可讀的文字"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_with_reason_and_remedy(
    case: str, pool: ReaderPool, tmp_path: Path
) -> None:
    name, make, reason = REFUSED[case]
    bad, good = tmp_path / name, tmp_path / "good.docx"
    bad.write_bytes(make())
    good.write_bytes(GOOD)
    (tmp_path / "canary.txt").write_text(CANARY, encoding="utf-8")
    (_, outcome), (_, other) = pool.run(read_file, [bad, good])
    assert isinstance(outcome, DocumentError), outcome
    assert reason in outcome.message
    assert outcome.remedy
    assert CANARY not in str(outcome)
    assert "\n" not in str(outcome)
    assert isinstance(other, ReadFile)
    assert other.text == "勞動條件檢查\n"


READ: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "docx named txt": ("a.txt", lambda: GOOD, "勞動條件檢查"),
    "member outside the folder": (
        "a.docx",
        lambda: with_part("../../evil.xml", "x"),
        "勞動條件檢查",
    ),
    "absolute member": ("a.docx", lambda: with_part("/evil.xml", "x"), "勞動條件檢查"),
    "duplicate members": ("a.docx", duplicated, "勞動條件檢查"),
    "relation to a file of the machine": ("a.docx", outside_part, "內文"),
    "cell over 100,000,000 columns": (
        "a.docx",
        lambda: docx(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr>'
            f"{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
        ),
        "甲",
    ),
    "style that is based on itself": ("a.docx", style_loop, "循環樣式"),
    "list number past all sense": (
        "a.docx",
        lambda: docx(
            p("甲", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
            numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start '
            'w:val="2147483647"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl>'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        ),
        "甲",
    ),
    "html of 1,500 nested tags": (
        "a.html",
        lambda: ("<html><body>" + "<div>" * 1500 + "底" + "<p>尾</p>").encode(),
        "尾",
    ),
    "html cell over a billion columns": (
        "a.html",
        lambda: "<table><tr><td colspan=1000000000 rowspan=999999999>甲<td>乙</table>".encode(),
        "甲",
    ),
    "html of an unknown encoding": (
        "a.html",
        lambda: "<html><meta charset=no-such><p>職業災害</p>".encode(),
        "職業災害",
    ),
    "sheet with a cell at the far end": (
        "a.xlsx",
        lambda: xlsx(
            '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c></row><row r="1048576">'
            '<c r="XFD1048576" t="str"><v>遠</v></c></row></sheetData>'
        ),
        "甲",
    ),
    "sheet with a string that is not there": (
        "a.xlsx",
        lambda: xlsx(
            '<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c><c r="B1" t="str"><v>甲</v></c>'
            "</row></sheetData>"
        ),
        "甲",
    ),
    "one line of a million characters": (
        "a.txt",
        lambda: ("職業災害" * 250_000).encode(),
        "職業災害",
    ),
    "pdf of which one page has too many glyphs": (
        "a.pdf",
        lambda: raw_pdf(
            [
                b"BT /F 12 Tf 60 700 Td <7532> Tj ET",
                ("BT /F 12 Tf 60 700 Td " + ("<" + "7532" * 1000 + "> Tj ") * 300 + "ET").encode(),
            ]
        ),
        "甲",
    ),
}


@pytest.mark.parametrize("case", READ)
def test_an_odd_file_is_read_within_the_limits(case: str, pool: ReaderPool, tmp_path: Path) -> None:
    name, make, text = READ[case]
    path = tmp_path / name
    path.write_bytes(make())
    before = sorted(tmp_path.parent.rglob("evil*"))
    read = pool.one(read_file, path)
    assert text in read.text
    assert "root:" not in read.text
    assert sorted(tmp_path.parent.rglob("evil*")) == before
    for block in read.blocks:
        if isinstance(block, Table):
            assert all(c.colspan <= limits.COLUMNS for row in block.rows for c in row.cells)
            assert all(c.rowspan <= limits.ROWS for row in block.rows for c in row.cells)


def test_what_is_left_out_of_an_odd_file_is_told(pool: ReaderPool, tmp_path: Path) -> None:
    for case, told in (
        ("duplicate members", "重複"),
        ("html of 1,500 nested tags", "層"),
        ("pdf of which one page has too many glyphs", "第 2 頁"),
    ):
        name, make, _ = READ[case]
        (tmp_path / name).write_bytes(make())
        read = pool.one(read_file, tmp_path / name)
        said = [*read.warnings, *(f"{one.place}{one.told}" for one in read.omissions)]
        assert any(told in sentence for sentence in said), case


def test_a_file_that_takes_too_long_is_killed_and_the_next_one_is_read(tmp_path: Path) -> None:
    slow, good = tmp_path / "slow.html", tmp_path / "good.docx"
    slow.write_bytes(b"<p>" + b"<b>a</b>" * 3_000_000)
    good.write_bytes(GOOD)
    with ReaderPool(workers=1, cpu_seconds=0.5) as readers:
        (_, killed), (_, read) = readers.run(read_file, [slow, good])
    assert isinstance(killed, DocumentError)
    assert "超過 0.5 秒的運算時間" in killed.message
    assert isinstance(read, ReadFile)


def test_a_file_that_takes_too_long_to_split_is_killed_and_the_next_one_is_split(
    tmp_path: Path,
) -> None:
    slow, good = tmp_path / "slow.txt", tmp_path / "good.docx"
    slow.write_text("".join(f"指標{n % 9}.{n % 7}.1：達成率\n" for n in range(100_000)), "utf-8")
    good.write_bytes(GOOD)
    jobs = [FileJob(path, path.name, "0" * 64, Described()) for path in (slow, good)]
    with ReaderPool(workers=1, cpu_seconds=3) as readers:
        (_, killed), (_, made) = readers.run(read_and_split, jobs)
    assert isinstance(killed, DocumentError)
    assert "超過 3 秒的運算時間" in killed.message
    assert killed.remedy
    assert not isinstance(made, DocumentError)
    assert [passage.text for passage in made[0].split.passages] == ["勞動條件檢查"]


def test_a_file_that_takes_too_much_memory_is_killed(tmp_path: Path) -> None:
    large = tmp_path / "large.html"
    large.write_bytes(b"<p>" + b"<b>a</b>" * 2_000_000)
    with (
        ReaderPool(workers=1, memory_bytes=100 * 1024 * 1024) as readers,
        pytest.raises(DocumentError, match="記憶體超過 100 MB"),
    ):
        readers.one(read_file, large)


def test_no_child_lives_on_when_the_pool_is_closed(tmp_path: Path) -> None:
    good, slow = tmp_path / "good.docx", tmp_path / "slow.html"
    good.write_bytes(GOOD)
    slow.write_bytes(b"<p>" + b"<b>a</b>" * 3_000_000)
    before = set(psutil.Process().children(recursive=True))
    with ReaderPool(workers=1) as readers:
        outcomes = readers.run(read_file, [good, slow])
        next(outcomes)
        assert set(psutil.Process().children(recursive=True)) - before
    left = set(psutil.Process().children(recursive=True)) - before
    assert not [child for child in left if child.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_without_permission_is_named(pool: ReaderPool, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲", encoding="utf-8")
    path.chmod(stat.S_IWUSR)
    with pytest.raises(DocumentError, match="權限"):
        pool.one(read_file, path)


def test_a_missing_file_and_a_folder_are_named(pool: ReaderPool, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="不見了"):
        pool.one(read_file, tmp_path / "none.txt")
    with pytest.raises(DocumentError, match="資料夾"):
        pool.one(read_file, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: glyphs(3_000_000), r"字數超過|記憶體"),
        (lambda: raw_pdf([b"q " * (200 * 1024 * 1024)]), "記憶體|損壞|沒有文字"),
        (lambda: raw_pdf([b"0 0 m 9 9 l S\n" * 10_000_000]), "記憶體|秒"),
    ],
    ids=["3 million glyphs", "stream of 400 MB", "10 million lines"],
)
def test_a_heavy_file_ends_within_the_limits(
    make: Callable[[], bytes], reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "heavy.pdf"
    path.write_bytes(make())
    with ReaderPool(workers=1) as readers, pytest.raises(DocumentError) as caught:
        readers.one(read_file, path)
    assert re.search(reason, caught.value.message)
