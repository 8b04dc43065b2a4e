"""What is written into a store is what is read from it, by any thread, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from kept import CIRCLE, GONE, OLD, OLDER, A, B, content

from search.errors import Damaged, Outdated
from search.model import FailedFile, Searched
from search.store.reading import Store
from search.store.writing import write_store

NAMES = ["store.sqlite", "有 空格#與?記號%20.sqlite"]


@pytest.fixture(params=NAMES)
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / str(request.param)
    write_store(path, content())
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


def test_groups_come_in_order_with_the_preferred_edition_first(store: Store) -> None:
    groups = list(store.groups())
    assert groups == list(content().groups)
    assert [[one.edition for one in group.passages] for group in groups] == [
        [A, B],
        [A, B],
        [A],
        [B],
    ]


def test_groups_are_given_in_the_order_asked(store: Store) -> None:
    assert [group.number for group in store.groups_of([3, 0, 99, 2])] == [3, 0, 2]
    assert store.groups_of([]) == []


def test_a_passage_is_found_by_its_id_alone(store: Store) -> None:
    wanted = content().groups[1].passages[1]
    assert store.passage(wanted.id) == wanted
    assert store.group_of(wanted.id) == content().groups[1]
    assert store.passage(OLD) is None
    assert store.group_of("") is None


@pytest.mark.parametrize(
    ("number", "before", "after"), [("1", None, "2"), ("2", "1", "3"), ("3", "2", None)]
)
def test_neighbours_stay_within_the_edition(
    store: Store, number: str, before: str | None, after: str | None
) -> None:
    found = store.neighbours(f"{A}-goal-{number}")
    expected = tuple(None if n is None else f"{A}-goal-{n}" for n in (before, after))
    assert tuple(None if one is None else one.id for one in found) == expected


def test_neighbours_of_an_unknown_passage_are_none(store: Store) -> None:
    assert store.neighbours("nothing") == (None, None)


def test_passages_of_an_edition_come_in_reading_order(store: Store) -> None:
    assert [one.title for one in store.passages_of(B)] == ["目標1", "目標2", "目標4"]
    assert store.passages_of("nothing") == ()


def test_a_list_of_documents_spares_their_texts(store: Store) -> None:
    (listed,) = store.documents()
    (wanted,) = content().documents
    assert (listed.id, listed.title, listed.sample) == (wanted.id, wanted.title, True)
    assert [edition.text for edition in listed.editions] == ["", ""]
    assert listed.editions[0].uncovered == wanted.editions[0].uncovered


def test_one_document_is_whole(store: Store) -> None:
    assert store.document("demo-109-plan") == content().documents[0]
    assert store.document("nothing") is None


def test_counts_and_failures(store: Store) -> None:
    assert store.searched() == Searched(documents=1, passages=4, failed=1)
    assert store.failed() == (FailedFile("壞掉.pdf", "有密碼保護", "請移除密碼"),)


@pytest.mark.parametrize(
    ("id_", "now"),
    [
        (OLD, f"{A}-goal-1"),
        (OLDER, f"{A}-goal-1"),
        (f"{A}-goal-1", None),
        (GONE, None),
        (CIRCLE[0], None),
        ("nothing", None),
    ],
)
def test_an_id_leads_to_where_its_passage_is_now(store: Store, id_: str, now: str | None) -> None:
    assert store.moved(id_) == now


def test_a_passage_that_is_gone_is_remembered(store: Store) -> None:
    stone = store.tombstone(GONE)
    assert stone is not None
    assert stone.title == "舊的"
    assert store.tombstone(f"{A}-goal-1") is None
    assert store.tombstone("nothing") is None


def test_what_the_next_build_copies_is_whole(store: Store) -> None:
    assert list(store.files()) == list(content().files)
    assert [*store.edition_records("corpus/aaaa.txt")] == [content().records[0]]
    assert list(store.editions_ever()) == list(content().editions_ever)
    by_id = {entry.id: entry for entry in content().ledger}
    assert {entry.id: entry for entry in store.ledger()} == by_id


def test_many_threads_read_at_once(store: Store) -> None:
    def read(number: int) -> tuple[str, ...]:
        list(store.groups())
        return tuple(one.id for one in store.groups_of([number % 4])[0].passages)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, range(200)))
    expected = [tuple(one.id for one in group.passages) for group in content().groups]
    assert found == [expected[number % 4] for number in range(200)]


def test_reading_writes_nothing_beside_the_file(path: Path) -> None:
    with Store.open(path) as store:
        list(store.groups())
        assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_deleted_file_stays_readable_while_it_is_open(path: Path) -> None:
    with Store.open(path) as store:
        path.unlink()
        assert len(list(store.groups())) == 4


def test_an_older_store_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '0'")
    with pytest.raises(Outdated, match="另一個版本"):
        Store.open(path)


@pytest.mark.parametrize(
    "data", [b"", b"no database at all", b"SQLite format 3\x00" + b"\x01" * 90]
)
def test_what_is_no_store_is_damaged(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(data)
    with pytest.raises(Damaged, match="讀不出來"):
        Store.open(path)


def test_a_missing_store_is_damaged_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        Store.open(tmp_path / "store.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_never_written_over(path: Path) -> None:
    with pytest.raises(FileExistsError):
        write_store(path, content())


def test_groups_are_counted_by_document(store: Store) -> None:
    counts = store.counts()
    assert sum(counts.values()) == store.searched().passages
    for id_, count in counts.items():
        held = [group for group in store.groups() if group.passages[0].document == id_]
        assert len(held) == count
