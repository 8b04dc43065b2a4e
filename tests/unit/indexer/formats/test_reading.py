from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from made import docx, odt, p, pdf, xlsx

from indexer.blocks import ReadFile
from indexer.formats import read_bytes, read_file, sniff
from search.errors import DocumentError
from search.sandbox import limits
from search.sandbox.pool import ReaderPool

CELL = '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c></row></sheetData>'
FLAT = (
    '<?xml version="1.0"?><office:document xmlns:office='
    '"urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text='
    '"urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>甲</text:p>'
    "</office:text></office:body></office:document>"
)
FILES: dict[str, bytes] = {
    "docx": docx(p("甲")),
    "odt": odt("<text:p>甲</text:p>"),
    "fodt": FLAT.encode(),
    "ods": odt(
        "<table:table><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell>"
        "</table:table-row></table:table>",
        kind="spreadsheet",
    ),
    "xlsx": xlsx(CELL),
    "pdf": pdf([([(60, 80, "甲")], [])]),
    "html": "<!DOCTYPE html><p>甲</p>".encode(),
    "csv": "甲,乙\n丙,丁\n".encode("cp950"),
    "text": "甲\n".encode("utf-16"),
    "rtf": b"{\\rtf1 x}",
}


@pytest.mark.parametrize("format_name", FILES)
def test_a_format_is_known_by_its_content(format_name: str) -> None:
    assert sniff(FILES[format_name], ".wrong") == format_name


@pytest.mark.parametrize("format_name", [name for name in FILES if name != "rtf"])
def test_every_format_is_read_by_one_door(format_name: str) -> None:
    read = read_bytes(FILES[format_name])
    assert read.text.startswith("甲")
    assert read.blocks


@pytest.fixture
def children() -> Callable[[], set[psutil.Process]]:
    """What has been started since; a browser may be a child of this process, too."""
    before = set(psutil.Process().children())
    return lambda: set(psutil.Process().children()) - before


def test_files_come_back_in_order_and_children_are_used_again(
    tmp_path: Path, children: Callable[[], set[psutil.Process]]
) -> None:
    paths = []
    for number in range(12):
        path = tmp_path / f"{number}.docx"
        # The first is the slowest, so that order does not come by itself.
        path.write_bytes(docx(p(f"第{number}份") * (2000 if number == 0 else 1)))
        paths.append(path)
    paths.insert(3, tmp_path / "none.docx")
    with ReaderPool() as pool:
        assert not children()
        seen = []
        used: set[psutil.Process] = set()
        for path, outcome in pool.run(read_file, paths):
            seen.append(path)
            used |= children()
            assert isinstance(outcome, DocumentError) == (path.name == "none.docx")
            if isinstance(outcome, ReadFile):
                assert outcome == read_file(path)
    assert seen == paths
    assert 1 <= len(used) <= 2


def test_a_worker_is_replaced_after_its_files(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    children: Callable[[], set[psutil.Process]],
) -> None:
    monkeypatch.setattr(limits, "FILES_A_WORKER", 2)
    path = tmp_path / "a.docx"
    path.write_bytes(FILES["docx"])
    used: set[psutil.Process] = set()
    with ReaderPool(workers=1) as pool:
        for _ in range(4):
            pool.one(read_file, path)
            used |= children()
    assert len(used) == 2


def test_reading_in_a_child_does_not_run_the_program_again(
    tmp_path: Path, children: Callable[[], set[psutil.Process]]
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(FILES["docx"])
    with ReaderPool(workers=1) as pool:
        pool.one(read_file, path)
        (child,) = children()
        assert "pytest" not in " ".join(child.cmdline()[:1])
        assert os.getpid() == child.ppid()


def test_a_pool_that_is_closed_reads_no_more(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(FILES["docx"])
    pool = ReaderPool()
    pool.close()
    with pytest.raises(DocumentError, match="停止"):
        pool.one(read_file, path)


def test_a_name_that_tells_another_format_is_told() -> None:
    read = read_bytes("<html><body><p>甲。</p></body></html>".encode(), ".pdf")
    assert read.warnings == ("副檔名是 .pdf，內容其實是 HTML，已依內容讀取",)
    assert read_bytes("甲。".encode(), ".txt").warnings == ()
