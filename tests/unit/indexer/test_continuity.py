"""What an indexing makes of a corpus through time: programs, confirmed links, changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from plans import index_whatever_goes

from indexer import pipeline
from search.errors import DataError
from search.present.program_view import moved_to
from search.programs.model import Program
from search.store import generation
from search.store.reading import Store

HEAD = "示範市政府{year}年度施政計畫\n壹、年度施政目標\n"
GOALS = {
    "一、便利大眾運輸": "（一）增開偏鄉公車班次。（二）更新候車亭與動態資訊。",
    "二、綠化市區環境": "（一）栽植行道樹並定期修剪。（二）調查老樹的健康情形。",
}
OTHER = {"一、便利大眾運輸": GOALS["一、便利大眾運輸"], "二、種樹護樹": GOALS["二、綠化市區環境"]}
TABLE = "指標\t衡量標準\t年度目標值\n"


class City:
    """A folder of a made-up city's plans with the index made of it."""

    def __init__(self, root: Path) -> None:
        self.folder, self.data = root / "corpus", root / "data"
        self.folder.mkdir()
        self.plan(106, GOALS)
        self.plan(107, OTHER)

    def plan(self, year: int, goals: dict[str, str]) -> None:
        text = HEAD.format(year=year) + "".join(f"{k}\n{v}\n" for k, v in goals.items())
        (self.folder / f"plan-{year}.txt").write_text(text, "utf-8")

    def links(self, text: str, folder: Path | None = None) -> None:
        ((folder or self.folder) / "program-links.toml").write_text(text, "utf-8")

    def index(self) -> pipeline.Report:
        return pipeline.run([self.folder], self.data, "whoosh", lambda *_: None)

    @contextmanager
    def store(self) -> Iterator[Store]:
        opened = generation.open_newest(self.data, {})
        with Store.open(opened.folder / generation.STORE) as store:
            yield store

    def goals(self) -> dict[tuple[str, ...], Program]:
        """Titles through the years → program."""
        with self.store() as store:
            return {
                tuple(member.title for member in program.members): program
                for program in store.programs(["goal"])[1]
            }


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = City(tmp_path)
    made.index()
    return made


def test_goals_are_brought_together_by_name_and_by_text(city: City) -> None:
    goals = city.goals()
    assert set(goals) == {("便利大眾運輸", "便利大眾運輸"), ("綠化市區環境", "種樹護樹")}
    (link,) = goals["綠化市區環境", "種樹護樹"].links
    assert (link.relation, link.confirmed) == ("renamed", False)


def test_ids_survive_another_indexing_and_a_new_year(city: City) -> None:
    before = {titles[0]: program.id for titles, program in city.goals().items()}
    city.plan(108, OTHER)
    city.index()
    after = {titles[0]: program.id for titles, program in city.goals().items()}
    assert after == before
    assert all(len(titles) == 3 for titles in city.goals())


def test_an_operators_word_wins_and_is_told(city: City) -> None:
    program = city.goals()["綠化市區環境", "種樹護樹"]
    first, second = (member.passages[0] for member in program.members)
    entry = f'[[link]]\nrelation = "{{}}"\nfrom = ["{first}"]\nto = ["{second}"]\n'
    city.links(entry.format("not-the-same"))
    assert city.index().changed
    assert ("綠化市區環境",) in city.goals()
    # The data folder's file wins over the one beside the documents.
    city.links(entry.format("renamed") + 'note = "市政會議決定"\n', city.data)
    city.index()
    (link,) = city.goals()["綠化市區環境", "種樹護樹"].links
    assert link.confirmed
    assert link.note == "市政會議決定"
    assert not city.index().changed


def test_the_file_may_stand_above_the_documents(city: City) -> None:
    below = city.folder / "below"
    below.mkdir()
    for path in city.folder.glob("plan-*.txt"):
        path.rename(below / path.name)
    city.index()
    city.links('[[link]]\nrelation = "same"\nfrom = ["gone"]\nto = ["gone-too"]\n')
    assert any("「gone」" in warning for warning in city.index().warnings)


def test_a_faulty_file_stops_the_indexing_with_its_line(city: City) -> None:
    city.links('\n[[link]]\nrelation = "similar"\nfrom = ["a"]\nto = ["b"]\n')
    with pytest.raises(DataError, match=r"program-links\.toml 第 2 行的 relation"):
        city.index()
    assert len(city.goals()) == 2


