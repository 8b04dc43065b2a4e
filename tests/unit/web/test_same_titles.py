"""Documents that are called the same are told apart by their files."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from page import found, text

from indexer import pipeline
from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

CHAPTERS = {
    "moea.txt": ("經濟", ("招商引資，鼓勵臺商回流設廠", "輔導中小企業數位轉型")),
    "motc.txt": ("交通", ("老舊橋梁補強，汛期前巡檢完畢", "鐵路平交道改建為立體交叉")),
    "coa.txt": ("農業", ("水稻收入保險試辦三個縣市", "漁港疏濬並設置冷鏈倉儲")),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("same")
    _write(folder / "in")
    pipeline.run([folder / "in"], folder / "data", "whoosh", lambda stage, done, total: None)
    settings = Settings(data=folder / "data")
    return create_app(settings, LiveSearcher(folder / "data")).test_client()


def _write(folder: Path) -> None:
    folder.mkdir()
    for name, (field, works) in CHAPTERS.items():
        items = [f"{'一二'[place]}、{work}\n{work}。" for place, work in enumerate(works)]
        lines = ("行政院施政書面報告", "", f"壹、{field}", "", *items, "")
        (folder / name).write_text("\n".join(lines), "utf-8")


def test_silent_documents_are_named_with_their_files(client: FlaskClient) -> None:
    said = text(client.post("/export/print?q=招商"))
    named = {name for name in CHAPTERS if f"行政院施政書面報告（{name}）" in said}
    assert named == {"coa.txt", "motc.txt"}


def test_a_choice_to_compare_tells_them_apart(client: FlaskClient) -> None:
    labels = found(client.get("/compare"), "//select[@id='a']//option/text()")
    assert {f"行政院施政書面報告（{name}）" for name in CHAPTERS} <= set(labels)
