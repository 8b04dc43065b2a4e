"""Made plans of real vocabulary: agencies over years, each with goals, projects and indicators.

Run: python benchmarks/engines/plans.py FOLDER --plans 110

A plan goes on from the one of the year before: three of four projects keep their name, so that
programs have something to be linked by. The same seed makes the same files everywhere.
"""

from __future__ import annotations

import argparse
import random
from html import escape
from pathlib import Path

YEARS = 11
GOALS, PROJECTS, INDICATORS = 20, 50, 30
FIRST_ROC = 104
FIELDS = ["勞動條件", "職業安全", "身心障礙者", "中高齡者", "青年", "新住民", "原住民族", "長期照顧", "幼兒教育", "國民中學", "高級中等學校", "特殊教育", "公共運輸", "道路橋梁", "河川排水", "空氣品質", "廢棄物", "農村", "漁港", "森林", "觀光", "文化資產", "圖書館", "運動場館", "社會救助", "家庭暴力防治", "消防救災", "地震", "颱風", "資訊安全", "開放資料", "智慧城市", "淨零排放", "再生能源", "節約用水", "公有土地", "都市更新", "社會住宅", "稅務", "採購", "人事", "檔案", "法制", "性別平等", "食品安全", "傳染病", "心理健康", "動物保護", "市場", "工業區"]  # fmt: skip
DEEDS = [
    "推動",
    "辦理",
    "加強",
    "補助",
    "輔導",
    "建置",
    "檢討",
    "規劃",
    "提升",
    "落實",
    "宣導",
    "查核",
    "汰換",
    "修繕",
    "整合",
    "擴大",
]
THINGS = ["計畫", "方案", "措施", "訓練", "檢查", "宣導", "平臺", "設施", "服務據點", "志工", "補助", "評鑑", "調查", "競賽", "研習", "網絡", "基金", "示範區", "通報系統", "作業規範"]  # fmt: skip
_ENDS = (
    "全年辦理{n}場次，{m}人次參加",
    "補助{n}個單位，金額以新臺幣{m}萬元為上限",
    "於{k}月底前完成規劃，並自次月起分區施行",
    "由各區公所彙整需求後報府核定，預計受理{m}件",
    "較前一年度增加百分之{k}，並公開於網站供民眾查詢",
    "結合民間團體及大專校院，共同培訓種子人員{m}名",
)
_PLACES = "甲乙丙丁戊己庚辛壬癸"


def write_plans(folder: Path, plans: int, seed: int = 1) -> int:
    """Write plans as HTML files.

    Args:
        folder: made where it is not there.
        plans: how many, eleven of each agency.
        seed: of what they say.

    Returns:
        Passages that they hold by their making: 100 of each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(plans):
        agency, year = divmod(number, YEARS)
        (folder / f"plan-{agency:04}-{FIRST_ROC + year}.html").write_text(
            plan(agency, FIRST_ROC + year, seed), encoding="utf-8"
        )
    return plans * (GOALS + PROJECTS + INDICATORS)


def plan(agency: int, roc: int, seed: int) -> str:
    """Write one plan."""
    name = _agency(agency)
    said = random.Random(f"{seed}/{agency}/{roc}")  # noqa: S311  the same plans each time
    lines = [f"<title>{name}{roc}年度施政計畫</title><h1>{name}{roc}年度施政計畫</h1>"]
    lines.append("<h2>壹、年度施政目標</h2>")
    for place in range(GOALS):
        lines.append(f"<p>{_numeral(place + 1)}、{_name(agency, roc, 'g', place, seed)}</p>")
        lines += (f"<p>（{_numeral(item + 1)}）{sentence(said)}</p>" for item in range(6))
    lines.append(_table("貳、年度重要計畫", ("工作計畫名稱", "重要計畫項目", "實施內容"), [
        (
            _name(agency, roc, "w", place // 5, seed),
            _name(agency, roc, "p", place, seed),
            "".join(f"{item + 1}.{sentence(said)}" for item in range(4)),
        )
        for place in range(PROJECTS)
    ]))  # fmt: skip
    lines.append(_table("參、關鍵績效指標", ("關鍵績效指標", "衡量標準", "年度目標值"), [
        (
            f"{_name(agency, roc, 'k', place, seed)}達成率",
            f"（{sentence(said).rstrip('。')}）÷{said.choice(FIELDS)}總數×100%",
            f"{said.randint(1, 99)}%",
        )
        for place in range(INDICATORS)
    ]))  # fmt: skip
    return "\n".join(lines)


def _agency(number: int) -> str:
    city, bureau = divmod(number, len(FIELDS))
    return f"{_PLACES[city % 10]}{_PLACES[city // 10 % 10]}市政府{FIELDS[bureau]}局"


def _name(agency: int, roc: int, kind: str, place: int, seed: int) -> str:
    """A name, which changes in one year of four."""
    changes = random.Random(f"{seed}/{agency}/{kind}/{place}")  # noqa: S311
    since = max(
        (year for year in range(FIRST_ROC, roc + 1) if changes.random() < 0.25), default=FIRST_ROC
    )
    named = random.Random(f"{seed}/{agency}/{kind}/{place}/{since}")  # noqa: S311
    return named.choice(DEEDS) + named.choice(FIELDS) + named.choice(FIELDS) + named.choice(THINGS)


def sentence(said: random.Random) -> str:
    """A sentence of about 40 characters."""
    words = (said.choice(DEEDS), said.choice(FIELDS), said.choice(THINGS), said.choice(DEEDS))
    end = said.choice(_ENDS).format(
        n=said.randint(2, 90), m=said.randint(100, 9000), k=said.randint(2, 11)
    )
    return f"{''.join(words)}{said.choice(FIELDS)}，{end}。"


def _table(heading: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    cells = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in (head, *rows)]
    return f"<h2>{heading}</h2><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _numeral(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (
        digits[ones] if ones else ""
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plans", type=int, default=110)
    arguments = parser.parse_args()
    print(write_plans(arguments.folder, arguments.plans), "passages")
