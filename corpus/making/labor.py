"""The labor bureau of the sample city: plans of 106–110 and 115, reports on 108 and 110."""

from __future__ import annotations

from making.parts import NOTICE, Cell, Para, Part, Point, Table, Title, grid, listed

AGENCY = "示範市政府勞工局"

# What changes from year to year; the names are used in the texts below.
FIGURES: dict[int, dict[str, str]] = {
    106: {
        "visits": "480",
        "rate": "0.032",
        "settled": "60%",
        "youth": "1,200",
        "elder": "800",
        "learners": "1,500",
        "victims": "150",
        "classes": "32",
    },
    107: {
        "visits": "520",
        "rate": "0.030",
        "settled": "61%",
        "youth": "1,300",
        "elder": "860",
        "learners": "1,600",
        "victims": "160",
        "classes": "34",
    },
    108: {
        "visits": "560",
        "rate": "0.028",
        "settled": "62%",
        "youth": "1,450",
        "elder": "920",
        "learners": "1,650",
        "victims": "180",
        "classes": "36",
    },
    109: {
        "visits": "600",
        "rate": "0.027",
        "settled": "63%",
        "youth": "1,500",
        "elder": "1,000",
        "learners": "1,700",
        "victims": "200",
        "classes": "38",
    },
    110: {
        "visits": "560",
        "rate": "0.026",
        "settled": "63%",
        "youth": "1,400",
        "elder": "1,050",
        "learners": "1,400",
        "victims": "210",
        "classes": "30",
    },
    115: {
        "visits": "720",
        "rate": "0.020",
        "settled": "68%",
        "youth": "2,100",
        "elder": "1,500",
        "learners": "2,000",
        "victims": "260",
        "classes": "45",
    },
}

# (first year, last year, text): what is planned while it lasts.
Lasting = tuple[int, int, str]

PREFACE: tuple[Lasting, ...] = (
    (
        106,
        108,
        "本市產業以機械加工、食品製造及住宅營建為主，中小型事業單位眾多，安全管理人力普遍不足。本局以「安全上工、安心成家」為願景，從源頭減少職業災害，並協助青年與中高齡者找到合適的工作。",
    ),
    (
        109,
        110,
        "受國際景氣及疫情影響，本市勞動市場變動加劇。本局以「安全上工、穩定就業」為願景，持續降低職業災害，並以訓練、媒合及津貼三項工具支持勞工度過難關。",
    ),
    (
        115,
        115,
        "面對人口高齡、數位轉型及淨零趨勢，本局以「安全、尊嚴、共好」為願景，運用資料分析找出高風險作業，並讓每一位想工作的市民都有人陪伴。",
    ),
    (
        106,
        115,
        "本局依據本市中程施政計畫及核定之預算額度，訂定{year}年度施政計畫，其目標與執行方法如下：",
    ),
)

GOALS: tuple[tuple[str, tuple[Lasting, ...]], ...] = (
    (
        "減少職業災害，守護工作者安全與健康",
        (
            (
                106,
                108,
                "針對墜落、感電、被夾被捲三類常見災害，逐案訪視高風險工地與工廠，全年輔導{visits}場次。",
            ),
            (
                109,
                115,
                "以歷年職災通報資料排定訪視順序，優先輔導曾發生重大災害的工地與工廠，全年{visits}場次。",
            ),
            (
                106,
                115,
                "辦理職業安全衛生教育訓練{classes}班，邀請罹災者家屬與復工勞工現身說法，提高雇主與勞工的警覺。",
            ),
            (108, 115, "設置職災勞工服務窗口，從通報、就醫、復健到復工，由同一位專員陪伴到底。"),
            (109, 115, "推動小型工程開工前線上登錄，使泥作、油漆及裝修等短期作業也納入輔導。"),
            (115, 115, "試辦穿戴式感測裝置借用，於高氣溫戶外作業時即時提醒補水與休息。"),
        ),
    ),
    (
        "促進勞資和諧，保障勞動條件",
        (
            (106, 115, "培訓民間調解人並建立案件分流制度，縮短勞資爭議從申請到調解的等候時間。"),
            (106, 109, "辦理勞動條件專案檢查，對運輸、保全及餐飲業加強查核工時與休息日。"),
            (110, 115, "輔導實施無薪休假的事業單位依規定通報，並轉介受影響勞工參加訓練。"),
            (107, 115, "補助企業設置員工托育與哺集乳空間，使雙薪家庭能兼顧工作與照顧。"),
        ),
    ),
    (
        "暢通青年與中高齡者就業管道",
        (
            (
                106,
                108,
                "結合本市高中職與大專校院辦理校園徵才，協助應屆畢業青年{youth}人於三個月內就業。",
            ),
            (
                109,
                115,
                "推動青年就業接軌，整合職涯諮詢、見習津貼與雇主輔導，協助青年{youth}人穩定就業。",
            ),
            (106, 115, "提供中高齡者職務再設計與陪同面試，協助{elder}人重返職場。"),
            (108, 115, "設置銀髮人才服務站，由退休師傅擔任業師，把技藝傳給年輕人。"),
        ),
    ),
    (
        "充實勞工技能，培育在地人才",
        (
            (106, 115, "依產業公會提出的缺工職類開辦職前與在職訓練，全年訓練{learners}人。"),
            (107, 110, "與社區大學合作開設夜間及週末課程，方便輪班勞工進修。"),
            (115, 115, "開辦人工智慧應用、綠能維運與照顧服務課程，結訓後由就業服務員追蹤六個月。"),
        ),
    ),
)

