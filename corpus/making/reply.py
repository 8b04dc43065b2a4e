"""An earlier answer of the sample city to its council: a document of kind 質詢答復."""

from __future__ import annotations

from making.parts import NOTICE, Para, Part, Point, Title


def reply_113() -> tuple[Part, ...]:
    """What was asked, and what was answered point by point."""
    return (
        Title("示範市政府勞工局113年度質詢答復"),
        Para(NOTICE),
        Para("質詢議員：虞議員；質詢編號：示議質字第113-027號；答復日期：113年10月8日"),
        Point(1, "質詢內容"),
        Para("移工宿舍的電梯與逃生梯長年未檢修，請問貴局如何督促雇主改善？未改善者裁罰幾家？"),
        Point(1, "答復內容"),
        Point(2, "督促雇主檢修移工宿舍電梯與逃生梯"),
        Point(
            3,
            "本局自113年3月起會同消防與建管人員聯合訪視移工宿舍86處，電梯逾期未檢者19處，均限期一個月改善。",
        ),
        Point(3, "複查後17處已取得檢查合格證，其餘2處停用電梯，改住一樓。"),
        Point(2, "未改善者的裁罰"),
        Point(3, "逃生梯堆放雜物而屆期未清除者5家，依外國人生活照顧服務計畫書裁量基準各罰6萬元。"),
        Point(3, "受罰雇主於改善前，暫停其新招募移工的文件核發。"),
    )
