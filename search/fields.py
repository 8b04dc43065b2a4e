"""Every searched field and facet, declared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from search.model import FACETS, UNKNOWN, Document, Kpi, Passage, PassageGroup


class Folding(Protocol):
    """What of the analyzer is needed here, which stands above the fields."""

    def fold_running(self, text: str, *, merged: bool = False) -> str:
        """Fold a text to its running form."""


@dataclass(frozen=True, slots=True)
class Field:
    """A searched field.

    Attributes:
        name: as in the API's passage; a cell of an indicator is "kpi." and its name.
        label: what people call it.
        weight: of one occurrence in ranking, where one in the text is 1.
    """

    name: str
    label: str
    weight: float = 1.0


TITLE = Field("title", "標題", 2.0)
TEXT = Field("text", "內文")
FIELDS: tuple[Field, ...] = (
    TITLE,
    TEXT,
    Field("work_program", "工作計畫", 1.5),
    Field("plan_category", "計畫類別"),
    Field("section", "章節", 1.5),
    Field("codes", "編號"),
    Field("kpi_link", "關聯指標"),
    Field("kpi.goal", "施政目標", 1.5),
    Field("kpi.measure", "衡量標準"),
    Field("kpi.target", "年度目標值"),
    Field("kpi.evaluation_body", "評估體制"),
    Field("kpi.evaluation_method", "評估方式"),
    Field("kpi.plan_link", "與計畫關聯"),
    Field("kpi.values", "數值"),
    Field("kpi.progress", "進度"),
    Field("kpi.unit", "單位"),
    Field("kpi.responsible_unit", "主辦單位"),
)
BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
_CELLS = tuple(
    field.name.removeprefix("kpi.")
    for field in FIELDS
    if field.name.startswith("kpi.") and field.name != "kpi.values"
)

DOCUMENT = "document"
DOCUMENT_KIND = "document_kind"
CHAPTER = "chapter"
NARROWING = (*FACETS, DOCUMENT, DOCUMENT_KIND, CHAPTER)
"""The columns by which a search may be narrowed: the facets, and three without a panel of their
own, the last of which is the heading of the chapter that a passage stands in."""
COPIES = "copies"
"""A column that is counted only: how many passages of other editions are folded into a group."""
COLUMNS = (*NARROWING, COPIES)
HEADINGS_APART = " > "
"""What stands between the headings of a section's path."""


@dataclass(frozen=True, slots=True)
class IndexUnit:
    """A passage group as engines index it.

    Attributes:
        number: of the group; units come in this order, from 0, without gaps.
        texts: (field, running text in the written folding), each pair once; a phrase never crosses from
            one to the next.
        columns: (facet or column, value); of several years that a plan covers its own is the first.
        names: (what it is, name as printed): "agency", "work_program", "project" or "kpi".
    """

    number: int
    texts: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]


def searched_texts(passage: Passage) -> tuple[tuple[str, str], ...]:
    """Give all that search looks at in a passage.

    Returns:
        (field, text as printed) pairs without empty ones, in the order of FIELDS; wordings
        that differ at a second place come last, under the field that they belong to.
    """
    pairs = [
        ("title", passage.title),
        ("text", passage.text),
        ("work_program", passage.work_program),
        ("plan_category", passage.plan_category),
        ("section", passage.section),
        *(("codes", code) for code in passage.codes),
        ("kpi_link", passage.kpi_link),
        *(_cells(passage.kpi) if passage.kpi else ()),
        *(
            (_known(field), wording)
            for place in passage.also_at
            for field, wording in place.differs
        ),
    ]
    return tuple((field, text) for field, text in pairs if text)


def _cells(kpi: Kpi) -> Iterator[tuple[str, str | None]]:
    for cell in _CELLS:
        yield f"kpi.{cell}", getattr(kpi, cell)
    for _, value in kpi.values:
        yield "kpi.values", value


def _known(field: str) -> str:
    """The declared name of a field that a second place words otherwise."""
    if field in BY_NAME:
        return field
    cell = f"kpi.{field}"
    return cell if cell in BY_NAME else TEXT.name


def facet_values(group: PassageGroup) -> dict[str, str]:
    """Give the value of each facet of a group, read from its first passage; UNKNOWN where none."""
    first = group.passages[0]
    return {
        "agency": first.agency or UNKNOWN,
        "year": UNKNOWN if first.year is None else str(first.year),
        "work_program": first.work_program or UNKNOWN,
        "plan_category": first.plan_category or UNKNOWN,
        "kind": first.kind,
    }


def years_of(one: Passage | Document) -> tuple[str, ...]:
    """Give each year by which a passage or document is found, its own first; UNKNOWN for none."""
    own = UNKNOWN if one.year is None else str(one.year)
    return own, *years_beside(one)


def years_beside(one: Passage | Document) -> Iterator[str]:
    """Yield the years that a plan over several years covers beside its own."""
    return (str(year) for year in one.covers if year != one.year)


def folded_texts(group: PassageGroup, analyzer: Folding) -> tuple[tuple[str, str], ...]:
    """Give the (field, running text) pairs of all editions of a group in the merged folding."""
    return _folded(group, lambda text: analyzer.fold_running(text, merged=True))


def written_texts(group: PassageGroup, analyzer: Folding) -> tuple[tuple[str, str], ...]:
    """Give the same in the written folding."""
    return _folded(group, analyzer.fold_running)


def _folded(group: PassageGroup, fold: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    # Editions mostly say the same: what is printed alike is folded once.
    printed = dict.fromkeys(pair for passage in group.passages for pair in searched_texts(passage))
    pairs = ((field, fold(text)) for field, text in printed)
    return tuple(dict.fromkeys((field, folded) for field, folded in pairs if folded))


def index_units(groups: Iterable[PassageGroup], analyzer: Folding) -> Iterator[IndexUnit]:
    """Analyse groups for any engine, in the order given."""
    for group in groups:
        first = group.passages[0]
        columns = facet_values(group)
        columns[DOCUMENT] = first.document
        columns[DOCUMENT_KIND] = first.document_kind or UNKNOWN
        columns[CHAPTER] = first.section.partition(HEADINGS_APART)[0] or UNKNOWN
        columns[COPIES] = str(len(group.passages) - 1)
        yield IndexUnit(
            number=group.number,
            texts=written_texts(group, analyzer),
            columns=(*columns.items(), *(("year", year) for year in years_beside(first))),
            names=tuple(_names(first)),
        )


def _names(passage: Passage) -> Iterator[tuple[str, str]]:
    if passage.agency:
        yield "agency", passage.agency
    if passage.work_program:
        yield "work_program", passage.work_program
    if passage.kind in ("project", "kpi") and passage.title:
        yield passage.kind, passage.title
