"""Whatever a document or a query says, it is text: never markup, script, style or address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

import pytest
import small_corpus
from waitress.server import create_server

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver import Chrome

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

pytestmark = pytest.mark.browser

CLOSERS = ("", '">', "'>", "</title>", "</textarea>", "</script>", "-->", "</style>", "]]>", "{{'")
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>@import'//example.org/x'</style>",
    "<base href=//example.org/><form action=//example.org>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
)
TEXTS = tuple(f"計畫{closer}{attack}" for closer, attack in product(CLOSERS, ATTACKS))
FOREIGN = """
return [...document.querySelectorAll("script, iframe, object, embed, img, style, base, meta[http-equiv], input[autofocus], [srcdoc]")]
  .filter((one) => !(one.matches("script[src^='/static/']"))).map((one) => one.outerHTML)
  .concat([...document.querySelectorAll("*")].flatMap((one) => [...one.attributes])
    .filter((one) => one.name.startsWith("on") || /^\\s*javascript:/i.test(one.value)
      && ["href", "src", "action", "formaction"].includes(one.name)).map((one) => one.name + "=" + one.value))
"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("hostile")
    small_corpus.build(data, hostile=TEXTS)
    server = create_server(
        create_app(Settings(data=data), LiveSearcher(data)), host="127.0.0.1", port=0, threads=4
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


def harmless(browser: Chrome, address: str) -> None:
    browser.get(address)  # a dialog would make this fail
    assert browser.execute_script(FOREIGN) == [], address
    told = [
        entry["message"]
        for entry in browser.get_log("browser")  # type: ignore[no-untyped-call]
        if "status of 4" not in entry["message"]
    ]
    assert told == [], address


def test_a_hundred_attacks_in_every_field_of_a_document(browser: Chrome, hostile_site: str) -> None:
    assert len(TEXTS) == 100
    for number in range(len(TEXTS)):
        harmless(browser, f"{hostile_site}/p/hostile-{number}?q={quote('計畫')}")
        harmless(browser, f"{hostile_site}/d/hostile-{number}-plan")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=計畫&size=100",
        "/search?q=計畫&view=documents",
        "/search?q=計畫&view=documents&page=6",
        "/search?q=計畫&view=matrix",
        "/values/agency",
        "/values/work_program",
        "/coverage",
        "/sitemap",
    ],
)
def test_a_hundred_attacks_in_lists(browser: Chrome, hostile_site: str, path: str) -> None:
    harmless(browser, hostile_site + quote(path, safe="/?&="))


def test_a_hundred_attacks_in_a_query(browser: Chrome, hostile_site: str) -> None:
    for text in TEXTS:
        typed = quote(text)
        harmless(browser, f"{hostile_site}/search?q={typed}&view=matrix")
    for text in TEXTS[::9]:
        typed = quote(text)
        harmless(browser, f"{hostile_site}/search?q={typed}&agency={typed}&view={typed}")
        harmless(browser, f"{hostile_site}/values/agency?find={typed}")
        harmless(browser, f"{hostile_site}/{typed}")
