"""Every engine, built on the same units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made_units import make_units

from search.config import EngineChoice
from search.engines import ENGINES, Engine, build_index, open_engine
from search.fields import IndexUnit


@pytest.fixture(scope="session")
def units() -> tuple[IndexUnit, ...]:
    return make_units(137)


@pytest.fixture(scope="session", params=ENGINES)
def engine(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    choice: Callable[[str], EngineChoice],
    units: tuple[IndexUnit, ...],
) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("engine") / "index"
    chosen = choice(request.param)
    build_index(chosen, folder, units)
    opened = open_engine(chosen, folder)
    yield opened
    opened.close()
