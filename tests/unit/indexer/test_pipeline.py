"""From files to a generation in service: what is read, kept, named and thrown out."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from plans import TOPICS, index_whatever_goes, write_plan

from indexer import pipeline
from indexer.pipeline import Report
from search.errors import DataError, Locked
from search.live import versions
from search.model import Searched
from search.store import generation
from search.store.reading import Store

NEW = "開辦夜間家事班並提供交通津貼，協助二度就業者重返職場，結訓九十人。"


class Corpus:
    """A folder of plans with the index made of it."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "corpus"
        self.data = root / "data"
        write_plan(self.folder / "甲.txt")
        write_plan(self.folder / "sub" / "乙.txt", year=110)
        self.read: list[int] = []

    def index(self) -> Report:
        self.read.clear()

        def progress(stage: str, done: int, total: int, at: str = "") -> None:
            if stage == "讀取與切分" and done:
                self.read.append(done)

        return pipeline.run([self.folder], self.data, "whoosh", progress)

    def index_whatever_goes(self) -> Report:
        return index_whatever_goes(self.folder, self.data)

    @contextmanager
    def store(self) -> Iterator[Store]:
        opened = generation.open_newest(self.data, {})
        with Store.open(opened.folder / generation.STORE) as store:
            yield store

    def ids(self) -> dict[str, str]:
        """Every id with the text that it stands for."""
        with self.store() as store:
            return {one.id: one.text for group in store.groups() for one in group.passages}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


def status(report: Report) -> dict[str, str]:
    return {outcome.file: outcome.status for outcome in report.outcomes}


def test_a_first_run_reads_everything(corpus: Corpus) -> None:
    report = corpus.index()
    assert status(report) == {"corpus/sub/乙.txt": "indexed", "corpus/甲.txt": "indexed"}
    assert report.changed
    assert report.documents == 2
    with corpus.store() as store:
        assert store.searched() == Searched(2, report.passages, 0)
        assert [document.year for document in store.documents()] == [2021, 2020]
        goals = [g for g in store.groups() if g.passages[0].kind == "goal"]
    assert len(goals) == 2 * len(TOPICS)


def test_a_list_of_the_files_is_no_document(corpus: Corpus) -> None:
    write_plan(corpus.folder / "勞工局109年.txt")
    write_plan(corpus.folder / "勞工局110年.txt", year=110)
    listing = corpus.folder / "INDEX.tsv"
    listing.write_text("檔名\t標題\n勞工局109年.txt\t甲\n勞工局110年.txt\t乙\n", "utf-8")
    report = corpus.index()
    assert status(report)["corpus/INDEX.tsv"] == "listing"
    assert not report.rejected
    with corpus.store() as store:
        assert store.passed_over() == ("corpus/INDEX.tsv",)
        assert not any("INDEX" in edition.file for edition in store.editions_ever())
    assert not corpus.index().changed
    # A person who describes it says that it is one.
    (corpus.folder / "corpus.toml").write_text('["INDEX.tsv"]\ntitle = "清冊"\n', "utf-8")
    assert status(corpus.index())["corpus/INDEX.tsv"] == "indexed"
    with corpus.store() as store:
        assert store.passed_over() == ()


def test_no_file_and_nothing_beside_a_file_ends_the_run(corpus: Corpus) -> None:
    names = "勞工局109年.txt,勞工局110年.txt\n"
    write_plan(corpus.folder / "勞工局109年.txt", year=108)
    write_plan(corpus.folder / "勞工局110年.txt", year=111)
    (corpus.folder / "quote.txt").write_text(names + '"' + "甲" * 140_000, "utf-8")
    (corpus.folder / "tabs.txt").write_text(names + "\t" * 20_000 + "\na\tb" * 20_000, "utf-8")
    (corpus.folder / "corpus.toml").write_text("a = " + "[" * 100_000, "utf-8")
    (corpus.folder / "甲.txt.corrections.toml").write_text("a = " + "[" * 100_000, "utf-8")
    (corpus.folder / "a.zip").write_bytes(b"PK\x05\x06" + b"\xff" * 18)
    found = status(corpus.index())
    assert set(found) == {
        f"corpus/{name}"
        for name in (
            "a.zip",
            "quote.txt",
            "sub/乙.txt",
            "tabs.txt",
            "勞工局109年.txt",
            "勞工局110年.txt",
            "甲.txt",
        )
    }
    assert found["corpus/a.zip"] == "rejected"
    assert found["corpus/quote.txt"] == "indexed"
    assert found["corpus/勞工局109年.txt"] == found["corpus/甲.txt"] == "indexed"


