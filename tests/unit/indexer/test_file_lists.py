from __future__ import annotations

from pathlib import Path

import pytest

from indexer.file_lists import lists_files, may_list_files

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


def test_only_small_texts_that_name_files_may_be_lists(tmp_path: Path) -> None:
    def may(name: str, content: bytes) -> bool:
        (tmp_path / name).write_bytes(content)
        return may_list_files(tmp_path / name, NAMES)

    text = "Plan-109.txt\t甲\n計畫書110年.odt\t乙\n"
    for codec in ("utf-8", "cp950", "utf-16"):
        assert may("INDEX.tsv", text.encode(codec))
    assert may("清單", text.encode())
    assert not may("list.pdf", text.encode())
    assert not may("INDEX.tsv", "plan-109.txt\t甲\n".encode())
    assert not may("INDEX.tsv", text.encode() + b" " * 1024 * 1024)


def test_a_table_that_no_reader_of_csv_takes_is_no_list() -> None:
    assert not lists_files('檔名,"' + "甲" * 200_000 + "\n乙,丙\n", NAMES)
    assert not lists_files("\t" * 200_000 + "\n" + "a\tb\n" * 200_000, NAMES)
