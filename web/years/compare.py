"""The page that shows two editions or two documents beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import cast
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from search import clock
from search.analysis import load_analyzer
from search.comparison import Pair, State, compare
from search.config import Settings
from search.model import UNKNOWN, Document, Passage
from search.text import squeeze
from web import faults, passage_page, wordings
from web.asking import searcher
from web.difference import Cut, Piece, difference
from web.export import formats, phrases
from web.export.blocks import Paper
from web.export.book import sheets
from web.export.ods import book_ods
from web.export.odt import paper_odt
from web.export.side_by_side import TITLE, side_by_side
from web.export.xlsx import book_xlsx
from web.passage_page import Difference
from web.results_page import Link
from web.years import aligned, year_wordings

PATH = "/compare"
_MOST_SHOWN = 9_000
"""Characters of a page, of both sides; what is the same counts as its heading alone."""
_HEADING = 60
_MOST_LISTED = 600
"""Documents that the lists to pick from hold; of a larger corpus an agency is picked first."""


@dataclass(frozen=True, slots=True)
class Side:
    """An edition that is compared.

    Attributes:
        id: as it stands in the address: of the edition where its document has several.
        name: what tells it from the other side: its year and kind, or its file.
    """

    id: str
    document: Document
    edition: str
    file: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside each other.

    Attributes:
        heading: section path of the rows from here on; empty where it goes on.
        fields: what differs, field by field, and item by item within the text.
        whole: the fields of what stands on one side alone.
        texts: the old and the new text where hardly anything of it is kept.
        same_items: how many items read alike and are left out.
        anchor: of the heading.
    """

    state: State
    old: Passage | None
    new: Passage | None
    shown: Passage
    heading: str
    fields: tuple[Difference, ...] = ()
    whole: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, str] | None = None
    same_items: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A line of the contents: a heading of the comparison, with what changed under it."""

    label: str
    address: str
    counts: Counter[str]


def blueprint(settings: Settings) -> Blueprint:
    """Make the page.

    Args:
        settings: that say which formats are given.
    """
    given = frozenset(one.name for one in formats.offered(settings)) & frozenset(_WRITERS)
    pages = Blueprint("compare", __name__)
    pages.add_url_rule(PATH, "compare", show)
    pages.add_url_rule(
        f"{PATH}/<name>", "compare_file", lambda name: give(name, given), methods=("POST",)
    )
    return pages


def show() -> str:
    """Two sides aligned; a form to pick them from where one is missing."""
    given = request.args.get("a", ""), request.args.get("b", "")
    first, second = _side(given[0]), _side(given[1])
    for asked, found in zip(given, (first, second), strict=True):
        if asked and found is None:
            raise faults.not_found(((year_wordings.TO_COMPARE, PATH),), *year_wordings.NO_SUCH_SIDE)
    if first is None or second is None or first.edition == second.edition:
        return _chooser(first, second)
    if first.name == second.name:
        first, second = (replace(side, name=side.file) for side in (first, second))
    only = request.args.get("only") == "1"
    pairs = compare(searcher().store, first.edition, second.edition)
    counts = Counter(pair.state for pair in pairs)
    shown = [pair for pair in pairs if not only or pair.state != "same"]
    parts = _parted(shown)
    last = len(parts)
    page = _page(last, first, second, only)
    cut = load_analyzer().cut
    before = parts[page - 2][-1].shown.section if page > 1 else None
    rows = _rows(parts[page - 1], cut, sum(map(len, parts[: page - 1])), before)
    return render_template(
        "compare.html",
        first=first,
        second=second,
        counts=counts,
        only=only,
        rows=rows,
        chapters=_chapters(parts, first, second, only),
        places=sum(map(_places, rows)) if last == 1 else None,
        page=page,
        last=last,
        sides=urlencode([("a", first.id), ("b", second.id)]),
        toggled=_address(first, second, not only),
        swapped=_address(second, first, only),
        before=_address(first, second, only, page - 1) if page > 1 else None,
        after=_address(first, second, only, page + 1) if page < last else None,
        **_choices(first, second),
    )


def give(name: str, given: Collection[str]) -> Response:
    """The differences of two sides as a file of one of the given formats."""
    first, second = (_side(request.args.get(side, "")) for side in "ab")
    if first is None or second is None or name not in given:
        raise faults.not_found(((year_wordings.TO_COMPARE, PATH),), *year_wordings.NO_SUCH_SIDE)
    if first.name == second.name:
        first, second = (replace(side, name=side.file) for side in (first, second))
    pairs = compare(searcher().store, first.edition, second.edition)
    made = side_by_side(first.name, second.name, [one for one in pairs if one.state != "same"])
    now = clock.now()
    content = _WRITERS[name](made, f"{TITLE} {phrases.moment(now)}", now)
    return formats.sent(content, formats.FORMATS[name], f"{TITLE}.{name}")


_WRITERS: Mapping[str, Callable[[Paper, str, datetime], bytes]] = {
    "odt": paper_odt,
    "ods": lambda made, head, at: book_ods(sheets(made), head, made.title, at),
    "xlsx": lambda made, head, at: book_xlsx(sheets(made), head, made.title, at),
}


def _chooser(first: Side | None, second: Side | None) -> str:
    same = first is not None and second is not None
    return render_template("compare_pick.html", same=same, **_choices(first, second))


def _choices(first: Side | None, second: Side | None) -> dict[str, object]:
    """The lists to pick from: documents by agency, those of several editions once for each."""
    documents = searcher().store.documents()
    agencies = list(dict.fromkeys(held.agency or UNKNOWN for held in documents))
    wanted = request.args.get("agency", "")
    if wanted not in agencies:
        wanted = first.document.agency or UNKNOWN if first and len(documents) > _MOST_LISTED else ""
    held = [one for one in documents if not wanted or (one.agency or UNKNOWN) == wanted]
    listed: dict[str, list[Link]] = {}
    titles = Counter(wordings.named(one.title) for one in held)
    for document in held if len(held) <= _MOST_LISTED or wanted else ():
        alone = len(document.editions) == 1 and titles[wordings.named(document.title)] == 1
        listed.setdefault(document.agency or UNKNOWN, []).extend(_options(document, alone=alone))
    return {
        "listed": listed,
        "agencies": [Link(name, name, name == wanted) for name in agencies],
        "by_agency": len(documents) > _MOST_LISTED,
        "picked": (first.id if first else "", second.id if second else ""),
    }


def _options(document: Document, *, alone: bool) -> list[Link]:
    """A choice for each edition, with its file unless the title alone tells it from others."""
    single, name = len(document.editions) == 1, wordings.named(document.title)
    return [
        Link(
            name if alone else f"{name}（{edition.source.file}）",
            document.id if single else edition.id,
        )
        for edition in document.editions
    ]


def _side(id_: str) -> Side | None:
    """The edition of an id, or the first one of a document's."""
    for document in searcher().store.documents():
        for edition in document.editions:
            if id_ in (edition.id, document.id):
                several = len(document.editions) > 1
                return Side(
                    edition.id if several else document.id,
                    document,
                    edition.id,
                    edition.source.file,
                    year_wordings.side(document),
                )
    return None


