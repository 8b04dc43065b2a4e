"""What an office puts on the site by settings, and errors that come back to it."""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from page import found, text

from indexer.preview import sheet_of
from search.config import Settings, load_settings
from search.errors import SettingError
from search.live import LiveSearcher, open_searcher
from search.store.reports import MOST_BYTES, read_reports
from web.app import create_app

GOAL = "mol-109-plan-word-goal-1"
SAMPLE = Path(__file__).parents[3] / "corpus" / "sample-fire-111-plan.html"


def _site(settings: Settings) -> FlaskClient:
    return create_app(settings, LiveSearcher(settings.data)).test_client()


def test_the_office_names_itself(data: Path, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', "utf-8")
    site = _site(
        Settings(
            data=data,
            office="示範市政府",
            contact="02-0000-0000",
            privacy="https://www.example.tw/privacy",
            logo=logo,
        )
    )
    page = site.get("/")
    assert "示範市政府 聯絡：02-0000-0000" in text(page)
    assert found(page, "//footer//a[text()='隱私權及資訊安全宣告']/@href") == [
        "https://www.example.tw/privacy"
    ]
    (image,) = found(page, "//a[@class='brand']//img/@src")
    assert site.get(image).data == logo.read_bytes()
    assert "02-0000-0000" in text(site.get("/accessibility"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("privacy", "javascript:alert(1)"),
        ("report_to", "not an address"),
        ("logo", "nowhere.svg"),
        ("logo", "setup.cfg"),
    ],
)
def test_bad_settings_are_told(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name.replace("_", "-")):
        load_settings({name: value}, {})


def test_a_report_leads_to_the_office_with_all_filled_in(data: Path) -> None:
    link = "//a[text()='回報辨識錯誤']/@href"
    assert found(_site(Settings(data=data)).get(f"/p/{GOAL}"), link) == []
    site = _site(Settings(data=data, report_to="doc@example.tw"))
    (address,) = found(site.get(f"/p/{GOAL}"), link)
    parts = urlsplit(address)
    assert (parts.scheme, parts.path) == ("mailto", "doc@example.tw")
    body = parse_qs(parts.query)["body"][0]
    for part in (GOAL, "mol-109-plan-word.docx", "第 3 行", "減少職業災害的發生"):
        assert part in body
    site = _site(Settings(data=data, report_to="https://www.example.tw/form?id=7"))
    (address,) = found(site.get(f"/p/{GOAL}"), link)
    assert address.startswith(f"https://www.example.tw/form?id=7&passage={GOAL}&place=")


def test_a_report_is_kept_and_stands_first_in_the_corrections(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "data"
    shutil.copytree(data, own)
    site = _site(Settings(data=own, reports=True))
    form = f"/p/{GOAL}/report"
    assert found(site.get(f"/p/{GOAL}"), "//a[text()='回報辨識錯誤']/@href") == [form]
    assert "減少職業災害的發生" in text(site.get(form))
    assert site.post(form, data={"note": " "}).status_code == 400
    sent = site.post(form, data={"note": "「災」應為「灾」\n第二行"})
    assert sent.status_code == 200
    assert "已收到" in text(sent)
    with open_searcher(own, "whoosh") as searcher:
        passage = searcher.store.passage(GOAL)
    assert passage is not None
    kept = read_reports(own, passage.source.sha256)
    assert list(kept) == [passage.location.start]
    assert "應為" in kept[passage.location.start][0]
    (own / "reports.jsonl").write_bytes(b"x" * (MOST_BYTES + 1))
    assert site.post(form, data={"note": "滿了"}).status_code == 503
    assert _site(Settings(data=own)).get(form).status_code == 404


def test_reported_passages_stand_first_in_the_sheet(tmp_path: Path) -> None:
    plain = tomllib.loads(sheet_of(SAMPLE, tmp_path)[0])
    start = int(plain["passage"][3]["place"].split("-")[0])
    line = {
        "at": "2026-12-01",
        "passage": "x",
        "file": SAMPLE.name,
        "sha256": plain["sha256"],
        "start": start,
        "title": "x",
        "note": "少一個字",
    }
    (tmp_path / "reports.jsonl").write_text(json.dumps(line) + "\nspoilt\n", "utf-8")
    first = tomllib.loads(sheet_of(SAMPLE, tmp_path)[0])["passage"][0]
    assert first["place"] == plain["passage"][3]["place"]
    assert first["reported"] == ["少一個字"]


def test_home_answers_a_question_and_names_what_is_new(data: Path) -> None:
    page = _site(replace(Settings(), data=data)).get("/")
    assert "最新：" in text(page)
    for address in found(page, "//ul[@class='asked']//a/@href"):
        answer = _site(Settings(data=data)).get(address)
        assert found(answer, "//section[contains(@class, 'answer')]")
