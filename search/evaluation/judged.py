"""Effectiveness of search on judged queries: recall, precision, nDCG and MRR."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.model import Hit, Kpi, Passage, Results, SearchRequest
from search.text import squeeze

DEPTH = 50
"""Hits that are looked at for recall and precision."""
_TOP = 10
_STRONG = 2
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """A relevant passage, known by any of its editions.

    Attributes:
        places: (file, whether in a KPI, squeezed words that stand there).
        grade: 1 or 2.
    """

    places: tuple[tuple[str, bool, str], ...]
    grade: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with what answers it; hits from other files than `files` are passed over."""

    query: str
    files: frozenset[str]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How a query fared.

    Attributes:
        recall: relevant passages among the first DEPTH, over all of them (DEPTH at most).
        precision: relevant hits among the first hits, as many as there are relevant passages.
        ndcg: of the first ten.
        mrr: one over the rank of the first relevant hit, 0 beyond the tenth.
        complete: every passage of grade 2 was found.
        missed: words of the relevant passages that were not found.
    """

    query: str
    recall: float
    precision: float
    ndcg: float
    mrr: float
    complete: bool
    missed: tuple[str, ...]


def parse_judged(rows: Iterable[Mapping[str, Any]]) -> tuple[Judged, ...]:
    """Take judged queries from JSON; those without a relevant passage are left out.

    Args:
        rows: {"query", "judged": [file], "relevant": [{"group", "file", "kind", "snippet",
            "grade"}]}, where relevant ones of one group are editions of one passage.

    Raises:
        KeyError, TypeError, ValueError: a row is not of that form.
    """
    found = []
    for row in rows:
        groups: dict[object, list[Mapping[str, Any]]] = {}
        for relevant in row["relevant"]:
            groups.setdefault(relevant["group"], []).append(relevant)
        wanted = tuple(
            Wanted(
                tuple((r["file"], r["kind"] == "kpi", squeeze(r["snippet"])) for r in group),
                max(int(r["grade"]) for r in group),
            )
            for group in groups.values()
        )
        if wanted:
            found.append(Judged(row["query"], frozenset(row["judged"]), wanted))
    return tuple(found)


def evaluate(search: Callable[[SearchRequest], Results], judged: Judged) -> Score:
    """Ask one judged query as a user would and judge the answer."""
    return judge(judged, list(_hits(search, judged)))


def judge(judged: Judged, hits: Sequence[Hit]) -> Score:
    """Judge an answer.

    Args:
        judged: the query with what is relevant.
        hits: in rank order, from judged files only.

    Returns:
        The figures. A passage counts once; several wanted ones in one hit count as one for
        the ideal order.
    """
    wanted = judged.wanted
    found: set[int] = set()
    # Where several wanted passages stand in one hit, no order could rank them apart.
    twins = list(range(len(wanted)))
    gains: list[int] = []
    relevant: list[bool] = []
    for hit in hits:
        here = [at for at, want in enumerate(wanted) if _answers(hit, want)]
        new = [at for at in here if at not in found]
        for at in new:
            twins[at] = new[0]
        found.update(new)
        gains.append(max((wanted[at].grade for at in new), default=0))
        relevant.append(bool(here))
    best: dict[int, int] = {}
    for at, want in enumerate(wanted):
        best[twins[at]] = max(best.get(twins[at], 0), want.grade)
    ideal = _dcg(sorted(best.values(), reverse=True))
    first = next((rank for rank, gain in enumerate(gains[:_TOP], start=1) if gain), None)
    cut = max(1, min(len(best), DEPTH))
    return Score(
        query=judged.query,
        recall=len(found) / min(len(wanted), DEPTH),
        precision=sum(relevant[:cut]) / cut,
        ndcg=min(1.0, _dcg(gains) / ideal),
        mrr=0.0 if first is None else 1 / first,
        complete=all(at in found for at, want in enumerate(wanted) if want.grade >= _STRONG),
        missed=tuple(want.places[0][2] for at, want in enumerate(wanted) if at not in found),
    )


def _hits(search: Callable[[SearchRequest], Results], judged: Judged) -> Iterable[Hit]:
    """The first judged hits of an answer: of all pages, then the related ones."""
    left = DEPTH
    page = 1
    related: tuple[Hit, ...] = ()
    while True:
        results = search(SearchRequest(text=judged.query, page=page, size=_PAGE))
        if page == 1:
            related = results.related
        for hit in results.hits:
            if left and _files(hit) & judged.files:
                yield hit
                left -= 1
        if not left or not results.hits or page * _PAGE >= results.total:
            break
        page += 1
    yield from [hit for hit in related if _files(hit) & judged.files][:left]


def _files(hit: Hit) -> set[str]:
    return {hit.passage.source.file, *(link.file for link in hit.editions)}


def _answers(hit: Hit, wanted: Wanted) -> bool:
    files, is_kpi, said = _files(hit), hit.passage.kind == "kpi", _said(hit.passage)
    return any(
        file in files and in_kpi == is_kpi and words in said
        for file, in_kpi, words in wanted.places
    )


def _said(passage: Passage) -> str:
    kpi = passage.kpi or Kpi()
    cells = (
        kpi.goal,
        kpi.measure,
        kpi.target,
        kpi.evaluation_body,
        kpi.evaluation_method,
        kpi.plan_link,
        *(value for _, value in kpi.values),
        kpi.progress,
        kpi.unit,
        kpi.responsible_unit,
    )
    parts = (
        passage.section,
        passage.work_program,
        passage.title,
        passage.text,
        passage.kpi_link,
        *passage.codes,
        *cells,
    )
    return squeeze("".join(part or "" for part in parts))


def _dcg(gains: Sequence[int]) -> float:
    return sum(
        (2.0**gain - 1) / math.log2(rank + 1) for rank, gain in enumerate(gains[:_TOP], start=1)
    )
