"""Under a path the scripts find their way too: suggestions, ticks, basket, citation, snippet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from own_site import serving

pytest.importorskip("selenium", reason="selenium is not installed")

import small_corpus
from driving import address, asked_for, complaints, one, said, texts, tick, until
from selenium.webdriver import Chrome, Keys

pytestmark = pytest.mark.browser
MOUNT = "/office/plans"


@pytest.fixture(scope="module")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that has no host for itself."""
    data = tmp_path_factory.mktemp("data")
    small_corpus.build(data)
    with serving(data, MOUNT) as found:
        yield found


def test_scripts_stay_under_the_path(browser: Chrome, mounted: str) -> None:
    browser.get(mounted + "/search?q=就業")
    tick(browser, "agency", "mol").send_keys(Keys.SPACE)
    until(browser, lambda: address(browser) == "office/plans/search?q=就業&agency=mol")
    browser.get(mounted + "/")
    box = one(browser, "#q")
    box.send_keys("技能")
    until(browser, lambda: box.get_attribute("aria-expanded") == "true")
    assert asked_for(browser, f"{MOUNT}/api/v1/suggest")
    box.send_keys(Keys.ENTER)
    until(browser, lambda: address(browser) == "office/plans/search?q=技能")
    one(browser, "button.keep").click()
    until(browser, lambda: "（1）" in texts(browser, "#held-count"))
    one(browser, "#basket-link").click()
    until(browser, lambda: address(browser).startswith("office/plans/basket?basket="))
    browser.get(f"{mounted}/p/mol-109-plan-word-goal-1")
    assert f"{mounted}/p/mol-109-plan-word-goal-1" in said(one(browser, "#citation"), "value")
    browser.get(mounted + "/embed")
    codes = [said(area, "value") for area in browser.find_elements("css selector", "textarea[id]")]
    assert codes
    assert all(f'"{mounted}/' in code for code in codes)
    assert complaints(browser) == []
