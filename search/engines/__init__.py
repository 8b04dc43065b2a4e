"""Engines by name; each is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from search.config import ENGINES, Cluster, EngineChoice
from search.engines.base import Adapter, Engine, Found, Progress, Status
from search.engines.lexicon import Lexicon
from search.engines.segments import FORMAT, Batch, SegmentedEngine, build_segments, open_segments
from search.errors import SettingError
from search.fields import COLUMNS, FIELDS, TEXT, IndexUnit


@cache
def engine_version(engine: EngineChoice) -> str:
    """Name an engine with a hash of what defines its index: one of another is not opened.

    Raises:
        SettingError: no such engine.
    """
    # The analyzer has a version of its own beside this one in the manifest of a generation.
    headings = sorted(field.name for field in FIELDS if field.weight > TEXT.weight)
    defined = (FORMAT, _adapter(engine).FORMAT, sorted(COLUMNS), headings)
    return f"{_name(engine)} {sha256(repr(defined).encode()).hexdigest()[:12]}"


def build_index(
    engine: EngineChoice,
    folder: Path,
    units: Iterable[IndexUnit],
    progress: Progress | None = None,
) -> None:
    """Build an index with its lexicon, all of it anew.

    Args:
        engine: one of ENGINES, or a cluster.
        folder: empty, or not there yet.
        units: numbered from 0 without gaps.
        progress: called now and then with the number of units done.

    Raises:
        SettingError: no such engine.
        EngineError: the engine failed; the folder is to be thrown away.
    """
    renew_index(engine, folder, (Batch("", 0, lambda: units),), None, progress)


def renew_index(
    engine: EngineChoice,
    folder: Path,
    batches: Sequence[Batch],
    last: Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Build an index, taking over from the one before what did not change.

    Args:
        engine: one of ENGINES, or a cluster.
        folder: empty, or not there yet.
        batches: documents, in order of number.
        last: an index of the same version, None where there is none.
        progress: called now and then with the number of units done.

    Raises:
        SettingError: no such engine.
        EngineError: the engine failed; the folder is to be thrown away.
    """
    adapter = _adapter(engine)
    folder.mkdir(parents=True, exist_ok=True)
    build_segments(adapter, folder, batches, last, progress)


def open_engine(engine: EngineChoice, folder: Path) -> SegmentedEngine:
    """Open an index that build_index or renew_index made.

    Raises:
        SettingError: no such engine.
        EngineError: what is there cannot be opened.
    """
    return open_segments(_adapter(engine), folder)


def settle(engine: EngineChoice, serving: Path, kept: Iterable[Path]) -> None:
    """Tell a cluster which indices are in service, and which are not needed any more.

    Args:
        engine: one of ENGINES, or a cluster; others have nothing outside of their folders.
        serving: the index of the generation in service.
        kept: the indices of all generations that are kept.

    Raises:
        EngineError: the cluster failed.
    """
    if isinstance(engine, Cluster):
        adapter = _adapter(engine)
        segments = [path for index in kept for path in index.iterdir() if path.is_dir()]
        own = [path for path in serving.iterdir() if path.is_dir()]
        cast("_Settling", adapter).settle(own, segments)


class _Settling(Protocol):
    def settle(self, serving: Iterable[Path], kept: Iterable[Path]) -> None: ...


def _name(engine: EngineChoice) -> str:
    return "opensearch" if isinstance(engine, Cluster) else engine


@cache
def _adapter(engine: EngineChoice) -> Adapter:
    name = _name(engine)
    if name not in ENGINES:
        raise SettingError(f"不支援的搜尋引擎「{name}」", f"可用的引擎：{'、'.join(ENGINES)}")
    try:
        module = import_module(f"search.engines.{name}")
    except ModuleNotFoundError as error:
        raise SettingError(
            f"搜尋引擎「{name}」的套件沒有安裝", f"請執行 pip install 'zhengsuo[{name}]'"
        ) from error
    if name == "opensearch":
        cluster = engine if isinstance(engine, Cluster) else Cluster()
        return cast(Adapter, module.Adapter(cluster))
    return cast(Adapter, module)


__all__ = [
    "ENGINES",
    "Batch",
    "Engine",
    "Found",
    "Lexicon",
    "Status",
    "build_index",
    "engine_version",
    "open_engine",
    "renew_index",
    "settle",
]
