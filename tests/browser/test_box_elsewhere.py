"""The box on pages of others: strict, hostile, old, narrow, framed, without scripts or service."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import other_site
import pytest
import small_corpus
from waitress.server import create_server

pytest.importorskip("selenium", reason="selenium is not installed")

from other_site import Service
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from test_tools import TAGS

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parents[2] / "web" / "static" / "embed"
WITH_SCRIPTS = ("strict", "hostile", "globals", "column")
"""Host pages in which the box itself stands; `framed` shows the strict one in a frame."""

# What a page would tell its owner, gathered before any script of the page runs.
LISTEN = """
window.told = [];
window.events = [];
for (const name of ["error", "unhandledrejection", "securitypolicyviolation"])
  window.addEventListener(name, (event) => told.push(name + ": " + (event.message || event.reason || event.violatedDirective)), true);
for (const name of ["submit", "suggest", "error"])
  document.addEventListener("plan-search:" + name, (event) => events.push([name, event.detail.query]));
"""


@pytest.fixture(scope="module")
def host() -> Iterator[Service]:
    """Another origin, whose pages may ask."""
    with other_site.serving() as service:
        yield service


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, host: Service) -> Iterator[str]:
    """The address of our server, which lets that origin in."""
    data = tmp_path_factory.mktemp("data")
    small_corpus.build(data)
    app = create_app(Settings(data=data, embed_origins=(host.address,)), LiveSearcher(data))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture
def visitor(browser: Chrome) -> Iterator[Chrome]:
    """A browser that notes what goes wrong in a page."""
    made = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": LISTEN})
    yield browser
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)


def code(browser: Chrome, ours: str, id_: str, choices: str = "") -> str:
    """What the owner of a page copies."""
    browser.get(f"{ours}/embed{choices}")
    return browser.find_element(By.ID, id_).get_attribute("value") or ""


@pytest.fixture
def hosted(visitor: Chrome, host: Service, ours: str) -> Callable[[str], Chrome]:
    """Open a page of the other site, with the code as it is copied."""
    box, frame = (code(visitor, ours, name, "?agency=mol&kind=goal") for name in ("code", "frame"))
    host.answer = other_site.pages(ours, box, frame)
    host.asked.clear()

    def open_(name: str) -> Chrome:
        visitor.get(f"{host.address}/{name}.html")
        return visitor

    return open_


def inside(browser: Chrome, selector: str) -> WebElement:
    """An element of the box."""
    root = browser.find_element(By.TAG_NAME, "plan-search").shadow_root
    return root.find_element(By.CSS_SELECTOR, selector)


def until(browser: Chrome, true: Callable[[], Any], seconds: float = 5) -> None:
    WebDriverWait(browser, seconds, poll_frequency=0.05).until(lambda _: true())


def address(browser: Chrome) -> str:
    return unquote(browser.current_url)


def is_open(browser: Chrome) -> bool:
    return inside(browser, "#q").get_attribute("aria-expanded") == "true"


def told(browser: Chrome) -> list[str]:
    return browser.execute_script("return window.told")  # type: ignore[no-any-return]


def asked(browser: Chrome) -> int:
    """How many suggestions the page has asked for."""
    names = browser.execute_script(
        "return performance.getEntriesByType('resource').map(function (one) { return one.name })"
    )
    return sum("/suggest" in name for name in names)


def press(browser: Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def found_by_axe(browser: Chrome, tools: Path, selector: str) -> list[str]:
    """What axe finds in an element, run where the page's own script and policy do not reach."""
    source = (tools / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    frame = browser.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]["frame"]["id"]
    world = browser.execute_cdp_cmd("Page.createIsolatedWorld", {"frameId": frame})
    run = f"""
    axe.run({{ include: [{selector!r}] }}, {{ runOnly: {list(TAGS)}, resultTypes: ["violations", "incomplete"] }}).then((found) =>
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


RESULTS = "/search?q=職業災害&agency=mol&kind=goal"


# ── On every page ──


@pytest.mark.parametrize("name", WITH_SCRIPTS)
def test_the_box_is_there_and_searches(
    hosted: Callable[[str], Chrome], ours: str, name: str
) -> None:
    page = hosted(name)
    box, button = inside(page, "#q"), inside(page, "button")
    label = inside(page, "label")
    for shown in (box, button, label):
        assert shown.is_displayed()
    for target in (box, button):
        assert target.size["height"] >= 24
        assert target.size["width"] >= 24
    assert box.size["width"] >= 100
    # Side by side, in what width there is.
    assert abs(box.rect["y"] - button.rect["y"]) < 2
    assert box.rect["x"] + box.rect["width"] <= button.rect["x"] + 1
    assert not page.find_element(By.CSS_SELECTOR, "plan-search form").is_displayed()
    box.send_keys("職業災害")
    button.click()
    until(page, lambda: address(page) == ours + RESULTS)
    assert page.find_elements(By.CSS_SELECTOR, ".hits > li")


@pytest.mark.parametrize("name", WITH_SCRIPTS)
def test_suggestions_come_and_nothing_complains(hosted: Callable[[str], Chrome], name: str) -> None:
    page = hosted(name)
    inside(page, "#q").send_keys("就業")
    until(page, lambda: is_open(page))
    rows = inside(page, "#l").find_elements(By.CSS_SELECTOR, "li")
    assert "就業服務" in [row.text for row in rows]
    for row in rows:
        assert row.size["height"] >= 24
        assert row.rect["x"] >= 0
    assert told(page) == []
    assert page.get_log("browser") == []  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", WITH_SCRIPTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_inside(
    hosted: Callable[[str], Chrome], tools: Path, name: str, theme: str
) -> None:
    page = hosted(name)
    features = [{"name": "prefers-color-scheme", "value": theme}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    inside(page, "#q").send_keys("就業")
    until(page, lambda: is_open(page))
    press(page, Keys.ARROW_DOWN)
    assert found_by_axe(page, tools, "plan-search") == []


@pytest.mark.parametrize("name", WITH_SCRIPTS)
def test_one_request_for_each_composed_word(hosted: Callable[[str], Chrome], name: str) -> None:
    page = hosted(name)
    inside(page, "#q").click()
    for number, word in enumerate(
        (("ㄐ", "ㄐㄧ", "就", "就ㄧ", "就ㄧㄝ", "就業"), ("ㄈ", "服", "服務"))
    ):
        for part in word:
            page.execute_cdp_cmd(
                "Input.imeSetComposition",
                {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
            )
            time.sleep(0.15)
        assert asked(page) == number
        page.execute_cdp_cmd("Input.insertText", {"text": word[-1]})
        until(page, lambda number=number: asked(page) == number + 1)
    time.sleep(0.5)
    assert asked(page) == 2
    assert inside(page, "#q").get_attribute("value") == "就業服務"


@pytest.mark.parametrize("name", WITH_SCRIPTS)
def test_everything_is_done_by_keyboard(
    hosted: Callable[[str], Chrome], ours: str, name: str
) -> None:
    page = hosted(name)
    for _ in range(4):
        press(page, Keys.TAB)
        if page.switch_to.active_element.tag_name == "plan-search":
            break
    box = inside(page, "#q")
    outline = box.value_of_css_property("outline-style"), box.value_of_css_property("outline-width")
    assert outline == ("solid", "3px")
    press(page, "技能")
    until(page, lambda: is_open(page))
    first = inside(page, "#o0").text
    press(page, Keys.ARROW_DOWN)
    assert box.get_attribute("aria-activedescendant") == "o0"
    assert inside(page, "[aria-selected=true]").text == first
    press(page, Keys.ARROW_UP)
    assert box.get_attribute("aria-activedescendant") is None
    press(page, Keys.ARROW_UP)
    last = len(inside(page, "#l").find_elements(By.CSS_SELECTOR, "li")) - 1
    assert box.get_attribute("aria-activedescendant") == f"o{last}"
    # Esc closes, then clears.
    press(page, Keys.ESCAPE)
    assert not is_open(page)
    assert box.get_attribute("value") == "技能"
    press(page, Keys.ESCAPE)
    assert box.get_attribute("value") == ""
    press(page, "技能")
    until(page, lambda: is_open(page))
    # Tab leaves and closes.
    press(page, Keys.TAB)
    assert not is_open(page)
    assert page.execute_script("return document.activeElement.shadowRoot.activeElement.type") == (
        "submit"
    )
    ActionChains(page).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    press(page, Keys.ARROW_DOWN)
    assert inside(page, "[aria-selected=true]").text == first
    press(page, Keys.ENTER)
    until(page, lambda: address(page) == f"{ours}/search?q={first}&agency=mol&kind=goal")


# The hostile page hides its own forms; there the box alone is seen.
@pytest.mark.parametrize("name", [name for name in WITH_SCRIPTS if name != "hostile"])
def test_without_scripts_the_form_searches(
    hosted: Callable[[str], Chrome], ours: str, name: str
) -> None:
    chrome = hosted("framed")
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page = hosted(name)
    page.find_element(By.CSS_SELECTOR, "plan-search input[name=q]").send_keys(
        "職業災害", Keys.ENTER
    )
    until(page, lambda: address(page) == ours + RESULTS)


# ── In frames ──


def test_in_a_frame_the_results_take_the_whole_window(
    hosted: Callable[[str], Chrome], ours: str
) -> None:
    page = hosted("framed")
    page.switch_to.frame(0)
    inside(page, "#q").send_keys("就業")
    until(page, lambda: is_open(page))
    assert told(page) == []
    inside(page, "#q").send_keys(Keys.ESCAPE, Keys.ESCAPE, "職業災害", Keys.ENTER)
    page.switch_to.default_content()
    until(page, lambda: address(page) == ours + RESULTS)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_variant_in_a_frame_searches_in_the_whole_window(
    hosted: Callable[[str], Chrome], ours: str, scripts: bool
) -> None:
    page = hosted("editor")
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    page = hosted("editor")
    page.switch_to.frame(0)
    box = page.find_element(By.ID, "q")
    # All of it is seen in the height that the code gives.
    assert box.rect["y"] + box.rect["height"] <= 88
    box.send_keys("職業災害", Keys.ENTER)
    page.switch_to.default_content()
    until(page, lambda: address(page) == ours + RESULTS)


def test_axe_finds_nothing_in_the_variant_in_a_frame(
    hosted: Callable[[str], Chrome], tools: Path
) -> None:
    page = hosted("editor")
    page.get(page.find_element(By.TAG_NAME, "iframe").get_attribute("src") or "")
    # Headings and regions are the matter of the page around it.
    assert found_by_axe(page, tools, "form") == []


@pytest.mark.parametrize("path", ["/", "/search", "/embed", "/embed/frame"])
def test_other_sites_cannot_frame_what_is_not_for_them(
    visitor: Chrome, ours: str, path: str
) -> None:
    with other_site.serving() as stranger:
        body = f"<title>x</title><iframe src='{ours}{path}'></iframe>".encode()
        stranger.answer = lambda _: (200, {"Content-Type": "text/html"}, body)
        visitor.get(stranger.address)
        visitor.switch_to.frame(0)
        assert not visitor.find_elements(By.CSS_SELECTOR, "form")
        visitor.switch_to.default_content()
        refused = [entry["message"] for entry in visitor.get_log("browser")]  # type: ignore[no-untyped-call]
        assert any("frame-ancestors" in message for message in refused)


def test_scripts_of_other_sites_get_no_suggestions(visitor: Chrome, ours: str) -> None:
    box = code(visitor, ours, "code")
    with other_site.serving() as stranger:
        stranger.answer = other_site.pages(ours, box, "")
        visitor.get(f"{stranger.address}/strict.html")
        inside(visitor, "#q").send_keys("就業")
        until(visitor, lambda: visitor.execute_script("return events") == [["error", "就業"]])
        assert not is_open(visitor)
        assert told(visitor) == []


# ── While the service is down, or is not what it was ──


@pytest.fixture
def bad(visitor: Chrome, host: Service, ours: str) -> Callable[[str], Chrome]:
    """Open a page whose box asks another service than the one that its script is from."""

    def open_(service: str) -> Chrome:
        box = code(visitor, ours, "code").replace(f'src="{ours}/search"', f'src="{service}/search"')
        host.answer = other_site.pages(ours, box, "")
        visitor.get(f"{host.address}/column.html")
        return visitor

    return open_


@pytest.mark.parametrize("way", other_site.BAD)
def test_two_failures_stop_the_asking_and_nothing_is_shown(
    bad: Callable[[str], Chrome], way: str
) -> None:
    with other_site.serving() as service:
        service.answer = other_site.BAD[way]
        page = bad(service.address)
        page.execute_script("document.cookie = 'secret=1; path=/'")
        for number, text in enumerate("就業服務", start=1):
            inside(page, "#q").send_keys(text)
            failures = min(number, 2)
            until(
                page,
                lambda failures=failures: len(page.execute_script("return events")) == failures,
            )
            assert not is_open(page)
        time.sleep(0.5)
        requests = [path for path, _ in service.asked if path.startswith("/api/v1/suggest?")]
        assert len(requests) == 2
        assert [event for event, _ in page.execute_script("return events")] == ["error", "error"]
        assert all("Cookie" not in headers for _, headers in service.asked)
        assert told(page) == []
        assert page.find_element(By.TAG_NAME, "plan-search").text == "查詢施政計畫\n查詢"
        page.execute_script("document.cookie = 'secret=; path=/; max-age=0'")
        inside(page, "#q").send_keys(Keys.ENTER)
        searched = f"/search?q={quote('就業服務')}"
        until(page, lambda: searched in [path for path, _ in service.asked], 8)


def test_an_answer_that_is_late_is_given_up_after_a_second_and_a_half(
    bad: Callable[[str], Chrome],
) -> None:
    with other_site.serving() as service:
        service.answer = other_site.BAD["too slow"]
        page = bad(service.address)
        inside(page, "#q").send_keys("就")
        until(page, lambda: page.execute_script("return events.length"))
        taken = page.execute_script(
            "return performance.getEntriesByType('resource').filter((one) => one.name.includes('suggest'))[0].duration"
        )
        assert 1400 <= taken < 4000


def test_one_failure_is_forgiven_when_an_answer_comes(bad: Callable[[str], Chrome]) -> None:
    good = (200, {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"})
    with other_site.serving() as service:
        page = bad(service.address)
        answers = iter([(500, {}, b""), (*good, b'{"suggestions": ["x"]}'), (500, {}, b"")])
        service.answer = lambda _: next(answers)
        for text in "就業服":
            before = len(page.execute_script("return events"))
            inside(page, "#q").send_keys(text)
            until(page, lambda b=before: len(page.execute_script("return events")) > b)
        assert [name for name, _ in page.execute_script("return events")] == [
            "error",
            "suggest",
            "error",
        ]
        answers = iter([(*good, b'{"suggestions": ["y"]}')])
        inside(page, "#q").send_keys("務")
        until(page, lambda: is_open(page))


def test_with_the_service_down_the_form_still_submits(
    visitor: Chrome, host: Service, ours: str
) -> None:
    with other_site.serving() as gone:
        dead = gone.address
    box = code(visitor, ours, "code").replace(ours, dead)
    host.answer = other_site.pages(dead, box, "")
    visitor.get(f"{host.address}/column.html")
    # The script did not come either: what is there is the plain form.
    field = visitor.find_element(By.CSS_SELECTOR, "plan-search input[name=q]")
    assert field.is_displayed()
    assert [one for one in told(visitor) if not one.startswith("error: undefined")] == []
    field.send_keys("就業", Keys.ENTER)
    until(visitor, lambda: address(visitor) == f"{dead}/search?q=就業")


def test_a_script_that_was_changed_does_not_run(visitor: Chrome, host: Service, ours: str) -> None:
    box = code(visitor, ours, "code").replace("sha384-", "sha384-AAAA")
    host.answer = other_site.pages(ours, box, "")
    visitor.get(f"{host.address}/column.html")
    assert visitor.find_element(By.CSS_SELECTOR, "plan-search input[name=q]").is_displayed()


# ── What owners can do ──


def test_owners_can_stop_a_search(hosted: Callable[[str], Chrome], host: Service) -> None:
    page = hosted("column")
    page.execute_script(
        "document.addEventListener('plan-search:submit', (event) => { event.preventDefault(); window.url = event.detail.url })"
    )
    inside(page, "#q").send_keys("職業災害", Keys.ENTER)
    assert unquote(page.execute_script("return window.url")).endswith(RESULTS)
    assert address(page) == f"{host.address}/column.html"


def test_owners_can_set_colours(hosted: Callable[[str], Chrome]) -> None:
    button = inside(hosted("column"), "button")
    assert button.value_of_css_property("background-color") == "rgba(255, 210, 74, 1)"
    assert button.value_of_css_property("color") == "rgba(28, 28, 28, 1)"
    assert button.value_of_css_property("border-top-right-radius") == "0px"


@pytest.mark.parametrize("source", ["javascript:alert(1)", "data:text/html,x", "http://", "//["])
def test_a_source_that_leads_nowhere_leaves_the_form(
    visitor: Chrome, host: Service, ours: str, source: str
) -> None:
    box = code(visitor, ours, "code").replace(f'src="{ours}/search"', f'src="{source}"')
    host.answer = other_site.pages(ours, box, "")
    visitor.get(f"{host.address}/column.html")
    assert visitor.find_element(By.CSS_SELECTOR, "plan-search input[name=q]").is_displayed()
    assert told(visitor) == []


def test_what_was_typed_before_the_script_came_stays(
    visitor: Chrome, host: Service, ours: str
) -> None:
    box = code(visitor, ours, "code")
    element, script = box.split("<script")
    host.answer = other_site.pages(ours, element, "")
    visitor.get(f"{host.address}/column.html")
    visitor.find_element(By.CSS_SELECTOR, "plan-search input[name=q]").send_keys("職業")
    visitor.execute_script(
        "const script = document.createElement('script'); script.src = arguments[0]; document.body.append(script)",
        script.split('src="')[1].split('"')[0],
    )
    until(
        visitor,
        lambda: visitor.execute_script("return !!document.querySelector('plan-search').shadowRoot"),
    )
    press(visitor, "災害")
    assert inside(visitor, "#q").get_attribute("value") == "職業災害"


# ── A newcomer: the text of /embed and a blank file ──


def test_a_blank_file_becomes_a_page_with_a_box(visitor: Chrome, ours: str, tmp_path: Path) -> None:
    file = tmp_path / "box.html"
    file.write_text(code(visitor, ours, "whole"), "utf-8")
    visitor.get(file.as_uri())
    inside(visitor, "#q").send_keys("職業災害")
    until(visitor, lambda: visitor.execute_script("return events") == [["error", "職業災害"]])
    assert told(visitor) == []
    press(visitor, Keys.ENTER)
    until(visitor, lambda: address(visitor) == f"{ours}/search?q=職業災害")


def test_choices_show_at_once_in_code_and_preview(visitor: Chrome, ours: str) -> None:
    visitor.get(f"{ours}/embed")
    visitor.find_element(By.CSS_SELECTOR, "#choices [name=agency][value=mol]").click()
    preview = "#preview plan-search[agency=mol]"
    until(visitor, lambda: visitor.find_elements(By.CSS_SELECTOR, preview))
    assert visitor.current_url == f"{ours}/embed?agency=mol"
    assert 'agency="mol"' in (visitor.find_element(By.ID, "code").get_attribute("value") or "")
    box = visitor.find_element(By.CSS_SELECTOR, preview).shadow_root.find_element(By.ID, "q")
    # The site's own shortcut leaves what is typed in the preview alone.
    box.send_keys("職/災")
    assert box.get_attribute("value") == "職/災"
    assert told(visitor) == []


def test_choices_are_made_without_scripts(browser: Chrome, ours: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(f"{ours}/embed")
    browser.find_element(By.CSS_SELECTOR, "#choices [name=agency][value=mol]").click()
    browser.find_element(By.CSS_SELECTOR, "#choices [type=submit]").click()
    until(browser, lambda: browser.current_url.endswith("agency=mol"))
    assert 'agency="mol"' in browser.find_element(By.ID, "code").text
    browser.find_element(By.CSS_SELECTOR, "#preview input[name=q]").send_keys(
        "職業災害", Keys.ENTER
    )
    until(browser, lambda: address(browser) == f"{ours}/search?q=職業災害&agency=mol")


# ── Old browsers ──


@pytest.mark.parametrize("version", sorted(one.name for one in SCRIPT.iterdir()))
def test_an_old_browser_reads_the_script_without_complaint(tools: Path, version: str) -> None:
    """The engine of IE mode knows the syntax of 2009 alone; a page must see no error there."""
    parse = "import {parse} from 'acorn'; import fs from 'fs'; parse(fs.readFileSync(process.argv[1], 'utf8'), {ecmaVersion: 5})"
    said = subprocess.run(
        [
            str(shutil.which("node")),
            "--input-type=module",
            "-e",
            parse,
            str(SCRIPT / version / "plan-search.js"),
        ],
        cwd=tools,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode == 0, said.stderr
