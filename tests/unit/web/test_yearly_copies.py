"""Yearly copies on the results page: folded under the first, counted as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from page import body_of, found

from indexer import pipeline
from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

PLAN = """示範市政府農業局{year}年度施政計畫

壹、年度施政目標

一、復耕里山水田
（一）補助農戶復耕水梯田，並辦理生態監測與食農教育。
（二）{year}年度邀集學校認養田區，收成供應營養午餐。
"""


@pytest.fixture
def site(tmp_path: Path) -> FlaskClient:
    folder = tmp_path / "plans"
    folder.mkdir()
    for year in (106, 107, 108):
        (folder / f"{year}.txt").write_text(PLAN.format(year=year), "utf-8")
    data = tmp_path / "data"
    pipeline.run([folder], data, "whoosh", lambda *_: None)
    return create_app(Settings(data=data), LiveSearcher(data)).test_client()


def test_the_same_of_other_years_is_folded_and_counts_stay(site: FlaskClient) -> None:
    page = site.get("/search?q=水梯田")
    assert found(page, "//*[@id='total']/strong") == ["3"]
    assert len(found(page, "//ol[@class='hits']/li")) == 1
    assert found(page, "//details[@class='copies']/summary") == ["另有 2 個年度的相同文字"]
    assert len(found(page, "//details[@class='copies']//a[starts-with(@href, '/p/')]")) == 2
    assert len(found(page, "//details[@class='copies']//button[@form='keep']")) == 2


def test_the_api_lists_all_and_names_the_first(site: FlaskClient) -> None:
    body = body_of(site.get("/api/v1/search?q=水梯田"))
    first, *others = body["hits"]
    assert (body["total"], first["same_text_as"]) == (3, None)
    assert [hit["same_text_as"] for hit in others] == [first["id"], first["id"]]