# goal, indicator, way of judging, measure, target template, related plan; first and last year.
KPIS: tuple[tuple[int, int, int, str, str, str, str, str], ...] = (
    (
        106,
        110,
        1,
        "職業災害死亡千人率",
        "統計數據",
        "（當年職業災害死亡人數÷本市勞工保險投保人數）×1,000",
        "{rate}以下",
        "無",
    ),
    (
        115,
        115,
        1,
        "職業災害死亡千人率",
        "統計數據",
        "（當年職業災害死亡人數÷本市勞工職業災害保險投保人數）×1,000；自111年起改以災保投保人數為分母",
        "{rate}以下",
        "無",
    ),
    (
        106,
        115,
        1,
        "高風險工地輔導場次",
        "統計數據",
        "當年實地輔導並留有紀錄之營造工地場次",
        "{visits}場次",
        "無",
    ),
    (
        108,
        115,
        1,
        "職災勞工服務人數",
        "統計數據",
        "當年開案服務之職業災害勞工人數",
        "{victims}人",
        "社會發展",
    ),
    (
        106,
        115,
        2,
        "勞資爭議調解成立率",
        "統計數據",
        "（調解成立件數÷調解受理件數）×100%",
        "{settled}",
        "無",
    ),
    (
        107,
        107,
        2,
        "完成員工托育補助要點修正",
        "進度控管",
        "1.蒐集意見並提出修正草案（40%）。2.完成法制審查（30%）。3.公告施行（30%）。",
        "100%",
        "無",
    ),
    (
        106,
        115,
        3,
        "青年就業媒合人數",
        "統計數據",
        "當年經本局推介且加保滿三個月之29歲以下青年人數",
        "{youth}人",
        "無",
    ),
    (
        106,
        115,
        3,
        "中高齡者推介就業人數",
        "統計數據",
        "當年經本局推介就業之45歲以上求職者人數",
        "{elder}人",
        "無",
    ),
    (
        106,
        115,
        4,
        "職業訓練參訓人數",
        "統計數據",
        "當年參加本局自辦、委辦及補助訓練之人數",
        "{learners}人",
        "無",
    ),
)

