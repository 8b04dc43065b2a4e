from __future__ import annotations

import pytest
from small_texts import texts

ONE = "    (一)辦理弱勢家庭的生活扶助與急難救助，保障弱勢"
TWO = "    (二)推動各項自立方案並結合民間資源，協助其他的"


def test_lines_under_the_text_of_a_number_go_on_with_it() -> None:
    text = f"一、社會救助\n{ONE}\n        民眾基本生活。\n{TWO}\n        市民自立。\n"
    assert texts(text) == [
        "一、社會救助",
        f"{ONE.strip()}民眾基本生活。",
        f"{TWO.strip()}市民自立。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # One such line tells nothing of the page.
        f"{ONE}\n        民眾基本生活。\n內文。\n",
        # A heading over its text does not reach the edge.
        f"    (一)社會救助\n        辦理。\n    (二)托育\n        設置。\n{ONE}。\n",
        # What is not indented begins anew, and so does a label.
        f"{ONE}\n民眾基本生活。\n{TWO}\n市民自立。\n",
        f"{ONE}\n        目標值：40%\n{TWO}\n        目標值：50%\n",
    ],
)
def test_other_lines_stand_alone(text: str) -> None:
    assert texts(text) == [line.strip() for line in text.splitlines()]
