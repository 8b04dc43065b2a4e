"""Checking a draft and answering many questions, with scripts and without."""

from __future__ import annotations

import csv
import zipfile
from io import StringIO
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from driving import complaints, one, texts, until, window
from lxml import etree
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser

DRAFT = "109 年度「減少職業災害的發生」，106 年度「減少職業災害的發生」。「減少職業傷害的發生」。「全無此事可言」"


@pytest.fixture(params=["scripts", "no scripts"])
def visitor(request: pytest.FixtureRequest, browser: Chrome) -> Chrome:
    off = request.param == "no scripts"
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": off})
    return browser


def _read(browser: Chrome, selector: str) -> list[str]:
    """The texts of elements, without a script of our own."""
    return [item.text for item in browser.find_elements(By.CSS_SELECTOR, selector)]


def _check_draft(browser: Chrome, site: str, draft: str = DRAFT) -> None:
    browser.get(f"{site}/verify")
    one(browser, "#draft").send_keys(draft)
    one(browser, "main form button").click()
    until(browser, lambda: _read(browser, "#result"))


def test_each_quotation_is_marked(visitor: Chrome, site: str) -> None:
    _check_draft(visitor, site)
    assert _read(visitor, ".check .tag") == ["相符", "出處不符", "有出入", "查無"]
    assert len(_read(visitor, ".check .notice.warn")) == 1
    differing = one(visitor, ".check.differs")
    assert [item.text for item in differing.find_elements(By.TAG_NAME, "del")]
    assert [item.text for item in differing.find_elements(By.TAG_NAME, "ins")]
    # The draft is there to be mended, and nowhere in the address.
    assert one(visitor, "#draft").get_attribute("value") == DRAFT
    assert visitor.current_url == f"{site}/verify"
    link = one(visitor, ".check.found a")
    link.click()
    until(visitor, lambda: "/p/mol-109-plan" in visitor.current_url)


def test_many_questions_become_files(visitor: Chrome, site: str, tmp_path: Path) -> None:
    told = {"behavior": "allow", "downloadPath": str(tmp_path)}
    visitor.execute_cdp_cmd("Browser.setDownloadBehavior", told)
    visitor.get(f"{site}/batch")
    one(visitor, "#questions").send_keys("職業災害\n恐龍\n")
    one(visitor, "main form button").click()

    def finished() -> bool:
        if _read(visitor, "h1") == ["批次查詢：已完成"]:
            return True
        one(visitor, "a.button").click()
        return False

    until(visitor, finished)
    for link in visitor.find_elements(By.CSS_SELECTOR, "main a[download]"):
        link.click()
    until(visitor, lambda: len([*tmp_path.glob("*.[oc][ds][tsv]")]) == 3)
    (odt,), (sheet,) = tmp_path.glob("*.odt"), tmp_path.glob("*.csv")
    with zipfile.ZipFile(odt) as archive:
        said = "".join(etree.fromstring(archive.read("content.xml")).itertext())
    for part in ("批次查詢，共 2 題", "減少職業災害的發生", "全文沒有「恐龍」"):
        assert part in said
    rows = list(csv.reader(StringIO(sheet.read_text("utf-8-sig"), newline="")))
    assert len(rows) > 1


def test_a_file_of_questions_is_taken_and_a_bad_one_refused(
    visitor: Chrome, site: str, tmp_path: Path
) -> None:
    good, bad = tmp_path / "題目.csv", tmp_path / "題目.ods"
    good.write_text("編號,問題\n1,雇主\n", "utf-8")
    bad.write_bytes(b"\x7fELF\x00")
    for path, heading in ((good, "批次查詢："), (bad, "查詢條件有部分無法辨識")):
        visitor.get(f"{site}/batch")
        one(visitor, "#file").send_keys(str(path))
        one(visitor, "main form button").click()
        until(visitor, lambda heading=heading: "".join(_read(visitor, "h1")).startswith(heading))
    assert _read(visitor, ".problems li") == ["這個檔案讀不出題目（請上傳純文字、CSV 或 ODS 檔）"]


@pytest.mark.parametrize("width", [320, 1280])
def test_results_fit_the_window_and_complain_of_nothing(
    browser: Chrome, site: str, width: int
) -> None:
    window(browser, width)
    _check_draft(browser, site, DRAFT + "「" + "長" * 300 + "」")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert texts(browser, ".check")
    assert complaints(browser) == []


def test_a_reference_can_be_fetched_from_a_passage_s_page(visitor: Chrome, site: str) -> None:
    visitor.get(f"{site}/p/mol-109-plan-word-goal-1")
    one(visitor, "a[href$='citation.txt']").click()
    until(visitor, lambda: visitor.current_url.endswith("citation.txt"))
    assert "預防職業災害" in one(visitor, "body").text
