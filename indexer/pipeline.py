"""The pipeline: walk, read, split, assemble, build, and switch the new generation in."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from indexer.assembly import Past, assemble
from indexer.continuity import load_links, through_time
from indexer.engine_build import NO_SPACE, build_engine
from indexer.intake import Intake, Outcome, Progress, take_in
from indexer.keeping import forget, keep
from indexer.walk import Walked, walk
from search import agencies
from search.errors import Damaged, DataError, NoIndex, Outdated
from search.live import versions
from search.model import FailedFile
from search.store import generation
from search.store.reading import Store
from search.store.records import dump, passage_record
from search.store.writing import Content, write_store

_LOG = logging.getLogger(__name__)
_BYTES_A_CHARACTER = 40
"""Room that a character of a document's text takes in store and index together, well rounded up."""
_ROOM_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Report:
    """What an indexing run did.

    Attributes:
        outcomes: of every file, by name.
        warnings: of catalogues and of the state that the index was found in.
        changed: a new generation is in service.
    """

    outcomes: tuple[Outcome, ...]
    warnings: tuple[str, ...]
    changed: bool
    documents: int
    passages: int
    fingerprint: str

    @property
    def rejected(self) -> tuple[Outcome, ...]:
        """The files that could not be read."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == "rejected")


def run(
    paths: Sequence[Path],
    data: Path,
    engine: str,
    progress: Progress,
    *,
    keep_files: bool = True,
) -> Report:
    """Index files and folders; what was indexed before and is not in them leaves the index.

    Files that have not changed are not read again. Where nothing has changed at all, the
    generation in service stays.

    Args:
        paths: files and folders.
        data: the data folder.
        engine: name of an engine.
        progress: is told how far the run has come.
        keep_files: copies of the indexed files are kept in the data folder, for download.

    Raises:
        DataError: a path or the data folder cannot be used, the disk is full, or another
            process builds; what was in service before is in service still.
        EngineError: the engine failed.
    """
    for path in paths:
        if not path.exists():
            raise DataError(f"找不到 {path}", "請確認路徑，或建立這個資料夾")
    with generation.build_lock(data):
        last, carried, warnings = _last(data)
        try:
            with _disk(data, last):
                return _run(paths, data, engine, progress, last, carried, warnings, keep_files)
        finally:
            if last is not None:
                last.store.close()


@dataclass(frozen=True, slots=True)
class _Last:
    """The generation before."""

    opened: generation.Opened
    store: Store


def _run(
    paths: Sequence[Path],
    data: Path,
    engine: str,
    progress: Progress,
    last: _Last | None,
    carried: Past,
    warnings: list[str],
    keep_files: bool,
) -> Report:
    walked = walk(paths)
    intake = take_in(walked, None if last is None else last.store, progress)
    if keep_files:
        _keep(data, walked, intake)
    failed = intake.failed
    given = (path for path in paths if path.is_dir())
    folders = dict.fromkeys((*given, *(found.folder for found in walked.found), data))
    links = load_links(folders)
    made_by = versions(engine) | {"programs": links.version}
    if last is not None and _is_same(last, intake, failed, made_by):
        _LOG.info("index unchanged generation=%s", last.opened.name)
        manifest = last.opened.manifest
    else:
        past = carried if last is None else _past(last.store)
        content = assemble(intake.splits, intake.records, failed, past, agencies.load())
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        content, warned = through_time(content, past, links, agencies.load(), at)
        intake.warnings += warned
        manifest = _build(data, engine, content, made_by, progress)
    _forget(data, intake if keep_files else Intake(), last)
    return Report(
        outcomes=tuple(intake.outcomes),
        warnings=(*warnings, *intake.warnings),
        changed=last is None or manifest is not last.opened.manifest,
        documents=manifest.documents,
        passages=manifest.passages,
        fingerprint=manifest.fingerprint,
    )


def _past(before: Store) -> Past:
    return Past(
        before.editions_ever(), tuple(before.ledger()), before.programs_ever(), before.changes()
    )


def _keep(data: Path, walked: Walked, intake: Intake) -> None:
    """Keep the files before the generation that links to them comes into service."""
    paths = {found.name: found.path for found in walked.found}
    changed = keep(data, ((record.sha256, paths[record.name]) for record in intake.records))
    intake.warnings += (f"{name}：建立索引時檔案被改動，沒有留存供下載" for name in changed)


def _forget(data: Path, intake: Intake, last: _Last | None) -> None:
    """Drop the files that neither this generation nor the one before, still open, speaks of."""
    wanted = {record.sha256 for record in intake.records}
    if last is not None and intake.records:
        wanted.update(record.sha256 for record in last.store.files())
    forget(data, wanted)


def _last(data: Path) -> tuple[_Last | None, Past, list[str]]:
    """Open the newest generation that is whole, to copy from.

    Returns:
        The generation; the past of one that another version has written and that is therefore
        not copied from; why newer ones are not used, or all is made anew.
    """
    try:
        opened = generation.open_newest(data, {})
        path = opened.folder / generation.STORE
        try:
            store = Store.open(path)
        except Outdated as error:
            with Store.open(path, any_version=True) as store:
                return None, _past(store), [*opened.problems, f"{error.message}，全部重新建立"]
        return _Last(opened, store), Past(), [*opened.problems]
    except NoIndex:
        return None, Past(), []
    except Damaged as error:
        return None, Past(), [f"{error.message}，全部重新建立"]


def _is_same(
    last: _Last, intake: Intake, failed: Sequence[FailedFile], made_by: dict[str, str]
) -> bool:
    manifest = last.opened.manifest
    return (
        not last.opened.problems
        and dict(manifest.versions) == made_by
        and {*last.store.files()} == {*intake.records}
        and last.store.failed() == tuple(failed)
        and not any(outcome.status == "indexed" for outcome in intake.outcomes)
    )


def _build(
    data: Path, engine: str, content: Content, made_by: dict[str, str], progress: Progress
) -> generation.Manifest:
    folder = generation.start(data)
    try:
        path = folder / generation.STORE
        progress("寫入段落", 0, 1)
        write_store(path, content)
        progress("寫入段落", 1, 1)
        index = folder / generation.INDEX
        index.mkdir()
        total = len(content.groups)
        progress("建立索引", 0, total)
        build_engine(engine, path, index, lambda done: progress("建立索引", done, total))
        progress("建立索引", total, total)
        manifest = generation.seal(
            folder,
            versions=made_by,
            documents=len(content.documents),
            passages=total,
            failed=len(content.failed),
            fingerprint=_fingerprint(content, made_by),
        )
        generation.switch(data, folder)
    except BaseException:
        # Room is given back at once: the disk may be full because of this very folder.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return manifest


def _fingerprint(content: Content, made_by: dict[str, str]) -> str:
    """Hash all that an answer can show: equal contents have equal fingerprints."""
    digest = sha256(dump(sorted(made_by.items())).encode())
    for group in content.groups:
        for passage in group.passages:
            digest.update(dump(passage_record(passage)).encode())
    for failed in content.failed:
        digest.update(dump([failed.file, failed.reason]).encode())
    return digest.hexdigest()[:16]


@contextmanager
def _disk(data: Path, last: _Last | None) -> Iterator[None]:
    """Turn what a full disk does into an error that says where and how much is needed."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_SPACE:
            where = f"（{error.filename}）" if error.filename else ""
            raise DataError(
                f"資料夾 {data} 無法寫入：{error.strerror}{where}", "請檢查磁碟與權限後再執行一次"
            ) from error
        raise _full(data, last) from error
    except sqlite3.Error as error:
        # With a limit on file sizes SQLite sees a failed write and no full disk.
        if error.sqlite_errorname in ("SQLITE_FULL", "SQLITE_IOERR_WRITE"):
            raise _full(data, last) from error
        raise DataError(f"寫入儲存檔失敗（{error}）", "請檢查磁碟後再執行一次") from error


def _full(data: Path, last: _Last | None) -> DataError:
    needed = _ROOM_BYTES
    if last is not None:
        needed += generation.size_bytes(last.opened.folder)
    free = shutil.disk_usage(data).free
    return DataError(
        f"資料夾 {data.absolute()} 的磁碟空間不足：大約需要 {needed:,} 位元組，目前可用 {free:,} 位元組",
        "請清出空間後再執行一次；原來的索引仍照常服務",
    )
