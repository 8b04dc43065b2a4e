"""A disk that fails at any write leaves the old index in service, and the next build works."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from plants import ROOT, folders, is_sound, state_of, write_state

from indexer import pipeline
from indexer.engine_build import NO_SPACE, build_engine
from search.errors import DataError

resource = pytest.importorskip("resource")


def index(corpus: Path, data: Path) -> None:
    pipeline.run([corpus], data, "whoosh", lambda *_: None)


@pytest.fixture
def indexed(tmp_path: Path) -> tuple[Path, Path]:
    corpus, data = tmp_path / "corpus", tmp_path / "資料夾"
    write_state(corpus, 0)
    index(corpus, data)
    write_state(corpus, 1)
    return corpus, data


@contextmanager
def largest_file(size_bytes: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_the_next_build_works(indexed: tuple[Path, Path]) -> None:
    corpus, data = indexed
    with (
        largest_file(20_000),
        pytest.raises(DataError, match=r"空間不足.*[\d,]+ 位元組") as caught,
    ):
        index(corpus, data)
    assert str(data) in caught.value.message
    assert state_of(data) == 0
    assert len(folders(data)) == 1
    index(corpus, data)
    assert state_of(data) == 1


def test_an_engine_without_room_says_so(indexed: tuple[Path, Path], tmp_path: Path) -> None:
    store = next(indexed[1].glob("generations/*/store.sqlite"))
    folder = tmp_path / "index"
    folder.mkdir()
    with largest_file(10_000), pytest.raises(OSError, match="no space") as caught:
        build_engine("whoosh", store, folder, lambda _: None)
    assert caught.value.errno in NO_SPACE


def fill_a_small_disk(corpus: Path, disk: Path, victim: str) -> None:
    """Index twice on a disk that is full the second time; run in a process of its own."""
    index(corpus, disk / "data")
    ballast = disk / "ballast"
    store = next(disk.glob("data/generations/*/store.sqlite")).stat().st_size
    left = store // 2 if victim == "store" else store + 16_384
    room = os.statvfs(disk)
    ballast.write_bytes(b"\0" * (room.f_bavail * room.f_bsize - left))
    write_state(corpus, 1)
    with pytest.raises(DataError, match="空間不足") as caught:
        index(corpus, disk / "data")
    assert str(disk) in caught.value.message
    assert state_of(disk / "data") == 0
    ballast.unlink()
    index(corpus, disk / "data")
    assert state_of(disk / "data") == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounting needs root")
@pytest.mark.parametrize("victim", ["store", "engine"])
def test_a_small_disk_fills_up(tmp_path: Path, victim: str) -> None:
    write_state(tmp_path / "corpus", 0)
    disk = tmp_path / "disk"
    disk.mkdir()
    # In a name space of its own the mount goes when the process goes.
    apart = ["unshare", "--mount", "sh", "-c"]
    mount = f"mount -t tmpfs -o size=2500k tmpfs '{disk}'"
    if subprocess.run([*apart, mount], check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine does not let tests mount")
    code = (
        f"import sys; sys.path[:0] = {[str(Path(__file__).parent), str(ROOT)]!r};"
        "from pathlib import Path; from test_disk import fill_a_small_disk;"
        f"fill_a_small_disk(Path({str(tmp_path / 'corpus')!r}), Path({str(disk)!r}), {victim!r})"
    )
    script = tmp_path / "fill.py"
    script.write_text(code, "utf-8")
    done = subprocess.run(
        [*apart, f"{mount} && exec '{sys.executable}' '{script}'"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["fsync", "rename", "replace"])
def test_each_failing_call_leaves_the_old_or_the_new(
    indexed: tuple[Path, Path], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, data = indexed
    owner = os if name == "fsync" else Path
    real: Callable[..., object] = getattr(owner, name)
    state, number = 0, 0
    while True:
        number += 1
        left = [number]

        def failing(*args: object, left: list[int] = left, **kwargs: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                raise OSError(errno.EIO, "failing on purpose")
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, failing)
        try:
            index(corpus, data)
        except DataError:
            monkeypatch.setattr(owner, name, real)
            assert state_of(data) in (state, 1 - state)
            assert is_sound(data)
            if state_of(data) != state:
                state = 1 - state
                write_state(corpus, 1 - state)
            continue
        monkeypatch.setattr(owner, name, real)
        break
    assert number > 1
    assert state_of(data) == 1 - state


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_told(indexed: tuple[Path, Path]) -> None:
    corpus, data = indexed
    data.chmod(0o500)
    try:
        with pytest.raises(DataError, match="無法寫入"):
            index(corpus, data)
        assert state_of(data) == 0
    finally:
        data.chmod(0o700)


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    write_state(tmp_path / "corpus", 0)
    (tmp_path / "data").write_text("a file")
    with pytest.raises(DataError, match="無法寫入"):
        index(tmp_path / "corpus", tmp_path / "data")


def test_the_engine_builds_in_a_process_that_ends_with_ours(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, os\n"
        "from indexer.engine_build import _START\n"
        "child = subprocess.Popen([sys.executable, '-c', _START.format(path=sys.path)],"
        " stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    import psutil

    pid = int(done.stdout)
    if psutil.pid_exists(pid):
        psutil.Process(pid).wait(timeout=20)
