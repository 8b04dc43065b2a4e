from __future__ import annotations

import csv
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from lxml import etree, html

from search import agencies
from search.analysis import load_analyzer
from search.evidence.assemble import assemble
from search.evidence.pack import AgencyCoverage, Head, Order, Pack, Verdict
from search.evidence.texts import StoredTexts
from search.model import Kpi, Omission, SearchRequest
from search.programs.series import series
from search.searcher import Searcher
from web.export import phrases
from web.export.blocks import Heading, Table
from web.export.book import Row, Sheet
from web.export.content import paper
from web.export.docx import docx_bytes
from web.export.elements import SPACES
from web.export.evidence_sheets import pack_sheets
from web.export.formats import FORMATS, file_name
from web.export.ods import ods_bytes
from web.export.odt import odt_bytes
from web.export.sheet import COLUMNS, csv_bytes, evidence_rows
from web.export.texts import clean
from web.export.xlsx import book_xlsx

Convert = Callable[[bytes, str, str], bytes]
MADE_AT = datetime(2026, 11, 21, 14, 30, tzinfo=timezone(timedelta(hours=8)))
_TABLE, _TEXT = SPACES["table"], SPACES["text"]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _quoted(pack: Pack) -> list[str]:
    return [
        _squeezed(clean(line))
        for row in pack.evidence
        for line in (row.passage.title, *row.passage.text.split("\n"))
        if line.strip()
    ]


@pytest.mark.parametrize("name", ["odt", "docx"])
def test_libreoffice_reads_every_word_table_and_link(
    pack: Pack, convert: Convert, name: str
) -> None:
    page = html.document_fromstring(convert(FORMATS[name].write(pack), name, "html"))
    said = _squeezed(page.text_content())
    missing = [quoted for quoted in _quoted(pack) if quoted not in said]
    assert missing == []
    links = [a.get("href") for a in page.iter("a") if a.get("href", "").startswith("http")]
    assert links == [row.permalink for row in pack.evidence]
    heads = [_squeezed(table.find(".//tr").text_content()) for table in page.iter("table")]
    assert [head for head in heads if head.startswith("列與種類機關與年度")]
    table = next(
        t for t in page.iter("table") if "列與種類機關與年度" in _squeezed(t.text_content())
    )
    assert len(table.findall(".//tr")) == 1 + len(pack.evidence)
    assert [h.text_content().strip()[:2] for h in page.iter("h1") if "、" in h.text_content()] == [
        f"{numeral}、" for numeral in "一二三四五六"
    ]


def test_the_text_document_has_pages_as_an_office_sends_them(
    pack: Pack, convert: Convert, needs: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(convert(odt_bytes(pack), "odt", "pdf"))
    run = subprocess.run(
        [needs("pdftotext"), "-layout", str(path), "-"], check=True, capture_output=True
    )
    pages = run.stdout.decode().split("\f")[:-1]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"第{number}頁，共{len(pages)}頁" in _squeezed(page)
        assert "質詢編號11-5-12/0345" in _squeezed(page)
    wide = [page for page in pages if "https://plans.example.tw" in _squeezed(page)]
    assert len(wide) > 1
    # The head of the table stands on each page that the table is on.
    assert all("版本、核對與網址" in _squeezed(page) for page in wide)
    cover = _squeezed(pages[0])
    for said in (
        "王○明",
        "第11屆／第5會期／第12會次",
        "民國115年11月16日",
        "115年12月6日",
        "請問歷年作為為何？",
    ):
        assert said in cover


def test_the_text_document_names_language_paper_and_fonts(pack: Pack) -> None:
    with zipfile.ZipFile(BytesIO(odt_bytes(pack))) as archive:
        assert archive.namelist()[0] == "mimetype"
        styles = archive.read("styles.xml").decode()
        content = etree.fromstring(archive.read("content.xml"))
        assert "zh-TW" in archive.read("meta.xml").decode()
    assert 'style:language-asian="zh" style:country-asian="TW"' in styles
    assert 'fo:page-width="21cm" fo:page-height="29.7cm"' in styles
    assert "標楷體" in styles
    assert "Noto Serif TC" in styles
    tables = list(content.iter(f"{{{_TABLE}}}table"))
    headed = [one for one in tables if one.find(f"{{{_TABLE}}}table-header-rows") is not None]
    assert len(headed) == len(tables) - 1  # the cover heads its rows
    names = [one.get(f"{{{_TABLE}}}name") for one in tables]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["ods", "xlsx", "csv"])
