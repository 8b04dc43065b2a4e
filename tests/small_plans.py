"""A few plans as files, indexed as an operator would, for tests of evidence and its files."""

from __future__ import annotations

from pathlib import Path

from indexer import pipeline

LABOR_106 = """勞動部106年度施政計畫

目錄
壹、年度施政目標…………………………1
一、預防職業災害…………………………1
二、恐龍保育………………………………2

壹、年度施政目標

一、預防職業災害
（一）減少職業災害的發生，全年檢查 1,200 家事業單位。
（二）照顧受傷的勞工。
二、促進就業
（一）協助僱主徵才，辦理就業博覽會 20 場。
（二）提供青年就業諮詢。
"""
LABOR_107 = """勞動部107年度施政計畫

壹、年度施政目標

一、促進青年就業
（一）辦理就業博覽會 25 場。
二、照顧退休勞工
（一）提高退休金提繳率。
"""
# Cells that a spreadsheet would take for formulas, and characters that no XML file may hold.
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    '＝HYPERLINK("http://evil.example")',
    "<script>alert(1)</script>&amp;\u202e反向",
)
CITY_109 = "\n".join(
    (
        "臺中市政府勞工局109年度施政計畫",
        "",
        "壹、年度施政目標",
        "",
        *(
            f"{'一二三四五六'[place]}、{text}\n（一）{text}職業災害"
            for place, text in enumerate(HOSTILE)
        ),
        "",
    )
)
FAILED = "勞動部108年度施政計畫.docx"


def index_plans(folder: Path) -> Path:
    """Write the plans, one file that cannot be read among them, and index them.

    Returns:
        The data folder.
    """
    plans = folder / "plans"
    plans.mkdir()
    for name, text in (
        ("labor-106.txt", LABOR_106),
        ("labor-107.txt", LABOR_107),
        ("city-109.txt", CITY_109),
    ):
        (plans / name).write_text(text, "utf-8")
    (plans / FAILED).write_bytes(b"PK\x03\x04 no archive at all")
    data = folder / "data"
    pipeline.run([plans], data, "whoosh", lambda stage, done, total: None)
    return data
