"""Making a pack: what was searched and chosen, with its proof and every quotation verified."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from search import pace
from search.agencies import Agencies
from search.analysis import Analyzer, Needle
from search.editions import edition_links
from search.evidence.drafting import parts
from search.evidence.excerpts import excerpt
from search.evidence.pack import (
    MOST_PASSAGES,
    Chosen,
    Evidence,
    Fate,
    Inquiry,
    Lost,
    Order,
    Pack,
    PackTooLarge,
    Part,
    Sample,
    Scan,
    SourceFile,
    Superseded,
)
from search.evidence.scan import Sought, coverage, in_scope, negatives, scan, sought
from search.evidence.texts import StoredTexts
from search.evidence.verify import SourceText, source_text, verdict
from search.fields import DOCUMENT
from search.filters import chosen, is_plain, passes
from search.model import UNKNOWN, Document, Passage, PassageGroup, Results, SearchRequest
from search.present.amounts import amounts
from search.present.revisions import revisions
from search.programs.series import Series, series
from search.query.snippets import spans_of
from search.searcher import Searcher
from search.store.changes import Change
from search.store.reading import Store

_PARTIAL_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a request of an order finds.

    Attributes:
        groups: id of each passage that is found → its group, in the order of the hits; none where
            the passages are chosen already.
    """

    results: Results
    groups: Mapping[str, PassageGroup]

    @property
    def ids(self) -> frozenset[str]:
        """The passages that are found, in part too."""
        return frozenset((*self.groups, *(hit.passage.id for hit in self.results.related)))


