"""What a run would take out of an index that nobody asked to take out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from indexer.catalogue import NAME
from indexer.intake import Intake
from indexer.roots import Root
from indexer.walk import Walked
from search.errors import DataError
from search.model import Document
from search.store.generation import Manifest
from search.store.reading import Store
from search.store.records import dump

MOST_GONE = 0.1
"""The share of an index that may leave it unasked."""
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Loss:
    """What would be lost.

    Attributes:
        reasons: sentences in Traditional Chinese.
        gone: the documents that would leave unasked, each by title and file.
    """

    reasons: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def code(self) -> str:
        """Tells this loss from every other: who repeats it has been told of this very one."""
        return sha256(dump([self.reasons, self.gone]).encode()).hexdigest()[:6]

    def __str__(self) -> str:
        named = [f"會移除：{one}" for one in self.gone[:_NAMED]]
        more = [f"另有 {len(self.gone) - _NAMED} 份"] if len(self.gone) > _NAMED else []
        return "\n".join(f"  {line}" for line in (*self.reasons, *named, *more))


@dataclass(frozen=True, slots=True)
class Before:
    """The index that is in service.

    Attributes:
        manifest: of it.
        roots: what it was made of; none where an older version did not note them.
        documents: what it holds; None where that cannot be read.
        files: document → the names of its files.
        passages: document → how many it has.
    """

    manifest: Manifest
    roots: tuple[Root, ...]
    documents: tuple[Document, ...] | None = None
    files: Mapping[str, frozenset[str]] = field(default_factory=dict)
    passages: Mapping[str, int] = field(default_factory=dict)

    def label(self, document: Document) -> str:
        """Name a document with the file that it is read from."""
        return f"{document.title}（{min(self.files[document.id], default='')}）"


def before_of(manifest: Manifest, roots: tuple[Root, ...], store: Path) -> Before:
    """Read what an index holds, of another version too and of a damaged one, as far as can be."""
    try:
        with Store.open(store, any_version=True) as opened:
            documents, names = opened.documents(), opened.file_names()
            passages = opened.counts()
        files = {
            document.id: frozenset(names[edition.id] for edition in document.editions)
            for document in documents
        }
    except (DataError, LookupError, TypeError, ValueError):
        return Before(manifest, roots)
    return Before(manifest, roots, documents, files, passages)


def loss(
    before: Before,
    roots: Sequence[Root],
    walked: Walked,
    intake: Intake,
    documents: Sequence[Document],
    *,
    replacing: bool,
) -> Loss | None:
    """Tell what a run would lose of an index; None where it is little enough, or was asked for.

    Args:
        before: the index in service.
        roots: what the run reads.
        walked: what was found there.
        intake: what was made of it.
        documents: that the run would put into service.
        replacing: what the other roots brought is given up.
    """
    staying = [root for root in before.roots if root in roots]

    def is_given_up(name: str) -> bool:
        return replacing and not any(root.holds(name) for root in staying)

    here = {record.name for record in intake.records} | {r.sha256 for r in intake.records}
    gone = tuple(
        document
        for document in before.documents or ()
        if not (here & before.files[document.id])
        and not (here & {edition.source.sha256 for edition in document.editions})
        and not all(map(is_given_up, before.files[document.id]))
    )
    reasons = (
        *_of_folders(before, roots, walked, is_given_up),
        *_of_catalogues(before, intake),
        *_of_samples(before, documents),
        *_of_numbers(before, gone, documents, replacing=replacing),
    )
    return Loss(reasons, tuple(map(before.label, gone))) if reasons else None


def _of_folders(
    before: Before, roots: Sequence[Root], walked: Walked, is_given_up: Callable[[str], bool]
) -> Iterator[str]:
    """Folders that gave documents and give none now."""
    names = [name for files in before.files.values() for name in files if not is_given_up(name)]
    if before.documents is None:
        # What it held of a root is not known; that it held something of each is likely.
        names = [root.label for root in before.roots if root in roots]
    for closed in walked.closed:
        if any(Root(closed, Path()).holds(name) for name in names):
            where = next((str(root.path) for root in roots if root.label == closed), closed)
            yield f"讀不到 {where}（沒有掛載、已移走，或沒有讀取權限）"
    for root in roots:
        if (
            root.label not in walked.closed
            and any(map(root.holds, names))
            and not any(root.holds(found.name) for found in walked.found)
        ):
            yield f"{root.path} 是空的（沒有掛載，或檔案都移走了）"


def _of_catalogues(before: Before, intake: Intake) -> Iterator[str]:
    """Descriptions that files had, and that are nowhere now."""
    described = before.manifest.described
    names = {record.name for record in intake.records}
    lost = [n for n in described or () if n in names and n not in intake.described]
    unknown = described is None and before.manifest.documents > 0
    if intake.broken and (lost or unknown):
        where = "、".join(str(folder / NAME) for folder in intake.broken)
        yield f"{where} 讀不懂，{len(lost) or '其中'} 個檔案會失去裡面寫的機關、年度等"
    elif len(lost) > max(1, MOST_GONE * len(described or ())):
        yield f"{len(lost)} 個檔案在 {NAME} 裡的說明不見了，例如 {lost[0]}"


def _of_samples(before: Before, documents: Sequence[Document]) -> Iterator[str]:
    """Real documents are not given up for made-up ones, even where all may go."""
    real = any(not one.sample for one in before.documents or ())
    if real and documents and all(one.sample for one in documents):
        yield "真實文件會全部換成示範語料，示範語料的內容純屬虛構"


def _of_numbers(
    before: Before, gone: Sequence[Document], documents: Sequence[Document], *, replacing: bool
) -> Iterator[str]:
    held = before.manifest.documents
    if held and not documents:
        yield f"索引會變成空的，原有 {held} 份文件"
        return
    if before.documents is None:
        if len(documents) < held * (1 - MOST_GONE) and not replacing:
            yield f"索引會從 {held} 份文件減為 {len(documents)} 份"
        return
    passages = sum(before.passages.get(document.id, 0) for document in gone)
    all_passages = sum(before.passages.values())
    if len(gone) > MOST_GONE * len(before.documents) or passages > MOST_GONE * all_passages:
        yield (
            f"{len(gone)} 份文件（原有 {len(before.documents)} 份）、"
            f"{passages} 段（原有 {all_passages} 段）會離開索引"
        )
