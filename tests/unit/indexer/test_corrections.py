"""Sheets of corrections: written, edited, applied, and refused when the file has changed."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
import tomli_w

from indexer.corrections import SUFFIX, apply_sheet, read_sheet, split_corrected
from indexer.formats.text import read_text
from indexer.preview import sheet_of
from indexer.splitting import Described
from search.model import Source

DAMAGED = (
    Path(__file__).resolve().parents[3] / "corpus" / "sample-environment-112-plan-from-pdf.txt"
)


def _sheet(path: Path) -> dict:
    return tomllib.loads(sheet_of(path, path.parent)[0])


def _split(path: Path, sheet: str | None):
    data = path.read_bytes()
    source = Source(path.name, sha256(data).hexdigest())
    return split_corrected(read_text(data), source, Described(), sheet)


def test_damaged_passages_come_first_and_an_untouched_sheet_changes_nothing() -> None:
    text, count, damaged = sheet_of(DAMAGED, DAMAGED.parent)
    entries = tomllib.loads(text)["passage"]
    assert count == len(entries)
    assert damaged >= 1
    assert [entry.get("damaged", False) for entry in entries][:damaged] == [True] * damaged
    assert _split(DAMAGED, text) == _split(DAMAGED, None)


def test_a_damaged_passage_becomes_what_the_sheet_says() -> None:
    body = _sheet(DAMAGED)
    entry = next(e for e in body["passage"] if e["title"] == "循杯推廣計畫")
    entry["title"] = "循環杯推廣計畫"
    entry["text"] = entry["text"].replace("│還", "歸還")
    (document,) = _split(DAMAGED, tomli_w.dumps(body))
    mended = next(p for p in document.passages if p.corrected)
    assert mended.title == "循環杯推廣計畫"
    assert "歸還" in mended.text
    assert not mended.damaged
    assert mended.original is not None
    assert "│還" in mended.original
    assert sum(p.corrected for p in document.passages) == 1
    assert document.covered == document.characters


def test_borders_are_moved_by_lines() -> None:
    body = _sheet(DAMAGED)
    goals = [e for e in body["passage"] if e["kind"] == "goal"]
    first, second = goals[0], goals[1]
    start, end = first["lines"].split("-")[0], second["lines"].split("-")[1]
    body["passage"] = [e for e in body["passage"] if e not in (first, second)]
    body["passage"].append(
        {"lines": f"{start}-{end}", "kind": "goal", "title": "合併的目標", "text": "一\n二"}
    )
    (document,) = _split(DAMAGED, tomli_w.dumps(body))
    merged = next(p for p in document.passages if p.title == "合併的目標")
    assert merged.location.line == int(start)
    assert document.covered == document.characters


def test_a_passage_that_is_struck_out_is_reported_as_uncovered() -> None:
    body = _sheet(DAMAGED)
    body["passage"] = [e for e in body["passage"] if e["kind"] != "goal"]
    (document,) = _split(DAMAGED, tomli_w.dumps(body))
    assert document.covered < document.characters
    assert document.uncovered


def test_a_sheet_for_other_bytes_is_not_applied_and_says_so(tmp_path: Path) -> None:
    text = sheet_of(DAMAGED, DAMAGED.parent)[0].replace("循杯推廣計畫", "循環杯推廣計畫")
    changed = tmp_path / DAMAGED.name
    changed.write_bytes(DAMAGED.read_bytes() + "\n附記。\n".encode())
    (document,) = _split(changed, text)
    assert not any(p.corrected for p in document.passages)
    assert any("另一個版本" in warning and SUFFIX in warning for warning in document.warnings)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("passage = [", "TOML 格式有誤"),
        ("a = 1", "缺少 sha256"),
        ('sha256 = "x"\n[[passage]]\nkind = "plan"\ntitle = "a"\nplace = "1-2"', "kind 應該是"),
        ('sha256 = "x"\n[[passage]]\nkind = "goal"\nplace = "1-2"', "缺少 title"),
        ('sha256 = "x"\n[[passage]]\nkind = "goal"\ntitle = "a"', "缺少 place"),
        ('sha256 = "x"\n[[passage]]\nkind = "goal"\ntitle = 3\nplace = "1-2"', "應該是文字"),
        ('sha256 = "x"\npassage = ["a"]', "應該是一個表格"),
        (
            'sha256 = "x"\n[[passage]]\nkind = "kpi"\ntitle = "a"\nplace = "1-2"\nkpi = {a = 1}',
            "「kpi」的欄位",
        ),
        (
            'sha256 = "x"\n[[passage]]\nkind = "goal"\ntitle = "a"\nplace = "1-2"\nwhat = 1',
            "不認得的鍵",
        ),
    ],
)
def test_what_is_wrong_with_a_sheet_is_told(text: str, fault: str) -> None:
    sheet = read_sheet(text)
    assert any(fault in told for told in sheet.faults)
    assert sheet.entries == ()
    read = read_text("壹、目標\n一、甲\n（一）乙。".encode())
    source = Source("a.txt", "x")
    documents = split_corrected(read, source, Described(), None)
    (document,) = apply_sheet(sheet, documents, source, read.text)
    assert any(fault in told for told in document.warnings)
    assert document.passages == documents[0].passages


def test_a_sheet_that_no_parser_bears_costs_itself() -> None:
    (plain,) = _split(DAMAGED, None)
    for sheet in ("a = " + "[" * 100_000, "a = " + "9" * 5_000):
        (made,) = _split(DAMAGED, sheet)
        assert made.passages == plain.passages
        assert "整份略過" in made.warnings[-1]


def test_the_least_sure_come_first_behind_the_damaged_and_what_is_confirmed_is_sure() -> None:
    body = _sheet(DAMAGED)
    told = [entry["confidence"] for entry in body["passage"] if not entry.get("damaged")]
    assert told == sorted(told)
    least = next(entry for entry in body["passage"] if not entry.get("damaged"))
    assert least["confidence"] < 1
    least["confirmed"] = True
    (document,) = _split(DAMAGED, tomli_w.dumps(body))
    sure = [p for p in document.passages if p.confidence == 1]
    assert [p.title for p in sure] == [least["title"]]
    assert not sure[0].corrected


def test_a_corrected_passage_is_sure() -> None:
    body = _sheet(DAMAGED)
    body["passage"][0]["title"] = "改過的名稱"
    (document,) = _split(DAMAGED, tomli_w.dumps(body))
    assert [p.confidence for p in document.passages if p.corrected] == [1.0]
