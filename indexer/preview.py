"""What the splitter makes of single files, without an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from indexer.assembly import Past, SplitFile, assemble
from indexer.catalogue import load_catalogue
from indexer.corrections import beside, split_corrected
from indexer.readers import archive
from indexer.readers.pool import ReaderPool
from indexer.walk import walk
from search import agencies
from search.errors import DocumentError
from search.model import FailedFile, Passage, Source
from search.store import Content


def preview(paths: Iterable[Path]) -> Iterator[tuple[str, Content | FailedFile]]:
    """Read and split files, each for itself, with the catalogues beside them.

    Args:
        paths: files, folders or archives that exist.

    Yields:
        The name of each file with what a store would hold of it alone, or with the reason why
        it cannot be read. Ids are those that a first indexing of this file alone would give.
    """
    walked = walk(list(dict.fromkeys(paths)))
    for refused in walked.refused:
        yield refused.file, refused
    with ReaderPool() as pool:
        outcomes = pool.read_many(one.path for one in walked.found)
        for one, (path, read) in zip(walked.found, outcomes, strict=True):
            try:
                if isinstance(read, DocumentError):
                    raise read
                described = load_catalogue(one.folder).describes(path.name)
                source = Source(one.name.rsplit("/", 1)[-1], sha256(_bytes(path)).hexdigest())
                documents = split_corrected(read, source, described, _sheet(path))
                splits = [
                    SplitFile(one.name, source, read.format, described.origin, read.text, document)
                    for document in documents
                ]
                yield one.name, assemble(splits, (), (), Past(), agencies.load())
            except DocumentError as error:
                yield one.name, FailedFile(one.name, error.message, error.remedy)


def in_reading_order(content: Content) -> list[Passage]:
    """The passages of previewed files, in reading order."""
    passages = [passage for group in content.groups for passage in group.passages]
    return sorted(passages, key=lambda one: (one.edition, content.places[one.id]))


def _sheet(path: Path) -> str | None:
    try:
        return None if archive.split_member(path) else beside(path)
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"校正表讀不出來（{error}）", "請修正校正表，或把它移走") from error


def _bytes(path: Path) -> bytes:
    member = archive.split_member(path)
    return path.read_bytes() if member is None else archive.read_member(*member)
