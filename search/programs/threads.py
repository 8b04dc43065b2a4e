"""Threads: items of many documents strung together, one program each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search.programs.confirmed import Confirmed
from search.programs.likeness import Item, Weights, cosine, name_of
from search.programs.link import continued, relations
from search.programs.model import Link, ProgramKind


@dataclass(frozen=True, slots=True)
class Leaf:
    """The items of one kind in one document.

    Attributes:
        kind: of the document, as it calls itself; a plan continues plans before it continues
            reports on them.
        year: Gregorian, None where unknown.
    """

    document: str
    kind: str | None
    year: int | None
    items: tuple[Item, ...]


@dataclass(slots=True)
class Thread:
    """Items that are one program, oldest first, with the links between them.

    Attributes:
        items: (place of the document among the leaves, item).
        links: those between its own items, then those to and from other threads.
    """

    items: list[tuple[int, Item]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def string(kind: ProgramKind, leaves: Sequence[Leaf], confirmed: Confirmed) -> tuple[Thread, ...]:
    """String the items of an agency's documents together.

    Args:
        kind: of the items.
        leaves: oldest first; documents of one year in the order plan, then report.
        confirmed: what a person has said of passages; it wins.

    Returns:
        In order of their first items. Each item is in exactly one thread.
    """
    weights = Weights(leaf.items for leaf in leaves)
    threads: list[Thread] = []
    home: dict[str, Thread] = {}
    for place, leaf in enumerate(leaves):
        steps = _by_hand(leaf, home, weights, confirmed)
        carried = {step.second for step in steps if step.main}
        held = {id(step.thread) for step in steps if step.main}
        steps += _by_machine(
            kind,
            [(thread, _last(thread, leaf, leaves)) for thread in threads if id(thread) not in held],
            [item for item in leaf.items if item.id not in carried],
            weights,
            confirmed,
        )
        mains = {step.second: step.thread for step in reversed(steps) if step.main}
        for item in leaf.items:
            thread = mains.get(item.id)
            if thread is None:
                thread = Thread()
                threads.append(thread)
            thread.items.append((place, item))
            home[item.id] = thread
        for step in steps:
            step.thread.links.append(step.link)
            if home[step.second] is not step.thread:
                home[step.second].links.append(step.link)
    return tuple(threads)


@dataclass(frozen=True, slots=True)
class _Step:
    """A thread and what continues it; main where the thread itself goes on."""

    thread: Thread
    second: str
    main: bool
    link: Link


def _last(thread: Thread, leaf: Leaf, leaves: Sequence[Leaf]) -> Item:
    """The newest item of a thread; of a document of the same kind, if there is one."""
    own = [item for place, item in thread.items if leaves[place].kind == leaf.kind]
    return own[-1] if own else thread.items[-1][1]


def _by_hand(
    leaf: Leaf, home: Mapping[str, Thread], weights: Weights, confirmed: Confirmed
) -> list[_Step]:
    steps = []
    for item in leaf.items:
        carried = False
        for said in confirmed.links.get(item.id, ()):
            thread = home.get(said.first)
            if thread is None:
                continue
            first = next(one for _, one in thread.items if one.id == said.first)
            link = Link(
                first.id,
                item.id,
                said.relation,
                cosine(weights.whole(first), weights.whole(item)),
                cosine(weights.title(first), weights.title(item)),
                bool(first.place) and first.place == item.place,
                confirmed=True,
                note=said.note,
            )
            steps.append(_Step(thread, item.id, said.main and not carried, link))
            carried = carried or said.main
    return steps


def _by_machine(
    kind: ProgramKind,
    open_threads: Sequence[tuple[Thread, Item]],
    items: Sequence[Item],
    weights: Weights,
    confirmed: Confirmed,
) -> list[_Step]:
    firsts = [item for _, item in open_threads]
    denied = {
        (a, b)
        for b, item in enumerate(items)
        if any(item.id in pair for pair in confirmed.denied)
        for a, (thread, _) in enumerate(open_threads)
        if any((one.id, item.id) in confirmed.denied for _, one in thread.items)
    }
    found = continued(kind, firsts, items, weights, denied)
    names = [name_of(one.title) for one in firsts], [name_of(one.title) for one in items]
    steps = []
    for one, relation in zip(found, relations(found, names), strict=True):
        first, second = firsts[one.first], items[one.second]
        same_place = bool(first.place) and first.place == second.place
        link = Link(first.id, second.id, relation, one.likeness, one.titles, same_place)
        steps.append(_Step(open_threads[one.first][0], second.id, one.main, link))
    return steps
