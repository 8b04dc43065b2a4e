"""A generation is in service whole or not at all, and every damage is found."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from search.errors import Damaged, NoIndex, Outdated
from search.store import generation

VERSIONS = {"store": "1", "analyzer": "x", "engine": "whoosh"}
FILES = {"store.sqlite": 3000, "index/a.seg": 5000, "index/deep/b.toc": 1}


def build(data: Path, fingerprint: str) -> Path:
    folder = generation.start(data)
    noise = random.Random(fingerprint)  # noqa: S311  repeatable, not secret
    for name, size in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(noise.randbytes(size))
    generation.seal(
        folder, versions=VERSIONS, documents=1, passages=2, failed=0, fingerprint=fingerprint
    )
    return generation.switch(data, folder)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with generation.build_lock(tmp_path / "資 料"):
        build(tmp_path / "資 料", "old")
        build(tmp_path / "資 料", "new")
    return tmp_path / "資 料"


def in_service(data: Path) -> str:
    return generation.open_newest(data, VERSIONS).manifest.fingerprint


def newest(data: Path) -> Path:
    return data / "generations" / generation.pointed(data)[0]


def test_the_newest_is_in_service(data: Path) -> None:
    opened = generation.open_newest(data, VERSIONS)
    assert opened.manifest.fingerprint == "new"
    assert opened.problems == ()
    assert set(opened.manifest.files) == set(FILES)


def test_there_is_no_index_at_first(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="zhengsuo index"):
        generation.open_newest(tmp_path / "none", VERSIONS)
    assert not (tmp_path / "none").exists()


def test_only_the_one_before_is_kept(data: Path) -> None:
    with generation.build_lock(data):
        build(data, "newest")
    assert in_service(data) == "newest"
    names = sorted(folder.name for folder in (data / "generations").iterdir())
    assert names == sorted(generation.pointed(data))
    assert len(names) == 2


def test_what_killed_builds_left_is_removed(data: Path) -> None:
    with generation.build_lock(data):
        left = generation.start(data)
        (left / "store.sqlite").write_bytes(b"half")
        (data / "current.00.new").write_text("half")
        build(data, "next")
    assert not left.exists()
    assert not list(data.glob("current.*"))
    assert in_service(data) == "next"


def flip(path: Path, noise: random.Random) -> None:
    whole = bytearray(path.read_bytes())
    whole[noise.randrange(len(whole))] ^= 1 << noise.randrange(8)
    path.write_bytes(whole)


def truncate(path: Path, noise: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: noise.randrange(path.stat().st_size)])


def delete(path: Path, noise: random.Random) -> None:
    path.unlink()


def lengthen(path: Path, noise: random.Random) -> None:
    path.write_bytes(path.read_bytes() + noise.randbytes(1))


@pytest.mark.parametrize("harm", [flip, truncate, delete, lengthen])
@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_damage_is_found_named_and_got_round(
    data: Path, name: str, harm: Callable[[Path, random.Random], None]
) -> None:
    noise = random.Random(name)  # noqa: S311  repeatable, not secret
    sound = data.with_name("sound")
    shutil.copytree(data, sound)
    for _ in range(12):
        harm(newest(data) / name, noise)
        opened = generation.open_newest(data, VERSIONS)
        assert opened.manifest.fingerprint == "old"
        assert name.rsplit("/", 1)[-1] in opened.problems[0]
        shutil.rmtree(data)
        shutil.copytree(sound, data)


def test_files_that_changed_places_are_found(data: Path) -> None:
    a, b = newest(data) / "index/a.seg", newest(data) / "index/deep/b.toc"
    held = a.read_bytes()
    a.write_bytes(b.read_bytes())
    b.write_bytes(held)
    assert in_service(data) == "old"


def test_a_strangers_file_is_found(data: Path) -> None:
    (newest(data) / "index" / "_MAIN_9.toc").write_bytes(b"planted")
    opened = generation.open_newest(data, VERSIONS)
    assert opened.manifest.fingerprint == "old"
    assert "_MAIN_9.toc" in opened.problems[0]


def test_a_missing_folder_is_got_round(data: Path) -> None:
    shutil.rmtree(newest(data))
    assert in_service(data) == "old"


@pytest.mark.parametrize(
    "pointer", ["", "x", "\x00\n", "00000100000000\n", "../../etc\n", "é" * 14]
)
def test_a_damaged_pointer_loses_nothing(data: Path, pointer: str) -> None:
    (data / "current").write_text(pointer, "utf-8")
    assert in_service(data) == "new"
    with generation.build_lock(data):
        generation.clean(data)
        assert in_service(data) == "new"
        build(data, "next")
    assert in_service(data) == "next"


def test_with_nothing_whole_left_the_damage_is_told(data: Path) -> None:
    for store in (data / "generations").glob("*/store.sqlite"):
        store.unlink()
    with pytest.raises(Damaged, match="讀不出來") as caught:
        generation.open_newest(data, VERSIONS)
    assert "zhengsuo index" in caught.value.remedy


def test_after_damage_the_last_good_one_is_kept_and_not_the_damaged(data: Path) -> None:
    (newest(data) / "store.sqlite").unlink()
    with generation.build_lock(data):
        build(data, "next")
    (newest(data) / "store.sqlite").unlink()
    assert in_service(data) == "old"


@pytest.mark.parametrize(
    ("part", "label"), [("analyzer", "斷詞"), ("engine", "搜尋引擎"), ("store", "儲存檔")]
)
def test_other_versions_are_refused_by_name(data: Path, part: str, label: str) -> None:
    with pytest.raises(Outdated, match=label) as caught:
        generation.open_newest(data, {**VERSIONS, part: "other"})
    assert "zhengsuo index" in caught.value.remedy


def test_searching_writes_nothing(data: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in data.rglob("*"))
    generation.open_newest(data, VERSIONS)
    assert sorted((path, path.stat().st_mtime_ns) for path in data.rglob("*")) == before
