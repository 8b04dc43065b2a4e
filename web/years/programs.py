"""The pages of programs through the years."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from search.analysis import load_analyzer
from search.model import UNKNOWN, Passage
from search.present.amounts import Amount, amounts
from search.present.program_view import ProgramView, moved_to, view
from search.programs.model import Program
from search.store.reading import Store
from web import faults, feeds, wordings
from web.asking import searcher
from web.export import phrases
from web.params import Asked, Pick
from web.years import program_page, year_wordings


def blueprint() -> Blueprint:
    """Make the page and the feed of a program."""
    programs = Blueprint("programs", __name__)
    programs.add_url_rule("/program/<id_>", "program", program)
    programs.add_url_rule("/program/<id_>/feed", "feed", feed)
    return programs


def program(id_: str) -> str | AnyResponse:
    """A program through the years; one that is now part of another leads there."""
    found = _found(id_)
    if found is None:
        return _elsewhere(id_, "programs.program")
    store = searcher().store
    told = view(store, found)
    documents = {document.id: document for document in store.documents()}
    rows = program_page.years(told, documents)
    own = store.own_programs(told.passages)
    agency = found.agency or UNKNOWN
    code = searcher().code("agency", agency)
    return render_template(
        "program.html",
        program=found,
        rows=rows,
        steps=program_page.steps(told, rows, load_analyzer().cut, own, _heirs),
        numbers=tuple(program_page.numbers(one.program, one.series) for one in told.measured),
        others=program_page.others(told, _linked(told)),
        programs=own,
        agency_address=Asked(picks=(Pick("agency", agency, code),)).address(),
        amounts=_newest_first(
            store,
            (
                (passage.agency, name)
                for passage in told.passages.values()
                if passage.kind == "project" or passage.work_program
                for name in (passage.title, passage.work_program)
                if name and (name != passage.title or passage.kind == "project")
            ),
        ),
        amount_link=phrases.amount_link,
        amount_unit=phrases.amount_unit,
        by_machine=any(not link.confirmed for link in found.links),
    )


def _newest_first(store: Store, wanted: Iterable[tuple[str | None, str]]) -> tuple[Amount, ...]:
    return tuple(
        sorted(amounts(store, wanted), key=lambda one: one.passage.year or 0, reverse=True)
    )


def feed(id_: str) -> AnyResponse:
    """The feed of a program: what indexing changed in it, then its passages, newest first."""
    found = _found(id_)
    if found is None:
        return _elsewhere(id_, "programs.feed")
    store = searcher().store
    passages = view(store, found).passages
    changed = [
        feeds.Entry(
            id=f"{change.passage.id}@{change.at}",
            path=f"/p/{change.passage.id}",
            title=year_wordings.changed(change),
            summary=change.passage.text,
            author=change.passage.agency,
            kind=wordings.KINDS[change.passage.kind],
            updated=change.at,
        )
        for change in store.changes(store.program_passages(id_))
    ]
    read_at = {held.id: max(one.read_at for one in held.editions) for held in store.documents()}
    listed = [
        feeds.entry(
            passage, wordings.named(passage.document_title), updated=read_at[passage.document]
        )
        for passage in passages.values()
    ]
    return feeds.answer(
        feeds.Feed(
            title=found.title,
            path=f"/program/{id_}/feed",
            page=f"/program/{id_}",
            entries=(*changed, *reversed(listed)),
        )
    )


def _found(id_: str) -> Program | None:
    return searcher().store.program(id_)


def _elsewhere(id_: str, endpoint: str) -> Response | AnyResponse:
    store = searcher().store
    now = moved_to(store, id_)
    if now is not None:
        return redirect(url_for(endpoint, id_=now.id), 301)
    ever = store.program_ever(id_)
    if ever is None:
        raise faults.not_found()
    raise faults.gone_program(ever.title)


def _heirs(passage: Passage) -> tuple[Passage, ...]:
    """The passages that took over work of one, as links between programs tell."""
    store = searcher().store
    ids = [
        link.second
        for program in store.programs_with(passage.id)
        for link in program.links
        if link.first == passage.id
    ]
    return tuple(found for id_ in ids if (found := store.passage(id_)) is not None)


def _linked(told: ProgramView) -> dict[str, Passage]:
    """The passages that links to other programs name."""
    store = searcher().store
    ids = {
        id_.partition("#")[0] for one in told.others for id_ in (one.link.first, one.link.second)
    }
    return {id_: found for id_ in ids if (found := store.passage(id_)) is not None}
