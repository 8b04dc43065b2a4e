"""The searcher of the generation in service, followed as generations are switched."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from pathlib import Path

from search import agencies
from search.analysis import load_analyzer
from search.config import EngineChoice
from search.engines import engine_version, open_engine
from search.engines.base import Engine
from search.errors import DataError, ZhengsuoError
from search.query.lexicon.loading import load_lexicon
from search.searcher import Searcher
from search.store import generation
from search.store.generation import Opened
from search.store.misses import Misses
from search.store.reading import Store
from search.store.writing import SCHEMA

_LOG = logging.getLogger(__name__)
_LOOK_SECONDS = 0.5
_STALE_SECONDS = 5.0
_WAIT_SECONDS = 2.0
# How often the sizes of the files in service are looked at, where anybody asks.
_SIZE_SECONDS = 10.0


def versions(engine: EngineChoice) -> dict[str, str]:
    """Give what an index made now is of: what must agree before it is searched.

    Raises:
        SettingError: no such engine.
    """
    return {
        "store": SCHEMA,
        "analyzer": load_analyzer().version,
        "engine": engine_version(engine),
    }


def open_searcher(
    data: Path, engine: EngineChoice, misses: Misses | None = None, lexicon: Path | None = None
) -> Searcher:
    """Open the newest generation that is whole.

    Its files are closed when nothing refers to the searcher any more, so that a request that
    began before a switch ends on the generation it began with.

    Args:
        data: the data folder.
        engine: by its name, or a cluster.
        misses: counts what is searched without a hit, None where nothing is to be kept.
        lexicon: an office's own file of words, None where there is none.

    Raises:
        SettingError: the file of words is not as it should be.
        NoIndex: nothing is indexed yet.
        Outdated: the index is of another version, or of another engine.
        Damaged: no generation is whole.
        EngineError: the engine cannot be opened.
    """
    return _open(generation.open_newest(data, versions(engine)), engine, misses, lexicon)


def _open(
    opened: Opened, engine: EngineChoice, misses: Misses | None, lexicon: Path | None
) -> Searcher:
    analyzer = load_analyzer()
    kept = Store.open(opened.folder / generation.STORE)
    try:
        index = open_engine(engine, opened.folder / generation.INDEX)
        searcher = Searcher(
            kept,
            index,
            analyzer,
            agencies.load(),
            fingerprint=opened.manifest.fingerprint,
            built_at=opened.manifest.built_at,
            lexicon=load_lexicon(lexicon),
            misses=misses,
        )
    except BaseException:
        kept.close()
        raise
    weakref.finalize(searcher, _close, kept, index)
    return searcher


class LiveSearcher:
    """Gives the searcher of the generation that is in service now; any thread may ask.

    A new generation is opened beside the old one, which answers until the new one is ready.

    Args:
        data: the data folder; it need not hold an index yet.
        engine: by its name, or a cluster.
        misses: counts what is searched without a hit, None where nothing is to be kept.
        lexicon: an office's own file of words, None where there is none.
    """

    def __init__(
        self,
        data: Path,
        engine: EngineChoice = "whoosh",
        misses: Misses | None = None,
        lexicon: Path | None = None,
    ) -> None:
        self._data = data
        self._engine = engine
        self._misses = misses
        self._lexicon = lexicon
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._searcher: Searcher | None = None
        # The pointer as it was when it was last followed, with success or not.
        self._state: tuple[int, int, int] | None = None
        self._looked_at = -_LOOK_SECONDS
        self._opened: Opened | None = None
        # Why the newest generation is not the one in service, empty where it is.
        self._refused = ""
        self._sized_at = -_SIZE_SECONDS
        self._sizes: tuple[str, ...] = ()

    def searcher(self) -> Searcher:
        """The searcher to answer a request with; hold it only as long as the request lasts.

        Raises:
            DataError: there is no index that can be searched, see open_searcher.
            EngineError: the engine cannot be opened.
        """
        with self._lock:
            current = self._searcher
            looked = time.monotonic()
            since = looked - self._looked_at
            due = since >= _LOOK_SECONDS
            if due:
                self._looked_at = looked
        if current is None:
            return self._first()
        if due and generation.pointer_state(self._data) != self._state:
            opening = self._follow()
            # Nobody has asked for a while: better a moment's wait than an answer of long ago.
            if opening is not None and since >= _STALE_SECONDS:
                opening.join(_WAIT_SECONDS)
                with self._lock:
                    current = self._searcher or current
        return current

    def problems(self) -> tuple[str, ...]:
        """What is wrong though searches are answered, in Traditional Chinese; none where all is well.

        Newer generations that are damaged or refused, and files of the one in service that were
        cut or taken away since it was opened.
        """
        opened = self._opened
        if opened is None:
            return ()
        now = time.monotonic()
        if now - self._sized_at >= _SIZE_SECONDS:
            self._sized_at = now
            self._sizes = generation.size_faults(opened.folder, opened.manifest)
        refused = (self._refused,) if self._refused else ()
        return (*opened.problems, *refused, *self._sizes)

    def _first(self) -> Searcher:
        with self._opening:
            if self._searcher is None:
                self._open()
            if self._searcher is None:
                raise DataError("索引開不起來", "請執行 zhengsuo check")
            return self._searcher

    def _follow(self) -> threading.Thread | None:
        if not self._opening.acquire(blocking=False):
            return None
        thread = threading.Thread(target=self._reopen, name="zhengsuo-follow", daemon=True)
        thread.start()
        return thread

    def _reopen(self) -> None:
        try:
            self._open()
        except ZhengsuoError as error:
            _LOG.error("new generation refused, old one stays in service: %s", error)
            self._refused = str(error)
        except OSError as error:
            _LOG.error("new generation cannot be read, old one stays in service: %s", error)
            self._refused = f"新的索引讀不出來（{error.strerror}）"
        finally:
            self._opening.release()

    def _open(self) -> None:
        # Looked at before opening: a switch in between is seen at the next look.
        self._state = generation.pointer_state(self._data)
        opened = generation.open_newest(self._data, versions(self._engine))
        searcher = _open(opened, self._engine, self._misses, self._lexicon)
        # The first to type the letters of sounds would wait for their table.
        searcher.suggest("ㄓ", limit=1)
        with self._lock:
            self._searcher, self._opened, self._refused = searcher, opened, ""
            self._sized_at = -_SIZE_SECONDS


def _close(kept: Store, index: Engine) -> None:
    index.close()
    kept.close()
