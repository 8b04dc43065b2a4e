"""What the tests do with a browser: find, read, press, wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
    WebDriverException,
)
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
    "--hide-scrollbars",
)
"""Of a Chromium without a screen, a sandbox and a proxy."""


_GOING = ("does not belong to the document", "Cannot read properties of null")


def window(driver: Chrome, width: int, height: int = 800) -> None:
    """Set the width of the window in CSS pixels, below what a window manager allows."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def one(browser: Chrome, selector: str) -> WebElement:
    """The first element that a selector finds."""
    return browser.find_element(By.CSS_SELECTOR, selector)


def texts(browser: Chrome, selector: str) -> list[str]:
    """The texts of all elements that a selector finds."""
    script = (
        "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText.trim())"
    )
    return browser.execute_script(script, selector)  # type: ignore[no-any-return]


def said(item: WebElement, attribute: str) -> str:
    """An attribute, empty where there is none."""
    return item.get_attribute(attribute) or ""


def until(browser: Chrome, true: Callable[[], Any], seconds: float = 5) -> None:
    """Wait until something holds, so long at most."""
    passing = (StaleElementReferenceException, NoSuchElementException)

    def holds(_: Chrome) -> Any:
        try:
            return true()
        except WebDriverException as error:
            # What the driver says, now and then, where a page is just going.
            if not any(said in (error.msg or "") for said in _GOING):
                raise
            return False

    WebDriverWait(browser, seconds, poll_frequency=0.05, ignored_exceptions=passing).until(holds)


def address(browser: Chrome) -> str:
    """Path and arguments of the page, readable, without the first slash."""
    return unquote(browser.current_url.split("/", 3)[3])


def focused(browser: Chrome) -> WebElement:
    """The element that has the focus."""
    return browser.switch_to.active_element


def press(browser: Chrome, *keys: str) -> None:
    """Press keys wherever the focus is."""
    ActionChains(browser).send_keys(*keys).perform()


def tab(browser: Chrome) -> None:
    """Press the Tab key, in half the time of `press`."""
    key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
    for happens in ("rawKeyDown", "keyUp"):
        browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": happens, **key})


def reach(browser: Chrome, selector: str) -> None:
    """Press Tab until the focus is there."""
    script = "return document.activeElement.matches(arguments[0])"
    for _ in range(160):
        tab(browser)
        if browser.execute_script(script, selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")


def tick(browser: Chrome, facet: str, value: str) -> WebElement:
    """The box of a value in the facets."""
    return one(browser, f"#panels input[type=checkbox][name={facet}][value='{value}']")


def asked_for(browser: Chrome, part: str) -> int:
    """How many requests for an address with this part the page has made."""
    script = "return performance.getEntriesByType('resource').map((one) => one.name)"
    return sum(part in name for name in browser.execute_script(script))


def complaints(browser: Chrome) -> list[str]:
    """What the browser's log says of the pages since it was last asked.

    The status of an error page is told as a complaint, and left out.
    """
    return [
        entry["message"]
        for entry in browser.get_log("browser")  # type: ignore[no-untyped-call]
        if "status of 4" not in entry["message"]
    ]
