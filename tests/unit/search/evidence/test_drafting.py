from __future__ import annotations

import pytest

from search.evidence.drafting import asked_parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("橋梁何時檢測？由誰辦理？", ["橋梁何時檢測？", "由誰辦理？"]),
        (
            "請貴局說明：一、橋梁檢測頻率。二、經費多少？",
            ["請貴局說明：一、橋梁檢測頻率。", "二、經費多少？"],
        ),
        (
            "去年山區豪雨。道路多處坍方。請問何時修復？另請提供經費。",
            ["去年山區豪雨。道路多處坍方。請問何時修復？", "另請提供經費。"],
        ),
        (
            "1.路燈為何不亮？\n2.維修電話幾號？謝謝。",
            ["1.路燈為何不亮？", "2.維修電話幾號？謝謝。"],
        ),
        ("路燈", ["路燈"]),
        ("", []),
    ],
)
def test_a_question_is_cut_where_it_asks_again(question: str, parts: list[str]) -> None:
    assert list(asked_parts(question)) == parts


def test_nothing_of_a_question_is_left_out() -> None:
    question = "本席關心：（一）公園遊具幾座？（二）檢修紀錄為何不公開！應予檢討。\n三、其他。"
    assert "".join("".join(asked_parts(question)).split()) == "".join(question.split())
