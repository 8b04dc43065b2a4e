"""The whole line through the real processes: index the samples, serve, ask by HTTP."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest
from processes import ROOT, serving, zhengsuo

FACETS = ("agency", "year", "work_program", "plan_category", "kind")


@pytest.fixture(scope="module")
def address(samples: Path) -> Iterator[str]:
    """The address of a server over that index."""
    with serving(samples) as found:
        yield found


def _get(url: str) -> tuple[int, str, str]:
    """Status, content type and body of an answer."""
    try:
        with urlopen(url, timeout=30) as answer:  # noqa: S310  our own server
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def _search(address: str, **arguments: Any) -> dict[str, Any]:
    status, kind, body = _get(f"{address}/api/v1/search?{urlencode(arguments, doseq=True)}")
    assert (status, kind.split(";")[0]) == (200, "application/json"), body
    found: dict[str, Any] = json.loads(body)
    return found


def test_a_term_is_found_with_facets_and_exact_marks(address: str) -> None:
    found = _search(address, q="職業災害", exact=1, size=100)
    assert found["total"] == len(found["hits"]) > 10
    assert found["searched"]["documents"] == 20
    assert found["searched"]["failed"] == 0
    for facet in FACETS:
        assert sum(value["count"] for value in found["facets"][facet]) == found["total"], facet
    for hit in found["hits"]:
        marked = {s["text"][a:b] for s in hit["snippets"] for a, b in s["marks"]}
        assert marked == {"職業災害"}, hit["title"]
        assert hit["sample"]


def test_facets_narrow_each_other(address: str) -> None:
    bureau = _search(address, q="職業災害", agency="示範市政府勞工局", year=["109", "110"])
    assert {hit["agency"] for hit in bureau["hits"]} == {"示範市政府勞工局"}
    assert {hit["year_roc"] for hit in bureau["hits"]} <= {109, 110}
    whole = _search(address, q="職業災害")
    assert 0 < bureau["total"] < whole["total"]
    agencies = {value["value"]: value["count"] for value in bureau["facets"]["agency"]}
    assert len(agencies) > 1
    assert agencies["示範市政府勞工局"] == bureau["total"]


def test_two_editions_are_one_document(address: str) -> None:
    found = _search(address, q="見習津貼", year="109", agency="示範市政府勞工局")
    goal = next(hit for hit in found["hits"] if hit["kind"] == "goal")
    assert len(goal["editions"]) == 1
    assert goal["editions"][0]["same_text"] is False
    assert {goal["source"]["file"], goal["editions"][0]["file"]} == {
        "sample-labor-109-plan-from-word.txt",
        "sample-labor-109-plan-from-pdf.txt",
    }


def test_an_agency_that_the_document_does_not_print_comes_from_the_catalogue(address: str) -> None:
    found = _search(address, q="脫貧", agency="示範市政府社會局")
    assert {hit["source"]["file"] for hit in found["hits"]} == {"sample-social-109-plan.txt"}


def test_every_page_answers(address: str) -> None:
    hit = _search(address, q="職業災害")["hits"][0]
    for path in (
        "/",
        "/search?q=" + quote("職業災害"),
        f"/p/{quote(hit['id'])}",
        f"/d/{quote(hit['document'])}",
        "/coverage",
        "/help",
        "/sitemap",
    ):
        status, kind, body = _get(address + path)
        assert (status, kind.split(";")[0]) == (200, "text/html"), path
        assert 'lang="zh-Hant-TW"' in body, path
    status, _, body = _get(address + "/search?q=" + quote("職業災害"))
    assert "<mark>職業災害</mark>" in body
    assert "示範語料" in body


def test_addresses_that_pages_link_to_answer(address: str) -> None:
    _, _, body = _get(address + "/")
    links = set(re.findall(r'(?:href|src|action)="(/[^"#]*)"', body))
    assert links
    for link in sorted(links):
        assert _get(address + link.replace("&amp;", "&"))[0] == 200, link


def test_what_is_not_there_is_said(address: str) -> None:
    assert _get(address + "/p/no-such-passage")[0] == 404
    status, kind, body = _get(address + "/api/v1/search?q=x&page=none&size=1000")
    assert (status, kind.split(";")[0]) == (400, "application/problem+json")
    assert "page" in body
    assert "size" in body


def test_a_second_run_has_nothing_to_do(samples: Path, address: str) -> None:
    before = _search(address, q="職業災害")["index"]
    done = subprocess.run(
        zhengsuo("index", ROOT / "corpus", "--data", samples), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert _search(address, q="職業災害")["index"] == before


def test_the_terminal_gives_the_same_answer(samples: Path, address: str) -> None:
    done = subprocess.run(
        zhengsuo("search", "職業災害", "--data", samples, "--format", "json"),
        capture_output=True,
        text=True,
        check=True,
    )
    told, found = json.loads(done.stdout), _search(address, q="職業災害")
    assert told["total"] == found["total"]
    assert [hit["id"] for hit in told["hits"]] == [hit["id"] for hit in found["hits"]]


def test_every_example_of_the_guide_finds_something(address: str) -> None:
    guide = (ROOT / "docs" / "使用手冊.md").read_text("utf-8")
    table = guide[guide.index("| 想查什麼 |") : guide.index("這些寫法會一起查")]
    examples = re.findall(r"`([^`]+)`", table)
    assert len(examples) >= 8
    for example in examples:
        found = _search(address, q=example)
        assert found["total"] > 0, example
        # How a list is taken is said above its results.
        told = 1 if re.search("[、+｜|]", example) else 0
        assert len(found["query"]["problems"]) == told, example
