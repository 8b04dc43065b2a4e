"""The pipeline: walk, read, split, assemble, build, and switch the new generation in."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from indexer import corrections, readers, splitting
from indexer.assembly import Past, SplitFile, assemble, split_of
from indexer.blocks import ReadFile
from indexer.catalogue import load_catalogue
from indexer.engine_build import NO_SPACE, build_engine
from indexer.readers import archive
from indexer.readers.pool import ReaderPool
from indexer.splitting import Described
from indexer.walk import Found, walk
from search import agencies, generation, store
from search.analysis import load_analyzer
from search.errors import Damaged, DataError, DocumentError, NoIndex, Outdated
from search.model import FailedFile, Source
from search.records import FileRecord, dump, passage_record
from search.store import Content, Store, write_store

_LOG = logging.getLogger(__name__)
Status = Literal["indexed", "unchanged", "duplicate", "rejected"]
_BYTES_A_CHARACTER = 40
"""Room that a character of a document's text takes in store and index together, well rounded up."""
_ROOM_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    Attributes:
        file: its name in the corpus.
        reason: why it was rejected, or the name of the file that it is a copy of.
    """

    file: str
    status: Status
    reason: str = ""
    remedy: str = ""


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


Progress = Callable[[str, int, int], None]
"""Called with the name of the stage, how much of it is done, and how much there is."""


def versions(engine: str) -> dict[str, str]:
    """What an index made now is of: what must agree before it is searched."""
    return {"store": store.SCHEMA, "analyzer": load_analyzer().version, "engine": engine}


def run(paths: Sequence[Path], data: Path, engine: str, progress: Progress) -> Report:
    """Index files and folders; what was indexed before and is not in them leaves the index.

    Files that have not changed are not read again. Where nothing has changed at all, the
    generation in service stays.

    Args:
        paths: files and folders.
        data: the data folder.
        engine: name of an engine.
        progress: is told how far the run has come.

    Raises:
        DataError: a path or the data folder cannot be used, the disk is full, or another
            process builds; what was in service before is in service still.
        EngineError: the engine failed.
    """
    for path in paths:
        if not path.exists():
            raise DataError(f"找不到 {path}", "請確認路徑，或建立這個資料夾")
    with generation.build_lock(data):
        last, warnings = _last(data)
        try:
            with _disk(data, last):
                return _run(paths, data, engine, progress, last, warnings)
        finally:
            if last is not None:
                last.store.close()


@dataclass(frozen=True, slots=True)
class _Last:
    """The generation before."""

    opened: generation.Opened
    store: Store


@dataclass(slots=True)
class _Gathered:
    """Files as they come in."""

    splits: list[SplitFile] = field(default_factory=list)
    records: list[FileRecord] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to be read, as it was when its bytes were hashed, with the text of its corrections."""

    found: Found
    record: FileRecord
    described: Described
    stamp: tuple[int, int]
    sheet: str | None = None


def _run(
    paths: Sequence[Path],
    data: Path,
    engine: str,
    progress: Progress,
    last: _Last | None,
    warnings: list[str],
) -> Report:
    walked = walk(paths)
    gathered = _Gathered()
    gathered.outcomes += (
        Outcome(refused.file, "rejected", refused.reason, refused.remedy)
        for refused in walked.refused
    )
    jobs = _sort_out(walked.found, last, gathered, warnings, progress)
    _read(jobs, gathered, progress)
    gathered.outcomes.sort(key=lambda outcome: outcome.file)
    failed = [
        FailedFile(outcome.file, outcome.reason, outcome.remedy)
        for outcome in gathered.outcomes
        if outcome.status == "rejected"
    ]
    made_by = versions(engine)
    if last is not None and _is_same(last, gathered, failed, made_by):
        _LOG.info("index unchanged generation=%s", last.opened.name)
        manifest = last.opened.manifest
    else:
        past = (
            Past() if last is None else Past(last.store.editions_ever(), tuple(last.store.ledger()))
        )
        records = sorted(gathered.records, key=lambda record: record.name)
        content = assemble(gathered.splits, records, failed, past, agencies.load())
        manifest = _build(data, engine, content, made_by, progress)
    return Report(
        outcomes=tuple(gathered.outcomes),
        warnings=tuple(warnings),
        changed=last is None or manifest is not last.opened.manifest,
        documents=manifest.documents,
        passages=manifest.passages,
        fingerprint=manifest.fingerprint,
    )


def _last(data: Path) -> tuple[_Last | None, list[str]]:
    """Open the newest generation that is whole, to copy from, and say why newer ones are not."""
    try:
        opened = generation.open_newest(data, {"store": store.SCHEMA})
        return _Last(opened, Store.open(opened.folder / generation.STORE)), [*opened.problems]
    except NoIndex:
        return None, []
    except (Damaged, Outdated) as error:
        return None, [f"{error.message}，全部重新建立"]


