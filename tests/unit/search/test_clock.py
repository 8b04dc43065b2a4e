"""Days and times are those of Taiwan, wherever the machine stands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from search import clock
from search.present.change_lines import change_lines

if not hasattr(time, "tzset"):
    pytest.skip("the zone of this machine's clock cannot be changed", allow_module_level=True)


# A day behind and a day ahead: in one of them the day is always another one than in Taiwan.
@pytest.fixture(params=["Etc/GMT+12", "Pacific/Kiritimati"], autouse=True)
def _elsewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


def test_the_present_is_told_as_in_taiwan() -> None:
    before = (datetime.now(UTC) + timedelta(hours=8)).replace(tzinfo=None)
    now, today = clock.now().replace(tzinfo=None), clock.today()
    after = (datetime.now(UTC) + timedelta(hours=8)).replace(tzinfo=None)
    assert before <= now <= after
    assert before.date() <= today <= after.date()


def test_time_stamps_are_told_as_in_taiwan() -> None:
    assert clock.told("2026-11-20T17:05:00+00:00").isoformat() == "2026-11-21T01:05:00+08:00"
    (line,) = change_lines("2026-11-20T17:05:00.123+00:00", compared=False, changes=())
    assert line.startswith("2026-11-21 01:05 ")
