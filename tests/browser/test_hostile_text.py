"""Whatever a document or a query says, it is text: never markup, script, style or address."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from attacks import ATTACKS

pytest.importorskip("selenium", reason="selenium is not installed")

from driving import complaints
from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

FOREIGN = """
return [...document.querySelectorAll("script, iframe, object, embed, img, style, base, meta[http-equiv], input[autofocus], [srcdoc]")]
  .filter((one) => !one.matches("script[src^='/static/'], script[src^='/embed/'], iframe[src^='/embed/frame']:not([srcdoc])")).map((one) => one.outerHTML)
  .concat([...document.querySelectorAll("*")].flatMap((one) => [...one.attributes])
    .filter((one) => one.name.startsWith("on") || /^\\s*javascript:/i.test(one.value)
      && ["href", "src", "action", "formaction"].includes(one.name)).map((one) => one.name + "=" + one.value))
"""


def harmless(browser: Chrome, address: str) -> None:
    browser.get(address)  # a dialog would make this fail
    assert browser.execute_script(FOREIGN) == [], address
    assert complaints(browser) == [], address


def test_a_hundred_attacks_in_every_field_of_a_document(browser: Chrome, hostile_site: str) -> None:
    assert len(ATTACKS) == 100
    for number in range(len(ATTACKS)):
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
        "/compare",
        "/compare?a=hostile-0-plan&b=hostile-1-plan",
        "/export?q=計畫",
        "/basket?basket=" + "_".join(f"hostile-{number}" for number in range(100)),
        "/embed",
    ],
)
def test_a_hundred_attacks_in_lists(browser: Chrome, hostile_site: str, path: str) -> None:
    harmless(browser, hostile_site + quote(path, safe="/?&="))


def test_a_hundred_attacks_in_a_query(browser: Chrome, hostile_site: str) -> None:
    for at, text in enumerate(ATTACKS):
        typed = quote(text)
        among = "view=matrix" if at % 2 else f"agency={typed}&view={typed}"
        harmless(browser, f"{hostile_site}/search?q={typed}&{among}")


def test_attacks_in_every_other_argument_and_path(browser: Chrome, hostile_site: str) -> None:
    for text in ATTACKS[::9]:
        typed = quote(text)
        pages = (
            f"/values/agency?find={typed}&q={typed}",
            f"/p/hostile-0?q={typed}",
            f"/d/hostile-0-plan?edition={typed}",
            f"/basket?basket=hostile-0&n1={typed}&s=q%3D{quote(typed)}",
            f"/basket?basket={typed}",
            f"/export?q={typed}",
            f"/compare?a={typed}&b={typed}",
            f"/embed?label={typed}&agency={typed}",
            f"/embed/frame?label={typed}&agency={typed}",
            f"/{typed}",
            f"/p/{typed}",
            f"/program/{typed}",
        )
        for page in pages:
            harmless(browser, hostile_site + page)


def test_a_hundred_attacks_in_a_basket(browser: Chrome, hostile_site: str) -> None:
    """In notes, searches and ids; then, as a form, in the cover and what is printed of it."""
    held = "_".join(f"hostile-{number}" for number in range(8))
    for at in range(0, len(ATTACKS), 8):
        notes = "".join(f"&n{n}={quote(text)}" for n, text in enumerate(ATTACKS[at : at + 8], 1))
        searches = "".join(f"&s={quote('q=' + text)}" for text in ATTACKS[at : at + 8])
        harmless(browser, f"{hostile_site}/basket?basket={held}{notes}{searches}")
        harmless(browser, f"{hostile_site}/basket?basket={quote(ATTACKS[at])}")
        harmless(browser, f"{hostile_site}/search?add={quote(ATTACKS[at])}")
    browser.get(f"{hostile_site}/basket?basket={held}")
    script = """
    for (const field of document.querySelectorAll("#cover [name], [name=note]")) field.value = arguments[0];
    const form = document.getElementById("basket");
    form.action = "/basket/print";
    form.submit();
    """
    browser.execute_script(script, "".join(ATTACKS[:10]))
    assert browser.execute_script(FOREIGN) == []
    assert complaints(browser) == []
