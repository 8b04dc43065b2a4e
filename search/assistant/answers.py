"""Answers to an assistant: values of the searcher's, cut to what a conversation can carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from search.assistant.bodies import (
    AnswerBody,
    CitationBody,
    CitedPassageBody,
    FoundBody,
    HeldBody,
    HeldDocumentsBody,
)
from search.editions import edition_links
from search.errors import QueryError
from search.fields import years_of
from search.filters import passes
from search.model import UNKNOWN, Document, Hit, Match, Passage, SearchRequest
from search.present.lines import FACETS
from search.present.results import (
    coverage_json,
    document_head,
    failed_json,
    passage_json,
    results_json,
    searched_json,
    uncovered_json,
)
from search.searcher import Searcher
from search.text import without_controls

MOST_CHARACTERS = 2_000
MOST_ID = 300
MOST_VALUES = 50
MOST_HITS = 50
MOST_PAGE = 200
PASSAGES_A_PAGE = 200
DOCUMENTS_A_PAGE = 50
_PARTIAL = 5
_SNIPPETS = 3


def search(
    searcher: Searcher,
    address: str,
    text: str,
    chosen: Mapping[str, Iterable[str]],
    *,
    match: Match = "auto",
    exact: bool = False,
    conditions: bool = True,
    page: int = 1,
    size: int = 20,
) -> AnswerBody:
    """Answer a query.

    Args:
        searcher: of the generation in service.
        address: what stands before /p/ in permalinks, without a slash at its end.
        text: as a person would type it.
        chosen: facet → names or codes.
        match: auto, all or any.
        exact: folding only.
        conditions: words that name an agency, a year, a kind or a chapter may narrow the answer.
        page: from 1.
        size: hits a page.

    Raises:
        QueryError: a limit is passed, or a value of a facet is not known.
    """
    within("查詢文字", len(text), MOST_CHARACTERS, "字")
    _between("page", page, MOST_PAGE)
    _between("limit", size, MOST_HITS)
    results = searcher.search(
        SearchRequest(
            text=without_controls(text),
            filters=_filters(searcher, chosen),
            match=match,
            exact=exact,
            page=page,
            size=size,
            conditions=None if conditions else False,
        )
    )
    body = results_json(results)
    return {
        "answer": body["answer"],
        "total": results.total,
        "documents": results.documents,
        "page": page,
        "terms": body["query"]["terms"],
        "problems": body["query"]["problems"],
        "conditions": body["query"]["conditions"],
        "literal_total": body["query"]["literal_total"],
        "hits": [_found(hit, address) for hit in results.hits],
        "partial": [_found(hit, address) for hit in results.related[:_PARTIAL]],
        "suggestions": body["suggestions"],
        "searched": body["searched"],
        "index": body["index"],
    }


def passage(searcher: Searcher, address: str, id_: str) -> CitedPassageBody:
    """Give a passage, whole; an id that has moved is followed.

    Raises:
        QueryError: there is no such passage, or it has left the corpus.
    """
    within("段落代碼", len(id_), MOST_ID, "字")
    store = searcher.store
    moved = store.moved(id_)
    group = store.group_of(moved or id_)
    if group is None:
        last = store.tombstone(id_)
        if last is not None:
            raise QueryError(
                f"「{last.title}」（{last.document_title}）已不在收錄範圍", "請重新查詢"
            )
        raise QueryError(f"沒有「{id_[:60]}」這個段落", "段落代碼取自查詢結果的 id")
    shown = next(one for one in group.passages if one.id == (moved or id_))
    body: CitedPassageBody = {
        "passage": passage_json(shown, edition_links(group, shown)),
        "citation": cite(shown, address),
        "programs": [
            {
                "id": program.id,
                "kind": program.kind,
                "title": program.title,
                "years_roc": [year - 1911 for year in program.years],
            }
            for program in store.programs_with(shown.id)
        ],
    }
    if moved is not None:
        body["moved_from"] = id_
    return body


def document(searcher: Searcher, address: str, id_: str, page: int = 1) -> HeldBody:
    """Give a document with a page of its passages.

    Raises:
        QueryError: there is no such document or page.
    """
    within("文件代碼", len(id_), MOST_ID, "字")
    _between("page", page, MOST_PAGE)
    store = searcher.store
    held = store.document(id_)
    if held is None:
        raise QueryError(f"沒有「{id_[:60]}」這份文件", "文件代碼取自段落的 document 或 coverage")
    passages = store.passages_of(held.editions[0].id)
    start = (page - 1) * PASSAGES_A_PAGE
    return {
        "document": document_head(held, store.counts().get(held.id, 0)),
        "editions": [
            {
                "id": edition.id,
                "file": edition.source.file,
                "sha256": edition.source.sha256,
                "characters": edition.characters,
                "covered": edition.covered,
                "uncovered": [uncovered_json(part) for part in edition.uncovered],
                "warnings": list(edition.warnings),
            }
            for edition in held.editions
        ],
        "passages": [
            {
                "id": one.id,
                "kind": one.kind,
                "number": one.number,
                "title": one.title,
                "citation": cite(one, address),
            }
            for one in passages[start : start + PASSAGES_A_PAGE]
        ],
        "total": len(passages),
        "page": page,
        "permalink": f"{address}/d/{held.id}",
    }


def coverage(
    searcher: Searcher, agency: Iterable[str] = (), year: Iterable[str] = (), page: int = 1
) -> HeldDocumentsBody:
    """Say what the index holds of each document, and which files could not be read.

    Raises:
        QueryError: an agency or a year is not known.
    """
    _between("page", page, MOST_PAGE)
    wanted = dict(_filters(searcher, {"agency": agency, "year": year}))
    store = searcher.store
    documents = [held for held in store.documents() if _is_wanted(held, wanted)]
    start = (page - 1) * DOCUMENTS_A_PAGE
    return {
        "documents": coverage_json(documents[start : start + DOCUMENTS_A_PAGE], store.kinds()),
        "total": len(documents),
        "page": page,
        "failed": [failed_json(one) for one in store.failed()],
        "searched": searched_json(store.searched()),
        "index": {"fingerprint": searcher.fingerprint, "built_at": searcher.built_at},
    }


def cite(shown: Passage, address: str) -> CitationBody:
    """Say where a passage stands."""
    return {
        "document_title": shown.document_title,
        "agency": shown.agency,
        "year_roc": shown.year_roc,
        "section": shown.section,
        "file": shown.source.file,
        "sha256": shown.source.sha256,
        "location": passage_json(shown)["location"],
        "permalink": f"{address}/p/{shown.id}",
    }


def _found(hit: Hit, address: str) -> FoundBody:
    shown = hit.passage
    body: FoundBody = {
        "id": shown.id,
        "kind": shown.kind,
        "number": shown.number,
        "title": shown.title,
        "work_program": shown.work_program,
        "plan_category": shown.plan_category,
        "snippets": [snippet.text for snippet in hit.snippets[:_SNIPPETS]],
        "matched_by": list(hit.matched_by),
        "citation": cite(shown, address),
    }
    if shown.sample:
        body["sample"] = True
    return body


def _filters(
    searcher: Searcher, chosen: Mapping[str, Iterable[str]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Resolve names and codes; all that are unknown are told at once."""
    filters, unknown = [], []
    for facet, given in chosen.items():
        values = tuple(given)
        within(FACETS[facet], len(values), MOST_VALUES, "個")
        resolved = {text: searcher.resolve(facet, text) for text in values}
        unknown += [f"{FACETS[facet]}「{text[:60]}」" for text, v in resolved.items() if v is None]
        known = tuple(dict.fromkeys(value for value in resolved.values() if value is not None))
        if known:
            filters.append((facet, known))
    if unknown:
        raise QueryError(f"不認得的{'、'.join(unknown)}", "可用的值見 coverage，或不加這個條件")
    return tuple(filters)


def _is_wanted(held: Document, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    agencies, years = wanted.get("agency"), wanted.get("year")
    return (agencies is None or passes(agencies, held.agency or UNKNOWN)) and (
        years is None or passes(years, *years_of(held))
    )


def within(what: str, given: int, most: int, unit: str) -> None:
    """Refuse what is longer than a limit.

    Raises:
        QueryError: it is.
    """
    if given > most:
        raise QueryError(f"{what}有 {given:,} {unit}，最多 {most:,} {unit}", "請縮短後再查")


def _between(name: str, given: int, most: int) -> None:
    if not 1 <= given <= most:
        raise QueryError(f"{name} 應該是 1 到 {most} 的整數，給的是 {given}", "請改正後再查")