def _page(last: int, first: Side, second: Side, only: bool) -> int:
    asked = request.args.get("page", "1")
    if asked.isascii() and asked.isdecimal() and len(asked) < 7 and 1 <= int(asked) <= last:
        return int(asked)
    raise faults.not_found(((wordings.TO_FIRST_PAGE, _address(first, second, only)),))


def _address(first: Side, second: Side, only: bool, page: int = 1) -> str:
    arguments = [("a", first.id), ("b", second.id)]
    arguments += [("only", "1")] if only else []
    arguments += [("page", str(page))] if page > 1 else []
    return f"{PATH}?{urlencode(arguments)}"


def _parted(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Cut a comparison into pages that can be read; one at least."""
    parts: list[list[Pair]] = [[]]
    length = 0
    for pair in pairs:
        size = _HEADING
        if pair.state != "same":
            size += sum(len(one.text) for one in (pair.old, pair.new) if one is not None)
        if parts[-1] and length + size > _MOST_SHOWN:
            parts.append([])
            length = 0
        parts[-1].append(pair)
        length += size
    return parts


def _chapters(
    parts: Sequence[Sequence[Pair]], first: Side, second: Side, only: bool
) -> tuple[Chapter, ...]:
    """The contents: each heading once, where it begins."""
    found: list[Chapter] = []
    section = None
    number = 0
    for page, part in enumerate(parts, start=1):
        for pair in part:
            if pair.shown.section != section:
                section = pair.shown.section
                label = " › ".join(passage_page.trail(pair.shown)) or year_wordings.NO_CHAPTER
                address = f"{_address(first, second, only, page)}#{_anchor(number)}"
                found.append(Chapter(label, address, Counter()))
            found[-1].counts[pair.state] += 1
            number += 1
    return tuple(found)


def _anchor(number: int) -> str:
    return f"part-{number + 1}"


def _rows(pairs: Sequence[Pair], cut: Cut, number: int, before: str | None) -> list[Row]:
    """The rows of a page.

    Args:
        pairs: of the page.
        cut: cuts a text into words.
        number: of pairs on the pages before.
        before: section that those end in, which goes on here.
    """
    rows: list[Row] = []
    section = None
    for place, pair in enumerate(pairs, start=number):
        shown = pair.shown
        heading = " › ".join(passage_page.trail(shown)) if shown.section != section else ""
        anchor = _anchor(place) if shown.section not in (section, before) else ""
        section = shown.section
        row = Row(pair.state, pair.old, pair.new, shown, heading, anchor=anchor)
        if pair.state == "changed":
            row = _changed(row, cast(Passage, pair.old), cast(Passage, pair.new), cut)
        elif pair.state != "same":
            row = replace(row, whole=_whole(shown))
        rows.append(row)
    return rows


def _changed(row: Row, old: Passage, new: Passage, cut: Cut) -> Row:
    """What differs: cells of an indicator, else the title and each item of the text."""
    text = wordings.FIELDS["text"]
    others = tuple(one for one in passage_page.differences(new, old, cut) if one.label != text)
    if new.kpi is not None or squeeze(old.text) == squeeze(new.text):
        return replace(row, fields=others)
    if aligned.is_rewritten(old, new):
        return replace(row, fields=others, texts=(old.text, new.text))
    pairs = aligned.item_pairs(old, new)
    changed = [one for one in pairs if not one.is_same]
    items = tuple(Difference(text, _pieces(one, cut)) for one in changed)
    return replace(row, fields=(*others, *items), same_items=len(pairs) - len(changed))


def _pieces(pair: aligned.ItemPair, cut: Cut) -> tuple[Piece, ...]:
    """What differs in an item; of one that was rewritten the old text before the new one."""
    old, new = pair.old or "", pair.new or ""
    if pair.is_rewritten:
        return (*difference(old, "", cut), *difference("", new, cut))
    return difference(old, new, cut)


def _places(row: Row) -> int:
    """How many places of a row differ: what was put in the place of something is one."""
    count = 0
    for one in row.fields:
        changes = [piece.change != "same" for piece in one.pieces]
        count += sum(now and not before for before, now in pairwise([False, *changes]))
    return count


def _whole(passage: Passage) -> tuple[tuple[str, str], ...]:
    if passage.kpi is not None:
        return passage_page.cells(passage.kpi)
    return ((wordings.FIELDS["text"], passage.text),) if passage.text else ()


def ways(held: Document, documents: tuple[Document, ...]) -> tuple[tuple[str, str], ...]:
    """The comparisons that a document offers: with its other editions, with the years around.

    Returns:
        (label, address) of each.
    """
    found = []
    first, *rest = held.editions
    for edition in rest:
        arguments = {"a": edition.id, "b": first.id, "only": "1"}
        found.append((year_wordings.against(edition.source.file), f"{PATH}?{urlencode(arguments)}"))
    alike = sorted(
        (one for one in documents if (one.agency, one.kind) == (held.agency, held.kind)),
        key=lambda one: (one.year or 0, one.id),
    )
    if held.agency is None or held.year is None:
        return tuple(found)
    at = [one.id for one in alike].index(held.id)
    for place, older in ((at - 1, True), (at + 1, False)):
        if 0 <= place < len(alike) and alike[place].year is not None:
            other = alike[place]
            pair = (other.id, held.id) if older else (held.id, other.id)
            arguments = {"a": pair[0], "b": pair[1]}
            found.append(
                (year_wordings.against(year_wordings.side(other)), f"{PATH}?{urlencode(arguments)}")
            )
    return tuple(found)


def side_of(pieces: tuple[Piece, ...], older: bool) -> tuple[Piece, ...]:
    """The pieces that one side prints, in its own spelling."""
    dropped = "added" if older else "removed"
    return tuple(
        Piece("same", piece.old) if older and piece.change == "same" else piece
        for piece in pieces
        if piece.change != dropped
    )
