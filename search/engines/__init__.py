"""Engines by name; each is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from search.engines.base import Build, Engine, Found, Progress, Status
from search.engines.lexicon import Lexicon, gathering, read_lexicon
from search.errors import SettingError
from search.fields import IndexUnit

ENGINES: tuple[str, ...] = ("whoosh",)


class _Adapter(Protocol):
    FORMAT: str
    build: Build

    def open_index(self, folder: Path, lexicon: Lexicon) -> Engine: ...


def engine_version(engine_name: str) -> str:
    """Name an engine with the format of its files: an index of another cannot be opened.

    Raises:
        SettingError: no such engine.
    """
    return f"{engine_name} {_adapter(engine_name).FORMAT}"


def build_index(
    engine_name: str,
    folder: Path,
    units: Iterable[IndexUnit],
    progress: Progress | None = None,
) -> None:
    """Build an index with its lexicon.

    Args:
        engine_name: one of ENGINES.
        folder: empty, or not there yet.
        units: numbered from 0 without gaps.
        progress: called now and then with the number of units done.

    Raises:
        SettingError: no such engine.
        EngineError: the engine failed; the folder is to be thrown away.
    """
    adapter = _adapter(engine_name)
    folder.mkdir(parents=True, exist_ok=True)
    with gathering(folder, units) as gathered:
        adapter.build(folder, gathered, progress)


def open_engine(engine_name: str, folder: Path) -> Engine:
    """Open an index that build_index made.

    Raises:
        SettingError: no such engine.
        EngineError: what is there cannot be opened.
    """
    adapter = _adapter(engine_name)
    return adapter.open_index(folder, read_lexicon(folder))


def _adapter(engine_name: str) -> _Adapter:
    if engine_name not in ENGINES:
        raise SettingError(
            f"不支援的搜尋引擎「{engine_name}」", f"可用的引擎：{'、'.join(ENGINES)}"
        )
    return cast(_Adapter, import_module(f"search.engines.{engine_name}"))


__all__ = [
    "ENGINES",
    "Engine",
    "Found",
    "Lexicon",
    "Status",
    "build_index",
    "engine_version",
    "open_engine",
]
