"""The doctor finds each fault of an installation when it is there, and none where all is well."""

from __future__ import annotations

import json
import os
import resource
import shutil
import socket
import sys
import tempfile
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import small_corpus
from processes import free_port, serving

from indexer import pipeline
from search.config import Settings
from search.store import generation
from search.store.runs import Run, note_run
from web.doctor import Finding, examine


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    small_corpus.build(data)
    return Settings(data=data, port=free_port())


def faults(settings: Settings) -> list[Finding]:
    return [one for one in examine(settings) if one.level == "fault"]


def only(settings: Settings) -> Finding:
    (found,) = faults(settings)
    assert found.remedy
    return found


def test_a_sound_installation_has_no_fault(settings: Settings) -> None:
    assert faults(settings) == []
    assert any("索引完好" in one.text for one in examine(settings))


def test_no_index_is_a_notice_with_the_command(tmp_path: Path) -> None:
    found = list(examine(Settings(data=tmp_path / "nowhere", port=free_port())))
    assert any("還沒有索引" in one.text and "zhengsuo index" in one.remedy for one in found)
    assert "fault" not in {one.level for one in found}


def test_damage_is_found(settings: Settings) -> None:
    store = generation.open_newest(settings.data, {}).folder / generation.STORE
    store.write_bytes(store.read_bytes()[:-1])
    assert store.name in only(settings).text


def test_another_version_is_found(settings: Settings) -> None:
    assert "搜尋引擎" in only(replace(settings, engine="tantivy")).text


def test_a_source_that_went_is_found(settings: Settings, tmp_path: Path) -> None:
    corpus = tmp_path / "plans"
    corpus.mkdir()
    (corpus / "a.txt").write_text("示範局109年度施政計畫\n壹、目標\n一、辦理訪視輔導。\n", "utf-8")
    data = tmp_path / "own"
    pipeline.run([corpus], data, "whoosh", lambda *_: None)
    there = replace(settings, data=data)
    assert faults(there) == []
    shutil.rmtree(corpus)
    assert str(corpus) in only(there).text


def test_a_full_disk_is_found(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(9_999, 9_000, 999))
    assert "999" in only(settings).text


def test_a_builder_at_work_is_a_notice(settings: Settings) -> None:
    with generation.build_lock(settings.data):
        found = [one for one in examine(settings) if "正在建立索引" in one.text]
    assert [one.level for one in found] == ["notice"]


def test_a_run_that_was_refused_is_found(settings: Settings) -> None:
    note_run(settings.data, Run("2026-01-02T03:04:05+00:00", 3, refused="索引會變成空的"))
    assert "索引會變成空的" in only(settings).text


def test_a_clock_that_is_behind_is_a_notice(settings: Settings) -> None:
    path = generation.open_newest(settings.data, {}).folder / generation.MANIFEST
    body = json.loads(path.read_text("utf-8"))["manifest"]
    body["built_at"] = "2999-01-02T03:04:05+00:00"
    signed = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps({"manifest": body, "sha256": signed}), "utf-8")
    found = [one for one in examine(settings) if "在未來" in one.text]
    assert [one.level for one in found] == ["notice"]


def test_doubtful_settings_are_a_notice(settings: Settings) -> None:
    doubtful = replace(settings, embed_users={"mol": ("wang",)})
    assert any("設定可能有誤" in one.text for one in examine(doubtful))


def test_a_port_of_another_program_is_found(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = replace(settings, port=other.getsockname()[1])
        assert f"127.0.0.1:{taken.port} 不能用" in only(taken).text


def test_a_server_of_ours_is_known(settings: Settings) -> None:
    with serving(settings.data) as address:
        there = replace(settings, port=int(address.rpartition(":")[2]))
        assert faults(there) == []
        assert any("正在服務" in one.text for one in examine(there))


def test_missing_programs_are_a_notice(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    found = [one for one in examine(settings) if "沒有 tesseract" in one.text]
    assert [one.level for one in found] == ["notice"]


def test_too_few_handles_are_found(settings: Settings) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, before[1]))
    try:
        assert "200" in only(settings).text
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_folder_that_all_may_write_is_found(settings: Settings) -> None:
    settings.data.chmod(0o777)
    assert "任何帳號" in only(settings).text


def test_a_folder_that_cannot_be_written_is_found(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        data = home / "data"
        shutil.copytree(settings.data, data)
        data.chmod(0o555)
        there = replace(settings, data=data)
        found = as_somebody(lambda: [one.text for one in faults(there)])
        data.chmod(0o755)
    assert any("不能寫入，索引無法更新" in one for one in found)


def as_somebody(work: Callable[[], list[str]]) -> list[str]:
    """Do work as a user who is not root, in a child."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.write(writing, "\n".join(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        text = told.read().decode()
    os.waitpid(child, 0)
    return text.split("\n")


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="faults are caused as on Linux")