# work program, project, category, items, indicator it serves; first and last year.
PROJECTS: tuple[tuple[int, int, str, str, str, tuple[Lasting, ...], str], ...] = (
    (
        106,
        115,
        "職業安全衛生業務",
        "職業災害預防計畫",
        "社會發展",
        (
            (106, 108, "擇定營造、金屬加工及食品製造三業實施訪視輔導{visits}場次。"),
            (109, 115, "依職災通報資料分級，對第一級事業單位每季訪視一次，合計{visits}場次。"),
            (106, 115, "辦理職業安全衛生教育訓練{classes}班，並製作圖卡與多國語言教材供移工使用。"),
            (107, 115, "與消防、建管及環保單位辦理聯合稽查，同一場所一次查完。"),
        ),
        "高風險工地輔導場次",
    ),
    (
        106,
        115,
        "職業安全衛生業務",
        "營造工地安全輔導計畫",
        "公共建設",
        (
            (106, 109, "於公共工程開工前辦理防災說明會，要求廠商提出施工架與開口防護計畫。"),
            (110, 115, "於公共工程開工前審查防災計畫，施工中以無人機巡查高處作業。"),
            (106, 115, "僱用具工地經驗之臨時輔導員，協助小型營造廠建立自主檢查表。"),
        ),
        "職業災害死亡千人率",
    ),
    (
        108,
        115,
        "職業安全衛生業務",
        "職災勞工重建服務計畫",
        "社會發展",
        (
            (108, 115, "由個案管理員訪視罹災勞工及其家屬，全年服務{victims}人。"),
            (108, 115, "提供復工評估、輔具補助及法律諮詢，並追蹤復工後三個月適應情形。"),
        ),
        "職災勞工服務人數",
    ),
    (
        106,
        115,
        "勞資關係業務",
        "勞資爭議調解品質提升計畫",
        "社會發展",
        (
            (106, 115, "辦理調解人在職訓練及案例研討，每年至少四場。"),
            (109, 115, "開放線上申請調解，並以視訊方式召開會議。"),
        ),
        "勞資爭議調解成立率",
    ),
    (
        107,
        115,
        "勞資關係業務",
        "友善職場補助計畫",
        "社會發展",
        ((107, 115, "補助事業單位設置哺集乳室、托兒設施及員工諮詢服務。"),),
        "",
    ),
    (
        106,
        108,
        "就業服務業務",
        "校園徵才計畫",
        "社會發展",
        (
            (106, 108, "每年春季於市內大專校院辦理徵才博覽會及履歷健診，協助青年{youth}人就業。"),
            (107, 108, "拜訪科技與觀光業者，蒐集適合應屆畢業生之職缺。"),
        ),
        "青年就業媒合人數",
    ),
    (
        109,
        115,
        "就業服務業務",
        "青年就業接軌計畫",
        "社會發展",
        (
            (109, 115, "提供職涯諮詢、職場見習及尋職津貼，協助青年{youth}人就業。"),
            (109, 115, "媒合願意指導新人的雇主，按月補助指導費用。"),
        ),
        "青年就業媒合人數",
    ),
    (
        106,
        115,
        "就業服務業務",
        "中高齡者重返職場計畫",
        "社會發展",
        (
            (106, 115, "辦理職務再設計，補助企業購置省力設備，協助{elder}人就業或穩定就業。"),
            (108, 115, "於銀髮人才服務站辦理體驗課程及小型徵才活動。"),
        ),
        "中高齡者推介就業人數",
    ),
    (
        106,
        115,
        "職業訓練業務",
        "在職勞工進修計畫",
        "科技發展",
        (
            (106, 115, "補助勞工參加訓練課程，全年{learners}人次。"),
            (107, 110, "與社區大學合辦夜間班，課程包括外語、電腦輔助製圖及食品衛生。"),
            (115, 115, "導入數位徽章，讓學習紀錄可供雇主查驗。"),
        ),
        "職業訓練參訓人數",
    ),
)

# What became of the targets: (indicator, actual value, degree, what the bureau says of it).
ACTUALS: dict[int, tuple[tuple[str, str, str, str], ...]] = {
    108: (
        (
            "職業災害死亡千人率",
            "0.029",
            "96.6%",
            "一件開挖崩塌事故造成二人死亡，已要求同類工地全面複查擋土支撐。",
        ),
        ("高風險工地輔導場次", "584場次", "100%", "增聘二名輔導員，超出原定場次。"),
        (
            "職災勞工服務人數",
            "193人",
            "100%",
            "與市立醫院建立轉介流程，使通報時間由十日縮短為四日。",
        ),
        ("勞資爭議調解成立率", "63.5%", "100%", "調解人分級制度發揮成效。"),
        ("青年就業媒合人數", "1,512人", "100%", "校園徵才場次增加，觀光業釋出大量職缺。"),
        ("中高齡者推介就業人數", "903人", "98.2%", "部分求職者希望部分工時，職缺供給不足。"),
        ("職業訓練參訓人數", "1,688人", "100%", "夜間班報名踴躍。"),
    ),
    110: (
        ("職業災害死亡千人率", "0.025", "100%", "聯合稽查與無人機巡查使墜落災害減少。"),
        ("高風險工地輔導場次", "566場次", "100%", "疫情三級警戒期間改以視訊輔導。"),
        ("職災勞工服務人數", "214人", "100%", "線上關懷與到宅訪視並行。"),
        ("勞資爭議調解成立率", "61.2%", "97.1%", "無薪休假案件增加，雙方認知差距較大。"),
        ("青年就業媒合人數", "1,265人", "90.4%", "徵才活動因疫情取消六場。"),
        ("中高齡者推介就業人數", "1,071人", "100%", "銀髮人才服務站帶動就業。"),
        ("職業訓練參訓人數", "1,322人", "94.4%", "部分班級延期開訓。"),
    ),
}


