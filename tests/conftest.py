"""What all tests share: which helpers of the machine they may miss, and which they must have."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

# Name in ZHENGSUO_REQUIRE → the commands that show that it is there.
HELPERS = {
    "browser": ("chromium", "chromedriver"),
    "libreoffice": ("soffice",),
    "antiword": ("antiword",),
    "pdftotext": ("pdftotext",),
    "tesseract": ("tesseract",),
    "site-tools": ("node",),
}
# What must lie beside the commands: these, npm has installed.
FOLDERS = {"site-tools": Path(__file__).parent / "browser" / "tools" / "node_modules"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden files anew; the diff is then read by a person",
    )


def pytest_configure(config: pytest.Config) -> None:
    unknown = required() - HELPERS.keys()
    if unknown:
        raise pytest.UsageError(
            f"ZHENGSUO_REQUIRE names {sorted(unknown)}, known: {sorted(HELPERS)}"
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser's tests last: the quick ones tell first what is wrong.

    The browser's driver also stays a child of this process to the end, where tests of child
    processes would count it.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def required() -> frozenset[str]:
    """The helpers whose absence fails a test instead of skipping it."""
    asked = os.environ.get("ZHENGSUO_REQUIRE", "")  # noqa: TID251  a switch of the tests alone
    return frozenset(filter(None, asked.split(",")))


@pytest.fixture(scope="session")
def needs() -> Callable[[str], str]:
    """Give the path of a helper's command; skip, or fail where it is required, without it."""

    def find(helper: str) -> str:
        paths = [shutil.which(command) for command in HELPERS[helper]]
        if None not in paths and FOLDERS.get(helper, Path()).is_dir():
            return str(paths[0])
        message = f"{helper} is not installed"
        if helper in required():
            pytest.fail(message)
        pytest.skip(message)

    return find


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") is None:
        return
    if not all(shutil.which(command) for command in HELPERS["browser"]):
        message = "browser is not installed"
        if "browser" in required():
            pytest.fail(message)
        pytest.skip(message)
