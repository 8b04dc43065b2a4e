"""An indexing after changes makes what one of the same files from nothing makes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from plans import TOPICS, index_whatever_goes, write_plan

from search.engines import open_engine
from search.query.tree import EVERYTHING
from search.store import generation
from search.store.reading import Store


def told(data: Path) -> dict[str, object]:
    """All that an index says, ids aside: those of a changed passage outlive the change."""
    opened = generation.open_newest(data, {})
    with Store.open(opened.folder / generation.STORE) as store:
        groups = list(store.groups())
        place = {p.id: (g.number, rank) for g in groups for rank, p in enumerate(g.passages)}
        programs = [
            (
                program.kind,
                program.agency,
                program.title,
                [[place[id_] for id_ in member.passages] for member in program.members],
                [link.relation for link in program.links],
            )
            for program in store.programs()[1]
        ]
        passages = [
            replace(p, id="", edition="", source=replace(p.source, file=""))
            for g in groups
            for p in g.passages
        ]
        batches = [(first, count) for _, first, count in store.batches()]
    with closing(open_engine("whoosh", opened.folder / generation.INDEX)) as engine:
        columns = ("agency", "year", "kind", "document")
        counts = engine.search(EVERYTHING, filters={}, columns=columns).counts
        lexicon = engine.lexicon
    return {
        "passages": passages,
        "programs": programs,
        "batches": batches,
        "counts": counts,
        "lexicon": lexicon,
    }


def edit(folder: Path) -> None:
    path = folder / "b" / "110.txt"
    path.write_text(path.read_text("utf-8").replace("三百二十", "三百二十一"), "utf-8")


def add(folder: Path) -> None:
    write_plan(folder / "a" / "112.txt", year=112)


def remove(folder: Path) -> None:
    (folder / "a" / "110.txt").unlink()


def shorten(folder: Path) -> None:
    write_plan(folder / "a" / "109.txt", topics=TOPICS[:2], year=109)


@pytest.mark.parametrize("change", [edit, add, remove, shorten])
def test_a_renewed_index_is_one_made_from_nothing(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = tmp_path / "corpus"
    for place, agency in enumerate(("示範市政府勞工局", "示範市政府社會局")):
        for year in (109, 110, 111):
            write_plan(
                folder / "ab"[place] / f"{year}.txt",
                topics=TOPICS[: 3 + (year + place) % 3],
                year=year,
                agency=agency,
            )
    index_whatever_goes(folder, tmp_path / "renewed")
    change(folder)
    index_whatever_goes(folder, tmp_path / "renewed")
    index_whatever_goes(folder, tmp_path / "fresh")
    assert told(tmp_path / "renewed") == told(tmp_path / "fresh")
