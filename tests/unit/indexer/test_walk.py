"""The files of a corpus are found in order, and what is left out is left out on purpose."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.roots import labelled
from indexer.walk import Walked
from indexer.walk import walk as walk_roots
from indexer.watch import snapshot


def walk(paths: Sequence[Path]) -> Walked:
    return walk_roots(labelled(paths))


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("內容", "utf-8")


def names(*roots: Path) -> list[str]:
    return [one.name for one in walk(roots).found]


def test_folders_are_walked_by_name(tmp_path: Path) -> None:
    make(tmp_path / "c", "b.txt", "a/z.pdf", "a/y.odt", "甲.md")
    assert names(tmp_path / "c") == ["c/a/y.odt", "c/a/z.pdf", "c/b.txt", "c/甲.md"]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.txt",
        ".git/a.txt",
        "corpus.toml",
        "make.py",
        "README.md",
        "~$a.docx",
        "Thumbs.db",
        "x.part",
    ],
)
def test_helpers_are_passed_over(tmp_path: Path, name: str) -> None:
    make(tmp_path / "c", name, "a.txt")
    walked = walk([tmp_path / "c"])
    assert [one.name for one in walked.found] == ["c/a.txt"]
    assert walked.refused == ()


def test_unknown_endings_are_tried(tmp_path: Path) -> None:
    make(tmp_path / "c", "a.xyz", "b", "c.png")
    assert names(tmp_path / "c") == ["c/a.xyz", "c/b", "c/c.png"]


def test_a_file_given_by_name_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    make(tmp_path, "README.md")
    assert names(tmp_path / "README.md") == ["README.md"]


def test_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    make(tmp_path, "x/c/a.txt", "y/c/a.txt")
    found = names(tmp_path / "x/c", tmp_path / "y/c")
    assert len(set(found)) == 2
    assert all(name.endswith("/c/a.txt") for name in found)


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    make(tmp_path, "secret.txt", "c/a.txt")
    (tmp_path / "c/out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "c/outdir").symlink_to(tmp_path)
    (tmp_path / "c/broken.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "c/loop").symlink_to(tmp_path / "c/loop")
    walked = walk([tmp_path / "c"])
    assert [one.name for one in walked.found] == ["c/a.txt"]
    assert sorted(one.file for one in walked.refused) == [
        "c/broken.txt",
        "c/loop",
        "c/out.txt",
        "c/outdir",
    ]
    assert all(one.reason and one.remedy for one in walked.refused)


def test_links_inside_the_folder_do_no_harm(tmp_path: Path) -> None:
    make(tmp_path, "c/a.txt", "c/sub/b.txt")
    (tmp_path / "c/same").symlink_to(tmp_path / "c")
    (tmp_path / "c/again.txt").symlink_to(tmp_path / "c/a.txt")
    assert names(tmp_path / "c") == ["c/a.txt", "c/again.txt", "c/sub/b.txt"]


def test_names_that_are_no_text_are_shown_with_escapes(tmp_path: Path) -> None:
    make(tmp_path, "c/a.txt")
    (tmp_path / "c" / b"\xa4\xa4.txt".decode("utf-8", "surrogateescape")).write_text("x")
    found = names(tmp_path / "c")
    assert [name.encode() for name in found]
    assert len(found) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be there")
def test_names_that_a_terminal_would_obey_are_shown_with_escapes(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J\n\u202etxt.txt").write_text("甲", "utf-8")
    (found,) = walk([tmp_path]).found
    assert found.name == f"{tmp_path.name}/a\\x1b[2J\\n\\u202etxt.txt"
    assert found.path.read_text("utf-8") == "甲"


def test_archives_are_read_as_folders(tmp_path: Path) -> None:
    make(tmp_path, "c/a.txt")
    with zipfile.ZipFile(tmp_path / "c/年度.zip", "w") as file:
        file.writestr("內/b.txt", "內容")
        file.writestr("../out.txt", "內容")
        file.writestr("make.py", "print()")
    walked = walk([tmp_path / "c"])
    assert [one.name for one in walked.found] == ["c/a.txt", "c/年度.zip/內/b.txt"]
    assert [one.file for one in walked.refused] == ["c/年度.zip/../out.txt"]


def test_folders_may_lie_deeper_than_calls_go(tmp_path: Path) -> None:
    # By steps: one call for the whole path recurses too, both ways.
    folders = [tmp_path / "corpus"]
    folders += (folders[0] / "/".join("d" * depth) for depth in range(1, 1_200))
    file = folders[-1] / "a.txt"
    try:
        for folder in folders:
            folder.mkdir()
        file.write_text("一", "utf-8")
        (found,) = walk([tmp_path / "corpus"]).found
        assert found.path == file
        assert (str(file), 3) in {(name, size) for name, _, size in snapshot([tmp_path])}
    finally:
        file.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()
