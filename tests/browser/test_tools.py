"""What the page checkers say: axe-core, pa11y, html-validate and Lighthouse."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import FLAGS, window

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from states import ADDRESSES

pytestmark = pytest.mark.browser

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
ROOT = Path(__file__).resolve().parents[2]
JUDGED = frozenset({"color-contrast"})
"""Rules that axe cannot decide everywhere; docs/accessibility.md gives the verdict on each."""

RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, { runOnly: arguments[0], resultTypes: ["violations", "incomplete"] }).then(
  (found) => done([found.violations, found.incomplete].map((rules) => rules.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} ${node.target.join(" ")}: ${node.html.slice(0, 160)}`)))),
  (error) => done([[String(error)], []]),
);
"""

Axe = Callable[..., None]


@pytest.fixture(scope="session")
def axe(tools: Path) -> Axe:
    """Check the page that a browser shows by some rules, or by those of some tags."""
    source = (tools / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def check(browser: Chrome, rules: tuple[str, ...] = TAGS) -> None:
        browser.execute_script(source)
        violations, incomplete = browser.execute_async_script(RUN, list(rules))
        assert violations == []
        assert [one for one in incomplete if one.split()[0] not in JUDGED] == []

    return check


def dress(browser: Chrome, theme: str, width: int) -> None:
    features = [{"name": "prefers-color-scheme", "value": theme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    window(browser, width)


@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing(browser: Chrome, site: str, axe: Axe, name: str) -> None:
    dress(browser, "light", 320)
    browser.get(site + ADDRESSES[name])
    axe(browser)
    dress(browser, "light", 1280)
    axe(browser)
    # Themes differ in colours alone.
    dress(browser, "dark", 1280)
    axe(browser, COLOURS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_list_of_suggestions(
    browser: Chrome, site: str, axe: Axe, theme: str
) -> None:
    dress(browser, theme, 1280)
    browser.get(site)
    box = browser.find_element(By.ID, "q")
    box.send_keys("技能")
    WebDriverWait(browser, 5).until(lambda _: box.get_attribute("aria-expanded") == "true")
    axe(browser)


@pytest.mark.parametrize("name", ["results", "document", "indicator", "nothing found", "interface"])
def test_axe_finds_nothing_in_what_is_unfolded(
    browser: Chrome, site: str, axe: Axe, name: str
) -> None:
    dress(browser, "light", 320)
    browser.get(site + ADDRESSES[name])
    browser.execute_script("document.querySelectorAll('details').forEach((one) => one.open = true)")
    axe(browser)


def test_axe_finds_nothing_where_there_is_no_index(
    browser: Chrome, bare_site: str, axe: Axe
) -> None:
    browser.get(bare_site)
    assert "尚無可查詢的索引" in browser.title
    axe(browser)


def test_pa11y_and_html_validate_find_nothing(
    tools: Path, site: str, needs: Callable[[str], str]
) -> None:
    asked = {
        "chromium": needs("browser"),
        "flags": FLAGS,
        "pages": {name: site + path for name, path in ADDRESSES.items()},
    }
    said = subprocess.run(
        ["node", str(tools / "check.mjs")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout) == {
        name: {"pa11y": [], "htmlValidate": []} for name in ADDRESSES
    }


def test_moda_finds_nothing(needs: Callable[[str], str]) -> None:
    """What is sent, by the rules of 網站無障礙規範; `--render` there looks at what is shown, in minutes."""
    python = Path(needs("moda")).with_name("python")
    said = subprocess.run(
        [python, "benchmarks/moda.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr


def test_lighthouse_gives_full_marks(tools: Path, site: str, needs: Callable[[str], str]) -> None:
    """Performance depends on the machine, and is measured in benchmarks/site.py."""
    said = subprocess.run(
        [
            "node",
            str(tools / "node_modules" / "lighthouse" / "cli" / "index.js"),
            site + ADDRESSES["results"],
            "--output=json",
            "--quiet",
            "--only-categories=accessibility,best-practices",
            f"--chrome-flags={' '.join(FLAGS)}",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | {"CHROME_PATH": needs("browser")},  # noqa: TID251  for the child alone
    )
    assert said.returncode == 0, said.stderr
    report = json.loads(said.stdout)
    failed = [
        (audit["id"], audit.get("details", {}).get("items"))
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 1
    ]
    assert {name: one["score"] for name, one in report["categories"].items()} == {
        "accessibility": 1,
        "best-practices": 1,
    }, failed
