"""The files of an answer as LibreOffice opens them: whole, and with nothing that computes."""

from __future__ import annotations

import logging
import re
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import quote

import pytest
import small_corpus
from flask.testing import FlaskClient
from lxml import etree
from page import found, text

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app
from web.export.phrases import day

GOAL = "mol-109-plan-word-goal-1"
KPI = "mol-106-plan-word-kpi-1"
HOSTILE = small_corpus.HOSTILE
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    '=HYPERLINK("http://x")',
    "|calc",
)
COVER = {
    "question": "請問職業災害\n如何防制？",
    "legislator": "王委員",
    "term": "11",
    "session": "4",
    "sitting": "2",
    "number": "院總第20號",
    "received": "115.11.21",
    "due": "115/12/1",
    "prepared_by": "綜合規劃司",
}
NAMES = {
    "t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "x": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "k": "http://www.w3.org/1999/xlink",
}
Opened = Callable[[bytes, str], etree._Element]


@pytest.fixture(scope="module")
def office(needs: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Open a file in LibreOffice and give what it holds, as flat XML."""
    command, profile = needs("libreoffice"), tmp_path_factory.mktemp("profile")

    def opened(content: bytes, suffix: str) -> etree._Element:
        folder = tmp_path_factory.mktemp("opened")
        file = folder / f"answer.{suffix}"
        file.write_bytes(content)
        flat = "fods" if suffix in ("ods", "xlsx", "csv") else "fodt"
        subprocess.run(
            [
                command,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                # Commas, quotes, UTF-8; else the locale decides how a CSV is read.
                *(["--infilter=CSV:44,34,76,1"] if suffix == "csv" else []),
                "--convert-to",
                flat,
                "--outdir",
                str(folder),
                str(file),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return etree.parse(folder / f"answer.{flat}").getroot()

    return opened


def words(root: etree._Element) -> str:
    """All text of a file, each paragraph on a line."""
    return "\n".join("".join(one.itertext()) for one in root.iterfind(".//{*}p"))


def sent(*ids: str, notes: tuple[str, ...] = (), **cover: str) -> dict[str, object]:
    return {"item": list(ids), "note": list(notes), "s": ["q=職業災害"], **cover}


# ── What is in them ──


def test_the_document_holds_what_the_basket_holds(client: FlaskClient, office: Opened) -> None:
    told = sent(KPI, GOAL, notes=("先看指標", ""), site="https://plans.example.tw", **COVER)
    answer = client.post("/basket/odt", data=told)
    assert answer.status_code == 200
    assert answer.mimetype == "application/vnd.oasis.opendocument.text"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert quote("院總第20號") in answer.headers["Content-Disposition"]
    root = office(answer.data, "odt")
    said = words(root)
    for part in (
        *COVER["question"].split("\n"),
        "王委員",
        "綜合規劃司",
        "民國 115 年 11 月 21 日",
        "民國 115 年 12 月 1 日",
        "先看指標",
        "職業災害發生率",
        "減少職業災害的發生。",
        "職業災害",
    ):
        assert part in said, part
    # In the order of the basket, not of the search.
    assert said.index("職業災害發生率") < said.index("減少職業災害的發生。")
    tables = root.findall(".//t:table", NAMES)
    evidence = next(one for one in tables if "減少職業災害的發生。" in "".join(one.itertext()))
    assert evidence.find("t:table-header-rows", NAMES) is not None
    links = {one.get(f"{{{NAMES['k']}}}href") or "" for one in root.iterfind(".//x:a", NAMES)}
    assert {f"https://plans.example.tw/p/{KPI}", f"https://plans.example.tw/p/{GOAL}"} <= links


@pytest.mark.parametrize(
    "site",
    ["", "javascript:alert(1)", "https://x/evil", "https://a b", "//x", "https://", "x" * 999],
)
def test_links_lead_to_no_place_that_is_no_site(client: FlaskClient, site: str) -> None:
    told = client.post("/basket/print", data=sent(GOAL, site=site))
    assert told.status_code == 200
    assert f"/p/{GOAL}" in text(told)
    assert not any(
        "javascript" in link or "evil" in link for link in found(told, "//main//a/@href")
    )


def test_the_operator_says_where_the_site_is(data: Path) -> None:
    settings = Settings(data=data, public_address="https://plans.example.tw")
    with create_app(settings, LiveSearcher(data)).test_client() as client:
        told = client.post("/basket/print", data=sent(GOAL, site="https://example.org"))
        assert f"https://plans.example.tw/p/{GOAL}" in text(told)
        assert "example.org" not in told.text


@pytest.mark.parametrize("name", ["ods", "csv"])
def test_tables_hold_a_row_for_each_passage(client: FlaskClient, office: Opened, name: str) -> None:
    answer = client.post(f"/basket/{name}", data=sent(KPI, GOAL, notes=("先看指標", "")))
    assert answer.status_code == 200
    rows = [
        [words(cell) for cell in row.iterfind("t:table-cell", NAMES)]
        for row in office(answer.data, name).iterfind(".//t:table-row", NAMES)
    ]
    held = [row for row in rows if any(f"/p/{id_}" in cell for cell in row for id_ in (KPI, GOAL))]
    assert len(held) == 2
    assert any("職業災害發生率" in cell for cell in held[0])
    assert "先看指標" in held[0]
    assert any("減少職業災害的發生。" in cell for cell in held[1])


@pytest.mark.parametrize("name", ["odt", "ods", "csv", "docx", "xlsx"])
def test_nothing_that_is_typed_computes(client: FlaskClient, office: Opened, name: str) -> None:
    ids = [f"city-110-plan-word-project-{at}" for at in range(len(FORMULAS))]
    data = sent(*ids, notes=FORMULAS, question="=1+1", legislator="=cmd|' /C calc'!A0")
    answer = client.post(f"/basket/{name}", data=data)
    assert answer.status_code == 200
    root = office(answer.data, name)
    formulas = [one for one in root.iter() if f"{{{NAMES['t']}}}formula" in one.attrib]
    assert formulas == []
    assert "1+1" in words(root)


def test_a_search_is_exported_whole(client: FlaskClient, office: Opened) -> None:
    page = client.get("/export?q=技能")
    assert found(page, "//*[@id='total']") == ["25 段／1 份文件"]
    assert "最多 10,000 段" in text(page)
    rows = office(client.post("/export/csv?q=技能").data, "csv").findall(".//t:table-row", NAMES)
    held = [row for row in rows if "/p/city-110-plan" in "".join(row.itertext())]
    assert len(held) == 25


def test_what_is_found_nowhere_is_proven(client: FlaskClient, office: Opened) -> None:
    page = client.get("/search?q=恐龍")
    assert "/export?q=%E6%81%90%E9%BE%8D" in found(page, "//main//a/@href")
    said = words(office(client.post("/export/odt?q=恐龍", data=COVER).data, "odt"))
    assert "恐龍" in said
    for title in ("勞動部109年度施政計畫", "勞動部106年度施政計畫", "示範市政府110年度施政計畫"):
        assert title in said


def test_no_document_at_all_is_not_told_as_no_mention(client: FlaskClient, office: Opened) -> None:
    said = words(office(client.post("/export/odt?q=技能&year=107", data=COVER).data, "odt"))
    assert "查詢範圍內沒有收錄任何文件" in said
    assert "沒有任何一段" not in said
    assert "每一份文件都提及" not in said


def test_what_became_of_lost_passages_is_in_the_file(client: FlaskClient, office: Opened) -> None:
    data = sent(small_corpus.MOVED, small_corpus.GONE, "no-such-1")
    said = words(office(client.post("/basket/odt", data=data).data, "odt"))
    assert "已不在收錄範圍內" in said
    assert "no-such-1" in said
    assert said.count("減少職業災害的發生。") >= 1


# ── How they are asked for ──


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the clock's zone cannot be changed")
@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_a_file_is_dated_by_the_clock_of_taiwan(
    client: FlaskClient, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        paper = text(client.post("/basket/print", data=sent(GOAL)))
    finally:
        monkeypatch.undo()
        time.tzset()
    (told,) = re.findall(r"製作時間\s*民國 (\d+) 年 (\d+) 月 (\d+) 日 (\d+) 時 (\d+) 分", paper)
    year, *rest = map(int, told)
    made = datetime(year + 1911, *rest, tzinfo=timezone(timedelta(hours=8)))  # type: ignore[misc,arg-type]
    assert timedelta(0) <= datetime.now(UTC) - made < timedelta(hours=1)


def test_the_page_to_print_holds_the_cover(client: FlaskClient) -> None:
    page = client.post("/basket/print", data=sent(GOAL, notes=(HOSTILE,), **COVER))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "王委員" in text(page)
    assert "alert(1)" in text(page)
    assert found(page, "//main//script | //main//img") == []


@pytest.mark.parametrize("path", ["/basket", "/export"])
def test_docx_can_be_switched_off(data: Path, path: str) -> None:
    app = create_app(Settings(data=data, docx=False), LiveSearcher(data))
    with app.test_client() as client:
        page = client.get(f"{path}?q=x")
        assert [
            one.rpartition("/")[2].partition("?")[0] for one in found(page, "//@formaction")
        ] == [
            "odt",
            "ods",
            "csv",
            "reply",
            "print",
        ]
        refused = client.post(f"{path}/docx?q=x", data=sent(GOAL))
        assert refused.status_code == 404
        assert "沒有「docx」這種檔案格式" in text(refused)


def test_no_link_leads_to_a_docx(client: FlaskClient) -> None:
    """The official machine check refuses such links even beside an ODT."""
    for path in (f"/basket?basket={GOAL}", "/export?q=職業災害", "/search?q=職業災害"):
        assert not any(
            "docx" in link or "xlsx" in link for link in found(client.get(path), "//a/@href")
        )


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/basket/odt", "/basket"),
        ("/basket/print?basket=a-b-1", "/basket?basket=a-b-1"),
        ("/export/csv?q=x", "/export?q=x"),
    ],
)
def test_asking_for_a_file_by_its_address_leads_to_the_form(
    client: FlaskClient, path: str, to: str
) -> None:
    assert client.get(path).location == to


def test_an_empty_basket_gives_no_file_and_loses_nothing(client: FlaskClient) -> None:
    page = client.post("/basket/odt", data=COVER)
    assert page.status_code == 400
    assert "沒有可寫入檔案的內容" in text(page)
    assert found(page, "//input[@name='legislator']/@value") == ["王委員"]


@pytest.mark.parametrize("name", ["exe", "..", "odt%00", "<script>", "ODT"])
def test_other_formats_are_refused(client: FlaskClient, name: str) -> None:
    assert client.post(f"/basket/{name}", data=sent(GOAL)).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"item": "\x00", "note": "\x00"},
        {"item": ["a" * 10_000], "note": ["x"]},
        {"item": ["~~~~", "a~b~c"], "s": ["q=" + "x" * 10_000, "page=-1", "%", "agency=nobody"]},
        {"item": [GOAL], "do": "remove:" + "9" * 400, "taken-place": "-1", "taken": "x"},
        {"question": "\ud800".encode("utf-8", "surrogatepass"), "item": GOAL},
        {"item": GOAL, "s": ["q=(" * 90]},
    ],
)
@pytest.mark.parametrize("path", ["/basket", "/basket/odt", "/basket/csv", "/basket/print"])
def test_nothing_sent_makes_the_server_fail(
    client: FlaskClient, path: str, given: dict[str, object]
) -> None:
    assert client.post(path, data=given).status_code in (200, 400)


def test_the_cover_is_in_no_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/basket/odt", data=sent(GOAL, notes=("機密附註",), **COVER))
        client.post("/basket/exe", data=sent(GOAL, **COVER))
        client.post("/basket", data=sent(GOAL, **COVER))
    for secret in (*COVER.values(), "機密附註"):
        if len(secret) > 3:
            assert secret not in caplog.text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("115.12.1", "民國 115 年 12 月 1 日"),
        ("民國115年12月01日", "民國 115 年 12 月 1 日"),
        ("2026-12-01", "民國 115 年 12 月 1 日"),
        ("１１５／１２／１", "民國 115 年 12 月 1 日"),
        ("115.2.30", "115.2.30"),
        (" 下週三 ", "下週三"),
        ("", ""),
    ],
)
def test_days_are_written_in_the_calendar_of_the_republic(typed: str, written: str) -> None:
    assert day(typed) == written


def test_an_excerpt_is_chosen_in_the_basket_without_a_script(
    client: FlaskClient, office: Opened
) -> None:
    page = client.post("/basket", data={**sent(GOAL), "extent": "item-2"})
    assert found(page, "//select[@name='extent']//option[@selected]/@value") == ["item-2"]
    (shared,) = found(page, "//input[@id='share']/@value")
    assert "x1=item-2" in shared
    kept = client.get(shared[shared.index("/basket") :])
    assert found(kept, "//select[@name='extent']//option[@selected]/@value") == ["item-2"]
    file = client.post("/basket/odt", data={**sent(GOAL), "extent": "item-2"})
    assert "節錄第 2 項" in words(office(file.data, "odt"))
    whole = client.post("/basket/odt", data={**sent(GOAL), "extent": "item-99"})
    assert "節錄" not in words(office(whole.data, "odt"))
