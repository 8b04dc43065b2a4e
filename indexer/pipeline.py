"""The pipeline: walk, read, split, assemble, build, and switch the new generation in."""

from __future__ import annotations

import gc
import logging
import shlex
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from indexer.assembly import Past, SplitFile, assemble
from indexer.continuity import load_links, through_time
from indexer.engine_build import NO_SPACE, build_engine
from indexer.guard import Before, before_of, loss
from indexer.intake import Intake, Outcome, Progress, take_in
from indexer.keeping import forget, keep
from indexer.roots import Root, joined, read_roots, write_roots
from indexer.walk import Walked, walk
from search import agencies
from search.config import EngineChoice
from search.engines import settle
from search.errors import Damaged, DataError, EngineError, NoIndex, Outdated, Refused
from search.live import versions
from search.model import Document, FailedFile
from search.store import generation
from search.store.reading import Store
from search.store.records import dump
from search.store.runs import Run, note_run
from search.store.writing import Content, digests_of, write_store

_LOG = logging.getLogger(__name__)
_BYTES_A_CHARACTER = 40
"""Room that a character of a document's text takes in store and index together, well rounded up."""
_ROOM_BYTES = 4 * 1024 * 1024
_MIXED = (
    "索引裡同時有真實文件與示範語料（內容純屬虛構）；"
    "要移走示範語料，請執行 zhengsuo index --replace 並列出真實文件的資料夾"
)
USUAL = Path("corpus")
"""What is indexed where nothing is given and nothing is remembered."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an indexing run did.

    Attributes:
        outcomes: of every file, by name.
        warnings: of catalogues and of the state that the index was found in.
        roots: the folders and files that the index is made of.
        changed: a new generation is in service.
        added: documents that the generation before did not hold, each by title and file.
        altered: documents that it held otherwise.
        removed: documents that it alone held.
    """

    outcomes: tuple[Outcome, ...]
    warnings: tuple[str, ...]
    roots: tuple[Path, ...]
    changed: bool
    added: tuple[str, ...]
    altered: tuple[str, ...]
    removed: tuple[str, ...]
    documents: int
    passages: int
    fingerprint: str

    @property
    def rejected(self) -> tuple[Outcome, ...]:
        """The files that could not be read."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == "rejected")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be indexed.

    Attributes:
        paths: files and folders, beside those that the index remembers.
        data: the data folder.
        engine: by its name, or a cluster.
        keep_files: copies of the indexed files are kept in the data folder, for download.
        replacing: what was indexed from other paths is given up.
        confirmed: the code of a loss that may happen.
    """

    paths: tuple[Path, ...]
    data: Path
    engine: EngineChoice
    keep_files: bool = True
    replacing: bool = False
    confirmed: str = ""

    def again(self, code: str) -> str:
        """The command that does this and lets the loss of that code happen."""
        more = ["--replace"] if self.replacing else []
        data = ["--data", str(self.data)]
        command = ["zhengsuo", "index", *map(str, self.paths), *more, *data, "--confirm", code]
        return shlex.join(command)


def roots_of(paths: Sequence[Path], data: Path, *, replacing: bool = False) -> tuple[Root, ...]:
    """Give what an index will be made of: what it remembers, and the paths beside it.

    Raises:
        DataError: a path that is not remembered is not there.
    """
    listed = generation.listed(data)
    kept = read_roots(listed[0][1].roots, data) if listed and not replacing else ()
    given = paths or (() if kept else (USUAL,))
    known = {root.path for root in kept}
    for path in given:
        if not path.exists() and path.absolute() not in known:
            raise DataError(f"找不到 {path}", "請確認路徑，或建立這個資料夾")
    return joined(kept, given)


def run(
    paths: Sequence[Path],
    data: Path,
    engine: EngineChoice,
    progress: Progress,
    *,
    keep_files: bool = True,
    replacing: bool = False,
    confirmed: str = "",
) -> Report:
    """Index files and folders, beside those that the index is made of already.

    Files that have not changed are not read again. Where nothing has changed at all, the
    generation in service stays.

    Args:
        paths: files and folders; none where those that the index remembers will do.
        data: the data folder.
        engine: by its name, or a cluster.
        progress: is told how far the run has come.
        keep_files: copies of the indexed files are kept in the data folder, for download.
        replacing: what was indexed from other paths is given up.
        confirmed: the code of a loss that may happen.

    Raises:
        DataError: a path or the data folder cannot be used, the disk is full, or another
            process builds; what was in service before is in service still.
        Refused: documents would be lost that nobody gave up; likewise.
        EngineError: the engine failed.
    """
    order = Order(tuple(paths), data, engine, keep_files, replacing, confirmed)
    roots_of(paths, data, replacing=replacing)  # before a data folder is made for a slip
    with generation.build_lock(data):
        last, carried, warnings = _last(data)
        try:
            with _disk(data, last), _without_collecting():
                return _run(order, progress, last, carried, warnings)
        finally:
            if last is not None:
                last.store.close()