def test_a_second_run_reads_nothing_and_leaves_the_generation(corpus: Corpus) -> None:
    corpus.index()
    names = generation.pointed(corpus.data)
    report = corpus.index()
    assert set(status(report).values()) == {"unchanged"}
    assert not report.changed
    assert corpus.read == []
    assert generation.pointed(corpus.data) == names


def test_only_what_changed_is_read_again(corpus: Corpus) -> None:
    corpus.index()
    before = corpus.ids()
    write_plan(corpus.folder / "甲.txt", topics=[*TOPICS, NEW])
    report = corpus.index()
    assert status(report) == {"corpus/sub/乙.txt": "unchanged", "corpus/甲.txt": "indexed"}
    assert corpus.read == [1]
    after = corpus.ids()
    assert before.items() <= after.items()
    assert any(NEW in text for text in after.values())


def test_what_is_copied_is_equal_to_what_would_be_read(corpus: Corpus, tmp_path: Path) -> None:
    corpus.index()
    write_plan(corpus.folder / "丙.txt", year=111)
    corpus.index()
    with corpus.store() as store:
        copied = (list(store.groups()), [store.document(d.id) for d in store.documents()])
    shutil.rmtree(corpus.data)
    corpus.index()
    with corpus.store() as store:
        assert (list(store.groups()), [store.document(d.id) for d in store.documents()]) == copied


def test_when_a_file_was_read_is_kept_until_it_is_read_again(corpus: Corpus) -> None:
    def read_at() -> dict[str, str]:
        with corpus.store() as store:
            return {d.editions[0].source.file: d.editions[0].read_at for d in store.documents()}

    corpus.index()
    first = read_at()
    assert all(datetime.fromisoformat(moment).tzinfo for moment in first.values())
    time.sleep(1)
    write_plan(corpus.folder / "甲.txt", topics=[*TOPICS, NEW])
    corpus.index()
    assert read_at()["乙.txt"] == first["乙.txt"]
    assert read_at()["甲.txt"] > first["甲.txt"]


def test_a_removed_file_leaves_only_tombstones(corpus: Corpus) -> None:
    corpus.index()
    before = corpus.ids()
    (corpus.folder / "甲.txt").unlink()
    report = corpus.index_whatever_goes()
    assert report.documents == 1
    after = corpus.ids()
    gone = before.keys() - after.keys()
    assert gone
    with corpus.store() as store:
        for id_ in gone:
            stone = store.tombstone(id_)
            assert stone is not None
            assert stone.text == before[id_]
            assert store.moved(id_) is None
    write_plan(corpus.folder / "甲.txt")
    corpus.index()
    assert corpus.ids() == before


def test_the_wording_before_the_last_change_is_kept(corpus: Corpus) -> None:
    corpus.index()
    before = corpus.ids()
    with corpus.store() as store:
        assert [store.former(id_) for id_ in before] == [None] * len(before)
    write_plan(corpus.folder / "甲.txt", topics=[f"{TOPICS[0]}並逐年檢討。", *TOPICS[1:]])
    corpus.index()
    after = corpus.ids()
    (changed,) = [id_ for id_ in before if after[id_] != before[id_]]
    write_plan(corpus.folder / "丙.txt", year=111)
    corpus.index()
    with corpus.store() as store:
        former = store.former(changed)
        assert former is not None
        assert former.text == before[changed]
        assert sum(store.former(id_) is not None for id_ in corpus.ids()) == 1


