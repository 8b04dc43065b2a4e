from __future__ import annotations

import pytest

from indexer.blocks import Text
from indexer.outline.multipart import multipart_numbers


def counted(*lines: str) -> list[str]:
    blocks = [Text(line, ((0, len(line)),)) for line in lines]
    return [number.text for _, number in sorted(multipart_numbers(blocks).items())]


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (("1 願景", "1.1 書香", "1.1.1 借書。", "1.1.2 還書。", "1.2 講座", "2 計畫", "2.1 車隊"),
         ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]),
        (("一、願景", "1、書香", "1-1 借書。", "1-2 還書。", "2、講座", "2-1 邀請。"),
         ["1-1", "1-2", "2-1"]),
        # A line that was joined to another, and numbers without a blank behind them.
        (("1願景", "1.1書香", "1.1.1借書。", "1.1.3還書。", "1.3.1演講。", "1.2講座", "2計畫"),
         ["1", "1.1", "1.1.1", "1.1.3", "1.2", "2"]),
        # Codes leap, and figures count nothing.
        (("一、指標", "6.1 飲水普及", "6.4 用水效率", "6.6 濕地保育"), []),
        (("3.5 公里已完成", "1.2 倍於去年"), []),
        (("5-7-1 長照", "6-2-3 托育", "1-1-4 公園"), []),
    ],
)  # fmt: skip
def test_numbers_of_several_parts_count_where_they_count_on(
    lines: tuple[str, ...], numbers: list[str]
) -> None:
    assert counted(*lines) == numbers
