"""Programs, series and changes as the JSON that the API and the command line give."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from search.model import Passage
from search.present.program_bodies import (
    BreakBody,
    ChangeBody,
    ChangesBody,
    LinkBody,
    MemberBody,
    NumberSourceBody,
    ProgramBody,
    QuantityBody,
    SeriesBody,
    StatementBody,
    TrackBody,
    WholeProgramBody,
)
from search.present.program_view import Measured, ProgramView
from search.present.results import passage_json
from search.programs.model import Link, Member, Program
from search.programs.quantity import Quantity
from search.programs.series import Break, Statement, Track
from search.store.changes import Change


def program_json(program: Program) -> ProgramBody:
    """Give a program as a list of programs has it."""
    return {
        "id": program.id,
        "kind": program.kind,
        "title": program.title,
        "agency": program.agency,
        "years": list(program.years),
        "years_roc": [year - 1911 for year in program.years],
        "members": [_member_json(member) for member in program.members],
    }


def program_view_json(view: ProgramView) -> WholeProgramBody:
    """Give a program with its links and the numbers of its indicators."""
    return {
        **program_json(view.program),
        "links": [_link_json(link) for link in view.program.links],
        "others": [
            {
                "id": other.program.id,
                "title": other.program.title,
                "came_from": other.came,
                "link": _link_json(other.link),
            }
            for other in view.others
        ],
        "series": [_measured_json(one) for one in view.measured],
    }


def change_json(change: Change) -> ChangeBody:
    """Give a passage that an indexing run added, removed or changed."""
    return {
        "at": change.at,
        "change": change.kind,
        "touches_target": change.touches_target,
        "passage": passage_json(change.passage),
        "old": None if change.old is None else passage_json(change.old),
    }


def changes_json(at: str, compared: bool, changes: Iterable[Change]) -> ChangesBody:
    """Give what the last indexing run changed.

    Args:
        at: when it ran.
        compared: whether there was one before.
        changes: its changes, targets first.
    """
    return {"at": at, "compared": compared, "changes": [change_json(one) for one in changes]}


def number_text(number: Decimal) -> str:
    """Write a number in digits, with neither exponent nor zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _member_json(member: Member) -> MemberBody:
    return {
        "document": member.document,
        "year": member.year,
        "year_roc": None if member.year is None else member.year - 1911,
        "title": member.title,
        "passages": list(member.passages),
    }


def _link_json(link: Link) -> LinkBody:
    body: LinkBody = {
        "first": link.first.partition("#")[0],
        "second": link.second.partition("#")[0],
        "relation": link.relation,
        "made_by": "person" if link.confirmed else "machine",
        "likeness": link.likeness,
        "titles_likeness": link.titles,
        "same_work_program": link.same_work_program,
    }
    if link.note:
        body["note"] = link.note
    return body


def _measured_json(one: Measured) -> SeriesBody:
    return {
        "id": one.program.id,
        "title": one.series.title,
        "statements": [_statement_json(statement) for statement in one.series.statements],
        "breaks": [_break_json(found) for found in one.series.breaks],
        "tracks": [_track_json(track) for track in one.series.tracks],
    }


def _statement_json(statement: Statement) -> StatementBody:
    return {
        "year": statement.year,
        "year_roc": None if statement.year is None else statement.year - 1911,
        "role": statement.role,
        "text": statement.raw,
        "quantities": [_quantity_json(quantity) for quantity in statement.numbers],
        "sources": [_source_json(passage) for passage in statement.sources],
    }


def _source_json(passage: Passage) -> NumberSourceBody:
    return {"passage": passage.id, "document": passage.document, "file": passage.source.file}


def _quantity_json(quantity: Quantity) -> QuantityBody:
    # Numbers as text: what is printed as 0.10 must not become 0.1000000001.
    return {
        "low": number_text(quantity.low),
        "high": number_text(quantity.high),
        "unit": quantity.unit,
        "bound": quantity.bound,
        "period": quantity.period,
        "label": quantity.label,
    }


def _break_json(found: Break) -> BreakBody:
    return {
        "before": found.before,
        "after": found.after,
        "definition": None if found.definition is None else list(found.definition),
        "unit": None if found.unit is None else list(found.unit),
    }


def _track_json(track: Track) -> TrackBody:
    return {
        "label": track.label,
        "unit": track.unit,
        "points": [
            {"year": point.year, "role": point.role, "quantity": _quantity_json(point.quantity)}
            for point in track.points
        ],
    }
