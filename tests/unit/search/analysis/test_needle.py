from __future__ import annotations

import pytest

from search.analysis.needle import needle
from search.analysis.normalise import fold_running, fold_running_with_map


def occurs(term: str, text: str, *, inside: bool = False, merged: bool = False) -> bool:
    made = needle(term, merged=merged, inside=inside)
    return made.occurs(fold_running(text, merged=merged))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("8%", "失業率降至8%。"),
        ("8%", "自５％升至８％以上"),
        ("8%", "x=8%"),
        ("AI", "推動AI應用"),
        ("AI", "發展 AI、ＩｏＴ"),
        ("AI", "open ai tools"),
        ("ai", "(AI)"),
        ("2,000", "補助2,000人"),
        ("2000", "補助2,000人"),
        ("2,000", "補助2000人"),
        ("２，０００", "補助 2,000 人"),
        ("1,234,567", "計1234567元"),
        ("補助2,000人", "補助2000人次"),
        ("109年", "民國 109 年度"),
        ("109", "101, 105, 109 年"),
        ("109", "第 1. 109 人"),
        ("5-7-1", "編號5-7-1。"),
        ("1.4.1", "指標1.4.1：訓練"),
        ("COVID", "COVID-19 疫情"),
        ("19", "疫情（COVID-19）"),
        ("PM2.5", "PM2.5濃度"),
        ("AI應用", "推動AI應用"),
        ("推動AI", "推動AI應用"),
        ("推動AI應用", "推動 A I 應用"),
        ("open data", "OpenData平臺"),
        ("opendata", "Open Data 平臺"),
        ("。8", "。8"),
        ("8", "8"),
        ("1.8", "共1.8萬"),
        ("90", "90.5之外，90。"),
    ],
)
def test_a_term_is_found_at_the_edges_of_figures_and_latin_words(term: str, text: str) -> None:
    assert occurs(term, text)
    assert occurs(term, text, merged=True)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("8%", "0.08%"),
        ("8%", "1.8%"),
        ("8%", "18%"),
        ("AI", "Air quality"),
        ("AI", "FAI"),
        ("AI", "AI2"),
        ("2,000", "2,000,000元"),
        ("2,000", "12,000元"),
        ("2,000", "0983-142000"),
        ("2,000", "2000.5"),
        ("000", "2,000"),
        ("7", "5-7-1"),
        ("5-7", "5-7-1"),
        ("1.4", "1.4.1"),
        ("142000", "0983-142000"),
        ("PM2", "PM2.5"),
        ("09年", "109年"),
        ("4G", "4GB"),
        ("AI應用", "FAI應用"),
        ("推動A", "推動AI"),
    ],
)
def test_what_stands_within_longer_ones_is_found_only_where_that_is_asked(
    term: str, text: str
) -> None:
    assert not occurs(term, text)
    assert not occurs(term, text, merged=True)
    assert occurs(term, text, inside=True)


def test_the_places_lead_back_to_the_source() -> None:
    source = "共 12,000 人、2,000 人；AI 及 A I"
    folded = fold_running_with_map(source)
    found = {
        term: [
            source[slice(*folded.source_span(*span))]
            for span in needle(term, merged=False).places(folded.text)
        ]
        for term in ("2000人", "ai", "人")
    }
    assert found == {"2000人": ["2,000 人"], "ai": ["AI", "A I"], "人": ["人", "人"]}


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("推動 AI 應用", "推動ai應用"),
        ("open  data", "open data"),
        ("2024 target 1,240 場", "2024 target 1240場"),
        ("1,2,3", "1,2,3"),
        ("101, 102年", "101, 102年"),
        ("1,234,567", "1234567"),
        ("1,2345", "1,2345"),
        ("甲\n乙\u3000丙", "甲乙丙"),
        ("109\n110", "109 110"),
        ("職\u200b災", "職災"),
    ],
)
def test_a_running_text_keeps_figures_and_words_apart(text: str, running: str) -> None:
    assert fold_running(text) == running
    assert fold_running_with_map(text).text == running
    assert fold_running(running) == running
    assert fold_running(running, merged=True) == fold_running(text, merged=True)
