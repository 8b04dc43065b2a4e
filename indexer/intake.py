"""Taking files in: what has not changed is copied from the last store, the rest is read and split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal, Protocol

from indexer import corrections, formats, splitting
from indexer.assembly import SplitFile, split_of
from indexer.catalogue import load_catalogue
from indexer.file_lists import may_list_files
from indexer.job import FileJob, read_and_split
from indexer.packages import archive
from indexer.splitting import Described
from indexer.walk import Found, Walked, refusal
from search.errors import DocumentError
from search.model import FailedFile
from search.sandbox.pages import PageReached
from search.sandbox.pool import ReaderPool
from search.store.reading import Store
from search.store.records import FileRecord, dump

Status = Literal["indexed", "unchanged", "duplicate", "listing", "rejected"]
_READING = "讀取與切分"


class Progress(Protocol):
    """Is told how far an indexing has come."""

    def __call__(self, stage: str, done: int, total: int, at: str = "", /) -> None:
        """Tell of a step.

        Args:
            stage: its name.
            done: how much of it is done.
            total: how much there is.
            at: what is worked on, such as a page of a file; empty where that is not told.
        """


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    Attributes:
        file: its name in the corpus.
        status: "listing" where it only lists files beside it, and is no document.
        reason: why it was rejected, or the name of the file that it is a copy of.
    """

    file: str
    status: Status
    reason: str = ""
    remedy: str = ""


@dataclass(slots=True)
class Intake:
    """A corpus as it comes in.

    Attributes:
        splits: what the files hold.
        records: of the files that were read, now or before.
        outcomes: of every file.
        warnings: of catalogues, in Traditional Chinese.
        described: names of the files that a catalogue says something of.
        broken: folders whose catalogue cannot be read.
    """

    splits: list[SplitFile] = field(default_factory=list)
    records: list[FileRecord] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    broken: list[Path] = field(default_factory=list)

    @property
    def failed(self) -> list[FailedFile]:
        """The files that could not be read."""
        return [
            FailedFile(outcome.file, outcome.reason, outcome.remedy)
            for outcome in self.outcomes
            if outcome.status == "rejected"
        ]


