"""The archive for machines without a network: made, unpacked, installed, served and asked."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACHINE = Path(__file__).parent / "offline_machine.py"
NAMESPACE = ("unshare", "--map-root-user", "--net")
PROMISED = ("README.txt", "SHA256SUMS", "install.bat", "install.sh", "requirements.txt")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the archive is made and tried on Linux"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The archive, unpacked under a name with a space and Chinese characters."""
    work = tmp_path_factory.mktemp("offline")
    made = subprocess.run(
        [sys.executable, ROOT / ".ci" / "offline" / "bundle.py", "--output", work],
        capture_output=True,
        text=True,
    )
    if "Could not find a version" in made.stderr and made.returncode:
        pytest.skip("pip cannot fetch packages here")
    assert made.returncode == 0, made.stderr
    place = work / "離線 安裝"
    with zipfile.ZipFile(made.stdout.strip()) as packed:
        packed.extractall(place)
    yield next(place.iterdir())
    shutil.rmtree(work)


def _cut() -> tuple[str, ...]:
    """What cuts a process off from the network; nothing where that is not permitted."""
    if shutil.which("unshare") is None:
        return ()
    allowed = subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0
    return NAMESPACE if allowed else ()


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few of the samples, so that indexing them takes a moment only."""
    place = tmp_path_factory.mktemp("documents") / "施政計畫"
    place.mkdir()
    for name in (
        "corpus.toml",
        "sample-labor-109-plan-from-word.txt",
        "sample-labor-115-plan.docx",
    ):
        shutil.copy(ROOT / "corpus" / name, place)
    return place


def _install(folder: Path, documents: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Install and ask as a machine would that has Python and no network."""
    cut = _cut()
    return subprocess.run(
        [*cut, sys.executable, MACHINE, folder, documents, "職業災害"] + (["--cut"] if cut else []),
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "PYTHON": sys._base_executable,  # type: ignore[attr-defined]
            # Where the network cannot be cut, pip must not even be told of another place.
            "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        },
        capture_output=True,
        text=True,
    )


def test_it_installs_and_answers_with_the_network_cut_off(
    folder: Path, documents: Path, tmp_path: Path
) -> None:
    first = _install(folder, documents, tmp_path)
    assert first.returncode == 0, first.stderr
    assert "安裝套件" in first.stderr
    found = json.loads(first.stdout)
    assert found["total"] > 3
    assert (found["searched"]["documents"], found["searched"]["failed"]) == (2, 0)

    again = _install(folder, documents, tmp_path)
    assert again.returncode == 0, again.stderr
    assert "安裝套件" not in again.stderr
    assert json.loads(again.stdout)["total"] == found["total"]


def test_what_was_changed_is_not_installed(folder: Path, documents: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(folder, damaged, ignore=shutil.ignore_patterns(".venv", ".zhengsuo"))
    wheel = next((damaged / "wheels").glob("zhengsuo-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    (damaged / "guide.md").unlink()
    done = _install(damaged, documents, tmp_path)
    assert done.returncode != 0
    assert (
        f"wheels/{wheel.name}、guide.md" in done.stderr
        or f"guide.md、wheels/{wheel.name}" in done.stderr
    )
    assert not (damaged / ".venv").exists()


def test_a_machine_that_it_is_not_for_is_told_so(
    folder: Path, documents: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns(".venv", ".zhengsuo", "wheels"))
    (other / "targets.json").write_text(
        '[{"system": "Windows", "machine": "ARM64", "python": "3.99"}]', "utf-8"
    )
    done = _install(other, documents, tmp_path)
    assert "適用於 Windows ARM64 Python 3.99" in done.stderr
    (other / "pythons.txt").write_text("3.99\n", "ascii")
    assert "找不到 Python（需要的版本：3.99 ）" in _install(other, documents, tmp_path).stderr


def test_the_archive_is_whole_and_names_no_machine(folder: Path) -> None:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    names = {name for name in names if not name.startswith((".venv/", ".zhengsuo/"))}
    assert names >= set(PROMISED)
    listed = {
        line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    }
    assert listed == names - {"SHA256SUMS"}
    assert b"\r\n" in (folder / "install.bat").read_bytes()
    assert (folder / "install.bat").read_bytes().isascii()
    for line in (folder / "requirements.txt").read_text("utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==\S+( ; [^-]+)?( --hash=sha256:[0-9a-f]{64})+", line), line
    places = {str(ROOT), f"{Path.home()}/", *_package_hosts()}
    for name in sorted(names):
        # What others publish may name hosts; no file may name this folder.
        ours = not name.startswith("wheels/") or "/zhengsuo-" in name
        for content in _contents(folder / name):
            for place in places if ours else {str(ROOT)}:
                assert place.encode() not in content, (name, place)


def test_our_wheel_holds_every_file_of_the_packages(folder: Path) -> None:
    (wheel,) = (folder / "wheels").glob("zhengsuo-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed_names = set(packed.namelist())
    names = {
        path.relative_to(ROOT).as_posix()
        for package in ("search", "indexer", "web")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
    assert names <= packed_names
    assert "zhengsuo.py" in packed_names


def _package_hosts() -> set[str]:
    """The hosts that pip is told of here."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    return {
        host
        for url in re.findall(r"https?://[^\s']+", done.stdout)
        if (host := urlsplit(url).hostname)
    }


def _contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, those of its members where it is an archive."""
    if path.suffix != ".whl":
        yield path.read_bytes()
        return
    with zipfile.ZipFile(path) as packed:
        for member in packed.namelist():
            yield packed.read(member)
