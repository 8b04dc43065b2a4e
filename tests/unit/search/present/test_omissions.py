"""What could not be read is said by reason, with its places."""

from __future__ import annotations

from typing import get_args

from search.model import Omission, Reason
from search.present.omissions import LABELS, grouped, sentences

PAGES = tuple(Omission("scanned-page", f"第 {n} 頁", "沒有文字") for n in range(1, 11))
MARK = Omission("watermark", "第 1 頁", "浮水印沒有讀入", 24)
GUESSED = Omission("vertical", "第 2 頁", "由右至左讀入", 40, guessed=True)


def test_every_reason_has_a_name() -> None:
    assert set(LABELS) == set(get_args(Reason))


def test_omissions_of_one_reason_and_wording_are_one() -> None:
    vertical, scanned, mark = grouped((GUESSED, *PAGES, MARK))[::-1][:1] + grouped((*PAGES, MARK))
    assert vertical.guessed
    assert (scanned.label, scanned.count, scanned.size) == ("整頁影像", 10, "")
    assert scanned.where.endswith("第 8 頁等 10 處")
    assert (mark.count, mark.size) == (1, "24 字")


def test_each_thing_is_said_once() -> None:
    whole = Omission("hidden", "工作表「甲」", "工作表「甲」隱藏的第 3 列沒有讀（19 字）", 19)
    assert sentences((MARK, whole)) == ("第 1 頁：浮水印沒有讀入（24 字）", whole.told)
    assert sentences((MARK, whole), told=[whole.told]) == ("第 1 頁：浮水印沒有讀入（24 字）",)