def test_a_link_to_what_is_gone_is_a_warning(city: City) -> None:
    city.links('[[link]]\nrelation = "same"\nfrom = ["gone"]\nto = ["gone-too"]\n')
    report = city.index()
    assert any("第 1 行" in warning and "「gone」" in warning for warning in report.warnings)


def test_a_link_follows_a_passage_whose_id_has_changed(city: City) -> None:
    program = city.goals()["綠化市區環境", "種樹護樹"]
    first, second = (member.passages[0] for member in program.members)
    city.links(f'[[link]]\nrelation = "renamed"\nfrom = ["{first}"]\nto = ["{second}"]\n')
    city.index()
    text = (city.folder / "plan-107.txt").read_text("utf-8")
    (city.folder / "plan-107.txt").write_text(text.replace("107年度", "108年度"), "utf-8")
    assert not any("沒有段落" in warning for warning in city.index().warnings)
    now = city.goals()["綠化市區環境", "種樹護樹"]
    assert now.id == program.id
    assert now.members[1].passages[0] != second
    assert now.links[0].confirmed


def test_a_program_that_was_joined_to_another_leads_there(city: City) -> None:
    program = city.goals()["綠化市區環境", "種樹護樹"]
    first, second = (member.passages[0] for member in program.members)
    entry = f'[[link]]\nrelation = "{{}}"\nfrom = ["{first}"]\nto = ["{second}"]\n'
    city.links(entry.format("not-the-same"))
    city.index()
    parted = {titles[0]: one.id for titles, one in city.goals().items()}
    assert parted["綠化市區環境"] != parted["種樹護樹"]
    city.links(entry.format("same"))
    city.index()
    joined = city.goals()["綠化市區環境", "種樹護樹"].id
    (left,) = {parted["綠化市區環境"], parted["種樹護樹"]} - {joined}
    with city.store() as store:
        assert store.program(left) is None
        found = moved_to(store, left)
        assert found is not None
        assert found.id == joined
        assert moved_to(store, "never-project-0") is None


def test_the_first_indexing_compares_with_nothing(city: City) -> None:
    with city.store() as store:
        assert store.last_indexing()[1] is False
        assert store.changes() == ()


def changes(city: City) -> list[tuple[str, str, str]]:
    with city.store() as store:
        at, compared = store.last_indexing()
        assert compared
        return [
            (one.kind, one.passage.title, one.old.text if one.old else "")
            for one in store.changes()
            if one.at == at
        ]


def test_changes_are_told_with_what_was_there_before(city: City) -> None:
    old = GOALS["一、便利大眾運輸"]
    city.plan(106, {**GOALS, "一、便利大眾運輸": old.replace("增開", "增加")})
    city.index()
    assert changes(city) == [("changed", "便利大眾運輸", old)]


def test_another_width_or_blank_is_no_change(city: City) -> None:
    text = {title: said.replace("（", "(").replace("）", ") ") for title, said in GOALS.items()}
    city.plan(106, text)
    assert city.index().changed
    assert changes(city) == []


def test_what_comes_and_goes_is_told(city: City) -> None:
    (city.folder / "plan-106.txt").unlink()
    city.plan(108, GOALS)
    index_whatever_goes(city.folder, city.data)
    kinds = [(kind, title) for kind, title, _ in changes(city)]
    assert ("added", "綠化市區環境") in kinds
    assert ("removed", "綠化市區環境") in kinds
    # Earlier changes are carried on behind the newest.
    city.plan(108, OTHER)
    city.index()
    with city.store() as store:
        ats = [one.at for one in store.changes()]
        assert len(set(ats)) == 2
        assert ats == sorted(ats, reverse=True)


def test_targets_come_first(city: City) -> None:
    table = city.folder / "kpi.html"
    rows = (
        "<h1>示範市政府107年度績效計畫</h1><table><tr><th>關鍵績效指標</th><th>衡量標準</th>"
        "<th>年度目標值</th></tr><tr><td>公車準點率</td><td>準點班次÷全部班次</td><td>{}</td></tr>"
        "<tr><td>行道樹存活率</td><td>存活株數÷栽植株數</td><td>97%</td></tr></table>"
    )
    table.write_text(rows.format("90%"), "utf-8")
    city.index()
    table.write_text(rows.format("95%"), "utf-8")
    city.plan(106, {**GOALS, "一、便利大眾運輸": "（一）全面改寫。"})
    city.index()
    with city.store() as store:
        at, _ = store.last_indexing()
        found = [one for one in store.changes() if one.at == at]
    assert [one.touches_target for one in found] == [True] + [False] * (len(found) - 1)
    assert len(found) > 1
    assert found[0].passage.title == "公車準點率"
