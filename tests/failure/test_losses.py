"""Each way in which a command could lose a corpus: what is indexed stays until a person says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from plants import ROOT, start_index

from indexer import pipeline
from search.errors import DataError, Outdated, Refused
from search.live import versions
from search.store import generation
from search.store.reading import Store
from search.store.runs import read_runs

TOPIC = "（一）辦理高風險工地安全訪視與輔導，並追蹤缺失改善情形。"


def write(path: Path, year: int, agency: str = "臺中市政府勞工局") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"{agency}{year}年度施政計畫\n壹、年度施政目標\n一、減少職業災害\n"
    path.write_text(head + TOPIC + "\n", "utf-8")
    return path


def write_sample(folder: Path) -> Path:
    path = write(folder / "sample.txt", 109, "示範市政府勞工局")
    path.write_text("示範語料，內容純屬虛構\n" + path.read_text("utf-8"), "utf-8")
    return folder


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A folder of ten plans."""
    for year in range(101, 111):
        write(tmp_path / "plans" / f"plan-{year}.txt", year)
    return tmp_path / "plans"


@pytest.fixture
def data(plans: Path, tmp_path: Path) -> Path:
    """The index of that folder."""
    index(tmp_path / "data", plans)
    return tmp_path / "data"


def index(data: Path, *paths: Path, **given: object) -> pipeline.Report:
    return pipeline.run(paths, data, "whoosh", lambda *_: None, **given)  # type: ignore[arg-type]


def held(data: Path) -> set[int | None]:
    """The years of the documents in service, in the calendar of the republic."""
    opened = generation.open_newest(data, {})
    assert opened.problems == ()
    with Store.open(opened.folder / generation.STORE) as store:
        return {one.year and one.year - 1911 for one in store.documents()}


ALL = set(range(101, 111))


def test_a_file_that_is_indexed_is_added(data: Path, tmp_path: Path) -> None:
    report = index(data, write(tmp_path / "new.txt", 111))
    assert held(data) == ALL | {111}
    assert report.added == ("臺中市政府勞工局111年度施政計畫（new.txt）",)
    assert (report.altered, report.removed) == ((), ())


def test_what_was_indexed_is_remembered(data: Path, plans: Path, tmp_path: Path) -> None:
    write(tmp_path / "more" / "plan-111.txt", 111)
    index(data, tmp_path / "more")
    write(plans / "plan-112.txt", 112)
    (tmp_path / "more" / "plan-111.txt").rename(plans / "plan-111.txt")
    write(tmp_path / "more" / "plan-113.txt", 113)
    report = index(data)
    assert report.roots == (plans, tmp_path / "more")
    assert held(data) == ALL | {111, 112, 113}


def test_a_folder_around_an_indexed_one_takes_its_place(
    data: Path, plans: Path, tmp_path: Path
) -> None:
    report = index(data, tmp_path)
    assert report.roots == (tmp_path,)
    assert not report.removed
    assert held(data) == ALL


