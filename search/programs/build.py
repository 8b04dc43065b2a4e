"""The programs of a corpus, with ids that survive re-indexing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import count

from search.model import Document, Kpi, Passage, PassageGroup
from search.programs.confirmed import Confirmed
from search.programs.likeness import Item, name_of
from search.programs.model import Member, Program, ProgramEver, ProgramKind
from search.programs.threads import Leaf, Thread, string

VERSION = "3"
"""Goes up when the same passages would give other programs: the index is then built again."""

_PROGRAM_KINDS: tuple[ProgramKind, ...] = ("work_program", "goal", "project", "kpi")
# In one year the plan stands before what was reported on it.
_LATER_KINDS = ("報告", "績效", "檢視")
_MOST_TEXT_CHARACTERS = 20_000
_NUMBER = re.compile(r"^[（(]?[壹貳參肆伍陸柒捌玖拾〇零一二三四五六七八九十百\d]+[）)、.．\s]\s*")


def programs_of(
    documents: Sequence[Document],
    groups: Sequence[PassageGroup],
    confirmed: Confirmed,
    past: Iterable[ProgramEver],
    *,
    lineage: Callable[[str], str],
    code: Callable[[str], str],
    standing: Mapping[str, Sequence[Program]] | None = None,
) -> tuple[tuple[Program, ...], tuple[ProgramEver, ...]]:
    """Find the programs of a corpus.

    Args:
        documents: all of them.
        groups: all passages; of each the first edition speaks.
        confirmed: what a person has said of links.
        past: the ids that were ever given.
        lineage: agency → the agency that does its work today.
        code: agency → its code in ids.
        standing: agency of today → its programs, where none of its passages has changed since
            they were found.

    Returns:
        The programs in order of kind and first appearance, and every id ever given, these
        included.
    """
    leads: dict[str, list[Passage]] = defaultdict(list)
    for group in groups:
        leads[group.passages[0].document].append(group.passages[0])
    by_agency: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.agency is not None:
            by_agency[lineage(document.agency)].append(document)
    drafts: list[tuple[ProgramKind, str, Thread, list[Leaf], dict[str, tuple[str, ...]]]] = []
    standing = standing or {}
    for agency, own in by_agency.items():
        if agency in standing:
            continue
        own.sort(key=in_time)
        for kind in _PROGRAM_KINDS:
            passages: dict[str, tuple[str, ...]] = {}
            leaves = [_leaf(document, leads[document.id], kind, passages) for document in own]
            drafts += (
                (kind, agency, thread, leaves, passages)
                for thread in string(kind, leaves, confirmed)
            )
    wanted = [
        (f"{code(agency)}-{kind.replace('_', '-')}", _passages(thread, passages))
        for kind, agency, thread, _, passages in drafts
    ]
    ever = {one.id: one for one in past}
    stay = {one.id for agency in by_agency for one in standing.get(agency, ())}
    ids = assign_programs(wanted, ever, stay)
    found: dict[str, list[Program]] = defaultdict(list)
    for id_, (kind, agency, thread, leaves, passages) in zip(ids, drafts, strict=True):
        found[agency].append(_program(id_, kind, agency, thread, leaves, passages))
    programs = tuple(one for agency in by_agency for one in standing.get(agency, found[agency]))
    for program in programs:
        if program.id in stay:
            continue
        held = tuple(id_ for member in program.members for id_ in member.passages)
        before = ever[program.id].passages if program.id in ever else ()
        ever[program.id] = ProgramEver(
            program.id, program.title, tuple(dict.fromkeys((*before, *held)))
        )
    return programs, tuple(ever[id_] for id_ in sorted(ever))


def assign_programs(
    wanted: Sequence[tuple[str, Sequence[str]]],
    ever: dict[str, ProgramEver],
    others: Collection[str] = (),
) -> list[str]:
    """Give each program its id.

    Args:
        wanted: (beginning of the id, ids of its passages) of each.
        ever: every id that was given.
        others: ids that other programs have.

    Returns:
        One id for each, in the order given: the one that most of its passages had, each given
        once, else a new one.
    """
    had: dict[str, list[str]] = defaultdict(list)
    for one in ever.values():
        for passage in one.passages:
            had[passage].append(one.id)
    claims = sorted(
        (-number, id_, place)
        for place, (base, passages) in enumerate(wanted)
        for id_, number in Counter(id_ for one in passages for id_ in had.get(one, ())).items()
        if id_.startswith(base + "-")
    )
    given: dict[int, str] = {}
    taken = set(ever)
    used = set(others)
    for _, id_, place in claims:
        if place not in given and id_ not in used:
            given[place] = id_
            used.add(id_)
    for place, (base, passages) in enumerate(wanted):
        if place in given:
            continue
        names = (f"{base}-{_digest(passages[0], number)}" for number in count())
        given[place] = next(name for name in names if name not in taken)
        taken.add(given[place])
    return [given[place] for place in range(len(wanted))]


def _digest(passage: str, number: int) -> str:
    return sha256(f"{passage}\x1f{number}".encode("utf-8", "replace")).hexdigest()[:8]


def in_time(document: Document) -> tuple[object, ...]:
    """What sorts documents by time: those of no known year last, plans before reports on them."""
    late = any(word in (document.kind or "") for word in _LATER_KINDS)
    return document.year is None, document.year or 0, late, document.kind or "", document.id


def _leaf(
    document: Document,
    leads: Sequence[Passage],
    kind: ProgramKind,
    passages: dict[str, tuple[str, ...]],
) -> Leaf:
    """The items of one kind in a document; the passages of each are noted by its id."""
    items = _work_programs(leads) if kind == "work_program" else _own(leads, kind)
    passages.update({item.id: ids for item, ids in items})
    return Leaf(document.id, document.kind, document.year, tuple(item for item, _ in items))


def _own(leads: Sequence[Passage], kind: ProgramKind) -> list[tuple[Item, tuple[str, ...]]]:
    own = [passage for passage in leads if passage.kind == kind]
    chapters = {passage.id: _chapter(passage) for passage in own}
    # Where all stand in one chapter it tells nothing.
    told = len(set(chapters.values())) > 1
    return [
        (
            Item(
                passage.id,
                passage.title,
                _said(passage),
                name_of(passage.work_program or (chapters[passage.id] if told else "")),
                passage.codes,
                None if passage.kpi is None else passage.kpi.unit,
            ),
            (passage.id,),
        )
        for passage in own
    ]


def _chapter(passage: Passage) -> str:
    """The heading that a passage stands under, without its number, which shifts with the years."""
    return _NUMBER.sub("", passage.section.rpartition(" > ")[2])


def _said(passage: Passage) -> str:
    kpi = passage.kpi or Kpi()
    return (kpi.measure or "") if passage.kpi is not None else passage.text


def _work_programs(leads: Sequence[Passage]) -> list[tuple[Item, tuple[str, ...]]]:
    """The work programs of a document, each with the passages that stand under it."""
    under: dict[str, list[Passage]] = defaultdict(list)
    for passage in leads:
        if passage.work_program and passage.kind == "project":
            under[passage.work_program].append(passage)
    return [
        (
            Item(
                # A passage is of one project and of one work program: the name tells which.
                f"{passages[0].id}#{name}",
                name,
                "。".join(f"{one.title}。{one.text}" for one in passages)[:_MOST_TEXT_CHARACTERS],
            ),
            tuple(one.id for one in passages),
        )
        for name, passages in under.items()
    ]


def _passages(thread: Thread, passages: dict[str, tuple[str, ...]]) -> list[str]:
    return [id_ for _, item in thread.items for id_ in passages[item.id]]


def _program(
    id_: str,
    kind: ProgramKind,
    agency: str,
    thread: Thread,
    leaves: Sequence[Leaf],
    passages: dict[str, tuple[str, ...]],
) -> Program:
    members = tuple(
        Member(leaves[place].document, leaves[place].year, item.title, passages[item.id])
        for place, item in thread.items
    )
    return Program(id_, kind, agency, thread.items[-1][1].title, members, tuple(thread.links))
