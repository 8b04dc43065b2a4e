from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from page import found, text, tree


def test_documents_show_their_best_passages_and_lead_to_all(client: FlaskClient) -> None:
    page = client.get("/search?q=就業&view=documents")
    titles = found(page, "//section[@class='group']/h3")
    counts = [int(title.split()[-2]) for title in titles]
    total = found(page, "//p[@id='total']/strong")[0]
    assert sum(counts) == int(total)
    for group, count in zip(tree(page).xpath("//section[@class='group']"), counts, strict=True):
        assert len(group.xpath(".//article")) == min(count, 3)
        more = group.xpath(".//p[@class='more']/a/@href")
        assert len(more) == (count > 3)
        for address in more:
            assert f"{count} 段／1 份文件" in text(client.get(address))


@pytest.mark.parametrize(("sort", "first"), [("newest", "110"), ("oldest", "106")])
def test_documents_follow_the_sort(client: FlaskClient, sort: str, first: str) -> None:
    page = client.get(f"/search?sort={sort}&view=documents")
    assert first in found(page, "//section[@class='group']/h3")[0]


def test_what_is_not_there_has_no_groups(client: FlaskClient) -> None:
    page = client.get("/search?q=恐龍&view=documents")
    assert "查無符合" in text(page)
    gone = client.get("/search?q=就業&view=documents&page=2")
    assert gone.status_code == 404
    assert "結果只有 1 頁" in text(gone)


def test_the_view_is_part_of_the_state(client: FlaskClient) -> None:
    page = client.get("/search?q=就業&view=documents&sort=newest")
    hidden = tree(page).xpath("//div[@id='panels']/input[@type='hidden']")
    assert {(item.get("name"), item.get("value")) for item in hidden} == {
        ("view", "documents"),
        ("sort", "newest"),
    }
    assert client.get("/search?q=就業&view=passages").location == "/search?q=%E5%B0%B1%E6%A5%AD"
    assert client.get("/search?q=就業&view=cube").status_code == 400
    assert client.get("/api/v1/search?q=就業&view=matrix").status_code == 400


def test_a_document_is_searched_alone(client: FlaskClient) -> None:
    page = client.get("/search?q=就業&document=mol-109-plan")
    assert found(page, "//a[@class='chip']/@aria-label") == ["移除篩選：文件 勞動部109年度施政計畫"]
    assert "1 份文件" in found(page, "//p[@id='total']")[0]
    assert client.get("/search?document=nowhere").status_code == 400
    hits = client.get("/api/v1/search?q=就業&document=mol-109-plan").get_json()["hits"]
    assert {hit["document"] for hit in hits} == {"mol-109-plan"}
    nothing = client.get("/search?q=技能&document=mol-109-plan")
    assert "不限文件" in text(nothing)
