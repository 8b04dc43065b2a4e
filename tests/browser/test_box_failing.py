"""The box while its service is down, or is not what it was: the page shows no error."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from urllib.parse import quote

import other_site
import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from attacks import ATTACKS
from boxes import address, code, inside, is_open, told
from driving import one, until
from other_site import Service
from selenium.webdriver import Chrome, Keys

pytestmark = pytest.mark.browser


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
        assert one(page, "plan-search").text == "查詢施政計畫\n查詢"
        page.execute_script("document.cookie = 'secret=; path=/; max-age=0'")
        inside(page, "#q").send_keys(Keys.ENTER)
        searched = f"/search?q={quote('就業服務')}"
        until(page, lambda: searched in [path for path, _ in service.asked])


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


def test_suggestions_are_text(bad: Callable[[str], Chrome]) -> None:
    given = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}
    body = json.dumps({"suggestions": [*ATTACKS, None, 5, ["x"], {"html": "x"}]}).encode()
    with other_site.serving() as service:
        page = bad(service.address)
        service.answer = lambda _: (200, given, body)
        inside(page, "#q").send_keys("計")
        until(page, lambda: is_open(page))
        list_ = inside(page, "#l")
        rows = page.execute_script(
            "return [...arguments[0].children].map((row) => [row.localName, row.childElementCount, row.textContent])",
            list_,
        )
        assert rows == [["li", 0, text] for text in ATTACKS]
        assert told(page) == []


def test_with_the_service_down_the_form_still_submits(
    visitor: Chrome, host: Service, ours: str
) -> None:
    with other_site.serving() as gone:
        dead = gone.address
    box = code(visitor, ours, "code").replace(ours, dead)
    host.answer = other_site.pages(dead, box, "")
    visitor.get(f"{host.address}/column.html")
    # The script did not come either: what is there is the plain form.
    field = one(visitor, "plan-search input[name=q]")
    assert field.is_displayed()
    assert [one for one in told(visitor) if not one.startswith("error: undefined")] == []
    field.send_keys("就業", Keys.ENTER)
    until(visitor, lambda: address(visitor) == f"{dead}/search?q=就業")


def test_a_script_that_was_changed_does_not_run(visitor: Chrome, host: Service, ours: str) -> None:
    box = code(visitor, ours, "code").replace("sha384-", "sha384-AAAA")
    host.answer = other_site.pages(ours, box, "")
    visitor.get(f"{host.address}/column.html")
    assert one(visitor, "plan-search input[name=q]").is_displayed()
