from __future__ import annotations

import pytest
from origin_tricks import ALLOWED, TRICKS

from web.edge.origins import frame_ancestors, is_allowed


@pytest.mark.parametrize("origin", ALLOWED)
def test_origins_of_the_list_are_allowed(origin: str) -> None:
    assert is_allowed(origin, ALLOWED)


@pytest.mark.parametrize("origin", TRICKS.values(), ids=TRICKS)
def test_no_other_is(origin: str) -> None:
    assert not is_allowed(origin, ALLOWED)


def test_nobody_is_where_there_is_no_origin_or_no_list() -> None:
    assert not is_allowed(None, ALLOWED)
    assert not is_allowed(ALLOWED[0], ())
    assert not is_allowed("null", ("null",))


def test_frames_may_be_shown_by_the_site_itself_and_by_the_list() -> None:
    assert frame_ancestors(ALLOWED) == "'self' https://www.example.tw http://intranet:8080"
    assert frame_ancestors(()) == "'self'"
