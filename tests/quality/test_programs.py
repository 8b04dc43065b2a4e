"""Which projects of the 106 plan continue in that of 109, against what was read by hand."""

from __future__ import annotations

import json
from pathlib import Path

from search.programs.likeness import name_of
from search.searcher import Searcher

READ = json.loads(Path(__file__).with_name("programs-106-109.json").read_text("utf-8"))
LEAST_F1 = 0.9
FIRST, SECOND = "mol-106-plan", "mol-109-plan"
Pair = tuple[str, ...]


def links_found(searcher: Searcher, kind: str) -> set[Pair]:
    """(work program, title) of both sides of each link between the two plans."""
    store = searcher.store
    found = set()
    for program in store.programs([kind])[1]:
        for link in program.links:
            first = store.passage(link.first.partition("#")[0])
            second = store.passage(link.second.partition("#")[0])
            assert first is not None
            assert second is not None
            if (first.document, second.document) != (FIRST, SECOND):
                continue
            sides = [link.first, link.second]
            names = [
                (side.partition("#")[2],)
                if kind == "work_program"
                else (passage.work_program or "", passage.title)
                for side, passage in zip(sides, (first, second), strict=True)
            ]
            found.add(tuple(name_of(name) for side in names for name in side))
    return found


def f1(found: set[Pair], wanted: set[Pair]) -> float:
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def test_projects_that_continue_are_linked(searcher: Searcher) -> None:
    wanted = {tuple(map(name_of, one["pair"])) for one in READ["projects"]}
    found = links_found(searcher, "project")
    assert f1(found, wanted) >= LEAST_F1, (found - wanted, wanted - found)


def test_work_programs_and_goals_are_linked_one_to_one(searcher: Searcher) -> None:
    wanted = {tuple(map(name_of, pair)) for pair in READ["work_programs"]}
    assert links_found(searcher, "work_program") == wanted
    goals = links_found(searcher, "goal")
    assert len(goals) == 8
    assert all(pair[1] == pair[3] for pair in goals)


def test_links_are_machine_made_and_say_why(searcher: Searcher) -> None:
    links = [link for program in searcher.store.programs()[1] for link in program.links]
    assert links
    assert not any(link.confirmed for link in links)
    assert all(0 < link.likeness <= 1 for link in links)