def assemble(
    order: Order,
    searcher: Searcher,
    texts: StoredTexts,
    analyzer: Analyzer,
    agencies: Agencies,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Pack:
    """Make a pack, whole or not at all.

    Args:
        order: what it is to hold.
        searcher: of the generation to quote.
        texts: that keep its folded texts between packs.
        analyzer: of the index.
        agencies: names.
        progress: told of the steps that are done and of their total, two for each request.

    Raises:
        PackTooLarge: it would hold more than MOST_PASSAGES.
    """
    total = 2 * len(order.requests)
    found: list[_Answer] = []
    for request in order.requests:
        found.append(_answer(request, order, searcher))
        progress(len(found), total)
    wanted, lost = _wanted(order, found, searcher.store)
    answers = [one.results for one in found]
    if len(wanted) > MOST_PASSAGES:
        raise too_large(len(wanted))
    sought_by = [_needles(answer, analyzer) for answer in answers]
    groups = {id_: group for one in found for id_, group in one.groups.items()}
    groups |= _groups(searcher.store, [one.id for one, _ in wanted if one.id not in groups])
    # Whether a chosen passage is among the hits of a search is not asked.
    ids = [None if order.chosen is not None else one.ids for one in found]
    rows = _rows(order, wanted, groups, ids, sought_by, searcher.store, analyzer)
    documents = searcher.store.documents()
    inquiries: list[Inquiry] = []
    for request, answer in zip(order.requests, answers, strict=True):
        number = len(inquiries) + 1
        topics = order.topics[number - 1] if number <= len(order.topics) else ()
        made = _inquiry(number, request, answer, topics, rows, searcher, texts, analyzer)
        inquiries.append(
            replace(
                made,
                sample=_sample(order, request, answer, searcher) if order.sample else None,
                label=order.labels[number - 1] if number <= len(order.labels) else "",
            )
        )
        progress(len(answers) + number, total)
    return Pack(
        head=order.head,
        inquiries=tuple(inquiries),
        evidence=rows,
        series=_series(rows, searcher.store),
        lost=lost,
        coverage=coverage(
            _scoped(documents, answers, rows),
            documents,
            searcher.store.failed(),
            _agencies(documents, answers),
            _years(documents, answers),
            agencies,
        ),
        searched=searcher.store.searched(),
        failed=searcher.store.failed(),
        superseded=_superseded(documents, {row.passage.document for row in rows}),
        sources=_sources(
            documents, rows, {one.document for held in inquiries for one in held.scan.documents}
        ),
        made_at=order.made_at,
        fingerprint=searcher.fingerprint,
        built_at=searcher.built_at,
        amounts=amounts(searcher.store, _work_programs(rows)),
        parts=_parts(order, rows, answers, searcher, analyzer, agencies) if order.parted else (),
    )


def _work_programs(rows: Iterable[Evidence]) -> Iterator[tuple[str | None, str]]:
    """Whose money may be asked for: the projects that are quoted and what they stand under."""
    for row in rows:
        if row.passage.kind == "project":
            yield row.passage.agency, row.passage.title
        if row.passage.work_program:
            yield row.passage.agency, row.passage.work_program


def _parts(
    order: Order,
    rows: Sequence[Evidence],
    answers: Sequence[Results],
    searcher: Searcher,
    analyzer: Analyzer,
    agencies: Agencies,
) -> tuple[Part, ...]:
    """The parts of the question on the cover; without one, of what was searched."""
    asked = [order.head.question] if order.head.question.strip() else []
    asked = asked or [one.reading.text for one in answers if one.reading.text]
    return parts(asked, rows, searcher, analyzer, agencies)


def too_large(total: int) -> PackTooLarge:
    """Refuse to make a pack of so many passages."""
    return PackTooLarge(
        f"共有 {total:,} 段，一份答復資料最多 {MOST_PASSAGES:,} 段",
        "請加關鍵字或條件縮小範圍，或分成幾份",
    )


def _answer(request: SearchRequest, order: Order, searcher: Searcher) -> _Answer:
    """All that a request finds; only as many as are to stand in for none where partial ones do."""
    counted = searcher.search(replace(request, page=1, size=1, related=False))
    if order.chosen is not None:
        return _Answer(counted, {})
    if counted.total > MOST_PASSAGES:
        raise too_large(counted.total)
    if counted.total:
        # Snippets and reasons, which a pack does not tell, would take as long as all the rest.
        found = {}
        for group, one in searcher.found(request):
            pace.step()
            found[one.id] = group
        return _Answer(counted, found)
    if order.partial:
        return _Answer(
            searcher.search(replace(request, page=1, size=order.partial, related=True)), {}
        )
    return _Answer(counted, {})


def _wanted(
    order: Order, found: Iterable[_Answer], store: Store
) -> tuple[list[tuple[Chosen, bool]], tuple[Lost, ...]]:
    """Each passage once, with whether it is a partial match, and those that are lost."""
    if order.chosen is None:
        wanted: dict[str, bool] = {}
        for answer in found:
            wanted |= {hit.passage.id: True for hit in answer.results.related}
            wanted |= dict.fromkeys(answer.groups, False)
        return [(Chosen(id_), partial) for id_, partial in wanted.items()], ()
    chosen: dict[str, tuple[Chosen, bool]] = {}
    lost: list[Lost] = []
    for one in order.chosen:
        now = one
        if store.group_of(one.id) is None:
            gone = _lost(one, store)
            lost.append(gone)
            if gone.now is None:
                continue
            now = replace(one, id=gone.now)
        chosen.setdefault(now.id, (now, False))
    return list(chosen.values()), tuple(lost)


def _lost(chosen: Chosen, store: Store) -> Lost:
    moved = store.moved(chosen.id)
    last = store.tombstone(chosen.id)
    fate: Fate = "moved" if moved else ("gone" if last else "unknown")
    return Lost(chosen.id, fate, moved, last, chosen.note)


def _rows(
    order: Order,
    wanted: Sequence[tuple[Chosen, bool]],
    groups: Mapping[str, PassageGroup],
    found: Sequence[frozenset[str] | None],
    sought_by: Sequence[dict[Needle, float]],
    store: Store,
    analyzer: Analyzer,
) -> tuple[Evidence, ...]:
    sources: dict[str, SourceText] = {}
    rows = []
    changed: dict[str, list[Change]] = {}
    for change in store.changes([one.id for one, _ in wanted]):
        changed.setdefault(change.passage.id, []).append(change)
    for number, (one, partial) in enumerate(wanted, start=1):
        pace.step()
        id_ = one.id
        group = groups[id_]
        passage = next(one for one in group.passages if one.id == id_)
        needles = {
            needle: weight
            for ids, needles in zip(found, sought_by, strict=True)
            if ids is None or id_ in ids
            for needle, weight in needles.items()
        }
        if passage.edition not in sources:
            sources |= _texts(store, passage.document)
        marks = _marks(passage.text, needles, analyzer)
        rows.append(
            Evidence(
                number=number,
                passage=passage,
                marks=marks,
                title_marks=_marks(passage.title, needles, analyzer),
                editions=edition_links(group, passage),
                preferred=passage is group.passages[0],
                permalink=f"{order.public_address}/p/{id_}",
                note=one.note,
                verdict=verdict(passage, sources[passage.edition]),
                inquiries=tuple(
                    place for place, ids in enumerate(found, start=1) if ids and id_ in ids
                ),
                partial=partial,
                revisions=revisions(changed.get(id_, ())),
                excerpt=excerpt(passage, one.extent or order.extent, marks),
            )
        )
    return tuple(rows)


def _needles(answer: Results, analyzer: Analyzer) -> dict[Needle, float]:
    """What is marked for a request: its terms in all their wordings."""
    read = answer.reading
    merged = analyzer.is_simplified(read.text)
    found = (
        analyzer.needle(form, merged=merged, inside=read.inside)
        for term in read.terms
        for form in (term.text, *(text for text, _ in term.forms))
    )
    return {needle: 1.0 for needle in found if needle.text}


def _groups(store: Store, ids: Iterable[str]) -> dict[str, PassageGroup]:
    return {id_: group for id_ in ids if (group := store.group_of(id_)) is not None}


def _texts(store: Store, document: str) -> dict[str, SourceText]:
    held = store.document(document)
    return {edition.id: source_text(edition.text) for edition in (held.editions if held else ())}


def _marks(
    text: str, needles: dict[Needle, float], analyzer: Analyzer
) -> tuple[tuple[int, int], ...]:
    """Where the terms stand, joined where they touch."""
    marks: list[tuple[int, int]] = []
    for start, end, _ in spans_of(text, needles, analyzer):
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], end))
        else:
            marks.append((start, end))
    return tuple(marks)


