"""A real server over the small corpus, and a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import other_site
import pytest
import small_corpus
from attacks import ATTACKS
from driving import FLAGS, window
from own_site import PROGRAMS, serving

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

TOOLS = Path(__file__).parent / "tools"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server."""
    data = tmp_path_factory.mktemp("data")
    small_corpus.build(data)
    with serving(data) as address:
        yield address


@pytest.fixture(scope="session")
def bare_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has nothing to search yet."""
    with serving(tmp_path_factory.mktemp("nothing")) as address:
        yield address


@pytest.fixture(scope="session")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose documents name 500 work programs."""
    data = tmp_path_factory.mktemp("large")
    small_corpus.build(data, programs=PROGRAMS)
    with serving(data) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of a hundred documents, of thirty years, whose every field is an attack."""
    data = tmp_path_factory.mktemp("hostile")
    small_corpus.build(data, hostile=ATTACKS)
    with serving(data) as address:
        yield address


@pytest.fixture(scope="session")
def tools(needs: Callable[[str], str]) -> Path:
    """The folder of the page checkers, whose packages npm has installed."""
    needs("site-tools")
    return TOOLS


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chrome]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Chrome) -> Chrome:
    """Chromium with a wide window, scripts on, in light colours."""
    chromium.get("about:blank")
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    window(chromium, 1280)
    chromium.get_log("browser")  # type: ignore[no-untyped-call]
    return chromium


@pytest.fixture
def plain(browser: Chrome) -> Chrome:
    """The browser, running no scripts of pages."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    return browser


@pytest.fixture(scope="session")
def host() -> Iterator[other_site.Service]:
    """A site of others, whose pages may ask `ours`."""
    with other_site.serving() as service:
        yield service


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory, host: other_site.Service) -> Iterator[str]:
    """The address of our server, which lets `host` in."""
    data = tmp_path_factory.mktemp("data")
    small_corpus.build(data)
    with serving(data, embed_origins=(host.address,)) as found:
        yield found


@pytest.fixture
def visitor(browser: Chrome) -> Iterator[Chrome]:
    """A browser that notes what goes wrong in a page."""
    from boxes import LISTEN

    made = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": LISTEN})
    yield browser
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)


@pytest.fixture
def hosted(visitor: Chrome, host: other_site.Service, ours: str) -> Callable[[str], Chrome]:
    """Open a page of the other site, with the code as its owner copies it."""
    from boxes import code

    box, frame = (code(visitor, ours, name, "?agency=mol&kind=goal") for name in ("code", "frame"))
    host.answer = other_site.pages(ours, box, frame)

    def open_(name: str) -> Chrome:
        visitor.get(f"{host.address}/{name}.html")
        return visitor

    return open_