def test_no_cell_is_a_formula_once_it_is_opened(pack: Pack, convert: Convert, name: str) -> None:
    content = FORMATS[name].write(pack)
    book = etree.fromstring(convert(content, name, "fods"), etree.XMLParser(huge_tree=True))
    cells = list(book.iter(f"{{{_TABLE}}}table-cell"))
    assert len(cells) > 100
    assert [cell for cell in cells if cell.get(f"{{{_TABLE}}}formula") is not None] == []


def test_the_spreadsheet_holds_every_row_whole(pack: Pack, convert: Convert) -> None:
    book = etree.fromstring(
        convert(ods_bytes(pack), "ods", "fods"), etree.XMLParser(huge_tree=True)
    )
    sheets = {one.get(f"{{{_TABLE}}}name"): one for one in book.iter(f"{{{_TABLE}}}table")}
    assert {"摘要", "佐證資料", "附表"} <= sheets.keys()
    rows = [
        [text for cell in row.iter(f"{{{_TABLE}}}table-cell") for text in _cells(cell)]
        for row in sheets["佐證資料"].iter(f"{{{_TABLE}}}table-row")
    ]
    assert rows[0][: len(COLUMNS)] == [name for name, _, _ in COLUMNS]
    wanted = [[_squeezed(str(value)) for value in row] for row in evidence_rows(pack)]
    place = [name for name, _, _ in COLUMNS].index("原文")
    assert [_squeezed(row[place]) for row in rows[1 : 1 + len(wanted)]] == [
        row[place] for row in wanted
    ]


def _cells(cell: etree._Element) -> list[str]:
    """A cell's text, as often as it is repeated; the rest of a row is repeated without end."""
    text = "\n".join("".join(map(str, p.itertext())) for p in cell.iter(f"{{{_TEXT}}}p"))
    return [text] * min(int(cell.get(f"{{{_TABLE}}}number-columns-repeated", "1")), 9)


def test_csv_is_for_excel_and_neutralised(pack: Pack) -> None:
    content = csv_bytes(pack)
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == [name for name, _, _ in COLUMNS]
    assert len(rows) == len(pack.evidence)
    begins = {cell.lstrip()[:1] for row in rows for cell in row}
    assert not begins & set("=+-@＝＋－＠\t\r")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_that_xml_forbids_or_that_misleads_is_in_a_file(pack: Pack, name: str) -> None:
    content = FORMATS[name].write(pack)
    if name != "csv":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert archive.testzip() is None
            content = b"".join(map(archive.read, archive.namelist()))
    assert "\u202e".encode() not in content
    assert b"[U+202E]" in content


def test_files_say_when_they_were_made(pack: Pack) -> None:
    # Word reads its own as UTC, LibreOffice its own as the time of day where it is.
    made = {name: FORMATS[name].write(pack) for name in ("docx", "odt")}
    with zipfile.ZipFile(BytesIO(made["docx"])) as archive:
        assert b">2026-11-21T06:30:00Z</dcterms:created>" in archive.read("docProps/core.xml")
    with zipfile.ZipFile(BytesIO(made["odt"])) as archive:
        assert b">2026-11-21T14:30:00</meta:creation-date>" in archive.read("meta.xml")