def take_in(walked: Walked, last: Store | None, progress: Progress) -> Intake:
    """Take in the files of a corpus.

    Args:
        walked: what was found.
        last: the store to copy unchanged files from.
        progress: is told how far it has come.

    Returns:
        All of them, records and outcomes by name.
    """
    intake = Intake()
    intake.outcomes += (
        Outcome(refused.file, "rejected", refused.reason, refused.remedy)
        for refused in walked.refused
    )
    _read(_sort_out(walked.found, last, intake, progress), intake, progress)
    _refuse_copies(intake)
    intake.outcomes.sort(key=lambda outcome: outcome.file)
    intake.records.sort(key=lambda record: record.name)
    return intake


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A file that is to be read, and when it was last changed before its bytes were hashed."""

    job: FileJob
    record: FileRecord
    stamp: tuple[int, int]


def _sort_out(
    found: Sequence[Found], last: Store | None, intake: Intake, progress: Progress
) -> list[_Awaited]:
    """Hash every file; copy the unchanged ones; give the ones that must be read."""
    known = {} if last is None else {(f.sha256, f.key): f for f in last.files()}
    catalogues = {folder: load_catalogue(folder) for folder in sorted({f.folder for f in found})}
    for folder, catalogue in catalogues.items():
        intake.warnings += catalogue.warnings
        if catalogue.broken:
            intake.broken.append(folder)
    beside: dict[Path, list[str]] = {}
    for one in found:
        beside.setdefault(one.path.parent, []).append(one.path.name)
    awaited: list[_Awaited] = []
    first: dict[str, str] = {}
    for number, one in enumerate(found):
        progress("檢查檔案", number, len(found))
        described = catalogues[one.folder].describes(one.path.name)
        if described != Described():
            intake.described.append(one.name)
        try:
            stamp = _stamp(one.path)
            sha256sum = digest(one.path)
            # What a person describes is a document, whatever it looks like.
            may_list = described == Described() and may_list_files(
                one.path, beside[one.path.parent]
            )
        except Exception as error:  # noqa: BLE001  one file must never end the run
            intake.outcomes.append(_rejected(one.name, error))
            continue
        sheet = _sheet(one.path, intake.warnings)
        job = FileJob(
            one.path,
            one.name,
            sha256sum,
            described,
            sheet,
            tuple(name for name in beside[one.path.parent] if may_list and name != one.path.name),
            page_words=True,
        )
        record = FileRecord(one.name, sha256sum, _key(job))
        if sha256sum in first:
            intake.records.append(replace(record, duplicate_of=first[sha256sum]))
            intake.outcomes.append(Outcome(one.name, "duplicate", first[sha256sum]))
            continue
        first[sha256sum] = one.name
        before = known.get((record.sha256, record.key))
        copied = () if before is None or last is None else _copies(last, before, one.name)
        if copied:
            intake.splits += copied
            intake.records.append(record)
            intake.outcomes.append(Outcome(one.name, "unchanged"))
        elif before is not None and job.beside:
            intake.records.append(record)
            intake.outcomes.append(Outcome(one.name, "listing"))
        else:
            awaited.append(_Awaited(job, record, stamp))
    progress("檢查檔案", len(found), len(found))
    return awaited


def _copies(store: Store, before: FileRecord, name: str) -> tuple[SplitFile, ...]:
    """What the last generation holds of a file with the same bytes, under its name of now."""
    records = store.edition_records(before.duplicate_of or before.name)
    return tuple(
        replace(split_of(record, store.written_passages(record.edition.id)), file=name)
        for record in records
    )


def _read(awaited: Sequence[_Awaited], intake: Intake, progress: Progress) -> None:
    if not awaited:
        return
    done = 0

    def tell_page(job: FileJob, page: PageReached) -> None:
        progress(_READING, done, len(awaited), f"{job.name} 第 {page.page:,}／{page.count:,} 頁")

    progress(_READING, 0, len(awaited))
    with ReaderPool() as pool:
        outcomes = pool.run(read_and_split, [one.job for one in awaited], tell_page)
        for number, (one, (job, made)) in enumerate(zip(awaited, outcomes, strict=True), start=1):
            try:
                if isinstance(made, DocumentError):
                    raise made
                if _stamp(job.path) != one.stamp:
                    raise DocumentError("讀取期間檔案被改動", "請再執行一次")
                read_at = datetime.now(UTC).isoformat(timespec="seconds")
                intake.splits += (replace(split, read_at=read_at) for split in made)
                intake.records.append(one.record)
                intake.outcomes.append(Outcome(job.name, "indexed" if made else "listing"))
            except Exception as error:  # noqa: BLE001  one file must never end the run
                intake.outcomes.append(_rejected(job.name, error))
            done = number
            progress(_READING, done, len(awaited))


def _refuse_copies(intake: Intake) -> None:
    """Let a copy of a file that cannot be read fail like that file: it is in no index either."""
    why = {one.file: one for one in intake.outcomes if one.status == "rejected"}
    copies = {
        one.file: replace(why[one.reason], file=one.file)
        for one in intake.outcomes
        if one.status == "duplicate" and one.reason in why
    }
    intake.outcomes = [copies.get(one.file, one) for one in intake.outcomes]
    intake.records = [record for record in intake.records if record.name not in copies]


def _rejected(file: str, error: Exception) -> Outcome:
    refused = refusal(file, error)
    return Outcome(file, "rejected", refused.reason, refused.remedy)


def _sheet(path: Path, warnings: list[str]) -> str | None:
    """The text of a person's corrections beside a file, or None."""
    if archive.split_member(path) is not None:
        return None
    try:
        return corrections.beside(path)
    except (OSError, UnicodeDecodeError) as error:
        warnings.append(f"{path.name}{corrections.SUFFIX}：讀不出來（{error}），校正表略過")
        return None


def _key(job: FileJob) -> str:
    """Hash all that decides what is made of a file's bytes."""
    described = job.described
    parts = [
        job.path.name,
        described.title,
        described.agency,
        described.year,
        described.document_kind,
        described.origin,
        job.sheet,
        sorted(job.beside),
    ]
    return sha256(dump([_code_version(), parts]).encode()).hexdigest()[:16]


@cache
def _code_version() -> str:
    """Hash the rules of reading and splitting, so that no change of them is ever forgotten."""
    folder = Path(__file__).parent
    digest = sha256(f"{formats.VERSION} {splitting.VERSION}".encode())
    rules = [*folder.rglob("*"), *folder.parent.glob("search/agencies.*")]
    for path in sorted(rule for rule in rules if rule.suffix in (".py", ".toml")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    member = archive.split_member(path)
    found = (path if member is None else member[0]).stat()
    return found.st_mtime_ns, found.st_size


def digest(path: Path) -> str:
    """Give the SHA-256 (hexadecimal) of a file, or of a member of an archive.

    Raises:
        OSError: it cannot be read.
        DocumentError: the archive cannot.
    """
    member = archive.split_member(path)
    if member is not None:
        return sha256(archive.read_member(*member)).hexdigest()
    summed = sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            summed.update(part)
    return summed.hexdigest()
