from __future__ import annotations

from pathlib import Path

import pytest

from indexer.file_lists import is_file_list, lists_files

NAMES = ["plan-109.txt", "plan-110.pdf", "計畫書110年.odt"]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("檔名\t標題\nplan-109.txt\t甲\nplan-110.pdf\t乙\n", True),
        # Names without their endings, in any column, in any of the usual delimiters.
        ("標題,檔名\n甲,Plan-109\n乙,計畫書110年\n", True),
        # Of a longer list only some files are here.
        (
            "slug\ttitle\nplan-108\t甲\nplan-109\t乙\nplan-110\t丙\nplan-111\t丁\nplan-112\t戊\n",
            True,
        ),
        ("標題|檔名\n甲| ./docs/plan-109.txt\n乙|plan-110.pdf\n", True),
        # A plan whose text names a file, or whose rows are numbered like one, is a plan.
        ("計畫項目\t實施內容\n訪查\t見 plan-109.txt\n稽查\t見 plan-110.pdf\n", False),
        ("計畫項目\t附件\n訪查\tplan-109.txt\n稽查\t無\n講習\t無\n宣導\t無\n", False),
        ("plan-109.txt\nplan-110.pdf\n", False),
        ("", False),
    ],
)
def test_lists_of_files(text: str, listed: bool) -> None:
    assert lists_files(text, NAMES) is listed


def test_short_names_are_numbers_and_words_as_well() -> None:
    assert not lists_files("項次\t計畫\n1\t訪查\n2\t稽查\n", ["1.txt", "2.txt", "甲.txt"])


def test_only_texts_are_looked_into(tmp_path: Path) -> None:
    text = "plan-109.txt\t甲\nplan-110.pdf\t乙\n"
    for name in ("INDEX.tsv", "清單", "list.pdf"):
        (tmp_path / name).write_text(text, "utf-8")
    assert is_file_list(tmp_path / "INDEX.tsv", NAMES)
    assert is_file_list(tmp_path / "清單", NAMES)
    assert not is_file_list(tmp_path / "list.pdf", NAMES)
    (tmp_path / "raw.txt").write_bytes(b"\x00\xff\x00\x81")
    assert not is_file_list(tmp_path / "raw.txt", NAMES)
