"""What the splitter makes of single files, without an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer.assembly import Past, assemble
from indexer.catalogue import load_catalogue
from indexer.corrections import beside, sheet_text
from indexer.explain import Explained, ExplainJob, Stage, explain
from indexer.intake import digest
from indexer.job import FileJob, read_and_split
from indexer.packages import archive
from indexer.roots import labelled
from indexer.walk import walk
from search import agencies
from search.errors import DocumentError
from search.model import FailedFile, Passage
from search.sandbox.pool import ReaderPool
from search.store.reports import read_reports
from search.store.writing import Content


def preview(paths: Iterable[Path]) -> Iterator[tuple[str, Content | FailedFile]]:
    """Read and split files, each for itself, with the catalogues beside them.

    Args:
        paths: files, folders or archives that exist.

    Yields:
        The name of each file with what a store would hold of it alone, or with the reason why
        it cannot be read. Ids are those that a first indexing of this file alone would give.
    """
    walked = walk(labelled(list(dict.fromkeys(paths))))
    for refused in walked.refused:
        yield refused.file, refused
    jobs = []
    for found in walked.found:
        try:
            described = load_catalogue(found.folder).describes(found.path.name)
            sheet = _sheet(found.path)
        except DocumentError as error:
            yield found.name, FailedFile(found.name, error.message, error.remedy)
            continue
        jobs.append(FileJob(found.path, found.name, _digest(found.path), described, sheet))
    with ReaderPool() as pool:
        for job, made in pool.run(read_and_split, jobs):
            if isinstance(made, DocumentError):
                yield job.name, FailedFile(job.name, made.message, made.remedy)
            else:
                yield job.name, assemble(made, (), (), Past(), agencies.load())


def explained(
    paths: Iterable[Path], stage: Stage
) -> Iterator[tuple[str, tuple[Explained, ...] | FailedFile]]:
    """Read files as far as a stage, in child processes.

    Args:
        paths: files, folders or archives that exist.
        stage: whose values are wanted.

    Yields:
        The name of each file with what the stage gives of it, or why it cannot be read.
    """
    walked = walk(labelled(list(dict.fromkeys(paths))))
    for refused in walked.refused:
        yield refused.file, refused
    jobs = [
        ExplainJob(
            found.path, found.name, load_catalogue(found.folder).describes(found.path.name), stage
        )
        for found in walked.found
    ]
    with ReaderPool() as pool:
        for job, made in pool.run(explain, jobs):
            if isinstance(made, DocumentError):
                yield job.name, FailedFile(job.name, made.message, made.remedy)
            else:
                yield job.name, made


def sheet_of(path: Path, data: Path) -> tuple[str, int, int]:
    """Read and split a file as the rules do, and write its sheet of corrections.

    Args:
        path: of the file.
        data: the data folder, where users' reports are kept.

    Returns:
        The sheet, how many passages are in it, and how many of them are damaged.

    Raises:
        DocumentError: the file cannot be read.
    """
    described = load_catalogue(path.parent).describes(path.name)
    job = FileJob(path, path.name, _digest(path), described)
    with ReaderPool(workers=1) as pool:
        made = pool.one(read_and_split, job)
    documents = [one.split for one in made]
    passages = [passage for document in documents for passage in document.passages]
    damaged = sum(passage.damaged for passage in passages)
    source = made[0].source
    reported = read_reports(data, source.sha256)
    return sheet_text(source, made[0].text, documents, reported), len(passages), damaged


def in_reading_order(content: Content) -> list[Passage]:
    """The passages of previewed files, in reading order."""
    passages = [passage for group in content.groups for passage in group.passages]
    return sorted(passages, key=lambda one: (one.edition, content.places[one.id]))


def _sheet(path: Path) -> str | None:
    try:
        return None if archive.split_member(path) else beside(path)
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"校正表讀不出來（{error}）", "請修正校正表，或把它移走") from error


def _digest(path: Path) -> str:
    try:
        return digest(path)
    except (OSError, DocumentError):
        return ""  # reading it will fail too, and say why