@pytest.mark.parametrize("target", ["丁.txt", "sub/甲.txt", "deep/er/新名字.txt"])
def test_a_moved_file_keeps_all_ids(corpus: Corpus, target: str) -> None:
    corpus.index()
    before = corpus.ids()
    (corpus.folder / target).parent.mkdir(parents=True, exist_ok=True)
    (corpus.folder / "甲.txt").rename(corpus.folder / target)
    corpus.index()
    assert corpus.ids() == before


def test_ids_are_the_same_wherever_the_corpus_lies(corpus: Corpus, tmp_path: Path) -> None:
    corpus.index()
    other = Corpus(tmp_path / "elsewhere")
    other.index()
    assert other.ids() == corpus.ids()


def test_the_same_contents_have_the_same_fingerprint(corpus: Corpus) -> None:
    first = corpus.index().fingerprint
    write_plan(corpus.folder / "甲.txt", topics=[NEW])
    second = corpus.index().fingerprint
    write_plan(corpus.folder / "甲.txt")
    assert first != second
    assert corpus.index().fingerprint == first


def test_bad_files_are_named_and_the_others_indexed(corpus: Corpus) -> None:
    (corpus.folder / "空的.txt").write_bytes(b"")
    (corpus.folder / "雜訊.pdf").write_bytes(bytes(range(256)) * 9)
    (corpus.folder / "圖.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 90)
    (corpus.folder / "壞連結.txt").symlink_to(corpus.folder / "nothing")
    report = corpus.index()
    assert report.documents == 2
    assert {one.file for one in report.rejected} >= {
        "corpus/空的.txt",
        "corpus/圖.docx",
        "corpus/壞連結.txt",
    }
    assert all(one.reason and one.remedy for one in report.rejected)
    with corpus.store() as store:
        assert [one.file for one in store.failed()] == [one.file for one in report.rejected]
        assert store.searched().failed == len(report.rejected)
    assert not corpus.index().changed


def test_copies_of_a_refused_file_are_refused_too(corpus: Corpus) -> None:
    for name in ("雜訊.pdf", "雜訊 (複本).pdf"):
        (corpus.folder / name).write_bytes(bytes(range(256)) * 9)
    report = corpus.index()
    assert {one.file for one in report.rejected} == {"corpus/雜訊.pdf", "corpus/雜訊 (複本).pdf"}
    with corpus.store() as store:
        assert store.searched().failed == 2
    assert not corpus.index().changed


def test_equal_bytes_are_one_edition(corpus: Corpus) -> None:
    shutil.copy(corpus.folder / "甲.txt", corpus.folder / "甲 (複本).txt")
    report = corpus.index()
    assert status(report)["corpus/甲.txt"] == "duplicate"
    with corpus.store() as store:
        assert [len(document.editions) for document in store.documents()] == [1, 1]
    assert not corpus.index().changed


def test_when_one_of_two_equal_files_goes_the_ids_stay(corpus: Corpus) -> None:
    corpus.index()
    before = corpus.ids()
    shutil.copy(corpus.folder / "甲.txt", corpus.folder / "a.txt")
    corpus.index()
    assert corpus.ids() == before
    (corpus.folder / "甲.txt").unlink()
    corpus.index()
    assert corpus.ids() == before


def test_two_editions_are_one_document(corpus: Corpus) -> None:
    write_plan(
        corpus.folder / "甲（上網版）.txt",
        topics=[TOPICS[0].replace("三百二十", "四百"), *TOPICS[1:]],
    )
    corpus.index()
    with corpus.store() as store:
        older = next(d for d in store.documents() if d.year == 2020)
        assert len(older.editions) == 2
        groups = [g for g in store.groups() if g.passages[0].document == older.id]
    assert all(len(group.passages) == 2 for group in groups)


def test_when_an_edition_goes_its_ids_lead_to_the_other(corpus: Corpus) -> None:
    other = write_plan(corpus.folder / "甲2.txt", topics=[*TOPICS[:4], NEW])
    corpus.index()
    with corpus.store() as store:
        partner = {one.id: group.passages for group in store.groups() for one in group.passages}
    gone = [
        id_
        for id_, group in partner.items()
        if any(p.source.file == "甲2.txt" and p.id == id_ for p in group)
    ]
    other.unlink()
    corpus.index()
    with corpus.store() as store:
        for id_ in gone:
            heirs = [p.id for p in partner[id_] if p.id != id_]
            assert store.moved(id_) == (heirs[0] if heirs else None)


def test_the_catalogue_decides_and_old_addresses_lead_on(corpus: Corpus) -> None:
    plan = corpus.folder / "甲.txt"
    plan.write_text(plan.read_text("utf-8").replace("示範市政府勞工局", ""), "utf-8")
    corpus.index()
    with corpus.store() as store:
        assert None in [document.agency for document in store.documents()]
    before = corpus.ids()
    (corpus.folder / "corpus.toml").write_text(
        '["甲.txt"]\nagency = "示範市政府社會局"\nyear_rok = 109\n', "utf-8"
    )
    report = corpus.index()
    assert status(report)["corpus/甲.txt"] == "indexed"
    assert any("year_rok" in warning and "甲.txt" in warning for warning in report.warnings)
    after = corpus.ids()
    with corpus.store() as store:
        assert {document.agency for document in store.documents()} == {
            "示範市政府勞工局",
            "示範市政府社會局",
        }
        for id_ in before.keys() - after.keys():
            now = store.moved(id_)
            assert now is not None
            assert after[now] == before[id_]


def test_a_missing_path_changes_nothing(corpus: Corpus) -> None:
    corpus.index()
    before = corpus.ids()
    with pytest.raises(DataError, match="找不到"):
        pipeline.run([corpus.folder / "typo"], corpus.data, "whoosh", lambda *_: None)
    assert corpus.ids() == before


def test_a_folder_that_is_emptied_on_purpose_gives_an_empty_index(corpus: Corpus) -> None:
    corpus.index()
    shutil.rmtree(corpus.folder)
    corpus.folder.mkdir()
    report = corpus.index_whatever_goes()
    assert (report.documents, report.passages) == (0, 0)
    assert corpus.ids() == {}


def test_another_version_of_the_analyzer_rebuilds_without_reading(corpus: Corpus) -> None:
    corpus.index()
    path = generation.open_newest(corpus.data, {}).folder / generation.MANIFEST
    body = json.loads(path.read_text("utf-8"))["manifest"]
    body["versions"]["analyzer"] = "an older one"
    signed = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps({"manifest": body, "sha256": signed}), "utf-8")
    report = corpus.index()
    assert report.changed
    assert corpus.read == []
    generation.open_newest(corpus.data, versions("whoosh"))


@pytest.mark.parametrize("name", ["store.sqlite", "index/s0/texts.txt", "manifest.json"])
def test_damage_is_mended_from_the_sources(corpus: Corpus, name: str) -> None:
    corpus.index()
    before = corpus.ids()
    write_plan(corpus.folder / "丙.txt", year=111)
    corpus.index()
    damaged = generation.open_newest(corpus.data, {}).folder / name
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    report = corpus.index()
    assert report.changed
    assert any(Path(name).name in warning for warning in report.warnings)
    assert generation.open_newest(corpus.data, {}).problems == ()
    assert report.documents == 3
    assert before.items() <= corpus.ids().items()


def test_while_another_builds_the_run_says_who(corpus: Corpus) -> None:
    with (
        generation.build_lock(corpus.data),
        pytest.raises(Locked, match=r"程序編號 \d+，\d{4}-"),
    ):
        corpus.index()
    assert corpus.index().changed
