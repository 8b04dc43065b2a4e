"""Each stage of reading can be seen, with what decided."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.explain import STAGES, Explained, ExplainJob, Stage, explain, line_of
from indexer.formats import read_file
from indexer.meaning.weights import ROLE_NAMES
from indexer.splitting import Described
from indexer.tables import weights
from search.errors import DocumentError

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
PLAN = """示範市政府勞工局109年度施政計畫
壹、年度施政目標
一、提升職場安全
（一）辦理訪視。
二、促進就業
（一）辦理徵才活動，並提供諮詢。
貳、年度重要計畫
工作計畫名稱\t重要計畫項目\t神祕欄
勞動檢查\t營造減災\t辦理營造工地稽查，並追蹤改善。
就業服務\t青年就業\t辦理職涯講座；媒合青年就業。
參、其他
說明文字。
"""


def stage(path: Path, name: Stage) -> tuple[Explained, ...]:
    return explain(ExplainJob(path, path.name, Described(), name))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    return path


def test_lines_tell_what_belongs_to_pages(tmp_path: Path) -> None:
    path = tmp_path / "paged.txt"
    pages = [f"示範市施政計畫\n第{n}項工作內容說明。\n- {n} -\n" for n in range(1, 6)]
    path.write_text("\f".join(pages), "utf-8")
    lines = stage(path, "lines")
    assert [one.text for one in lines if one.what == "本文"][-1] == "第5項工作內容說明。"
    assert {one.what for one in lines if one.why} >= {"頁碼"}


def test_lines_of_a_pdf_stand_where_they_are_printed() -> None:
    first = stage(CORPUS / "sample-health-111-plan.pdf", "lines")[0]
    assert (first.place, first.text) == ("第 1 頁", "示範市政府衛生局111年度施政計畫")
    assert 0 < first.details["x0"] < first.details["x1"]


def test_a_format_that_marks_paragraphs_has_no_lines() -> None:
    with pytest.raises(DocumentError, match="沒有行可列"):
        stage(CORPUS / "sample-labor-107-plan.docx", "lines")


@pytest.mark.parametrize("name", ["sample-labor-107-plan.docx", "sample-health-111-plan.pdf"])
def test_blocks_are_those_that_the_reader_gives(name: str) -> None:
    assert len(stage(CORPUS / name, "blocks")) == len(read_file(CORPUS / name).blocks)


def test_tables_tell_their_head_and_what_each_column_is_by(plan: Path) -> None:
    table, *columns = stage(plan, "tables")
    assert table.what == "表格 1：project"
    assert "表頭第 1 列" in table.why
    assert "work_program" in table.why
    assert [one.what for one in columns] == ["work_program", "project", "content"]
    assert columns[0].why == "欄名「工作計畫名稱」"
    # What decides of an unknown header is the sum of the weights that are told.
    told = [float(score) for score in re.findall(r" ([+-]\d+\.\d+)", columns[2].why)]
    total = float(re.findall(r"合計 (\d+\.\d+)", columns[2].why)[0])
    assert total == pytest.approx(sum(told), abs=0.03)
    assert total >= weights.LEAST


def test_the_outline_tells_why_a_heading_stands_where_it_stands(plan: Path) -> None:
    outline = {one.text: one for one in stage(plan, "outline")}
    assert [outline[text].depth for text in ("壹、年度施政目標", "一、提升職場安全")] == [1, 2]
    assert "新的編號樣式" in outline["一、提升職場安全"].why
    assert "「壹、年度施政目標」" in outline["一、提升職場安全"].why
    assert "同樣式" in outline["二、促進就業"].why


def test_roles_tell_the_rule_that_decided(plan: Path) -> None:
    roles = [(one.text, one.what) for one in stage(plan, "roles")[1:]]
    assert ("壹、年度施政目標", "目標的章節或分組") in roles
    assert ("一、提升職場安全", "施政目標") in roles
    assert ("貳、年度重要計畫", "計畫的章節或領域") in roles
    assert ("參、其他", "敘述") in roles
    assert all(one.why and one.details["margin"] for one in stage(plan, "roles")[1:])


def test_every_sample_is_explained_at_every_stage() -> None:
    for path in sorted(CORPUS.glob("sample-*")):
        for name in STAGES:
            if name == "lines" and path.suffix not in (".txt", ".pdf"):
                continue
            for one in stage(path, name):
                assert line_of(one).strip()
                assert name != "roles" or one.what in {"文件", *ROLE_NAMES.values()}
