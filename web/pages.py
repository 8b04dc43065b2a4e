"""The HTML pages: read the arguments, ask, render."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from search.analysis import load_analyzer
from search.editions import edition_links
from search.fields import DOCUMENT
from search.filters import is_plain
from search.model import KINDS, UNKNOWN, Document, EditionLink, Passage, Results, SearchRequest
from search.present.lines import FILE_LIST
from search.present.omissions import grouped
from search.query.snippets import marks_of
from search.searcher import Searcher
from search.store.runs import read_runs
from web import (
    answer_card,
    coverage_page,
    facsimile,
    faults,
    feeds,
    groups,
    holdings,
    passage_page,
    results_page,
    ticked,
    wordings,
)
from web.asking import (
    answered,
    changes,
    examples,
    know,
    passage_counts,
    searcher,
    tell_apart,
)
from web.chart import chart
from web.desk import basket
from web.desk.carrying import held
from web.export import ods, sheet, xlsx
from web.matrix import Matrix, matrix
from web.matrix import sheet as as_rows
from web.outline import outline
from web.params import MOST_REACHED, Asked, Pick, is_shortest, read
from web.years import compare

NEWEST = 8


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """The same passage in another edition, with what differs there."""

    link: EditionLink
    edition: str
    differences: tuple[passage_page.Difference, ...]
    printed_alike: bool


@dataclass(frozen=True, slots=True)
class AgencyLink:
    """An agency on the home page, with its newest document."""

    label: str
    documents: int
    address: str
    newest: Document


def blueprint(
    today: Callable[[], date],
    found_at: Callable[[], str],
    data: Path,
    kept: Path | None,
    problems: Callable[[], tuple[str, ...]],
    given: Collection[str] = ("ods", "csv"),
) -> Blueprint:
    """Make the pages.

    Args:
        today: the day that citations name as the one of retrieval.
        found_at: what stands before paths in citations, without a slash at its end.
        data: the data folder, where indexing runs are noted.
        kept: the data folder where files may be downloaded, else None.
        problems: gives what is wrong with the index, though searches are answered.
        given: names of the formats in which files are given.
    """
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/", "home", home)
    pages.add_url_rule("/search", "search", search)
    pages.add_url_rule(
        "/search/matrix.<suffix>",
        "matrix",
        lambda suffix: matrix_file(suffix, given),
        # Behind a button, as other files of other offices: no link leads to one.
        methods=("GET", "POST"),
    )
    pages.add_url_rule("/values/<facet>", "values", values)
    pages.add_url_rule("/d/<id_>", "document", document)
    pages.add_url_rule("/coverage", "coverage", lambda: coverage(data, len(problems())))
    pages.add_url_rule("/sitemap", "sitemap", sitemap)
    pages.add_url_rule("/help", "help", lambda: render_template("help.html", here="help"))
    pages.add_url_rule("/accessibility", "accessibility", accessibility)

    @pages.get("/p/<id_>")
    def passage(id_: str) -> str | Response:
        return show_passage(id_, today(), found_at(), kept)

    return pages


def home() -> str:
    """The way in: the box, what the corpus holds, some ways to begin."""
    store = searcher().store
    documents = store.documents()
    years = [held.year for held in documents if held.year is not None]
    agencies = tuple(
        AgencyLink(
            share.agency, share.documents, _facet_address("agency", share.agency), share.newest
        )
        for share in holdings.by_agency(documents)
    )
    return render_template(
        "home.html",
        searched=store.searched(),
        agencies=agencies,
        newest=holdings.newest(documents, NEWEST),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        examples=examples(),
        answered=answered(),
        changes=changes(),
    )


def _total(asked: Searcher, what: Asked) -> int:
    # Related passages, which cost more than the count, are looked for on first pages alone.
    return asked.search(replace(what, page=2, size=1).request()).total


def _facet_address(facet: str, value: str) -> str:
    return Asked(picks=(Pick(facet, value, searcher().code(facet, value)),)).address()


def search() -> str | Response:
    """The results of a search, with everything that narrows or widens it."""
    given = request.args.to_dict(flat=False)
    asked, wrong = read(
        ticked.as_asked(given), searcher(), strict=False, carried=held().arguments()
    )
    if wrong:
        raise faults.bad_request(wrong, ((wordings.TO_WHAT_WAS_READ, asked.address()),))
    if not is_shortest(given, asked):
        return redirect(asked.address(), 301)
    engine = searcher()
    results = engine.search(_first_request(asked))
    total = results.documents if asked.view == "documents" else results.total
    size = groups.SIZE if asked.view == "documents" else asked.size
    last = 1 if asked.view == "matrix" else results_page.last_page(min(total, MOST_REACHED), size)
    if asked.page > last:
        ways = [(wordings.TO_FIRST_PAGE, replace(asked, page=1).address())]
        if last > 1:
            ways.append((wordings.to_last_page(last), replace(asked, page=last).address()))
        raise faults.not_found(ways, *wordings.past_end(asked.page, last))
    nothing = not results.total
    documents = engine.store.documents()
    name = results_page.namer(documents)
    nearest = results_page.nearest(results, asked.size)
    laid_out = _laid_out(asked, results, documents)
    grouped_hits = (hit for group in laid_out["groups"] for hit in group.hits)
    linked = [hit.passage for hit in (*results.hits, *nearest, *grouped_hits)]
    know(passage.id for passage in linked)
    tell_apart(linked)
    return render_template(
        "search.html",
        asked=asked,
        results=results,
        views=results_page.views(asked),
        state=(
            *results_page.state(asked),
            *ticked.fields(asked, results, engine, wordings.FACETS),
        ),
        kept=replace(asked, page=1).arguments(),
        chips=results_page.chips(asked, name),
        typed=results_page.typed(asked, results),
        panels=results_page.panels(asked, results.facets),
        sorts=results_page.sorts(asked),
        pager=results_page.pager(asked, total, MOST_REACHED, size) if last > 1 else None,
        **laid_out,
        card=answer_card.card(results.answer) if asked.view == "passages" else None,
        table="/search/matrix.",
        table_of=replace(asked, view="passages", page=1, carried=()).address(""),
        feed=replace(asked, view="passages", page=1).address(feeds.PATH),
        exported=asked.whole().address("/export"),
        cleared=replace(asked, picks=(), page=1).address(),
        alone=results_page.alone(asked, results.reading.terms),
        exactly=replace(asked, exact=True, page=1).address(),
        loosely=replace(asked, exact=False, page=1).address(),
        inside=replace(asked, inside=True, page=1).address(),
        edged=replace(asked, inside=False, page=1).address(),
        within=results_page.marking_arguments(asked),
        whole_page=basket.packed(
            basket.Item(hit.passage.id, basket.code_of(hit.passage)) for hit in results.hits
        ),
        narrowed=results_page.conditions(asked, results),
        offers=results_page.offers(asked, results, engine),
        suggested=tuple(
            results_page.Link(text, replace(asked, text=text, page=1).address())
            for text in results.suggestions
        ),
        rewordings=results_page.rewordings(asked, results.reading.instead),
        folded=results_page.folded(asked, results.hits),
        formal=results.reading.formal if results.reading.formal != asked.text.strip() else "",
        units=results_page.units(asked, results.reading.formal),
        edited=results_page.edited(asked),
        spread=results_page.spread(
            asked, results.reading.formal, lambda wider: _total(engine, wider)
        )
        if nothing
        else None,
        beside=results_page.beside(asked, results.related_terms),
        nearest=nearest,
        held_by_nearest=results_page.held_by(nearest),
        relaxed=results_page.relaxed(
            results_page.settled(asked, results, engine), name, lambda wider: _total(engine, wider)
        )
        if nothing
        else (),
        missing=results_page.missing(asked, documents) if nothing else (),
    )


def _first_request(asked: Asked) -> SearchRequest:
    """What every view begins with: hits where they can be shown, else no more than the counts."""
    if asked.view == "passages" and asked.page * asked.size <= MOST_REACHED:
        return asked.request()
    return asked.counted()


def _laid_out(asked: Asked, results: Results, documents: tuple[Document, ...]) -> dict[str, Any]:
    """The parts of a results page that only some views have."""
    engine = searcher()
    years = next(facet for facet in results.facets if facet.name == "year")
    parts: dict[str, Any] = {"chart": None, "groups": (), "matrix": None}
    if asked.view == "matrix":
        parts["matrix"] = _matrix(asked, results, documents)
    elif asked.page == 1 and results.total:
        parts["chart"] = chart(asked, years)
    if asked.view == "documents":
        counts = engine.by_document(asked.request())
        by_id = {document.id: document for document in documents}
        parts["groups"] = groups.groups(asked, counts, by_id.get, engine.search)
    return parts


def _matrix(asked: Asked, results: Results, documents: tuple[Document, ...]) -> Matrix:
    engine = searcher()
    return matrix(
        results_page.settled(asked, results, engine),
        results.reading,
        documents,
        lambda one: engine.by_document(one.request()),
        engine,
    )


def matrix_file(suffix: str, given: Collection[str]) -> Response:
    """The matrix of a search as a spreadsheet of one of the given formats."""
    writers = {"csv": sheet.table_csv, "ods": ods.table_ods, "xlsx": xlsx.table_xlsx}
    if suffix not in writers or suffix not in given:
        raise faults.not_found()
    asked, wrong = read(request.args.to_dict(flat=False), searcher(), strict=False)
    if wrong:
        raise faults.bad_request(wrong, ((wordings.TO_WHAT_WAS_READ, asked.address()),))
    results = searcher().search(asked.counted())
    found = _matrix(asked, results, searcher().store.documents())
    content, media = writers[suffix](wordings.MATRIX_FILE, *as_rows(found))
    answer = Response(content, content_type=media)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=matrix.{suffix}; filename*=UTF-8''{quote(wordings.MATRIX_FILE)}.{suffix}"
    )
    return answer


def values(facet: str) -> str:
    """All values of one facet, to be looked through and ticked."""
    if facet not in wordings.FACETS:
        raise faults.not_found()
    engine = searcher()
    given = request.args.to_dict(flat=False)
    asked, wrong = read(given, engine, strict=False, carried=held().arguments())
    if wrong:
        raise faults.bad_request(wrong, ((wordings.TO_WHAT_WAS_READ, asked.address()),))
    sought = request.args.get("find", "").strip()[:60]
    found = engine.search(asked.counted())
    every = next(one for one in found.facets if one.name == facet).values
    fold = load_analyzer().fold
    shown = tuple(value for value in every if fold(sought) in fold(value.label))
    return render_template(
        "values.html",
        asked=asked,
        facet=facet,
        label=wordings.FACETS[facet],
        sought=sought,
        shown=shown[: results_page.MOST_LISTED],
        hidden=[
            *(value for value in every if value.selected and value not in shown),
            *(pick for pick in asked.picks if pick.facet == facet and not is_plain(pick.value)),
        ],
        every=len(every),
        left_out=max(0, len(shown) - results_page.MOST_LISTED),
        back=replace(asked, page=1).address(),
        state=[
            *(pair for pair in replace(asked, page=1).arguments() if pair[0] != facet),
            *ticked.fields(asked, found, engine, (facet,)),
        ],
        kept=replace(asked, page=1).arguments(),
    )


def show_passage(id_: str, today: date, public_address: str, kept: Path | None) -> str | Response:
    """A passage between its neighbours, with its source and its other editions.

    Args:
        id_: of a passage; one that has moved is redirected.
        today: the day that the citation names.
        public_address: what stands before the path in the citation.
        kept: the data folder where files may be downloaded, else None.
    """
    store = searcher().store
    group = store.group_of(id_)
    if group is None:
        moved = store.moved(id_)
        if moved is not None:
            return redirect(url_for("pages.passage", id_=moved), 301)
        raise faults.no_passage(store, id_)
    shown = next(passage for passage in group.passages if passage.id == id_)
    others = {passage.id: passage for passage in group.passages}
    before, after = store.neighbours(id_)
    analyzer = load_analyzer()
    given = request.args.to_dict(flat=False)
    asked, _ = read(given, searcher(), strict=False, carried=held().arguments())
    needles = searcher().needles(asked.request(), shown) if asked.text else {}
    address = public_address + url_for("pages.passage", id_=id_)
    former = store.former(id_)
    edition = facsimile.edition_of(shown)
    similar = searcher().similar(id_)
    tell_apart(one.passage for one in similar)
    drawn = edition is not None and facsimile.is_drawn(kept, shown, edition)
    return render_template(
        "passage.html",
        passage=shown,
        before=before,
        after=after,
        paragraphs=passage_page.paragraphs(shown),
        said=passage_page.is_said_by_cells(shown),
        cells=passage_page.cells(shown.kpi) if shown.kpi else (),
        editions=tuple(
            ShownEdition(
                link,
                others[link.id].edition,
                passage_page.differences(shown, others[link.id], analyzer.cut),
                passage_page.is_printed_alike(shown, others[link.id]),
            )
            for link in edition_links(group, shown)
        ),
        reworded=passage_page.differences(shown, former, analyzer.cut) if former else (),
        parts=store.parts(id_),
        programs=[held for held in store.programs_with(id_) if len(held.years) > 1],
        read_at=edition.read_at if edition else "",
        drawn=drawn,
        lines=facsimile.lines(kept, shown, edition) if edition and not drawn else (),
        citation=passage_page.citation(shown, today, address),
        address=address,
        asked=asked,
        similar=similar,
        marked_words=asked.text if needles else "",
        marks_in=lambda text: [span for span, _ in marks_of(text, needles, analyzer)],
    )


def document(id_: str) -> str | Response:
    """A document: its outline, its editions, what could not be read."""
    store = searcher().store
    held = store.document(id_)
    if held is None:
        raise faults.not_found()
    named = {edition.id: edition for edition in held.editions}
    wanted = request.args.get("edition", held.editions[0].id)
    if wanted not in named:
        raise faults.not_found()
    passages = store.passages_of(wanted)
    counts = Counter(passage.kind for passage in passages)
    tell_apart(passages)
    return render_template(
        "document.html",
        document=held,
        editions=held.editions,
        shown=named[wanted],
        root=outline(passages),
        grouped=grouped,
        kinds=tuple((kind, counts[kind]) for kind in KINDS if counts[kind]),
        agency_address=_facet_address("agency", held.agency or UNKNOWN),
        kind_addresses=_kind_addresses(held, passages),
        comparable=compare.ways(held, store.documents()),
    )


def _kind_addresses(held: Document, passages: Iterable[Passage]) -> dict[str, str]:
    """The searches for each kind of passage that stay in a document."""
    own = Pick(DOCUMENT, held.id, held.id)
    return {
        kind: Asked(picks=(Pick("kind", kind, searcher().code("kind", kind)), own)).address()
        for kind in {passage.kind for passage in passages}
    }


def coverage(data: Path, problems: int) -> str:
    """What is indexed, agency by agency and year by year, what failed, and the last runs."""
    store = searcher().store
    counts = passage_counts()
    laid = coverage_page.grid(store.documents(), lambda held: counts.get(held.id, 0))
    sought = request.args.get("find", "").strip()[:60]
    page = request.args.get("page", "1")
    return render_template(
        "coverage.html",
        sought=sought,
        listed=coverage_page.listed(
            laid.entries,
            sought,
            int(page) if page.isascii() and page.isdecimal() and int(page[:6]) > 0 else 1,
            load_analyzer().fold,
        ),
        here="coverage",
        problems=problems,
        searched=store.searched(),
        grid=laid,
        failed=store.failed(),
        incomplete=coverage_page.incomplete(store.documents()),
        understood=coverage_page.understood(store.documents()),
        passed_over=store.passed_over(),
        file_list=FILE_LIST,
        runs=read_runs(data),
    )


def sitemap() -> str:
    """All pages, and the keys that lead to the parts of each."""
    return render_template("sitemap.html", here="sitemap", documents=searcher().store.documents())


def accessibility() -> str:
    """What was done so that everyone can use the site."""
    return render_template("accessibility.html")