def _inquiry(
    number: int,
    request: SearchRequest,
    answer: Results,
    topics: Sequence[str],
    rows: Sequence[Evidence],
    searcher: Searcher,
    texts: StoredTexts,
    analyzer: Analyzer,
) -> Inquiry:
    proof = _proof(request, answer, topics, searcher, texts, analyzer)
    facets = {facet.name: facet for facet in answer.facets}
    picked = dict(answer.reading.filters)

    def values(facet: str) -> tuple[str, ...]:
        # A facet counts without its own filter.
        wanted = picked.get(facet)
        return tuple(
            one.value
            for one in facets[facet].values
            if one.count and (wanted is None or passes(wanted, one.value))
        )

    return Inquiry(
        request=request,
        reading=answer.reading,
        total=answer.total,
        documents=answer.documents,
        agencies=values("agency") if answer.total else (),
        years=tuple(sorted(int(year) for year in values("year") if year != UNKNOWN))
        if answer.total
        else (),
        scan=proof,
        negatives=negatives(proof),
        evidence=tuple(row.number for row in rows if number in row.inquiries),
        partial=not answer.total and bool(answer.related),
    )


def _proof(
    request: SearchRequest,
    answer: Results,
    topics: Sequence[str],
    searcher: Searcher,
    texts: StoredTexts,
    analyzer: Analyzer,
) -> Scan:
    """Scan for the topics, else for the terms of the query; what is silent gets its nearest."""
    asked = searcher.looked_for(request)
    ticked = (searcher.wordings(topic) for topic in topics)
    terms = sought([one for one in ticked if one is not None] if topics else asked)
    stored = texts.of(searcher.store, searcher.fingerprint)
    proof = scan(stored, terms, answer.reading, texts, analyzer)
    near = (
        replace(
            found, kindred=searcher.kindred(found.text), partial=_parts_of(term, answer, searcher)
        )
        if proof.tally(place).silent
        else found
        for place, (term, found) in enumerate(zip(terms, proof.terms, strict=True))
    )
    return replace(proof, terms=tuple(near), prose=any(term.prose for term in asked))


def _parts_of(term: Sought, answer: Results, searcher: Searcher) -> tuple[Passage, ...]:
    """The passages of the scope that say most of a term of which the corpus holds nothing."""
    if term.indexed:
        return ()
    loosely = SearchRequest(
        term.text, filters=answer.reading.filters, size=_PARTIAL_SHOWN, conditions=False
    )
    return tuple(hit.passage for hit in searcher.search(loosely).related[:_PARTIAL_SHOWN])