def plan(year: int) -> tuple[Part, ...]:
    """The bureau's plan of an ROC year."""
    title = f"{AGENCY}{year}年度施政計畫"
    parts: list[Part] = [Title(title), Para(NOTICE)]
    parts += [Para(text) for text in _now(PREFACE, year)]
    parts.append(Point(1, "年度施政目標"))
    for heading, items in GOALS:
        parts.append(Point(2, heading))
        parts += [Point(3, text) for text in _now(items, year)]
    parts += [Point(1, "關鍵績效指標及年度目標值"), indicators(year)]
    parts += [Point(1, "年度重要施政計畫"), projects(year)]
    return tuple(parts)


def indicators(year: int) -> Table:
    """Targets under their goals, with a header of two rows."""
    head = (
        (
            Cell("關鍵策略目標", rows=2, columns=2),
            None,
            Cell("關鍵績效指標", columns=7),
            *(None,) * 6,
        ),
        (
            None,
            None,
            Cell("關鍵績效指標", columns=2),
            None,
            *map(Cell, ("衡量標準", "評估\n體制", "評估\n方式", "年度目標值")),
            Cell("與中長程個案計畫關聯"),
        ),
    )
    rows: list[tuple[Cell | None, ...]] = []
    for number, (goal, _) in enumerate(GOALS, start=1):
        held = [kpi for kpi in KPIS if kpi[2] == number and kpi[0] <= year <= kpi[1]]
        for place, (_, _, _, name, way, measure, target, related) in enumerate(held, start=1):
            first = (
                (Cell("一二三四"[number - 1], rows=len(held)), Cell(goal, rows=len(held)))
                if place == 1
                else (None, None)
            )
            values = (str(place), name, measure, "1", way, target.format(**FIGURES[year]), related)
            rows.append((*first, *map(Cell, values)))
    return Table((*head, *rows), heads=2, widths=(3, 12, 3, 12, 20, 5, 6, 9, 8))


def projects(year: int) -> Table:
    """Work programs with their projects; equal work programs are one merged cell."""
    rows = [
        (program, name, category, listed(*_now(items, year)), served)
        for first, last, program, name, category, items, served in PROJECTS
        if first <= year <= last
    ]
    header = ("工作計畫名稱", "重要計畫項目", "計畫類別", "實施內容", "對應績效指標")
    return grid(header, rows, widths=(8, 12, 6, 34, 10))


def report(year: int) -> tuple[Part, ...]:
    """The bureau's performance report on an ROC year."""
    goals = {
        name: GOALS[goal - 1][0] for first, last, goal, name, *_ in KPIS if first <= year <= last
    }
    targets = {
        name: target.format(**FIGURES[year])
        for first, last, _, name, _, _, target, _ in KPIS
        if first <= year <= last
    }
    header = ("關鍵策略目標", "關鍵績效指標", "原定目標值", "達成值", "達成度", "達成情形說明")
    rows = [
        (goals[name], name, targets[name], actual, degree, told)
        for name, actual, degree, told in ACTUALS[year]
    ]
    short = [name for name, _, degree, _ in ACTUALS[year] if degree != "100%"]
    return (
        Title(f"{AGENCY}{year}年度施政績效報告"),
        Para(NOTICE),
        Point(1, "前言"),
        Para(
            f"本報告說明{year}年度施政計畫所列關鍵績效指標之執行結果，並就未達原定目標者檢討原因，作為後續年度訂定目標值之參考。"
        ),
        Point(1, "關鍵績效指標執行結果"),
        grid(header, rows, widths=(14, 12, 8, 8, 7, 26)),
        Point(1, "未達目標之檢討"),
        *(
            Point(2, f"{name}：將於下一年度增加資源，並逐月追蹤執行進度，必要時調整推動方法。")
            for name in short
        ),
        Point(1, "結語"),
        Para(
            "減少職業災害沒有捷徑，須靠事業單位、勞工與政府長期合作。本局將持續公開執行結果，接受市民檢視。"
        ),
    )


def _now(lasting: tuple[Lasting, ...], year: int) -> tuple[str, ...]:
    return tuple(
        text.format(year=year, **FIGURES[year])
        for first, last, text in lasting
        if first <= year <= last
    )