@pytest.mark.parametrize("name", ["odt", "ods"])
def test_a_file_is_of_one_version_of_the_format_throughout(pack: Pack, name: str) -> None:
    with zipfile.ZipFile(BytesIO(FORMATS[name].write(pack))) as archive:
        parts = {
            part: etree.fromstring(archive.read(part))
            for part in archive.namelist()
            if part.endswith(".xml")
        }
    versions = {
        part: {
            value for key, value in root.attrib.items() if etree.QName(key).localname == "version"
        }
        for part, root in parts.items()
    }
    assert versions.keys() >= {"content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"}
    assert len({frozenset(found) for found in versions.values()}) == 1, versions
    content = parts["content.xml"]
    # What each element declared anew would be most of the file.
    assert all(one.nsmap == content.nsmap for one in content.iter(etree.Element))
    for table in content.iterfind(".//{*}table"):
        widest = max(len(row) for row in table.iterfind(".//{*}table-row"))
        columns = table.findall("{*}table-column")
        repeated = f"{{{SPACES['table']}}}number-columns-repeated"
        assert sum(int(one.get(repeated, "1")) for one in columns) == widest


def test_a_file_s_name_holds_no_path(pack: Pack) -> None:
    assert file_name(pack, FORMATS["odt"]) == "答復資料-11-5-12_0345-1151121.odt"


def test_a_mismatch_is_flagged_in_the_file(pack: Pack, convert: Convert) -> None:
    first, *rest = pack.evidence
    wrong = replace(first, verdict=Verdict("mismatch", (("text", "改過的文字"),)))
    tampered = replace(pack, evidence=(wrong, *rest))
    said = convert(docx_bytes(tampered), "docx", "txt:Text (encoded):UTF8").decode("utf-8-sig")
    assert "第 1 列的引文與庫存原文不符" in said
    assert f"{len(rest)} 段相符，1 段不符，已於表中逐列註明" in said
    assert "改過的文字" in said


def test_negatives_name_documents_and_what_could_not_be_read(pack: Pack, convert: Convert) -> None:
    said = convert(odt_bytes(pack), "odt", "txt:Text (encoded):UTF8").decode("utf-8-sig")
    assert "勞動部 107 年度的 1 份文件全文沒有「職業災害」：勞動部107年度施政計畫" in said
    assert "另有 1 個檔案讀不出來：plans/勞動部108年度施政計畫.docx" in said
    assert f"共 {pack.inquiries[0].scan.characters:,} 字" in said


def test_negatives_name_the_parts_that_could_not_be_read(pack: Pack, convert: Convert) -> None:
    omission = Omission("scanned-page", "第 2 頁", "沒有文字，可能是掃描的影像")
    (labor,) = (one for one in pack.coverage if one.agency == "勞動部")
    silent = next(id_ for id_, _, year in labor.held if year == 2018)
    partly = replace(labor, unread=((silent, "labor-107.txt", (omission,)),))
    told = replace(
        pack,
        coverage=tuple(partly if one is labor else one for one in pack.coverage),
        searched=replace(pack.searched, incomplete=1),
    )
    said = convert(odt_bytes(told), "odt", "txt:Text (encoded):UTF8").decode("utf-8-sig")
    assert "（其中 1 份有部分內容未能讀取，見「收錄範圍」）" in said
    reason = "labor-107.txt（第 2 頁：沒有文字，可能是掃描的影像）"
    assert f"但下列部分未能讀取，無法確認：{reason}" in said
    assert "labor-107.txt：第 2 頁：沒有文字，可能是掃描的影像" in said


@pytest.fixture(scope="module")
def batch(searcher: Searcher) -> Pack:
    """Two questions of two people, of which one finds nothing, quoted by sentences."""
    analyzer = load_analyzer()
    order = Order(
        Head(),
        (SearchRequest("職業災害"), SearchRequest("太空梭")),
        MADE_AT,
        labels=("質詢編號 甲一，王委員", "質詢編號 甲二，李委員"),
        extent="item",
    )
    return assemble(order, searcher, StoredTexts(analyzer), analyzer, agencies.load())


