"""Copies of the indexed files: all that the corpus holds, and nothing that it does not."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from plans import index_whatever_goes, write_plan

from indexer import pipeline
from indexer.keeping import forget, keep
from search.store import generation
from search.store.reading import Store
from search.store.sources import FOLDER, kept_file


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def kept(data: Path) -> dict[str, bytes]:
    folder = data / FOLDER
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def index(folder: Path, data: Path, *, keep_files: bool = True) -> pipeline.Report:
    return pipeline.run([folder], data, "whoosh", lambda *_: None, keep_files=keep_files)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_plan(tmp_path / "corpus" / "甲.txt")
    write_plan(tmp_path / "corpus" / "乙.txt", year=110)
    return tmp_path / "corpus"


def test_every_file_that_pages_speak_of_is_kept(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (folder / "同甲.txt").write_bytes((folder / "甲.txt").read_bytes())
    (folder / "壞.docx").write_bytes(b"PK\x03\x04 no archive")
    index(folder, data)
    files = [(folder / name).read_bytes() for name in ("甲.txt", "乙.txt")]
    assert kept(data) == {digest(content): content for content in files}
    opened = generation.open_newest(data, {})
    with Store.open(opened.folder / generation.STORE) as store:
        sources = [e.source.sha256 for held in store.documents() for e in held.editions]
    assert {*sources} == {*kept(data)}


def test_members_of_archives_are_kept_as_files_of_their_own(folder: Path, tmp_path: Path) -> None:
    content = (folder / "甲.txt").read_bytes()
    with zipfile.ZipFile(folder / "計畫.zip", "w") as archive:
        archive.writestr("內/甲.txt", content)
    (folder / "甲.txt").unlink()
    (folder / "乙.txt").unlink()
    data = tmp_path / "data"
    index(folder, data)
    assert kept(data) == {digest(content): content}


def test_what_changed_stays_for_one_round_and_then_goes(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index(folder, data)
    old = digest((folder / "甲.txt").read_bytes())
    with (folder / "甲.txt").open("a", encoding="utf-8") as plan:
        plan.write("三、其他事項\n（一）辦理檔案清查。\n")
    new = digest((folder / "甲.txt").read_bytes())
    index(folder, data)
    assert {old, new} < {*kept(data)}
    # A copy is no link: what was kept does not change with the file.
    assert digest(kept(data)[old]) == old
    write_plan(folder / "丙.txt", year=112)
    index(folder, data)
    assert old not in kept(data)


def test_what_left_stays_as_long_as_it_can_be_brought_back(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index(folder, data)
    old = digest((folder / "乙.txt").read_bytes())
    (folder / "乙.txt").unlink()
    index_whatever_goes(folder, data)
    # The generation before, and each of those that another document leaves, take a turn.
    for year in range(111, 111 + 2 + generation.MOST_LASTING):
        assert old in kept(data)
        write_plan(folder / "丙.txt", year=year)
        index_whatever_goes(folder, data)
    assert old not in kept(data)


def test_a_lost_copy_comes_back(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index(folder, data)
    before = kept(data)
    for path in (data / FOLDER).iterdir():
        path.unlink()
    assert not index(folder, data).changed
    assert kept(data) == before


def test_nothing_is_kept_where_that_is_switched_off(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index(folder, data, keep_files=False)
    assert kept(data) == {}
    index(folder, data)
    assert len(kept(data)) == 2
    index(folder, data, keep_files=False)
    assert kept(data) == {}


def test_a_file_that_changed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("新的內容", "utf-8")
    data = tmp_path / "data"
    assert keep(data, [(digest("舊的內容".encode()), path)]) == ("甲.txt",)
    assert keep(data, [(digest(b""), tmp_path / "不在.txt")]) == ("不在.txt",)
    assert kept(data) == {}


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    name = digest(b"a")
    (data / FOLDER).mkdir(parents=True)
    (data / FOLDER / name).write_bytes(b"a")
    (data / FOLDER / f"{digest(b'b')}.new").write_bytes(b"")
    forget(data, [name])
    assert {*kept(data)} == {name}
    forget(tmp_path / "nowhere", [])


@pytest.mark.parametrize(
    "text", ["", "..", "current", "A" * 64, "0" * 63, "0" * 64 + "\n", "../" + "0" * 61]
)
def test_only_a_hash_becomes_a_path(text: str) -> None:
    assert kept_file(Path("data"), text) is None
    assert kept_file(Path("data"), "0" * 64) == Path("data/files") / ("0" * 64)
