"""What an indexing makes of a corpus through time: its programs, and what became of passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from indexer.assembly import Past
from search.agencies import Agencies
from search.errors import DataError
from search.programs import build
from search.programs.confirmed import NAME, Entry, confirm, parse_links
from search.programs.indicators import indicators_of
from search.programs.model import Program
from search.store.changes import changes_between, kept
from search.store.reading import Store
from search.store.records import LedgerEntry
from search.store.writing import Content, digests_of


@dataclass(frozen=True, slots=True)
class Links:
    """The operator's files of links.

    Attributes:
        version: changes with every change of the files, and of how programs are made.
    """

    entries: tuple[Entry, ...]
    version: str


def load_links(folders: Iterable[Path]) -> Links:
    """Load program-links.toml of some folders; those of later folders win.

    Raises:
        DataError: a file cannot be read or has faults; it names each with its line.
    """
    entries: list[Entry] = []
    faults: list[str] = []
    digest = sha256(build.VERSION.encode())
    for path in (folder / NAME for folder in folders):
        if not path.is_file():
            continue
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{path} 讀不出來（{error}），請確認它是 UTF-8 文字檔")
            continue
        found, wrong = parse_links(text, str(path))
        entries += found
        faults += wrong
        digest.update(text.encode())
    if faults:
        raise DataError("；".join(faults), "原來的索引仍照常服務")
    return Links(tuple(entries), digest.hexdigest()[:16])


def through_time(
    content: Content,
    past: Past,
    links: Links,
    agencies: Agencies,
    at: str,
    before: Store | None = None,
) -> tuple[Content, tuple[str, ...]]:
    """Add programs and changes to what a store will hold.

    Args:
        content: of the store, without them.
        past: what the indexing before left behind.
        links: what operators have confirmed.
        agencies: they give codes and successors.
        at: when this indexing runs, ISO 8601, UTC.
        before: the store before, where its programs were found by the same rules and links.

    Returns:
        The whole content, and warnings in Traditional Chinese.
    """
    documents = sorted(content.documents, key=build.in_time)
    order = {document.id: place for place, document in enumerate(documents)}
    group_of = {
        passage.id: group.passages[0].id for group in content.groups for passage in group.passages
    }
    heirs = _heirs(content.ledger)
    # What a person said of a passage is said of the one that holds its text now.
    group_of |= {id_: group_of[heir] for id_, heir in heirs.items()}
    places = {group.passages[0].id: order[group.passages[0].document] for group in content.groups}
    confirmed, warnings = confirm(links.entries, group_of, places)
    # What a person says of a link may join what the documents alone would not.
    standing = {} if before is None or links.entries else _standing(content, before, agencies)
    programs, ever = build.programs_of(
        content.documents,
        content.groups,
        confirmed,
        [
            replace(
                one, passages=(*one.passages, *(heirs[id_] for id_ in one.passages if id_ in heirs))
            )
            for one in past.programs
        ],
        lineage=lambda agency: _today(agencies, agency),
        code=agencies.code,
        standing=standing,
    )
    stand = frozenset(program.id for held in standing.values() for program in held)
    compared = any(entry.alive for entry in past.ledger)
    # Without a corpus before, all is new, and nobody need be told of each passage.
    changes = changes_between(past.ledger, content.groups, content.ledger, at) if compared else ()
    whole = replace(
        content,
        programs=programs,
        programs_ever=ever,
        indicators=indicators_of((one for one in programs if one.id not in stand), content.groups),
        standing=stand,
        changes=kept((*changes, *past.changes)),
        indexed_at=at,
        compared=compared,
    )
    return whole, warnings


def _standing(content: Content, before: Store, agencies: Agencies) -> dict[str, Sequence[Program]]:
    """Agency of today → its programs, where all its documents are what they were."""
    digests, old_digests = digests_of(content), before.digests()
    now: dict[str, set[tuple[str, str]]] = defaultdict(set)
    old: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for documents, known, of_agency in (
        (content.documents, digests, now),
        (before.documents(), old_digests, old),
    ):
        for one in documents:
            if one.agency is not None:
                of_agency[_today(agencies, one.agency)].add((one.id, known.get(one.id, "")))
    changed = {
        group.passages[0].document
        for group in content.groups
        if any(passage.id not in content.written for passage in group.passages)
    }
    programs: dict[str, list[Program]] = {
        agency: []
        for agency, held in now.items()
        if held == old[agency] and not any(id_ in changed for id_, _ in held)
    }
    for program in before.programs()[1]:
        if program.agency in programs:
            programs[program.agency].append(program)
    return dict(programs)


def _heirs(ledger: Sequence[LedgerEntry]) -> dict[str, str]:
    """Id that is gone → the living passage that holds its text."""
    alive = {entry.id for entry in ledger if entry.alive}
    return {entry.id: entry.moved_to for entry in ledger if entry.moved_to in alive}


def _today(agencies: Agencies, name: str) -> str:
    """The agency that does the work of one today; itself where it exists or was split up."""
    seen = {name}
    while (known := agencies.find(name)) is not None and len(known.successors) == 1:
        name = known.successors[0].name
        if name in seen:
            break
        seen.add(name)
    return name
