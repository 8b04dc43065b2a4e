"""Whatever happens to the files of an index is found, named and mended, and answers stay right."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from plants import state_of, write_state

from indexer import pipeline
from search.store import generation

Damage = Callable[[random.Random, Path, list[Path]], None]


def _flip(noise: random.Random, file: Path, _others: list[Path]) -> None:
    data = bytearray(file.read_bytes())
    data[noise.randrange(len(data))] ^= 1 << noise.randrange(8)
    file.write_bytes(data)


def _truncate(noise: random.Random, file: Path, _others: list[Path]) -> None:
    with file.open("r+b") as opened:
        opened.truncate(noise.randrange(file.stat().st_size))


def _delete(_noise: random.Random, file: Path, _others: list[Path]) -> None:
    file.unlink()


def _swap(noise: random.Random, file: Path, others: list[Path]) -> None:
    mine = file.read_bytes()
    other = noise.choice([one for one in others if one.read_bytes() != mine])
    file.write_bytes(other.read_bytes())
    other.write_bytes(mine)


def _grow(noise: random.Random, file: Path, _others: list[Path]) -> None:
    with file.open("ab") as opened:
        opened.write(noise.randbytes(1 + noise.randrange(64)))


def _add(noise: random.Random, file: Path, _others: list[Path]) -> None:
    file.with_name(f"{noise.randrange(1 << 30)}.seg").write_bytes(b"?")


DAMAGES: tuple[Damage, ...] = (_flip, _truncate, _delete, _swap, _grow, _add)


@pytest.mark.parametrize("times", [12, pytest.param(1_000, marks=pytest.mark.long)])
def test_damage_is_found_named_and_mended(tmp_path: Path, times: int) -> None:
    noise = random.Random(2)  # noqa: S311  repeatable, not secret
    corpus, whole = tmp_path / "corpus", tmp_path / "whole"
    for state in (0, 1):
        write_state(corpus, state)
        pipeline.run([corpus], whole, "whoosh", lambda *_: None)
    assert state_of(whole) == 1
    done: Counter[str] = Counter()
    for number in range(times):
        data = tmp_path / "data"
        shutil.copytree(whole, data)
        damage = DAMAGES[number % len(DAMAGES)]
        folder = generation.open_newest(data, {}).folder
        files = sorted(one for one in folder.rglob("*") if one.is_file() and one.stat().st_size)
        damage(noise, noise.choice(files), files)

        opened = generation.open_newest(data, {})
        told = f"{damage.__name__} number {number}"
        assert opened.folder != folder, told
        assert any(str(folder) in problem for problem in opened.problems), told
        assert state_of(data) == 0, told
        assert generation.needs_repair(data, thoroughly=True), told

        pipeline.run([corpus], data, "whoosh", lambda *_: None)
        assert generation.open_newest(data, {}).problems == (), told
        assert state_of(data) == 1, told
        done[damage.__name__] += 1
        shutil.rmtree(data)
    assert min(done.values()) >= times // len(DAMAGES)