def test_an_index_moves_with_the_folder_beside_it(data: Path, plans: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    data.rename(moved / "data")
    plans.rename(moved / "plans")
    assert not index(moved / "data").changed
    assert held(moved / "data") == ALL


def test_replacing_gives_up_the_rest_and_says_so(data: Path, tmp_path: Path) -> None:
    report = index(data, write(tmp_path / "new.txt", 111), replacing=True)
    assert held(data) == {111}
    assert len(report.removed) == 10
    assert report.roots == (tmp_path / "new.txt",)


def test_an_index_may_shrink_by_a_tenth(data: Path, plans: Path) -> None:
    (plans / "plan-101.txt").unlink()
    assert len(index(data).removed) == 1
    (plans / "plan-102.txt").unlink()
    (plans / "plan-103.txt").unlink()
    refused = refuses(data)
    assert "2 份文件（原有 9 份）" in str(refused)
    assert "plan-102.txt" in str(refused)
    assert held(data) == ALL - {101}
    assert len(index(data, confirmed=refused.code).removed) == 2


def refuses(data: Path, *paths: Path, **given: object) -> Refused:
    before = generation.pointed(data)
    with pytest.raises(Refused) as refused:
        index(data, *paths, **given)
    assert generation.pointed(data) == before
    assert f"--confirm {refused.value.code}" in refused.value.remedy
    return refused.value


def test_a_confirmation_holds_for_the_loss_that_was_told_alone(data: Path, plans: Path) -> None:
    for year in (101, 102):
        (plans / f"plan-{year}.txt").unlink()
    told = refuses(data)
    (plans / "plan-103.txt").unlink()
    assert refuses(data, confirmed=told.code).code != told.code
    assert held(data) == ALL


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    """The folder as its mount point is while it is not mounted."""
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.mkdir()
    yield
    folder.rmdir()
    aside.rename(folder)


def test_an_empty_mount_point_takes_nothing(data: Path, plans: Path, tmp_path: Path) -> None:
    small = write(tmp_path / "small" / "plan-111.txt", 111).parent
    index(data, small)
    with emptied(small):  # a tenth of the index at most, and the folder is empty all the same
        assert f"{small} 是空的" in str(refuses(data))
    with emptied(plans):
        assert f"{plans} 是空的" in str(refuses(data))
        # Given anew, it is no less empty.
        assert "變成空的" in str(refuses(data, plans, replacing=True))
    assert not index(data).changed


def test_a_folder_that_is_away_takes_nothing(data: Path, plans: Path) -> None:
    plans.rename(plans.with_name("aside"))
    assert f"讀不到 {plans}" in str(refuses(data))
    assert held(data) == ALL


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads all")
def test_a_folder_that_cannot_be_read_takes_nothing(data: Path, plans: Path) -> None:
    write(plans / "old" / "plan-100.txt", 100)
    index(data)
    (plans / "old").chmod(0)
    try:
        assert "讀不到 plans/old" in str(refuses(data))
    finally:
        (plans / "old").chmod(0o700)


@pytest.mark.parametrize("upgraded", [True, False], ids=["of another version", "damaged"])
def test_an_index_that_is_built_anew_is_no_smaller(
    data: Path, plans: Path, *, upgraded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if upgraded:
        monkeypatch.setattr("search.store.file.SCHEMA", "another")
    else:
        store = generation.open_newest(data, {}).folder / generation.STORE
        store.write_bytes(store.read_bytes()[:-1])
    with emptied(plans):
        assert "是空的" in str(refuses(data))


def test_a_slip_changes_nothing(data: Path, plans: Path) -> None:
    with pytest.raises(DataError, match="找不到"):
        index(data, plans / "typo")
    assert held(data) == ALL


CATALOGUE = "".join(f'["plan-{year}.txt"]\nagency = "高雄市政府"\n' for year in (101, 102, 103))


@pytest.mark.parametrize(
    "saved",
    [CATALOGUE[:-5], "", None, CATALOGUE[: len(CATALOGUE) // 3]],
    ids=["half", "empty", "none", "one entry"],
)
def test_a_catalogue_that_is_half_saved_takes_nothing(
    data: Path, plans: Path, saved: str | None
) -> None:
    catalogue = plans / "corpus.toml"
    catalogue.write_text(CATALOGUE, "utf-8")
    index(data)
    if saved is None:
        catalogue.unlink()
    else:
        catalogue.write_text(saved, "utf-8")
    refused = refuses(data)
    assert "corpus.toml" in str(refused)
    assert index(data, confirmed=refused.code).changed
    # What is lost is lost: nobody is asked again.
    assert not index(data).changed


def test_samples_do_not_take_the_place_of_real_documents(data: Path, tmp_path: Path) -> None:
    samples = write_sample(tmp_path / "corpus")
    assert "示範語料" in str(refuses(data, samples, replacing=True))
    report = index(data, samples)
    assert held(data) == ALL
    assert report.documents == 11
    assert any("示範語料" in warning for warning in report.warnings)


def zhengsuo(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "zhengsuo.py"), *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_without_a_path_the_samples_beside_are_not_taken(data: Path, tmp_path: Path) -> None:
    write_sample(tmp_path / "corpus")
    done = zhengsuo(tmp_path, "index", "--data", data)
    assert done.returncode == 0
    assert "新增 0 份、改變 0 份、移除 0 份" in done.stdout
    assert held(data) == ALL


def test_the_command_says_how_to_go_on_and_does_it(data: Path, plans: Path, tmp_path: Path) -> None:
    for path in plans.iterdir():
        path.unlink()
    done = zhengsuo(tmp_path, "index", "--data", data)
    assert done.returncode == 4
    assert "原來的索引照常服務" in done.stderr
    command = done.stderr.rpartition("請執行：zhengsuo ")[2].split()
    done = zhengsuo(tmp_path, *command)
    assert done.returncode == 0
    assert "移除 10 份" in done.stdout
    assert "移除：臺中市政府勞工局101年度施政計畫" in done.stderr

    (name,) = [name for name, manifest in generation.listed(data) if manifest.documents == 10]
    assert name in zhengsuo(tmp_path, "generations", "--data", data).stdout
    done = zhengsuo(tmp_path, "generations", "--data", data, "--restore", name)
    assert done.returncode == 0
    assert held(data) == ALL


def test_watching_an_empty_mount_point_takes_nothing(plans: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with subprocess.Popen(
        [sys.executable, str(ROOT / "zhengsuo.py"), "index", plans, "--data", data, "--watch"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as watching:
        assert watching.stderr is not None
        assert any("留意變動中" in line for line in watching.stderr)
        with emptied(plans):
            assert any("是空的" in line for line in watching.stderr)
            assert any("留意變動中" in line for line in watching.stderr)
            assert held(data) == ALL
        watching.kill()


def test_make_serve_names_no_folder_of_its_own(tmp_path: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "zhengsuo").write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\n')
    (venv / "bin" / "zhengsuo").chmod(0o755)
    for stamp in (".build", ".run"):
        (venv / stamp).touch()
    for more in ((), ("CORPUS=plans",)):
        command = ["make", "serve", f"VENV={venv}", *more]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    asked = (tmp_path / "asked").read_text("utf-8").splitlines()
    assert [line for line in asked if line.startswith("index")] == ["index", "index plans"]


def test_what_left_can_be_brought_back_for_some_time(data: Path, plans: Path) -> None:
    (plans / "plan-101.txt").unlink()
    index(data)
    for _ in range(3):
        with (plans / "plan-102.txt").open("a", encoding="utf-8") as plan:
            plan.write(f"（二）{TOPIC}\n")
        index(data)
    whole = [name for name, manifest in generation.listed(data) if manifest.documents == 10]
    assert len(whole) == 1
    with generation.build_lock(data):
        generation.restore(data, whole[0], versions("whoosh"))
    assert held(data) == ALL
    # What has left since leaves anew at the next run, a tenth of it unasked.
    assert index(data).removed == ("臺中市政府勞工局101年度施政計畫（plans/plan-101.txt）",)


def test_what_is_not_kept_or_of_another_version_is_not_brought_back(data: Path) -> None:
    (name,) = generation.pointed(data)
    with generation.build_lock(data):
        with pytest.raises(DataError, match="沒有「no-such」"):
            generation.restore(data, "no-such", {})
        with pytest.raises(Outdated):
            generation.restore(data, name, {"store": "another"})
    assert held(data) == ALL


def test_the_last_runs_are_noted(data: Path, plans: Path) -> None:
    write(plans / "plan-111.txt", 111)
    index(data)
    with emptied(plans):
        refuses(data)
    refused, second, first = read_runs(data)
    assert (first.added, first.documents) == (10, 10)
    assert (second.added, second.changed, second.removed, second.documents) == (1, 0, 0, 11)
    assert "是空的" in refused.refused
    assert refused.documents == 11
    for _ in range(12):
        index(data)
    assert len(read_runs(data)) == 10


def test_a_process_of_its_own_can_be_told_to_replace(data: Path, tmp_path: Path) -> None:
    with start_index(write(tmp_path / "new.txt", 111), data) as build:
        build.communicate()
    assert held(data) == ALL | {111}
    done = zhengsuo(tmp_path, "index", "new.txt", "--replace", "--data", data)
    assert "移除 10 份" in done.stdout
    assert zhengsuo(tmp_path, "index", "--replace", "--data", data).returncode == 2
