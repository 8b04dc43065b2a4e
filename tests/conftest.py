"""What all tests share: the helpers of the machine that they use, and folders made once a run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

if TYPE_CHECKING:
    from cluster import Cluster

    from search.config import EngineChoice

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
# Name in ZHENGSUO_REQUIRE → the commands that show that it is there.
HELPERS = {
    "browser": ("chromium", "chromedriver"),
    "libreoffice": ("soffice",),
    "antiword": ("antiword",),
    "pdftotext": ("pdftotext",),
    "tesseract": ("tesseract",),
    "site-tools": ("node",),
    "moda": ("a11y-moda",),
    "shared": (),
    "opensearch": (),
}
# What must lie beside the commands; of the tools of pages, npm has installed it.
FOLDERS = {"site-tools": ROOT / "tests" / "browser" / "tools" / "node_modules", "shared": SHARED}
Once = Callable[[str, Callable[[Path], object]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden files anew; the diff is then read by a person",
    )
    parser.addoption(
        "--long",
        action="store_true",
        help="run the full forms of the tests marked long, and nothing else",
    )


def pytest_configure(config: pytest.Config) -> None:
    unknown = required() - HELPERS.keys()
    if unknown:
        raise pytest.UsageError(
            f"ZHENGSUO_REQUIRE names {sorted(unknown)}, known: {sorted(HELPERS)}"
        )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the browser's tests last, and mark those that want ../shared, before `-m` selects.

    The quick ones tell first what is wrong. Full forms take hours and are run by themselves.
    """
    long = bool(config.getoption("--long"))
    run: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (run if (item.get_closest_marker("long") is not None) is long else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = run
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    for item in items:
        for name in ("shared", "opensearch"):
            if name in getattr(item, "fixturenames", ()) or _is_of(item, name):
                item.add_marker(name)


def _is_of(item: pytest.Item, engine: str) -> bool:
    """True if a test is of one engine among several."""
    called = getattr(item, "callspec", None)
    return called is not None and engine in called.params.values()


def required() -> frozenset[str]:
    """The helpers whose absence fails a test instead of skipping it."""
    asked = os.environ.get("ZHENGSUO_REQUIRE", "")  # noqa: TID251  a switch of the tests alone
    return frozenset(filter(None, asked.split(",")))


def find(helper: str) -> str:
    """Give the path of a helper's command; skip, or fail where it is required, without it."""
    paths = [shutil.which(command) for command in HELPERS[helper]]
    if None not in paths and FOLDERS.get(helper, Path()).is_dir():
        return str(paths[0]) if paths else ""
    message = f"{helper} is not here"
    if helper in required():
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def needs() -> Callable[[str], str]:
    """Ask for a helper by its name."""
    return find


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents and judgements that lies beside the repository for some.

    A test that wants it asks for it by this name, which is how `-m shared` knows it.
    """
    find("shared")
    return SHARED


@pytest.fixture(scope="session")
def opensearch() -> Iterator[Cluster]:
    """A cluster of three nodes, the same for all tests: `pytest -n 0 -m opensearch` runs them."""
    from cluster import missing, running

    wanted = "opensearch" in required()
    why = missing()
    if why and wanted:
        pytest.fail(why)
    if why:
        pytest.skip(why)
    if "PYTEST_XDIST_WORKER" in os.environ:  # noqa: TID251  set by xdist
        pytest.skip("one cluster for all: run pytest -n 0 -m opensearch")
    yield from running()


@pytest.fixture(scope="session")
def choice(request: pytest.FixtureRequest) -> Callable[[str], EngineChoice]:
    """Give what an engine is chosen by; for OpenSearch a cluster is started."""

    def chosen(name: str) -> EngineChoice:
        if name != "opensearch":
            return name
        from search.config import Cluster as Settings

        running: Cluster = request.getfixturevalue("opensearch")
        return Settings(hosts=running.hosts, index="tests")

    return chosen


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Fill a folder, whose name and filling are given, once a run; give this process its copy."""
    base = tmp_path_factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # noqa: TID251  set by xdist

    def copy(name: str, fill: Callable[[Path], object]) -> Path:
        whole = run / f"once-{name}"
        with FileLock(run / f"once-{name}.lock"):
            if not whole.exists():
                begun = tmp_path_factory.mktemp(name)
                fill(begun)
                begun.rename(whole)
        return shutil.copytree(whole, tmp_path_factory.mktemp(name), dirs_exist_ok=True)

    return copy


@pytest.fixture(scope="session")
def samples(once: Once) -> Path:
    """The data folder of an index of the samples."""
    # Imported where it is needed: most tests start without it.
    from indexer import pipeline

    def fill(folder: Path) -> None:
        data = folder / ".zhengsuo"
        report = pipeline.run([ROOT / "corpus"], data, "whoosh", lambda *_: None)
        assert report.rejected == ()

    return once("samples", fill) / ".zhengsuo"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") is not None:
        find("browser")
