"""What the page of another site sends is refused."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

OWN = {"Host": "plans.example"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://plans.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://plans.example.evil.example"},
        {"Origin": "http://plans.example:8080"},
        {"Origin": "http://evil.example/plans.example"},
    ],
)
def test_forms_of_other_sites_are_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    for address in ("/verify", "/basket", "/export/odt", "/batch"):
        answer = client.post(address, data={"draft": "甲"}, headers=OWN | headers)
        assert answer.status_code == 403, address
        assert "不是從本網站送出" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://plans.example"},
        {"Origin": "null"},
    ],
)
def test_our_own_forms_are_taken(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post("/verify", data={"draft": "「甲乙丙丁」"}, headers=OWN | headers)
    assert answer.status_code == 200


def test_links_from_other_sites_are_followed(client: FlaskClient) -> None:
    answer = client.get("/search?q=甲", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