def _sort_out(
    found: Sequence[Found],
    last: _Last | None,
    gathered: _Gathered,
    warnings: list[str],
    progress: Progress,
) -> list[_Job]:
    """Hash every file; copy the unchanged ones; give the ones that must be read."""
    known = {} if last is None else {(f.sha256, f.key): f for f in last.store.files()}
    catalogues = {folder: load_catalogue(folder) for folder in sorted({f.folder for f in found})}
    for catalogue in catalogues.values():
        warnings += catalogue.warnings
    jobs: list[_Job] = []
    first: dict[str, str] = {}
    for number, one in enumerate(found):
        progress("檢查檔案", number, len(found))
        described = catalogues[one.folder].describes(one.path.name)
        try:
            stamp = _stamp(one.path)
            digest = _digest(one.path)
        except (DocumentError, OSError) as error:
            gathered.outcomes.append(_unreadable(one.name, error))
            continue
        sheet = _sheet(one.path, warnings)
        record = FileRecord(one.name, digest, _key(one.path.name, described, sheet))
        if digest in first:
            gathered.records.append(replace(record, duplicate_of=first[digest]))
            gathered.outcomes.append(Outcome(one.name, "duplicate", first[digest]))
            continue
        first[digest] = one.name
        before = known.get((record.sha256, record.key))
        copied = () if before is None or last is None else _copies(last.store, before, one.name)
        if copied:
            gathered.splits += copied
            gathered.records.append(record)
            gathered.outcomes.append(Outcome(one.name, "unchanged"))
        else:
            jobs.append(_Job(one, record, described, stamp, sheet))
    progress("檢查檔案", len(found), len(found))
    return jobs


def _copies(store: Store, before: FileRecord, name: str) -> tuple[SplitFile, ...]:
    """What the last generation holds of a file with the same bytes, under its name of now."""
    records = store.edition_records(before.duplicate_of or before.name)
    return tuple(
        replace(split_of(record, store.passages_of(record.edition.id)), file=name)
        for record in records
    )


def _read(jobs: Sequence[_Job], gathered: _Gathered, progress: Progress) -> None:
    if not jobs:
        return
    progress("讀取與切分", 0, len(jobs))
    with ReaderPool() as pool:
        outcomes = pool.read_many([job.found.path for job in jobs])
        for number, (job, (_, read)) in enumerate(zip(jobs, outcomes, strict=True), start=1):
            try:
                if isinstance(read, DocumentError):
                    raise read
                if _stamp(job.found.path) != job.stamp:
                    raise DocumentError("讀取期間檔案被改動", "請再執行一次")
                gathered.splits += _split(job, read)
                gathered.records.append(job.record)
                gathered.outcomes.append(Outcome(job.record.name, "indexed"))
            except (DocumentError, OSError) as error:
                gathered.outcomes.append(_unreadable(job.record.name, error))
            progress("讀取與切分", number, len(jobs))


def _split(job: _Job, read: ReadFile) -> list[SplitFile]:
    source = Source(job.record.name.rsplit("/", 1)[-1], job.record.sha256)
    try:
        documents = corrections.split_corrected(read, source, job.described, job.sheet)
    except Exception as error:
        # A fault of ours in one document must not take the others out of service.
        _LOG.exception("splitting failed file=%s", job.record.name)
        raise DocumentError(
            f"切分失敗（{type(error).__name__}）", "請回報這個檔案，其他檔案不受影響"
        ) from error
    if not any(document.passages for document in documents):
        raise DocumentError("檔案裡沒有讀到任何文字", "若是掃描檔，請改用有文字層的檔案")
    return [
        SplitFile(
            file=job.record.name,
            source=source,
            format=read.format,
            origin=job.described.origin,
            text=read.text,
            split=document,
        )
        for document in documents
    ]


def _unreadable(file: str, error: DocumentError | OSError) -> Outcome:
    if isinstance(error, DocumentError):
        return Outcome(file, "rejected", error.message, error.remedy)
    if isinstance(error, PermissionError):
        return Outcome(file, "rejected", "沒有讀取權限", "請開放讀取權限給執行本服務的帳號")
    return Outcome(
        file, "rejected", f"檔案讀不出來（{error.strerror}）", "請確認檔案還在，磁碟沒有問題"
    )


def _is_same(
    last: _Last, gathered: _Gathered, failed: Sequence[FailedFile], made_by: dict[str, str]
) -> bool:
    manifest = last.opened.manifest
    return (
        not last.opened.problems
        and dict(manifest.versions) == made_by
        and {*last.store.files()} == {*gathered.records}
        and last.store.failed() == tuple(failed)
        and not any(outcome.status == "indexed" for outcome in gathered.outcomes)
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


def _sheet(path: Path, warnings: list[str]) -> str | None:
    """The text of a person's corrections beside a file, or None."""
    if archive.split_member(path) is not None:
        return None
    try:
        return corrections.beside(path)
    except (OSError, UnicodeDecodeError) as error:
        warnings.append(f"{path.name}{corrections.SUFFIX}：讀不出來（{error}），校正表略過")
        return None


def _key(name: str, described: Described, sheet: str | None) -> str:
    """Hash all that decides what is made of a file's bytes."""
    parts = [
        name,
        described.title,
        described.agency,
        described.year,
        described.document_kind,
        described.origin,
        sheet,
    ]
    return sha256(dump([_code_version(), parts]).encode()).hexdigest()[:16]


@cache
def _code_version() -> str:
    """Hash the rules of reading and splitting, so that no change of them is ever forgotten."""
    folder = Path(__file__).parent
    digest = sha256(f"{readers.VERSION} {splitting.VERSION}".encode())
    rules = [
        *folder.glob("*.py"),
        *folder.glob("*.toml"),
        *folder.glob("readers/*"),
        *folder.glob("splitting/*"),
        *folder.parent.glob("search/agencies.*"),
    ]
    for path in sorted(rule for rule in rules if rule.suffix in (".py", ".toml")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    member = archive.split_member(path)
    found = (path if member is None else member[0]).stat()
    return found.st_mtime_ns, found.st_size


def _digest(path: Path) -> str:
    member = archive.split_member(path)
    if member is not None:
        return sha256(archive.read_member(*member)).hexdigest()
    digest = sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
