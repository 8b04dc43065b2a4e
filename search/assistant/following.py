"""Work and its numbers through the years, for an assistant."""

from __future__ import annotations

from collections.abc import Iterable

from search.assistant.answers import MOST_ID, cite, within
from search.assistant.bodies import CitationBody, CitedProgramBody, CitedSeriesBody
from search.errors import QueryError
from search.model import Passage
from search.present.program_view import ProgramView, moved_to, view
from search.present.programs import program_view_json
from search.programs.model import Program
from search.searcher import Searcher


def program(searcher: Searcher, address: str, id_: str) -> CitedProgramBody:
    """Give a program through the years.

    Args:
        searcher: of the generation in service.
        address: what stands before /p/ in permalinks, without a slash at its end.
        id_: of the program, or of a passage that is in it.

    Raises:
        QueryError: there is no such program.
    """
    seen = view(searcher.store, _found(searcher, id_))
    printed = (passage for one in _sources(seen) for passage in one)
    return {
        "program": program_view_json(seen),
        "citations": _citations((*seen.passages.values(), *printed), address),
    }


def kpi_series(searcher: Searcher, address: str, id_: str) -> CitedSeriesBody:
    """Give the numbers of an indicator, or of the indicators of a program, through the years.

    Args:
        searcher: of the generation in service.
        address: as of program.
        id_: as of program.

    Raises:
        QueryError: there is no such program, or it has no indicator with numbers.
    """
    seen = view(searcher.store, _found(searcher, id_))
    series = program_view_json(seen)["series"]
    if not any(one["statements"] for one in series):
        raise QueryError(
            f"「{seen.program.title}」沒有附數字的指標", "以 kind=kpi 查詢，再用指標段落的 id"
        )
    printed = (passage for one in _sources(seen) for passage in one)
    return {"series": series, "citations": _citations(printed, address)}


def _found(searcher: Searcher, id_: str) -> Program:
    """The program of an id, the one that took its place, or the own one of a passage."""
    within("代碼", len(id_), MOST_ID, "字")
    store = searcher.store
    found = store.program(id_) or moved_to(store, id_)
    if found is None:
        found = next(iter(store.programs_with(store.moved(id_) or id_)), None)
    if found is None:
        raise QueryError(f"沒有「{id_[:60]}」這項計畫沿革", "代碼取自 passage 的 programs")
    return found


def _sources(seen: ProgramView) -> Iterable[tuple[Passage, ...]]:
    return (
        statement.sources for measured in seen.measured for statement in measured.series.statements
    )


def _citations(passages: Iterable[Passage], address: str) -> dict[str, CitationBody]:
    return {passage.id: cite(passage, address) for passage in passages}
