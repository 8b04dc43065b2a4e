"""Weights of the evidence for the role of a heading or numbered paragraph.

The score of a role is its base, the sum over all evidence of weight × strength (0 to 1), and the
step from the role of what stands above it. A margin of 1 is a safe decision, one below 0.5 an open
one. Each entry says what is seen, in the words that people are shown, and what it speaks for. Set
by comparing with judged documents and generated plans, see docs/decisions/018-meaning-by-evidence.md.
"""

from __future__ import annotations

from typing import Literal

Role = Literal[
    "narrative", "goals", "goal", "chapter goal", "work", "project", "indicators", "indicator",
    "indicator sheet",
]  # fmt: skip

ROLE_NAMES: dict[Role, str] = {
    "narrative": "敘述",
    "goals": "目標的章節或分組",
    "goal": "施政目標",
    "chapter goal": "統領一章的目標",
    "work": "計畫的章節或領域",
    "project": "計畫項目",
    "indicators": "指標的章節",
    "indicator": "逐項列出的指標",
    "indicator sheet": "自成一頁的指標",
}

BASE: dict[Role, float] = {
    "narrative": 0.0,
    "goals": -2.0,
    "goal": -1.0,
    "chapter goal": -1.0,
    "work": -1.0,
    "project": -1.0,
    "indicators": -4.0,
    "indicator": -2.0,
    "indicator sheet": -1.0,
}

STEPS: dict[Role, dict[Role, float]] = {
    "narrative": {"narrative": 0, "goals": 0, "chapter goal": 0, "work": -3, "project": -6, "indicators": 0, "indicator sheet": 0},
    "goals": {"narrative": -3, "goals": 0.5, "goal": 1, "work": -5, "project": -6, "indicators": -1.5, "indicator sheet": 0},
    "chapter goal": {"narrative": 0, "goals": 0, "chapter goal": 0, "work": -3, "project": -6, "indicators": 0, "indicator sheet": 0},
    "work": {"narrative": -3, "goals": -3, "chapter goal": 0, "work": 1, "project": 1, "indicators": -3, "indicator sheet": 0},
    "indicators": {"narrative": 0, "goals": -2, "chapter goal": 0, "work": -3, "project": -3, "indicators": 1, "indicator": 1, "indicator sheet": 0},
}  # fmt: skip
"""Role above → role beneath → score of the step; what is not listed never stands there. Beneath a
goal, a work item and an indicator everything is part of it."""

EVIDENCE: dict[str, tuple[str, dict[Role, float]]] = {
    # Its own words.
    "says goal": ("標題寫的是目標", {"goals": 5, "goal": -1}),
    "says project": ("標題寫的是計畫或工作", {"work": 6, "goal": -3}),
    "says kpi": ("標題寫的是指標", {"indicators": 6, "goal": -3}),
    "says narrative": ("標題寫的是前言、結語一類", {"narrative": 4, "work": -2, "project": -1}),
    "names goals column": ("標題是目標的名稱", {"goals": 3}),
    "labelled goal": ("標題標明是目標並有編號", {"chapter goal": 6}),
    "labelled indicator": ("標題標明是指標，底下有內容", {"indicator sheet": 9}),
    "labelled project": ("標題標明是計畫並有編號", {"project": 9}),
    "named as a program": ("名稱是一項業務", {"work": 3, "project": -1}),
    "named as a work item": ("名稱是計畫或工程", {"project": 1, "work": -1}),
    # What stands beneath it.
    "over labelled indicators": ("下一層的標題標明是指標", {"narrative": 9}),
    "over indicator sheets": ("底下有指標或檢討", {"goals": -6, "goal": -6}),
    "over labelled goals": ("底下有標明編號的目標", {"work": -6}),
    "parts with text": ("下一層的標題各有內文", {"goal": -3}),
    "parts over others": ("下一層的標題各有內容", {"project": -2}),
    "unnamed points": ("底下是沒有名稱的要點", {"project": 2, "work": -2}),
    "parts are fields": ("下一層寫明內容、經費一類", {"project": 1, "work": -5}),
    "own text": ("本身有大半的文字", {"work": -3}),
    "own sentence": ("本身是一句話", {"work": -4, "goals": -3}),
    "measured": ("寫明目標值或衡量標準", {"indicator": 3}),
    "names an indicator beneath": ("底下另有標明的指標", {"indicator": -6}),
    "parts over indicators": ("下一層各有標明的指標", {"indicators": 6, "goals": -3, "work": -3}),
    "parts with amounts": ("下一層各說明編列多少經費", {"work": 5}),
    "parts measured": ("底下多半寫明目標值或衡量標準", {"indicators": 1.5}),
    "only a table": ("底下只有表格", {"goal": -4}),
    "unnumbered over a table": ("沒有編號，底下有表格", {"project": -4}),
    "very long": ("長度超過一個計畫項目", {"project": -4}),
    # Its place.
    "whole chapter": ("在編號的最外層", {"project": -4}),
    "first level over parts": ("章節下的第一層，底下還有層次", {"project": -2}),
    "counted as points": ("編號是項目的樣式", {"project": 1, "work": -1.5}),
    "deep level": ("章節下的第二層以下", {"work": -5}),
    # The document.
    "whole document": ("沒有說明整份文件是什麼", {"goals": -2, "work": -2}),
    "plan of goals": ("這類文件的編號段落是目標", {"goals": 6}),
    "plan of work": ("這類文件的編號段落是工作", {"work": 6}),
    "announced goals": ("前文說以下是目標", {"goals": 6}),
    "title says work": ("文件名稱寫的是成果或計畫", {"work": 6}),
    "tells what was done": ("編號段落多半說明做了什麼、做了多少", {"work": 6}),
    "lists aims": ("編號段落多半是要做的事，沒有日期", {"goals": 6}),
    # Its form, where no words tell.
    "looks like goals": ("各標題之下是未命名的要點", {"goals": 5, "work": -3}),
    "looks like work": ("各標題之下是有名稱的工作", {"work": 5}),
    "policy field": ("底下各句都是目標的領域", {"goals": 5}),
}
