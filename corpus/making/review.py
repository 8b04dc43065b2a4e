"""The environment bureau's review of 114: indicators with actual and target values, repeated at the end."""

from __future__ import annotations

from making.parts import NOTICE

_HEAD = "對應指標\t2022 年 實際值\t2025 年\t\t\t負責單位\n\t\t目標值\t實際值\t指標進展\t"

# code, indicator, measure, value of 2022, target of 2025, value of 2025, unit in charge.
_GOALS: tuple[tuple[int, str, str, tuple[tuple[str, str, str, str, str, str, str], ...]], ...] = (
    (
        6,
        "維護水環境品質",
        "環境保護局以稽查、補助與公民參與三種方法改善河川水質，並鼓勵事業回收用水。各項指標的訂定與結果如下表：",
        (
            (
                "6.3.1",
                "河川輕度以下污染長度比率",
                "未受及輕度污染河段長度占列管河段總長度之比率",
                "71.4%",
                "80%",
                "82.6%",
                "水質保護科",
            ),
            (
                "6.3.2",
                "事業廢水稽查件數",
                "2022年起累計之稽查件數",
                "1,120 件",
                "4,400 件",
                "4,512 件",
                "水質保護科",
            ),
        ),
    ),
    (
        11,
        "建構潔淨宜居的城市",
        "空氣品質關係每一位市民的健康。本局由車輛、工廠與工地三方面減少排放，並以感測器公開資料。各項指標的訂定與結果如下表：",
        (
            (
                "11.6.1",
                "細懸浮微粒年平均濃度",
                "全市自動測站年平均值",
                "16.8 微克/立方公尺",
                "14 微克/立方公尺以下",
                "14.6 微克/立方公尺",
                "空氣品質科",
            ),
            (
                "11.6.2",
                "老舊柴油車汰換數",
                "2022年起累計之汰換輛數",
                "245 輛",
                "1,200 輛",
                "1,263 輛",
                "空氣品質科",
            ),
            (
                "11.a.1",
                "工地揚塵防制達成率",
                "（裝設防制設施之工地數÷列管工地數）×100%",
                "86%",
                "95%",
                "96.1%",
                "空氣品質科",
            ),
        ),
    ),
    (
        12,
        "促進循環經濟",
        "資源有限，物盡其用。本局從減量、再使用到再生，建立城市的循環體系。各項指標的訂定與結果如下表：",
        (
            (
                "12.5.1",
                "資源回收率",
                "（資源回收量÷垃圾產生量）×100%",
                "58.9%",
                "63%",
                "62.4%",
                "循環資源科",
            ),
            (
                "12.5.2",
                "循環杯借用站數",
                "當年底營運之借用站數",
                "24 處",
                "140 處",
                "142 處",
                "循環資源科",
            ),
        ),
    ),
)

_TOLD = {
    6: "上游畜牧廢水為主要污染來源，本局補助設置沼氣發電設施九座，使有機物負荷明顯降低；下游則靠截流與人工濕地淨化。",
    11: "冬季境外污染與無風條件使濃度升高，全年平均仍略高於目標，將加強餐飲油煙與露天燃燒之管制。",
    12: "紙餐具摻雜廚餘使回收品質下降，資源回收率未達目標，將於夜市設置分類清洗站並輔導攤商。",
}


def review() -> str:
    """The whole text, in the Markdown that extraction from a designed report gives."""
    lines = [
        "# 示範市政府環境保護局",
        "# 永續發展目標自願檢視報告",
        "",
        NOTICE,
        "",
        "2025年11月",
        "",
    ]
    lines += [
        "# 目錄",
        "",
        *(
            f"第{'一二三'[i]}節 核心目標 {goal[0]} {goal[1]} ..... {i * 2 + 2}"
            for i, goal in enumerate(_GOALS)
        ),
        "附錄 指標總表 ..... 9",
        "",
    ]
    lines += [
        "# 第一章 緣起",
        "",
        "本局自2022年起將永續發展目標納入年度計畫，每三年檢視一次，並邀請學者、企業與社區共同討論。本次檢視期間為2022年至2025年。",
        "",
    ]
    lines += ["# 第二章 核心目標與成果", ""]
    for place, (number, name, told, rows) in enumerate(_GOALS):
        lines += [
            f"## 第{'一二三'[place]}節 核心目標 {number} {name}",
            "",
            "### 一、指標概況",
            "",
            told,
            "",
            _table(rows),
            "",
        ]
        lines += ["指標進展：●達成 2025 年目標 ○未達成 2025 年目標", "", "### 二、執行情形", ""]
        for at, (code, indicator, *_rest) in enumerate(rows):
            lines += [f"#### ({'一二三'[at]}) 指標 {code} {indicator}", ""]
            lines += [
                f"1. 面臨的困難：{_TOLD[number]}"
                if at == 0
                else "1. 面臨的困難：人力與經費有限，須排定優先順序。"
            ]
            lines += ["2. 推動情形：依年度計畫按季檢討進度，結果公布於本局網站。", ""]
        lines += [
            "### 三、未來方向",
            "",
            "本局將把檢視結果回饋至次年度施政計畫，並調整下一階段的目標值。",
            "",
        ]
    lines += [
        "# 附錄 指標總表",
        "",
        _table(tuple(row for goal in _GOALS for row in goal[3]), small=True),
        "",
    ]
    return "\n".join(lines)


def _table(
    rows: tuple[tuple[str, str, str, str, str, str, str], ...], *, small: bool = False
) -> str:
    """The rows under their two header lines; `small` marks them as the appendix does."""
    lines = [_HEAD]
    for code, name, measure, before, target, now, unit in rows:
        met = "○" if code in {"11.6.1", "12.5.1"} else "●"
        title = f"指標 {code}：{name}"
        cell = (
            f"<b>{title}</b> <small>* 計算說明：{measure}</small>"
            if small
            else f"{title} *計算說明：{measure}"
        )
        lines.append("\t".join((cell, before, target, now, met, unit)))
    return "\n".join(lines)