@dataclass(frozen=True, slots=True)
class _Last:
    """The generation before."""

    opened: generation.Opened
    store: Store


def _run(
    order: Order,
    progress: Progress,
    last: _Last | None,
    carried: Past,
    warnings: list[str],
) -> Report:
    data = order.data
    roots = roots_of(order.paths, data, replacing=order.replacing)
    walked = walk(roots, data)
    intake = take_in(walked, None if last is None else last.store, progress)
    failed = intake.failed
    given = (root.path for root in roots if root.path.is_dir())
    folders = dict.fromkeys((*given, *(found.folder for found in walked.found), data))
    links = load_links(folders)
    made_by = versions(order.engine) | {"programs": links.version}
    noted = write_roots(roots, data)
    if last is not None and _is_same(last, intake, failed, made_by, noted):
        _LOG.info("index unchanged generation=%s", last.opened.name)
        manifest, fate = last.opened.manifest, _Fate()
        _keep(order, walked, intake)
    else:
        past = carried if last is None else _past(last.store, intake.splits)
        content = assemble(intake.splits, intake.records, failed, past, agencies.load())
        before = _before(data)
        if before is not None:
            _refuse_loss(order, before, roots, walked, intake, content)
        _keep(order, walked, intake)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        same_rules = last and last.opened.manifest.versions.get("programs") == links.version
        before_it = last.store if last is not None and same_rules else None
        content, warned = through_time(content, past, links, agencies.load(), at, before_it)
        intake.warnings += warned
        if len({document.sample for document in content.documents}) > 1:
            intake.warnings.append(_MIXED)
        fate = _fate(before, content)
        facts = {
            "versions": made_by,
            "roots": noted,
            "described": tuple(intake.described),
            "removed": len(fate.removed),
        }
        manifest = _build(order, content, facts, progress, last)
    _forget(order)
    _note(data, manifest, fate, intake)
    return Report(
        outcomes=tuple(intake.outcomes),
        warnings=(*warnings, *intake.warnings),
        roots=tuple(root.path for root in roots),
        changed=last is None or manifest is not last.opened.manifest,
        added=fate.added,
        altered=fate.altered,
        removed=fate.removed,
        documents=manifest.documents,
        passages=manifest.passages,
        fingerprint=manifest.fingerprint,
    )


@dataclass(frozen=True, slots=True)
class _Fate:
    """What a run did to documents, each by title and file."""

    added: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def _before(data: Path) -> Before | None:
    """The newest generation, whether or not it can be copied from."""
    for name, manifest in generation.listed(data)[:1]:
        roots = read_roots(manifest.roots, data)
        return before_of(manifest, roots, generation.store_of(data, name))
    return None


def _refuse_loss(
    order: Order,
    before: Before,
    roots: Sequence[Root],
    walked: Walked,
    intake: Intake,
    content: Content,
) -> None:
    lost = loss(before, roots, walked, intake, content.documents, replacing=order.replacing)
    if lost is None or lost.code == order.confirmed:
        return
    at = datetime.now(UTC).isoformat(timespec="seconds")
    note_run(order.data, Run(at, before.manifest.documents, refused="；".join(lost.reasons)))
    raise Refused(
        f"這次索引會失去原有的內容，因此沒有更換，原來的索引照常服務：\n{lost}",
        f"確定要這樣，請執行：{order.again(lost.code)}",
        lost.code,
    )


def _fate(before: Before | None, content: Content) -> _Fate:
    """Compare the documents with those before, by what they are read from and described as."""
    names = {record.edition.id: record.file for record in content.records}
    old = {one.id: one for one in (before and before.documents) or ()}
    new = {document.id: document for document in content.documents}

    def label(document: Document) -> str:
        return f"{document.title}（{min(names[edition.id] for edition in document.editions)}）"

    return _Fate(
        tuple(label(one) for id_, one in new.items() if id_ not in old),
        tuple(
            label(one) for id_, one in new.items() if id_ in old and _told(old[id_]) != _told(one)
        ),
        ()
        if before is None
        else tuple(before.label(one) for id_, one in old.items() if id_ not in new),
    )