def _sample(
    order: Order, request: SearchRequest, answer: Results, searcher: Searcher
) -> Sample | None:
    """Draw passages within the filters that the request does not find."""
    every = SearchRequest(filters=answer.reading.filters, sort="document")
    hits = {group.number for group, _ in searcher.found(request)} if answer.total else set()
    rest = [group.number for group, _ in searcher.found(every) if group.number not in hits]
    if not rest:
        return None
    # Another day, another sample; the seed is printed, so that anybody can draw it again.
    seed = zlib.crc32(f"{searcher.fingerprint} {request.text} {order.made_at}".encode())
    drawn = random.Random(seed).sample(rest, min(order.sample, len(rest)))  # noqa: S311
    passages = tuple(group.passages[0] for group in searcher.store.groups_of(sorted(drawn)))
    return Sample(seed, len(rest), passages)


def _series(rows: Iterable[Evidence], store: Store) -> tuple[Series, ...]:
    """Each indicator that is quoted, with all that the corpus says of it; each once."""
    found: dict[str, Series] = {}
    for row in rows:
        if row.passage.kpi is None:
            continue
        own = (one for one in store.programs_with(row.passage.id) if one.kind == "kpi")
        program = next(own, None)
        if program is None:
            found.setdefault(row.passage.id, series(row.passage.title, (row.passage,)))
        elif program.id not in found:
            members = (store.passage(id_) for member in program.members for id_ in member.passages)
            measured = [one for one in members if one is not None]
            found[program.id] = series(program.title, measured)
    return tuple(one for one in found.values() if one.statements)


def _scoped(
    documents: Iterable[Document], answers: Sequence[Results], rows: Iterable[Evidence]
) -> tuple[Document, ...]:
    """What was searched; where nothing was, all documents of the agencies that are quoted."""
    if answers:
        return tuple(
            held for held in documents if any(in_scope(held, one.reading) for one in answers)
        )
    quoted = {row.passage.agency for row in rows}
    return tuple(held for held in documents if held.agency in quoted)


def _agencies(documents: Sequence[Document], answers: Sequence[Results]) -> tuple[str, ...]:
    """Whose documents were asked for: all agencies' where a request names none and no document."""
    asked: dict[str, None] = {}
    for answer in answers:
        filters = dict(answer.reading.filters)
        if DOCUMENT not in filters:
            every = tuple(held.agency for held in documents if held.agency is not None)
            values = filters.get("agency")
            every = (*filter(is_plain, values), *every) if values else every
            asked |= dict.fromkeys(chosen(values or (), every))
    return tuple(name for name in asked if name != UNKNOWN)


def _years(documents: Sequence[Document], answers: Sequence[Results]) -> tuple[str, ...]:
    """The years that were asked for; none where any request asked for all."""
    asked = [dict(answer.reading.filters).get("year", ()) for answer in answers]
    if not all(asked):
        return ()
    held = [str(held.year) for held in documents if held.year is not None]
    found: dict[str, None] = {}
    for values in asked:
        found |= dict.fromkeys(chosen(values, (*filter(is_plain, values), *held)))
    return tuple(found)


def _superseded(documents: Iterable[Document], quoted: set[str]) -> tuple[Superseded, ...]:
    return tuple(
        Superseded(held.title, other.source, held.editions[0].source)
        for held in documents
        if held.id in quoted
        for other in held.editions[1:]
    )


def _sources(
    documents: Iterable[Document], rows: Sequence[Evidence], scanned: Collection[str]
) -> tuple[SourceFile, ...]:
    """Every file that is quoted, then every other one that was scanned."""
    by_edition: dict[str, list[int]] = {}
    for row in rows:
        by_edition.setdefault(row.passage.edition, []).append(row.number)
    files = [
        SourceFile(
            held.title,
            edition.source,
            edition.origin,
            tuple(by_edition.get(edition.id, ())),
            edition.unread,
        )
        for held in documents
        for edition in held.editions
        if edition.id in by_edition or held.id in scanned
    ]
    return tuple(sorted(files, key=lambda one: not one.rows))