def test_each_question_of_a_batch_has_its_section_with_number_and_person(batch: Pack) -> None:
    made = paper(batch)
    heads = [one for one in made.blocks if isinstance(one, Heading)]
    asked = [one.text for one in heads if one.new_page]
    assert asked == ["第 1 題　質詢編號 甲一，王委員", "第 2 題　質詢編號 甲二，李委員"]
    at = [place for place, one in enumerate(made.blocks) if one in heads]
    first, second = (made.blocks.index(one) for one in heads if one.new_page)
    after = next(place for place in at if place > second)
    tables = [
        [one for one in made.blocks[start:end] if isinstance(one, Table) and one.is_evidence]
        for start, end in ((first, second), (second, after))
    ]
    assert [len(one) for one in tables] == [1, 0]
    assert len(tables[0][0].rows) == len(batch.inquiries[0].evidence)
    sheets = {one.name for one in pack_sheets(batch)}
    assert {"第 1 題", "附表"} <= sheets
    assert "第 2 題" not in sheets


@pytest.mark.parametrize("name", ["odt", "docx", "ods", "xlsx"])
def test_an_excerpt_says_so_in_every_format(batch: Pack, convert: Convert, name: str) -> None:
    cut = [row for row in batch.evidence if row.excerpt]
    assert cut
    said = _squeezed(
        html.document_fromstring(
            convert(FORMATS[name].write(batch), name, "html").decode("utf-8", "replace")
        ).text_content()
    )
    for row in cut:
        assert _squeezed(phrases.quoted(row)) in said
        start, end = row.excerpt.spans[0] if row.excerpt else (0, 0)
        assert _squeezed(row.passage.text[start:end]) in said
        assert _squeezed(row.passage.text) not in said


def test_a_chart_stands_in_the_file_as_a_picture(pack: Pack) -> None:
    cells = {
        "kpi": Kpi(
            target="100 人",
            unit="人",
            values=(("2019 actual", "120 人"), ("2020 target", "130 人")),
        )
    }
    source = replace(pack.evidence[0].passage, kind="kpi", year=2019, codes=("5-7-1",), **cells)
    held = replace(pack, series=(series("訓練人數", [source]),))
    for name in ("odt", "ods", "docx", "xlsx"):
        with zipfile.ZipFile(BytesIO(FORMATS[name].write(held))) as archive:
            drawn = [one for one in archive.namelist() if one.endswith(".png")]
            assert len(drawn) == 1
            assert archive.read(drawn[0]).startswith(b"\x89PNG")
    table = next(one for one in paper(held).blocks if getattr(one, "name", "") == "關鍵績效指標")
    assert isinstance(table, Table)
    rows = [[" ".join(s.text for line in cell for s in line) for cell in row] for row in table.rows]
    assert table.head == ("代碼", "指標", "單位", "項目", "108 年度", "109 年度")
    assert rows == [
        ["5-7-1", "訓練人數", "人", "目標值", "100 人", "130 人"],
        ["", "", "", "實際值", "120 人", "—"],
        ["", "", "", "是否達成", "達成", "—"],
    ]


def test_a_text_too_tall_for_excel_goes_on_in_the_next_row(convert: Convert) -> None:
    long = "。".join(f"第{number}句的內容" for number in range(2_000))
    sheet = Sheet("長文", (3.0, 9.0), ("列", "原文"), (Row((1, long)),))
    content = book_xlsx((sheet,), "頁首 & 頁首", "長文", MADE_AT)
    page = html.document_fromstring(convert(content, "xlsx", "html").decode())
    cells = [row.findall("td")[1].text_content() for row in page.iter("tr")][1:]
    assert len(cells) > 5
    assert _squeezed("".join(cells)) == long


def test_years_before_a_body_are_no_gap(batch: Pack) -> None:
    one = AgencyCoverage("勞動部", (), (2017,), (), (), unborn=(2012, 2013))
    text = " ".join(
        span.text
        for block in paper(replace(batch, coverage=(one,))).blocks
        if isinstance(block, Table) and block.name == "收錄範圍"
        for row in block.rows
        for cell in row
        for line in cell
        for span in line
    )
    assert "101–102 年度沒有這個名稱的機關，不計" in text
    assert " 106 " in text
