"""What a catalogue says is used, and what it says wrongly is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.catalogue import load_catalogue, parse_catalogue
from indexer.splitting import Described

WHOLE = """
["計畫 甲.txt"]
title = "勞動部106年度施政計畫"
agency = "勞動部"
year_roc = 106
document_kind = "施政計畫"
source = "勞動部網站"
"""


def test_an_entry_says_all() -> None:
    catalogue = parse_catalogue(WHOLE)
    assert catalogue.warnings == ()
    assert catalogue.describes("計畫 甲.txt") == Described(
        title="勞動部106年度施政計畫",
        agency="勞動部",
        year=2017,
        document_kind="施政計畫",
        origin="勞動部網站",
    )
    assert catalogue.describes("other.txt") == Described()


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('["a.txt"]\nyear = 106', ("a.txt", "year", "year_roc")),
        ('["a.txt"]\nyear_roc = 2017', ("a.txt", "year_roc")),
        ('["a.txt"]\nyear_roc = "106"', ("a.txt", "year_roc")),
        ('["a.txt"]\nyear_roc = true', ("a.txt", "year_roc")),
        ('["a.txt"]\ntitle = 3', ("a.txt", "title")),
        ('["a.txt"]\nagency = " "', ("a.txt", "agency")),
        ('title = "忘了檔名"', ("title",)),
    ],
)
def test_a_fault_is_named_with_its_file(toml: str, words: tuple[str, ...]) -> None:
    catalogue = parse_catalogue(toml)
    assert len(catalogue.warnings) == 1
    assert all(word in catalogue.warnings[0] for word in words)


def test_a_fault_leaves_the_rest_of_its_entry() -> None:
    found = parse_catalogue('["a"]\nagency = "勞動部"\nyear_roc = "x"').describes("a")
    assert found == Described(agency="勞動部")


def test_what_is_no_toml_is_told_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text("[", "utf-8")
    catalogue = load_catalogue(tmp_path)
    assert "格式有誤" in catalogue.warnings[0]
    assert str(tmp_path / "corpus.toml") in catalogue.warnings[0]


def test_what_no_parser_bears_is_told(tmp_path: Path) -> None:
    for text in ("a = " + "[" * 100_000, "a = " + "9" * 5_000, "a = 1 " * 1_000_000):
        (tmp_path / "corpus.toml").write_text(text, "utf-8")
        (warning,) = load_catalogue(tmp_path).warnings
        assert "整份目錄略過" in warning


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_bytes('["甲"]'.encode("big5"))
    assert "讀不出來" in load_catalogue(tmp_path).warnings[0]


def test_an_entry_without_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(WHOLE, "utf-8-sig")
    assert "計畫 甲.txt" in load_catalogue(tmp_path).warnings[0]
    (tmp_path / "計畫 甲.txt").touch()
    assert load_catalogue(tmp_path).warnings == ()


def test_a_folder_needs_no_catalogue(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path).warnings == ()
