"""Assembling split files into what a store holds: documents, groups, ids and their ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import is_

from indexer.editions import align, group_editions
from indexer.identity import (
    assign_documents,
    assign_editions,
    assign_passages,
    document_base,
    fingerprints,
    whole,
)
from indexer.splitting import SplitDocument
from indexer.succession import MOST_OF_IT, Succession, kept_share
from search.agencies import Agencies
from search.editions import wording
from search.model import (
    EVEN,
    UNKNOWN,
    Document,
    Edition,
    FailedFile,
    Passage,
    PassageGroup,
    Source,
    Unsure,
)
from search.programs.model import ProgramEver
from search.store.changes import Change
from search.store.records import EditionEver, EditionRecord, FileRecord, LedgerEntry
from search.store.writing import Content
from search.text import squeeze

_UNSURE = 10
"""Passages of an edition that are named as the least sure."""


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A file, or one agency's part of it, after splitting.

    Attributes:
        file: its name in the corpus.
        text: as the reader gave it.
        edition: id of the edition that its passages were copied from, ids and all; None where
            the file was split anew and its passages have no ids yet.
        read_at: when it was read, ISO 8601, UTC.
        written: records of the passages as they were copied, by id; none where it was split anew.
    """

    file: str
    source: Source
    format: str
    origin: str | None
    text: str
    split: SplitDocument
    edition: str | None = None
    read_at: str = ""
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier generations gave ids to, and what they changed."""

    editions: Sequence[EditionEver] = ()
    ledger: Sequence[LedgerEntry] = ()
    programs: Sequence[ProgramEver] = ()
    changes: Sequence[Change] = ()


def assemble(
    splits: Sequence[SplitFile],
    files: Sequence[FileRecord],
    failed: Sequence[FailedFile],
    past: Past,
    agencies: Agencies,
) -> Content:
    """Put a corpus together.

    Args:
        splits: in any order; the outcome is the same.
        files: every file that was read, duplicates too.
        failed: in display order.
        past: of the generation before; nothing for the first one.
        agencies: they give codes and order.
    """
    splits = sorted(splits, key=lambda one: (one.file, one.split.agency or "", one.split.title))
    grouped = group_editions([one.split for one in splits], [one.file for one in splits])
    bundles = [[splits[at] for at in places] for places in grouped]
    known = _known_witnesses(past.editions)
    ids = assign_documents(
        [
            (_base(bundle[0].split, agencies), bundle[0].split.title, _witnesses(bundle))
            for bundle in bundles
        ],
        known,
    )
    ordered = sorted(
        zip(ids, bundles, strict=True),
        key=lambda pair: _place(pair[0], pair[1][0].split, agencies),
    )
    ever: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for edition in past.editions:
        ever[edition.document][edition.id] = (edition.file, edition.sha256)
    before = {entry.id: entry for entry in past.ledger}
    ledgers: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in past.ledger:
        ledgers[entry.edition].append(entry)

    documents: list[Document] = []
    records: list[EditionRecord] = []
    groups: list[PassageGroup] = []
    places: dict[str, int] = {}
    alive: list[LedgerEntry] = []
    written: dict[str, str] = {}
    for id_, bundle in ordered:
        names = assign_editions(id_, [(one.file, one.source.sha256) for one in bundle], ever[id_])
        title = bundle[0].split.title or UNKNOWN
        named = [
            _named(one, id_, name, title, ledgers[name])
            for one, name in zip(bundle, names, strict=True)
        ]
        found = [
            _record(one, id_, name, passages)
            for one, name, passages in zip(bundle, names, named, strict=True)
        ]
        records += found
        documents.append(
            Document(
                id=id_,
                title=title,
                kind=bundle[0].split.kind,
                agency=bundle[0].split.agency,
                year=bundle[0].split.year,
                covers=bundle[0].split.covers,
                sample=any(one.split.sample for one in bundle),
                editions=tuple(record.edition for record in found),
            )
        )
        for one, passages in zip(bundle, named, strict=True):
            if one.written and all(map(is_, passages, one.split.passages)):
                written |= one.written
            places |= {passage.id: place for place, passage in enumerate(passages)}
            alive += _entries(passages, before)
        for group in align(named):
            groups.append(PassageGroup(len(groups), group))
    now = [
        EditionEver(r.edition.id, r.edition.document, r.file, r.edition.source.sha256, r.title)
        for r in records
    ]
    ever_now = _merged_editions(past.editions, now)
    whereabouts = _Whereabouts(alive, ever_now, past.ledger)
    departed = [whereabouts.departed(entry) for entry in past.ledger if entry.id not in places]
    ledger = alive + departed
    return Content(
        files=files,
        documents=documents,
        records=records,
        groups=groups,
        places=places,
        failed=failed,
        editions_ever=ever_now,
        ledger=ledger,
        parts={entry.id: parts for entry in ledger if (parts := whereabouts.parts(entry))},
        written=written,
    )


def _base(split: SplitDocument, agencies: Agencies) -> str:
    return document_base(agencies, split.agency, split.year, split.kind, split.title)


def _witnesses(bundle: Sequence[SplitFile]) -> frozenset[str]:
    """What tells that a document is one that was here before."""
    files = {one.file for one in bundle}
    hashes = {one.source.sha256 for one in bundle}
    return frozenset(files | hashes | {squeeze(bundle[0].split.title)})


def _known_witnesses(editions: Iterable[EditionEver]) -> dict[str, frozenset[str]]:
    witnesses: dict[str, set[str]] = defaultdict(set)
    for edition in editions:
        witnesses[edition.document] |= {edition.file, edition.sha256, squeeze(edition.title)}
    return {document: frozenset(found) for document, found in witnesses.items()}


def _place(id_: str, split: SplitDocument, agencies: Agencies) -> tuple[object, ...]:
    """Agency by agency in official order, the newest year first, unknown ones last."""
    known = split.agency is not None
    order = agencies.order(split.agency) if split.agency is not None else ()
    return (not known, order, split.year is None, -(split.year or 0), split.kind or "", id_)


def _named(
    one: SplitFile, document: str, edition: str, title: str, ledger: Sequence[LedgerEntry]
) -> tuple[Passage, ...]:
    passages = one.split.passages
    if one.edition != edition:
        passages = assign_passages(edition, passages, ledger)
    return tuple(
        passage
        if passage.document == document and passage.document_title == title
        else replace(passage, document=document, document_title=title)
        for passage in passages
    )


def _record(
    one: SplitFile, document: str, edition: str, passages: Sequence[Passage]
) -> EditionRecord:
    split = one.split
    sure = [passage.confidence for passage in passages]
    least = sorted(passages, key=lambda passage: (passage.confidence, passage.location.start))
    return EditionRecord(
        edition=Edition(
            id=edition,
            document=document,
            source=one.source,
            format=one.format,
            text=one.text,
            characters=split.characters,
            covered=split.covered,
            origin=one.origin,
            uncovered=split.uncovered,
            furniture=split.furniture,
            warnings=split.warnings,
            printed=split.printed,
            omissions=split.omissions,
            read_at=one.read_at,
            confidence=round(sum(sure) / len(sure), 3) if sure else 1.0,
            unsure=tuple(
                Unsure(p.id, p.kind, p.title, p.confidence, p.location)
                for p in least[:_UNSURE]
                if p.confidence < EVEN
            ),
        ),
        file=one.file,
        title=split.title,
        kind=split.kind,
        agency=split.agency,
        year=split.year,
        covers=split.covers,
        sample=split.sample,
    )


def split_of(record: EditionRecord, copied: Sequence[tuple[Passage, str]]) -> SplitFile:
    """Take an edition of the last store for a file that has not changed.

    Args:
        record: of the edition.
        copied: its passages in reading order, each with its record.
    """
    edition = record.edition
    split = SplitDocument(
        title=record.title,
        kind=record.kind,
        agency=record.agency,
        year=record.year,
        covers=record.covers,
        sample=record.sample,
        passages=tuple(passage for passage, _ in copied),
        furniture=edition.furniture,
        uncovered=edition.uncovered,
        characters=edition.characters,
        covered=edition.covered,
        warnings=edition.warnings,
        printed=edition.printed,
        omissions=edition.omissions,
    )
    return SplitFile(
        file=record.file,
        source=edition.source,
        format=edition.format,
        origin=edition.origin,
        text=edition.text,
        split=split,
        edition=edition.id,
        read_at=edition.read_at,
        written={passage.id: written for passage, written in copied},
    )


def _entries(passages: Sequence[Passage], before: Mapping[str, LedgerEntry]) -> list[LedgerEntry]:
    old = [before.get(passage.id) for passage in passages]
    same = [
        entry
        for entry, passage in zip(old, passages, strict=True)
        if entry is not None and entry.alive and entry.last is passage
    ]
    if len(same) == len(passages):
        return same
    return [
        LedgerEntry(
            id=passage.id,
            document=passage.document,
            edition=passage.edition,
            path=path,
            content=content,
            alive=True,
            last=passage,
            former=_former(passage, before.get(passage.id)),
        )
        for passage, (path, content) in zip(passages, fingerprints(passages), strict=True)
    ]


def _former(passage: Passage, entry: LedgerEntry | None) -> Passage | None:
    """The passage in its wording before this one."""
    if entry is None:
        return None
    return entry.former if wording(passage) == wording(entry.last) else entry.last


def _merged_editions(
    past: Iterable[EditionEver], now: Iterable[EditionEver]
) -> tuple[EditionEver, ...]:
    merged = {edition.id: edition for edition in (*past, *now)}
    return tuple(merged[id_] for id_ in sorted(merged))


class _Whereabouts:
    """Where the texts stand now that ids were given to.

    Of each passage its own file comes first, which may be another document by now, then the
    other editions of its document.
    """

    def __init__(
        self,
        alive: Sequence[LedgerEntry],
        editions: Iterable[EditionEver],
        past: Sequence[LedgerEntry],
    ) -> None:
        self._file_of = {edition.id: edition.file for edition in editions}
        self._living = {entry.id for entry in alive}
        self._alive: dict[tuple[str, str], list[LedgerEntry]] = defaultdict(list)
        self._equal: dict[tuple[str, str, str], str] = {}
        self._before: dict[str, list[LedgerEntry]] = defaultdict(list)
        self._indexed: dict[tuple[str, str], Succession] = {}
        for entry in alive:
            for scope in self._scopes(entry):
                self._alive[scope].append(entry)
                if entry.content:
                    self._equal.setdefault((*scope, entry.content), entry.id)
        for entry in past:
            self._before[entry.edition].append(entry)

    def departed(self, entry: LedgerEntry) -> LedgerEntry:
        """Lead an entry that is not in the corpus now to the passage that holds its text."""
        if entry.moved_to in self._living:
            return replace(entry, alive=False)
        scopes = self._scopes(entry)
        equal = (self._equal.get((*scope, entry.content)) for scope in scopes if entry.content)
        found = next(filter(None, equal), None) or next(
            filter(None, (self._in(scope).find(entry)[0] for scope in scopes)), None
        )
        if found is None and not any(self._alive.get(scope) for scope in scopes):
            # Its file is gone, and the address leads on again should it come back.
            found = entry.moved_to
        return replace(entry, alive=False, moved_to=found)

    def parts(self, entry: LedgerEntry) -> tuple[str, ...]:
        """The passages that hold the text of one that no single passage holds any more."""
        if entry.alive:
            if entry.former is None:
                return ()
            if kept_share(whole(entry.former), whole(entry.last)) >= MOST_OF_IT:
                return ()
            entry = replace(entry, last=entry.former)
            one, parts = self._in(self._scopes(entry)[0]).find(entry)
            return (one,) if one is not None else parts
        if entry.moved_to in self._living:
            return ()
        scopes = self._scopes(entry)
        found = next(filter(None, (self._in(scope).find(entry)[1] for scope in scopes)), ())
        return found or self._in(scopes[0]).nearest(entry, self._before[entry.edition])

    def _scopes(self, entry: LedgerEntry) -> tuple[tuple[str, str], tuple[str, str]]:
        return ("file", self._file_of[entry.edition]), ("document", entry.document)

    def _in(self, scope: tuple[str, str]) -> Succession:
        if scope not in self._indexed:
            self._indexed[scope] = Succession(self._alive.get(scope, ()))
        return self._indexed[scope]
