from __future__ import annotations

import pytest

from indexer.numbering import RANK, bullet, chinese_number, enumerator, items


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿一", 21),
        ("卅", 30),
        ("九十九", 99),
        ("一百", 100),
        ("一百零三", 103),
        ("一○九", 109),
        ("一〇九", 109),
        ("壹", 1),
        ("貳拾參", 23),
        ("叁", 3),
        ("参", 3),
        ("壹佰貳拾", 120),
        ("", None),
        ("甲", None),
        ("12", None),
        ("一千", None),
    ],
)
def test_chinese_number(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("line", "style", "value", "number", "rest"),
    [
        ("第一篇 總論", "part", 1, "第一篇", "總論"),
        ("第 2 編、推動架構", "part", 2, "第 2 編", "推動架構"),
        ("第三章　預期效益", "chapter", 3, "第三章", "預期效益"),
        ("附錄一：名詞說明", "chapter", 1, "附錄一", "名詞說明"),
        ("附件：名冊", "chapter", 1, "附件", "名冊"),
        ("第十節 分工", "section", 10, "第十節", "分工"),
        ("壹、前言", "formal", 1, "壹", "前言"),
        ("貳．願景", "formal", 2, "貳", "願景"),
        ("拾壹、結語", "formal", 11, "拾壹", "結語"),
        ("一、工時管理", "chinese", 1, "一", "工時管理"),
        ("二十三、其他", "chinese", 23, "二十三", "其他"),
        ("（一）訪視", "chinese-bracket", 1, "（一）", "訪視"),
        ("(十二) 補助", "chinese-bracket", 12, "(十二)", "補助"),
        ("1.辦理訓練", "digit", 1, "1", "辦理訓練"),
        ("１．辦理訓練", "digit", 1, "１", "辦理訓練"),
        ("12、查核", "digit", 12, "12", "查核"),
        ("(1) 工地", "digit-bracket", 1, "(1)", "工地"),
        ("（２）工地", "digit-bracket", 2, "（２）", "工地"),
        ("①宣導", "circled", 1, "①", "宣導"),
        ("⑴ 宣導", "circled", 1, "⑴", "宣導"),
        ("❷宣導", "circled", 2, "❷", "宣導"),
        ("丙、經費", "stem", 3, "丙", "經費"),
        ("B. 經費", "capital", 2, "B", "經費"),
        ("ｂ、經費", "letter", 2, "ｂ", "經費"),
        ("Ⅲ、經費", "roman", 3, "Ⅲ", "經費"),
        ("(c) 經費", "letter-bracket", 3, "(c)", "經費"),
        # A compatibility ideograph looks the same.
        ("\uf9d1、交通", "formal", 6, "六", "交通"),
    ],
)
def test_printed_numbers(line: str, style: str, value: int, number: str, rest: str) -> None:
    found = enumerator(line)
    if line.startswith("\uf9d1"):
        assert found is not None
        assert (found.value, line[found.end :]) == (value, rest)
        return
    assert found is not None
    assert (found.style, found.value, found.text) == (style, value, number)
    assert line[found.end :] == rest
    assert style in RANK


@pytest.mark.parametrize(
    "line",
    [
        "",
        "前言",
        "  一、前面有空白",
        "1.5 倍",
        "３．５％",
        "109年度",
        "第一部門",
        "第三編組",
        "十大建設",
        "附錄內容",
        "A.I 技術",
        "ISO 標準",
        "（三十歲以上）",
        "一二三四五、太長",
        "100、三位數不是項次",
    ],
)
def test_no_printed_number(line: str) -> None:
    assert enumerator(line) is None


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("- 甲", 2),
        ("* 甲", 2),
        ("•甲", 1),
        ("● 甲", 2),
        ("※甲", 1),
        ("➢　甲", 2),
        ("-甲", 0),
        ("○甲", 0),
        ("甲", 0),
        ("", 0),
    ],
)
def test_bullets(line: str, length: int) -> None:
    assert bullet(line) == length


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", ()),
        ("辦理訓練。", ("辦理訓練。",)),
        ("辦理訓練。\n補助設備。", ("辦理訓練。", "補助設備。")),
        ("一、辦理訓練。二、補助設備。", ("一、辦理訓練。", "二、補助設備。")),
        ("（一）訓練。（二）補助。", ("（一）訓練。", "（二）補助。")),
        ("1.訓練；2.補助", ("1.訓練；", "2.補助")),
        ("①訓練。②補助。", ("①訓練。", "②補助。")),
        ("說明： 1、訓練。 2、補助。", ("說明：", "1、訓練。", "2、補助。")),
        # Only the outer style cuts.
        (
            "一、訓練：（1）初階。（2）進階。二、補助。",
            ("一、訓練：（1）初階。（2）進階。", "二、補助。"),
        ),
        # A number in the midst of a sentence is none.
        ("一、依第二、三條辦理。二、補助。", ("一、依第二、三條辦理。", "二、補助。")),
        # Numbers that do not count up do not cut.
        ("一、訓練。三、補助。", ("一、訓練。三、補助。",)),
        ("一、訓練。1.5 倍補助。", ("一、訓練。1.5 倍補助。",)),
        # A cell that goes on from a page before begins in the midst of its items.
        ("三、訓練。四、補助。", ("三、訓練。", "四、補助。")),
        ("一、訓練及\n輔導。二、補助。", ("一、訓練及輔導。", "二、補助。")),
    ],
)
def test_items(text: str, cut: tuple[str, ...]) -> None:
    assert items(text) == cut
