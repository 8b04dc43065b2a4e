"""The box in a page of others: what the owner copies, what stands inside, what the page is told."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from driving import one, said
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

# What a page would tell its owner, gathered before any script of the page runs.
LISTEN = """
window.told = [];
window.events = [];
for (const name of ["error", "unhandledrejection", "securitypolicyviolation"])
  window.addEventListener(name, (event) => told.push(name + ": " + (event.message || event.reason || event.violatedDirective)), true);
for (const name of ["submit", "suggest", "error"])
  document.addEventListener("plan-search:" + name, (event) => events.push([name, event.detail.query]));
"""


def code(browser: Chrome, ours: str, id_: str, choices: str = "") -> str:
    """What the owner of a page copies."""
    browser.get(f"{ours}/embed{choices}")
    return said(one(browser, f"#{id_}"), "value")


def inside(browser: Chrome, selector: str) -> WebElement:
    """An element of the box."""
    root = one(browser, "plan-search").shadow_root
    return root.find_element(By.CSS_SELECTOR, selector)


def address(browser: Chrome) -> str:
    """The whole address of the page, readable."""
    return unquote(browser.current_url)


def is_open(browser: Chrome) -> bool:
    return inside(browser, "#q").get_attribute("aria-expanded") == "true"


def told(browser: Chrome) -> list[str]:
    return browser.execute_script("return window.told")  # type: ignore[no-any-return]


def found_by_axe(browser: Chrome, tools: Path, tags: tuple[str, ...], selector: str) -> list[str]:
    """What axe finds in an element, run where the page's own script and policy do not reach."""
    source = (tools / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    frame = browser.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]["frame"]["id"]
    world = browser.execute_cdp_cmd("Page.createIsolatedWorld", {"frameId": frame})
    run = f"""
    axe.run({{ include: [{selector!r}] }}, {{ runOnly: {list(tags)}, resultTypes: ["violations", "incomplete"] }}).then((found) =>
      [...found.violations, ...found.incomplete].flatMap((rule) => rule.nodes.map((node) => `${{rule.id}}: ${{node.html}}`)))
    """
    said = {}
    for expression in (source + ";0", run):
        said = browser.execute_cdp_cmd(
            "Runtime.evaluate",
            {
                "expression": expression,
                "contextId": world["executionContextId"],
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
    assert "exceptionDetails" not in said, said
    return said["result"]["value"]  # type: ignore[no-any-return]