def _told(document: Document) -> tuple[object, ...]:
    sources = frozenset(edition.source.sha256 for edition in document.editions)
    return document.title, document.kind, document.agency, document.year, sources


def _note(data: Path, manifest: generation.Manifest, fate: _Fate, intake: Intake) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    counts = len(fate.added), len(fate.altered), len(fate.removed)
    note_run(data, Run(at, manifest.documents, *counts, len(intake.failed)))


def _past(before: Store, copied: Sequence[SplitFile] = ()) -> Past:
    known = {passage.id: passage for one in copied if one.written for passage in one.split.passages}
    return Past(
        before.editions_ever(),
        tuple(before.ledger(known)),
        before.programs_ever(),
        before.changes(),
    )


def _keep(order: Order, walked: Walked, intake: Intake) -> None:
    """Keep the files before the generation that links to them comes into service."""
    if not order.keep_files:
        return
    paths = {found.name: found.path for found in walked.found}
    changed = keep(order.data, ((record.sha256, paths[record.name]) for record in intake.records))
    intake.warnings += (f"{name}：建立索引時檔案被改動，沒有留存供下載" for name in changed)


def _forget(order: Order) -> None:
    """Drop the files that no generation which is kept speaks of."""
    wanted: set[str] = set()
    for name, _ in generation.listed(order.data) if order.keep_files else ():
        try:
            with Store.open(generation.store_of(order.data, name), any_version=True) as store:
                wanted.update(record.sha256 for record in store.files())
        except (Damaged, Outdated):
            return  # which files it speaks of is not known
    forget(order.data, wanted)


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
    last: _Last,
    intake: Intake,
    failed: Sequence[FailedFile],
    made_by: dict[str, str],
    roots: tuple[tuple[str, str], ...],
) -> bool:
    manifest = last.opened.manifest
    return (
        not last.opened.problems
        and dict(manifest.versions) == made_by
        and tuple(map(tuple, manifest.roots)) == roots
        and {*last.store.files()} == {*intake.records}
        and last.store.failed() == tuple(failed)
        and not any(outcome.status == "indexed" for outcome in intake.outcomes)
    )


def _build(
    order: Order,
    content: Content,
    facts: dict[str, Any],
    progress: Progress,
    last: _Last | None,
) -> generation.Manifest:
    folder = generation.start(order.data)
    try:
        path = folder / generation.STORE
        progress("寫入段落", 0, 1)
        write_store(path, content, last.opened.folder / generation.STORE if last else None)
        progress("寫入段落", 1, 1)
        index = folder / generation.INDEX
        index.mkdir()
        total = len(content.groups)
        progress("建立索引", 0, total)
        build_engine(
            order.engine,
            path,
            index,
            lambda done: progress("建立索引", done, total),
            _renewable(last, facts["versions"]),
        )
        progress("建立索引", total, total)
        manifest = generation.seal(
            folder,
            **facts,
            documents=len(content.documents),
            passages=total,
            failed=len(content.failed),
            fingerprint=_fingerprint(content, facts["versions"]),
        )
        final = generation.switch(order.data, folder)
    except BaseException:
        # Room is given back at once: the disk may be full because of this very folder.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _settle(order, final)
    return manifest


def _settle(order: Order, final: Path) -> None:
    """Let an engine outside of the data folder know; the new generation is in service already."""
    kept = [
        order.data / "generations" / name / generation.INDEX
        for name, manifest in generation.listed(order.data)
        if manifest.versions.get("engine") == versions(order.engine)["engine"]
    ]
    try:
        settle(order.engine, final / generation.INDEX, kept)
    except EngineError as error:
        _LOG.warning("old indices of the cluster are left: %s", error)


def _renewable(last: _Last | None, made_by: dict[str, str]) -> Path | None:
    """The index before, where one of now takes documents over from it."""
    if last is None:
        return None
    versions = last.opened.manifest.versions
    same = all(versions.get(part) == made_by[part] for part in ("analyzer", "engine"))
    return last.opened.folder / generation.INDEX if same else None


def _fingerprint(content: Content, made_by: dict[str, str]) -> str:
    """Hash all that an answer can show: equal contents have equal fingerprints."""
    digest = sha256(dump(sorted(made_by.items())).encode())
    for document in digests_of(content).items():
        digest.update(dump(document).encode())
    for failed in content.failed:
        digest.update(dump([failed.file, failed.reason]).encode())
    return digest.hexdigest()[:16]


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave the search for cycles: a corpus is many objects, of which none makes one.

    Going through them again and again takes a sixth of an indexing where little changed.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


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
