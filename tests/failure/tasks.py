"""Work for child processes, which import it by this name."""

from __future__ import annotations

import time

from search.sandbox import pages


def sleep(seconds: float) -> str:
    """Take time by the clock and none of the processor."""
    time.sleep(seconds)
    return "awake"


def work(task: tuple[float, int]) -> str:
    """Use processor time on a file of pages.

    Args:
        task: seconds of processor time, and pages to tell of before.
    """
    seconds, page_count = task
    for page in range(1, page_count + 1):
        pages.reached(page, page_count)
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return "done"
