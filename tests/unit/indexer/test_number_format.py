from __future__ import annotations

import pytest

from indexer.packages.number_format import BUILT_IN, shown, shown_text

DAY = 46_082  # 2026-03-01, a Sunday


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("General", 0.1 + 0.2, "0.3"),
        ("General", 1 / 3, "0.333333333"),
        ("General", 123_456_789_012, "123456789012"),
        ("General", 0.0000125, "1.25E-05"),
        ('General"件"', -12, "-12件"),
        ("000000", 123, "000123"),
        ("0000-000-000", 912_345_678, "0912-345-678"),
        ("0", 1.234567890123457e17, "123456789012346000"),
        ("#,##0", 0, "0"),
        ("#", 0, ""),
        ("#,##0,", 1_234_567, "1,235"),
        ('0.0,,"百萬"', 1_234_567, "1.2百萬"),
        ("#,##0.0#", 1234.5, "1,234.5"),
        ('0"人次"', 12, "12人次"),
        ("0萬元", 3, "3萬元"),
        ("0.0%", 0.856, "85.6%"),
        ('0.00"‰"', 2.5, "2.50‰"),
        ("#,##0;(#,##0)", -1234, "(1,234)"),
        ("#,##0.00_);[Red](#,##0.00)", -1234.5, "(1,234.50)"),
        ('_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', 0, "-"),
        ('[>=100]0"高";0"低"', 120, "120高"),
        ('[>=100]0"高";0"低"', 20, "20低"),
        ("[$NT$-404]#,##0", 1234.6, "NT$1,235"),
        ("# ?/?", 1.5, "1 1/2"),
        ("??/16", 0.3, "5/16"),
        ("0.00E+00", 12_345, "1.23E+04"),
        ("##0.0E+0", 12_345, "12.3E+3"),
        (";;;", 5, ""),
        ("0.0", 0.25, "0.3"),
        ("yyyy/m/d", DAY, "2026/3/1"),
        ('[$-404]e"年"m"月"d"日"', DAY, "115年3月1日"),
        ('[$-404]ggge"年"', DAY, "中華民國115年"),
        ('[DBNum1][$-404]e"年"m"月"d"日"', DAY, "一百一十五年三月一日"),
        ("[DBNum2]General", 1234, "壹仟貳佰參拾肆"),
        ("yy.mm.dd aaaa", DAY, "26.03.01 星期日"),
        ("d-mmm-yy", DAY, "1-Mar-26"),
        ("h:mm", 0.6041666666666666, "14:30"),
        ("h:mm AM/PM", 0.75, "6:00 PM"),
        ('上午/下午h"時"mm"分"', 0.6, "下午2時24分"),
        ("[h]:mm", 1.5, "36:00"),
        ("mm:ss.0", 0.0123, "17:42.7"),
        ("yyyy/m/d", -1, "-1"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", DAY, "2026年3月1日"),
        ("[$-404]e/m/d;@", DAY, "115/3/1"),
        ('_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', 0, "-"),
        ('_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', -1234.5, "-1,234.50"),
        ("#,##0_ ;[Red]\\-#,##0\\ ", -1234, "-1,234 "),
    ],
)
def test_numbers_are_shown_by_their_codes(code: str, value: float, text: str) -> None:
    assert shown(value, code) == text


def test_days_count_from_1900_or_1904() -> None:
    assert shown(1, "yyyy/m/d") == "1900/1/1"
    assert shown(61, "yyyy/m/d") == "1900/3/1"
    assert shown(0, "yyyy/m/d", from_1904=True) == "1904/1/1"


def test_times_of_taiwan_are_built_in() -> None:
    assert shown(DAY, BUILT_IN[28]) == "115年3月1日"


@pytest.mark.parametrize(
    ("code", "text"), [("@", "甲"), ('"約"@', "約甲"), ('0;0;0;@"案"', "甲案"), ("0.0", "甲")]
)
def test_texts_are_changed_by_a_section_with_their_sign_alone(code: str, text: str) -> None:
    assert shown_text("甲", code) == text


@pytest.mark.parametrize(
    "code",
    [
        "",
        "[",
        '"',
        "\\",
        "0/",
        "E+",
        "[$-zz]0",
        "0" * 999,
        "/",
        "#,",
        "0." + "0" * 240,
        "%" * 250 + "0",
    ],
)
@pytest.mark.parametrize("value", [0.0, -1.5, 1e300, 1e-300])
def test_broken_codes_give_a_text(code: str, value: float) -> None:
    assert isinstance(shown(value, code), str)
