"""Which projects of the 106 plan continue in that of 109, against what was read by hand."""

from __future__ import annotations

import json
from pathlib import Path

from search.programs.likeness import name_of
from search.searcher import Searcher

READ = json.loads(Path(__file__).with_name("programs-106-109.json").read_text("utf-8"))
LEAST_F1 = 0.95
FILES = READ["first"]["file"], READ["second"]["file"]
FIRST, SECOND = "mol-106-plan", "mol-109-plan"
Sides = tuple[str, str]


def links_between(searcher: Searcher, kind: str) -> set[Sides]:
    """Both sides of each link between the two plans, as the links name them."""
    documents = {
        passage.id: passage.document
        for group in searcher.store.groups()
        for passage in group.passages
    }
    return {
        (link.first, link.second)
        for program in searcher.store.programs([kind])[1]
        for link in program.links
        if [documents[side.partition("#")[0]] for side in (link.first, link.second)]
        == [FIRST, SECOND]
    }


def line_of(searcher: Searcher, id_: str, file: str) -> int | None:
    """The line of a file on which a passage begins, in whatever edition the link is."""
    group = searcher.store.group_of(id_)
    assert group is not None
    (line,) = (one.location.line for one in group.passages if one.source.file == file)
    return line


def title_of(searcher: Searcher, id_: str) -> str:
    passage = searcher.store.passage(id_)
    assert passage is not None
    return passage.title


def f1(found: set[tuple[int | None, ...]], wanted: set[tuple[int | None, ...]]) -> float:
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def test_projects_that_continue_are_linked(searcher: Searcher) -> None:
    wanted = {tuple(one["lines"]) for one in READ["projects"]}
    found = {
        tuple(line_of(searcher, id_, file) for id_, file in zip(sides, FILES, strict=True))
        for sides in links_between(searcher, "project")
    }
    assert f1(found, wanted) >= LEAST_F1, (found - wanted, wanted - found)


def test_work_programs_and_goals_are_linked_one_to_one(searcher: Searcher) -> None:
    wanted = {tuple(map(name_of, pair)) for pair in READ["work_programs"]}
    found = {
        tuple(name_of(side.partition("#")[2]) for side in sides)
        for sides in links_between(searcher, "work_program")
    }
    assert found == wanted
    goals = links_between(searcher, "goal")
    assert len(goals) == 8
    for sides in goals:
        assert len({name_of(title_of(searcher, id_)) for id_ in sides}) == 1


def test_links_are_machine_made_and_say_why(searcher: Searcher) -> None:
    links = [link for program in searcher.store.programs()[1] for link in program.links]
    assert links
    assert not any(link.confirmed for link in links)
    assert all(0 < link.likeness <= 1 for link in links)
