from __future__ import annotations

from urllib.parse import quote

import pytest
import small_corpus
from flask.testing import FlaskClient
from page import body_of

PASSAGE = {
    "id", "document", "document_title", "document_kind", "agency", "year", "year_roc", "kind",
    "title", "number", "section", "work_program", "plan_category", "text", "items", "codes",
    "kpi_link", "kpi", "confidence", "location", "also_at", "source", "editions",
}  # fmt: skip


def test_a_search_has_the_promised_names(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/search?q={quote('職業災害')}&agency={quote('勞動部')}&year=2020")
    assert answer.content_type == "application/json"
    body = body_of(answer)
    assert {
        "query", "total", "hits", "related", "facets", "suggestions", "searched", "index",
        "took_ms",
    } <= set(body)  # fmt: skip
    assert body["total"] == 1
    (hit,) = body["hits"]
    assert set(hit) >= PASSAGE | {"snippets", "matched_by"}
    assert [link["same_text"] for link in hit["editions"]] == [False]
    for snippet in hit["snippets"]:
        for start, end in snippet["marks"]:
            assert snippet["text"][start:end] == "職業災害"
    assert set(body["facets"]) == {"agency", "year", "work_program", "plan_category", "kind"}
    assert body["searched"] == {"documents": 3, "passages": 29, "failed": 1, "incomplete": 1}


def test_names_and_codes_mean_the_same(client: FlaskClient) -> None:
    by_code = body_of(client.get("/api/v1/search?agency=mol&kind=goal"))
    by_name = body_of(
        client.get(f"/api/v1/search?agency={quote('勞動部')}&kind={quote('施政目標')}")
    )
    assert by_code["total"] == by_name["total"] == 1
    assert by_code["hits"] == by_name["hits"]


def test_pages_of_any_size(client: FlaskClient) -> None:
    whole = body_of(client.get("/api/v1/search?sort=document&size=100"))
    assert len(whole["hits"]) == whole["total"] == 29
    parts = [
        hit["id"]
        for page in (1, 2, 3)
        for hit in body_of(client.get(f"/api/v1/search?sort=document&size=10&page={page}"))["hits"]
    ]
    assert parts == [hit["id"] for hit in whole["hits"]]
    past = client.get("/api/v1/search?size=100&page=2")
    assert (past.status_code, body_of(past)["hits"], body_of(past)["total"]) == (200, [], 29)


def test_faults_are_problems(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?agnecy=mol&size=0&year=abc")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert body_of(answer)["status"] == 400
    named = [fault["parameter"] for fault in body_of(answer)["faults"]]
    assert named == ["agnecy", "year", "size"]


def test_a_passage_is_the_same_everywhere(client: FlaskClient) -> None:
    hit = body_of(client.get("/api/v1/search?kind=kpi"))["hits"][0]
    shown = body_of(client.get(f"/api/v1/passages/{hit['id']}"))
    assert set(shown) == PASSAGE
    assert {name: hit[name] for name in PASSAGE} == shown
    assert shown["kpi"]["values"] == {"2017 target": "2.9", "2017 actual": "2.8"}
    assert shown["also_at"][0]["differs"] == {"target": "2.75"}


def test_ids_that_moved_or_went_still_answer(client: FlaskClient) -> None:
    moved = client.get(f"/api/v1/passages/{small_corpus.MOVED}")
    assert moved.status_code == 301
    assert moved.location == "/api/v1/passages/mol-109-plan-word-goal-1"
    gone = client.get(f"/api/v1/passages/{small_corpus.GONE}")
    assert (gone.status_code, body_of(gone)["last"]["標題"]) == (410, "預防職業災害")
    assert "now" not in body_of(gone)
    parted = body_of(client.get(f"/api/v1/passages/{small_corpus.PARTED}"))
    assert [one["id"] for one in parted["now"]] == [
        "mol-109-plan-word-goal-1",
        small_corpus.CHANGED,
    ]


@pytest.mark.parametrize(
    "address", ["/api/v1/passages/none", "/api/v1/documents/none", "/api/v1/none", "/api/"]
)
def test_what_is_not_there_is_a_problem_too(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_documents_tell_what_they_hold(client: FlaskClient) -> None:
    body = body_of(client.get("/api/v1/documents"))
    assert [(held["id"], held["passages"]) for held in body["documents"]] == [
        ("mol-109-plan", 2),
        ("mol-106-plan", 1),
        ("city-110-plan", 26),
    ]
    assert body["failed"][0]["file"] == "壞檔.docx"
    one = body_of(client.get("/api/v1/documents/city-110-plan"))
    assert one["sample"] is True
    assert one["editions"][0]["uncovered"][0]["text"] == "組織架構圖"
    assert len(one["editions"][0]["passages"]) == 26


def test_suggestions_begin_as_typed(client: FlaskClient) -> None:
    body = body_of(client.get(f"/api/v1/suggest?q={quote('就業')}"))
    assert body["query"] == "就業"
    assert "就業服務" in body["suggestions"]
    named = [one for group in body["groups"] for one in group["names"]]
    assert sorted(one["text"] for one in named) == sorted(body["suggestions"])
    for one in named:
        found = body_of(client.get(f"/api/v1/search?exact=1&q={quote(one['text'])}"))
        assert one["count"] == found["total"], one
    labels = [group["label"] for group in body["groups"]]
    assert labels == [name for name in ("指標", "計畫", "機關", "詞") if name in labels]
    assert body_of(client.get("/api/v1/suggest?q="))["suggestions"] == []
    assert body_of(client.get("/api/v1/suggest"))["suggestions"] == []


def test_pages_are_joined_by_their_addresses(client: FlaskClient) -> None:
    address = f"/api/v1/search?q={quote('技能')}&sort=document&size=10&fields=id,title"
    seen: list[str] = []
    links: list[str] = []
    while address:
        answer = client.get(address)
        body = body_of(answer)
        assert all(set(hit) == {"id", "title"} for hit in body["hits"])
        seen += [hit["id"] for hit in body["hits"]]
        links.append(answer.headers.get("Link", ""))
        address = body["next"]
    assert len(seen) == len(set(seen)) == body["total"] == 25
    assert ['rel="next"' in link for link in links] == [True, True, False]
    assert ['rel="prev"' in link for link in links] == [False, True, True]


def test_no_page_beyond_reach_is_named(client: FlaskClient) -> None:
    """There are 29 passages: the last page that can be asked for names none after it."""
    assert body_of(client.get("/api/v1/search?size=29"))["next"] is None
    assert body_of(client.get("/api/v1/search?size=28"))["next"].endswith("page=2&size=28")


def test_unknown_fields_and_parameters_are_faults_everywhere(client: FlaskClient) -> None:
    for address in ("search", "documents", "passages/mol-109-plan-word-goal-1"):
        answer = client.get(f"/api/v1/{address}?fields=id,nothing&x=1")
        assert answer.status_code == 400, address
        named = {fault["parameter"] for fault in body_of(answer)["faults"]}
        assert named == {"x", "fields"}, address
    for address in ("coverage", "suggest", "documents/mol-109-plan"):
        assert client.get(f"/api/v1/{address}?x=1").status_code == 400, address


def test_coverage_accounts_for_every_document(client: FlaskClient) -> None:
    body = body_of(client.get("/api/v1/coverage"))
    assert body["searched"] == {"documents": 3, "passages": 29, "failed": 1, "incomplete": 1}
    editions = {one["id"]: one for held in body["documents"] for one in held["editions"]}
    assert editions["mol-109-plan.word"]["passages"] == {"goal": 1, "project": 1}
    assert editions["city-110-plan.word"]["share"] == 950 / 1100
    assert editions["city-110-plan.word"]["omissions"][1] == {
        "reason": "scanned-page",
        "place": "第 4 頁",
        "told": "沒有文字，可能是掃描的影像",
        "characters": 0,
        "guessed": False,
    }
    assert editions["city-110-plan.word"]["uncovered"][0]["text"] == "組織架構圖"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_problems_that_name_those_allowed(
    client: FlaskClient, method: str
) -> None:
    answer = client.open("/api/v1/search", method=method)
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_pages_of_programs_are_joined_too(client: FlaskClient) -> None:
    first = client.get("/api/v1/programs?size=1&fields=title")
    body = body_of(first)
    assert body["total"] > 1
    assert all(set(one) == {"id", "title"} for one in body["programs"])
    assert body["next"] == "/api/v1/programs?page=2&size=1&fields=title"
    assert first.headers["Link"] == f'<{body["next"]}>; rel="next"'
    assert body_of(client.get(f"/api/v1/programs?page={body['total']}&size=1"))["next"] is None
