"""Identity: names of documents, editions and passages that survive re-indexing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import count

from indexer.likeness import best_matches, likeness
from search.agencies import Agencies
from search.model import KINDS, Kpi, Passage
from search.store.records import LedgerEntry
from search.text import squeeze

_SOMEWHAT_ALIKE = 0.4
_MUCH_ALIKE = 0.6
"""Share of common character pairs from which an edited passage is taken for the same one, at the
same place and at any other."""

# The first word that a kind of document holds decides, so the narrower ones stand first.
_KIND_CODES = (
    ("績效", "performance"),
    ("永續", "review"),
    ("檢視報告", "review"),
    ("施政方針", "policy"),
    ("中程", "midterm"),
    ("都市計畫", "urban"),
    ("報告", "report"),
    ("計畫", "plan"),
)


def document_base(
    agencies: Agencies, agency: str | None, year: int | None, kind: str | None, title: str
) -> str:
    """Name a document, such as mol-109-plan; with a hash of its title where much is unknown.

    Args:
        agencies: they give the code of a name.
        agency: full name, None where unknown.
        year: Gregorian.
        kind: as the document calls itself, such as 施政計畫.
        title: of the document.
    """
    code = "x" if agency is None else agencies.code(agency)
    roc = "0" if year is None else str(year - 1911)
    base = f"{code}-{roc}-{kind_code(kind)}"
    return base if agency is not None and year is not None else f"{base}-{_digest(title)[:6]}"


def kind_code(kind: str | None) -> str:
    """Give the code of a kind of document; "doc" for one that has none of its own."""
    return next((code for word, code in _KIND_CODES if kind and word in kind), "doc")


def assign_documents(
    wanted: Sequence[tuple[str, str, frozenset[str]]], known: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """Give each document its id; the order of the documents makes no difference.

    Args:
        wanted: (base, title, witnesses) of each document; witnesses are the names and hashes
            of its files and its title.
        known: id → witnesses of every document that ever had one.

    Returns:
        One id for each, in the order given: the one for which most witnesses speak, else the
        base where it is free and wanted once, else the base with a hash.
    """
    given: dict[int, str] = {}
    claims = sorted(
        (-len(witnesses & had), id_, base, title, place)
        for place, (base, title, witnesses) in enumerate(wanted)
        for id_, had in known.items()
        if witnesses & had and (id_ == base or id_.startswith(base + "-"))
    )
    taken: set[str] = set()
    for _, id_, _, _, place in claims:
        if place not in given and id_ not in taken:
            given[place] = id_
            taken.add(id_)
    fresh = Counter(base for place, (base, _, _) in enumerate(wanted) if place not in given)
    order = sorted(
        range(len(wanted)), key=lambda place: (wanted[place][1], sorted(wanted[place][2]))
    )
    for place in order:
        if place in given:
            continue
        base, title, witnesses = wanted[place]
        names = _suffixed(base, title, *sorted(witnesses))
        if fresh[base] == 1:
            names = _chain([base], names)
        given[place] = next(name for name in names if name not in taken and name not in known)
        taken.add(given[place])
    return tuple(given[place] for place in range(len(wanted)))


def assign_editions(
    document: str,
    files: Sequence[tuple[str, str]],
    known: Mapping[str, tuple[str, str]],
) -> tuple[str, ...]:
    """Give each edition of a document its id.

    Args:
        document: its id.
        files: (path inside the corpus, SHA-256) of each edition.
        known: edition id → (path, SHA-256) of those that this document ever had.

    Returns:
        One id for each, in the order given: that of the same path, else that of the same
        bytes under a path that is gone, else a new one from the file's name.
    """
    given: dict[int, str] = {}
    paths = {path: id_ for id_, (path, _) in known.items()}
    for place, (path, _) in enumerate(files):
        if path in paths:
            given[place] = paths[path]
    taken = set(given.values())
    for place, (_, sha) in enumerate(files):
        if place in given:
            continue
        for id_, (_, had) in sorted(known.items()):
            if had == sha and id_ not in taken:
                given[place] = id_
                taken.add(id_)
                break
    names = Counter(_file_name(path) for place, (path, _) in enumerate(files) if place not in given)
    for place in sorted(range(len(files)), key=lambda place: files[place]):
        if place in given:
            continue
        path, sha = files[place]
        name = _file_name(path)
        candidates = (
            f"{document}.{digest[:4]}"
            for digest in _digests(*((name,) if names[name] == 1 else ()), path, sha)
        )
        given[place] = next(id_ for id_ in candidates if id_ not in taken and id_ not in known)
        taken.add(given[place])
    return tuple(given[place] for place in range(len(files)))


def assign_passages(
    edition: str, passages: Sequence[Passage], ledger: Iterable[LedgerEntry]
) -> tuple[Passage, ...]:
    """Give each passage of an edition its id.

    A passage keeps the id it had: by place and wording, by wording alone (it moved or got
    another title), by place where the wording is still somewhat alike (it was edited), by a
    wording that is much alike. Passages that are gone come back by the first two alone.

    Args:
        edition: its id, which the passages get too.
        passages: in reading order.
        ledger: every id that was ever given in this edition.

    Returns:
        The passages in the order given.
    """
    entries = sorted(ledger, key=lambda entry: (not entry.alive, entry.id))
    marks = list(fingerprints(passages))
    given: dict[int, str] = {}
    used: set[str] = set()

    def keep(place: int, id_: str) -> None:
        given[place] = id_
        used.add(id_)

    def keep_equal(key_of: Callable[[str, str, str], object]) -> None:
        free: dict[object, list[str]] = defaultdict(list)
        for entry in entries:
            if entry.id not in used:
                free[key_of(entry.last.kind, entry.path, entry.content)].append(entry.id)
        for place, (passage, mark) in enumerate(zip(passages, marks, strict=True)):
            key = key_of(passage.kind, *mark)
            if place not in given and key is not None and free[key]:
                keep(place, free[key].pop(0))

    keep_equal(lambda _, path, content: (path, content))
    keep_equal(lambda kind, _, content: (kind, content) if content else None)

    edited = {entry.path: entry for entry in entries if entry.alive and entry.id not in used}
    for place, (passage, mark) in enumerate(zip(passages, marks, strict=True)):
        old = edited.get(mark[0])
        if place in given or old is None or old.id in used:
            continue
        if is_edited(passage, old.last):
            keep(place, old.id)

    for kind in KINDS:
        old_ones = [e for e in entries if e.alive and e.id not in used and e.last.kind == kind]
        new = [at for at, p in enumerate(passages) if at not in given and p.kind == kind]
        matches = best_matches(
            [whole(passages[at]) for at in new], [whole(e.last) for e in old_ones], _MUCH_ALIKE
        )
        for match in matches:
            keep(new[match.first], old_ones[match.second].id)

    known = {entry.id for entry in entries}
    for place, (passage, mark) in enumerate(zip(passages, marks, strict=True)):
        if place not in given:
            candidates = (f"{edition}-{passage.kind}-{d[:8]}" for d in _digests(mark[0]))
            keep(place, next(id_ for id_ in candidates if id_ not in used and id_ not in known))
    return tuple(
        replace(passage, id=given[place], edition=edition) for place, passage in enumerate(passages)
    )


def fingerprints(passages: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    """Give the hashes of place and of wording of each passage of an edition."""
    seen: Counter[tuple[str, ...]] = Counter()
    for passage in passages:
        place = (
            passage.kind,
            squeeze(passage.section),
            squeeze(passage.work_program or ""),
            squeeze(passage.title),
        )
        seen[place] += 1
        yield _digest(*place, str(seen[place]))[:16], _content(passage)


def is_edited(now: Passage, before: Passage) -> bool:
    """Whether a passage may be an edited form of the one that stood at its place before."""
    return likeness(whole(now), whole(before)) >= _SOMEWHAT_ALIKE


def wording(passage: Passage) -> str:
    """All that a passage says beside its title, squeezed."""
    kpi = passage.kpi or Kpi()
    cells = (kpi.measure, kpi.target, *(value for _, value in kpi.values))
    return squeeze("".join(filter(None, (passage.text, *cells))))


def _content(passage: Passage) -> str:
    said = wording(passage)
    # A mere 無 or 25% is said by many: it cannot tell one passage from another.
    return _digest(said)[:16] if len(said) >= 12 else ""


def whole(passage: Passage) -> str:
    """All that a passage says, its title first, squeezed."""
    return squeeze(passage.title) + wording(passage)


def _file_name(path: str) -> str:
    return squeeze(path.rsplit("/", 1)[-1])


def _suffixed(base: str, *parts: str) -> Iterator[str]:
    return (f"{base}-{digest[:4]}" for digest in _digests(*parts))


def _chain(first: Iterable[str], then: Iterator[str]) -> Iterator[str]:
    yield from first
    yield from then


def _digests(*parts: str) -> Iterator[str]:
    """Digests without end: of the first part, then of more and more, then numbered."""
    for end in range(1, len(parts) + 1):
        yield _digest(*parts[:end])
    for number in count(2):
        yield _digest(*parts, str(number))


def _digest(*parts: str) -> str:
    return sha256(
        "\x1f".join(squeeze(part) for part in parts).encode("utf-8", "replace")
    ).hexdigest()
