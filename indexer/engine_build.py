"""Building an engine's index in a child process, which cannot leave locks or memory behind."""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from search.analysis import load_analyzer
from search.config import Cluster, EngineChoice
from search.engines import Batch, renew_index
from search.errors import EngineError, ZhengsuoError
from search.fields import index_units
from search.store.reading import Store

NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_START = "import sys; sys.path[:] = {path!r}; from indexer.engine_build import main; main()"


def build_engine(
    engine: EngineChoice,
    store: Path,
    folder: Path,
    report: Callable[[int], None],
    last: Path | None = None,
) -> None:
    """Build the index of a store.

    Args:
        engine: of search.engines, by its name, or a cluster.
        store: a finished store.
        folder: an empty one, for the index.
        report: called with the number of groups that are done, now and then.
        last: an index of the same version that holds documents of the store already.

    Raises:
        OSError: the disk is full.
        EngineError: anything else.
    """
    chosen = (
        engine
        if isinstance(engine, str)
        else {**asdict(engine), "ca": engine.ca and str(engine.ca)}
    )
    request = json.dumps([chosen, str(store), str(folder), last and str(last)])
    with subprocess.Popen(  # noqa: S603  our own interpreter and our own code
        [sys.executable, "-c", _START.format(path=sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="ascii",
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise EngineError("無法啟動建立索引的程序", "請確認系統資源足夠後重試")
        failure: dict[str, str] | None = None
        try:
            # The pipe stays open: when it closes, the child knows that this process has ended.
            process.stdin.write(request + "\n")
            process.stdin.flush()
            for line in process.stdout:
                answer = json.loads(line)
                if isinstance(answer, int):
                    report(answer)
                else:
                    failure = answer
        except BrokenPipeError:
            pass
        except BaseException:
            process.kill()
            raise
        finally:
            with contextlib.suppress(OSError):
                process.stdin.close()
        code = process.wait()
    if failure is not None and failure.get("errno"):
        raise OSError(int(failure["errno"]), failure["message"], str(folder))
    if failure is not None:
        raise EngineError(failure["message"], failure["remedy"])
    if code != 0:
        raise EngineError(f"建立索引的程序異常結束（代碼 {code}）", "請確認記憶體足夠後再執行一次")


def main() -> None:
    """Serve one request of build_engine: read it from stdin, tell of progress on stdout."""
    chosen, store, folder, last = json.loads(sys.stdin.readline())
    engine = chosen if isinstance(chosen, str) else _cluster(**chosen)
    gc.disable()  # postings make no cycles, and this process ends with them
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with Store.open(Path(store)) as opened:
            analyzer = load_analyzer()

            def batch(digest: str, first: int, count: int) -> Batch:
                return Batch(
                    digest,
                    count,
                    lambda: index_units(opened.groups_of(range(first, first + count)), analyzer),
                )

            batches = [batch(*one) for one in opened.batches()]
            renew_index(engine, Path(folder), batches, last and Path(last), _tell)
    except Exception as error:  # noqa: BLE001  the parent process must be told, whatever it is
        _tell(_failure(error))
        os._exit(1)
    sys.stdout.flush()
    # The interpreter's own end would wait for the thread that waits for the parent.
    os._exit(0)


def _cluster(*, hosts: list[str], ca: str | None, **others: Any) -> Cluster:
    return Cluster(hosts=tuple(hosts), ca=None if ca is None else Path(ca), **others)


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


def _failure(error: BaseException) -> dict[str, str]:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in NO_SPACE:
            return {"errno": str(cause.errno), "message": "no space"}
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, ZhengsuoError):
        return {"message": error.message, "remedy": error.remedy}
    return {
        "message": f"搜尋引擎無法建立索引（{type(error).__name__}：{error}）",
        "remedy": "請回報這個訊息",
    }


def _tell(message: object) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
