"""What is wrong with an installation, each finding with its remedy: `zhengsuo doctor`."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Literal

from search import clock
from search.config import Settings
from search.errors import DataError, EngineError, Locked, NoIndex
from search.live import open_searcher, versions
from search.store import generation
from search.store.generation import Opened
from search.store.runs import read_runs
from web.edge.grants import doubts

Level = Literal["fine", "notice", "fault"]

_INDEX = "請執行 zhengsuo index"
_HELPERS = (
    (("soffice", "libreoffice", "antiword"), "舊版 DOC 檔讀不出來", "libreoffice-writer-nogui"),
    (("tesseract",), "zhengsuo ocr 不能用", "tesseract-ocr 與 tesseract-ocr-chi-tra"),
)
"""Commands of which one is wanted, what is missing without, the package that brings it."""
_FEWEST_HANDLES = 256
_ANSWER_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing that was looked at.

    Attributes:
        level: a fault must be mended, a notice should be known.
        text: in Traditional Chinese.
        remedy: what to do about it; empty where there is nothing to do.
    """

    level: Level
    text: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at all that an installation needs; nothing is changed.

    Args:
        settings: as the server would take them.
    """
    yield from _folder(settings.data)
    opened: Opened | None = None
    try:
        opened = generation.open_newest(settings.data, versions(settings.engine_choice))
    except NoIndex as error:
        yield Finding("notice", error.message, error.remedy)
    except DataError as error:
        yield Finding("fault", error.message, error.remedy)
    if opened is not None:
        yield from _index(settings, opened)
        yield from _sources(settings.data, opened)
        yield from _room(settings.data, opened)
    yield from _builder(settings.data)
    yield from _runs(settings.data)
    yield from (
        Finding("notice", f"設定可能有誤：{doubt}", "請改 zhengsuo.toml")
        for doubt in doubts(settings)
    )
    yield _port(settings)
    yield from _machine()


def _folder(data: Path) -> Iterator[Finding]:
    if not data.is_dir():
        yield Finding("notice", f"資料夾 {data.absolute()} 還不存在", f"{_INDEX}，會自動建立")
        return
    if not os.access(data, os.W_OK | os.X_OK):
        yield Finding(
            "fault",
            f"資料夾 {data.absolute()} 不能寫入，索引無法更新",
            "請開放寫入權限給執行的帳號",
        )
    elif sys.platform != "win32" and data.stat().st_mode & 0o002:
        yield Finding(
            "fault", f"資料夾 {data.absolute()} 任何帳號都能寫入", f"請執行 chmod o-w {data}"
        )
    else:
        yield Finding("fine", f"資料夾 {data.absolute()} 可以寫入")


def _index(settings: Settings, opened: Opened) -> Iterator[Finding]:
    yield from (
        Finding("fault", f"損壞：{one}", f"{_INDEX}，會自動重建") for one in opened.problems
    )
    try:
        open_searcher(settings.data, settings.engine_choice, lexicon=settings.lexicon)
    except (DataError, EngineError) as error:
        yield Finding("fault", error.message, error.remedy)
        return
    manifest = opened.manifest
    yield Finding("fine", f"索引完好：{manifest.documents} 份文件、{manifest.passages} 段")
    if datetime.fromisoformat(manifest.built_at) > clock.now():
        yield Finding(
            "notice", f"索引建立的時間 {manifest.built_at} 在未來", "請校正這台電腦的時鐘"
        )
    if manifest.failed:
        yield Finding(
            "notice", f"有 {manifest.failed} 個檔案讀不出來", "原因與補救：zhengsuo coverage"
        )


def _sources(data: Path, opened: Opened) -> Iterator[Finding]:
    home = data.absolute().parent
    for _, path in opened.manifest.roots:
        root = home / path
        if not os.access(root, os.R_OK):
            yield Finding(
                "fault",
                f"收錄的路徑 {root} 讀不到，索引停在上一次的內容",
                "請掛載或放回；不再收錄請用 zhengsuo index … --replace",
            )
        else:
            yield Finding("fine", f"收錄的路徑 {root} 讀得到")


def _room(data: Path, opened: Opened) -> Iterator[Finding]:
    # The next index is built beside the one in service.
    needed = generation.size_bytes(opened.folder)
    free = shutil.disk_usage(data).free
    if free < 2 * needed:
        yield Finding(
            "fault",
            f"磁碟只剩 {free:,} 位元組，下一次建立索引大約需要 {needed:,} 位元組",
            "請清出空間，或用 --data 換到別的磁碟",
        )


def _builder(data: Path) -> Iterator[Finding]:
    if not data.is_dir() or not os.access(data, os.W_OK):
        return
    try:
        with generation.build_lock(data):
            return
    except Locked as error:
        yield Finding("notice", error.message)
    except DataError as error:
        yield Finding("fault", error.message, error.remedy)


def _runs(data: Path) -> Iterator[Finding]:
    runs = read_runs(data)
    if runs and runs[0].refused:
        yield Finding(
            "fault",
            f"上一次建立索引沒有換上：{runs[0].refused}",
            f"{_INDEX}，照它說的確認或放回檔案",
        )


def _port(settings: Settings) -> Finding:
    where = f"{settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            # As the server does, so that a port that was in use a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if _answers(settings):
                return Finding("fine", f"{where} 上的網站正在服務")
            return Finding(
                "fault",
                f"{where} 不能用（{error.strerror}）",
                "請改 host 或 port（1024 以上），或結束占用的程式",
            )
    return Finding("fine", f"{where} 可以使用，網站沒有在跑")


def _answers(settings: Settings) -> bool:
    """True if a server of ours listens where this one would."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    connection = HTTPConnection(host, settings.port, timeout=_ANSWER_SECONDS)
    try:
        named = settings.trusted_hosts[0] if settings.trusted_hosts else host
        connection.request("GET", f"{settings.mount}/healthz", headers={"Host": named})
        return "status" in json.loads(connection.getresponse().read())
    except (OSError, HTTPException, ValueError, TypeError):
        return False
    finally:
        connection.close()


def _machine() -> Iterator[Finding]:
    for commands, missing, package in _HELPERS:
        if not any(map(shutil.which, commands)):
            yield Finding(
                "notice", f"沒有 {'、'.join(commands)}，{missing}", f"需要時請安裝 {package}"
            )
    try:
        tempfile.TemporaryFile().close()
    except OSError as error:
        yield Finding(
            "fault", f"暫存資料夾不能寫入（{error.strerror}）", "請清出空間，或設定 TMPDIR"
        )
    if sys.platform != "win32":
        import resource

        handles = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        if handles < _FEWEST_HANDLES:
            yield Finding(
                "fault",
                f"同時能開的檔案只有 {handles} 個",
                f"請用 ulimit -n 或 LimitNOFILE 提高到 {_FEWEST_HANDLES} 以上",
            )
