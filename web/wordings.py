"""All words that pages and answers show and that no template holds, in Traditional Chinese."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final, Literal

from search import clock
from search.fields import CHAPTER, DOCUMENT, DOCUMENT_KIND
from search.fields import FIELDS as FIELDS_SEARCHED
from search.model import UNKNOWN, Document, Location, Passage, Sort, SuggestionKind
from search.present import lines
from search.present.revisions import Revision
from search.query.facets import KIND_LABELS, LABELS
from search.query.numerals import years_in

View = Literal["passages", "documents", "matrix"]
"""How results are laid out."""

SITE: Final = "政索"
TAGLINE: Final = "施政計畫全文查詢"

FACETS: Final = LABELS
PICKS: Final = {**LABELS, DOCUMENT: "文件", DOCUMENT_KIND: "文件種類", CHAPTER: "章節"}
"""What a search can be narrowed by: the facets, and what has no panel of its own."""
KINDS: Final = KIND_LABELS
SORTS: Final[dict[Sort, str]] = {
    "relevance": "相關度",
    "newest": "新到舊",
    "oldest": "舊到新",
    "document": "文件順序",
}
VIEWS: Final[dict[View, str]] = {
    "passages": "逐段",
    "documents": "依文件",
    "matrix": "以表格檢視",
}
EXACT: Final = "精確比對（不含同義詞）"
LOOSELY: Final = "也查同義詞"
EXPORT: Final = "匯出查詢結果"
SUGGESTED: Final[dict[SuggestionKind, str]] = {
    "indicator": "指標",
    "plan": "計畫",
    "agency": "機關",
    "term": "詞",
}
FORMS: Final = {
    "variant": "異體字",
    "synonym": "同義詞",
    "year": "年度寫法",
    "former name": "舊名",
}
MATCHES: Final = {
    "variant": "以異體字相符",
    "synonym": "以同義詞相符",
    "year": "以年度的另一種寫法相符",
    "former name": "以舊名相符",
    "partial": "部分相符",
}
FIELDS: Final = {field.name: field.label for field in FIELDS_SEARCHED}
VALUE_WORDS: Final = lines.VALUE_WORDS


PART_WORDS: Final = [
    "前言",
    "緒論",
    "緣起",
    "背景",
    "依據",
    "概述",
    "概況",
    "說明",
    "目的",
    "目標",
    "願景",
    "使命",
    "現況",
    "現狀",
    "問題",
    "檢討",
    "分析",
    "評估",
    "結語",
    "結論",
    "總結",
    "展望",
    "建議",
    "其他",
    "附錄",
    "附表",
    "內容",
    "情形",
    "方式",
    "方法",
    "方向",
    "成果",
    "成效",
    "效益",
    "績效",
    "指標",
    "策略",
    "措施",
    "作法",
    "做法",
    "作為",
    "重點",
    "項目",
    "期程",
    "進度",
    "經費",
    "預算",
    "需求",
    "來源",
    "要領",
    "要點",
    "工作",
    "計畫",
    "業務",
    "施政",
    "執行",
    "辦理",
    "實施",
    "推動",
    "規劃",
    "預期",
    "重要",
    "主要",
    "具體",
    "關鍵",
    "未來",
    "現行",
    "本年度",
    "年度",
    "衡量",
    "策進",
    "因應",
    "相關",
    "後續",
    "與",
    "及",
    "和",
    "暨",
]
"""Words of titles that say what part of a document they head, and nothing of its subject."""

PARAMETERS: Final = {
    **PICKS,
    "q": "關鍵字",
    "exact": "精確比對",
    "conditions": "關鍵字裡的條件",
    "inside": "更長的數字與英文字",
    "match": "比對方式",
    "sort": "排序",
    "page": "頁次",
    "size": "每頁段數",
}
PAGE_PARAMETERS: Final = {**PARAMETERS, "view": "檢視方式", "from": "起始年度", "to": "結束年度"}
"""Those of pages: how results are laid out is no matter of the API."""

TRY_WORDS: Final = (
    "職業災害",
    "勞工保險",
    "長期照顧",
    "青年就業",
    "人口老化",
    "淨零",
)
"""Subjects that many agencies write of: offered on the home page where they are found."""

HELP_QUERIES: Final = (
    ("職業災害", "輸入一個詞，找出含有這個詞的每一段。"),
    ("就業 身心障礙", "空格、頓號（就業、身心障礙）或加號隔開的詞，每一個都要出現。"),
    ("「就業服務」", "引號內的文字須連在一起出現。"),
    ("青年 OR 婦女", "兩個詞有一個出現就可以，OR 也可以寫成「或」或直線（青年｜婦女）。"),
    ("就業 -青年", "減號後面的詞不得出現。"),
    ("（青年 或 婦女） 就業", "用括號把要一起看的詞圍起來。"),
    ("年度:109", "只看某個年度；也可以寫成範圍，例如 年度:106..109。"),
    ("種類:關鍵績效指標 就業", "只看某一種段落，再加上關鍵字；機關:、工作計畫:、類別: 也這樣寫。"),
)


def roc_date(day: date) -> str:
    """Write a date in the calendar of the Republic of China."""
    return f"民國 {day.year - 1911} 年 {day.month} 月 {day.day} 日"


def roc_day(stamp: str) -> str:
    """Write the day of an ISO 8601 time stamp, on the clock of Taiwan.

    What is no time stamp is written as it stands.
    """
    try:
        return roc_date(clock.told(stamp).date())
    except ValueError:
        return stamp


def roc_moment(stamp: str) -> str:
    """Write an ISO 8601 time stamp as a day and a time of it; what is none, as it stands."""
    try:
        return f"{roc_day(stamp)} {clock.told(stamp):%H:%M}"
    except ValueError:
        return stamp


def roc_year(year: int) -> str:
    """Write a Gregorian year in both calendars."""
    return f"{year - 1911} 年（{year}）"


def named(title: str) -> str:
    """Give a title of a document to read: the name of a file, which stands for none, is no title."""
    return title if len(_HAN.findall(title)) > 1 else UNTITLED


def document_name(document: Document, *, agency: bool, year: bool, nth_of_name: int = 0) -> str:
    """Name a document by its title and by what it takes to tell it from others of that title.

    Args:
        document: to be named.
        agency: tells it from others.
        year: tells it from others.
        nth_of_name: what number it has among those that nothing else tells apart, 0 for none.
    """
    title, told = named(document.title), []
    if (agency or title == UNTITLED) and document.agency:
        told.append(document.agency)
    if year or title == UNTITLED:
        told.append("年度未標示" if document.year is None else f"{document.year - 1911} 年度")
    if nth_of_name:
        told.append(f"第 {nth_of_name} 份")
    return f"{title}（{'，'.join(told)}）" if told else title


def nth(where: str, count: int) -> str:
    """Number what nothing else tells apart."""
    return f"{where}（第 {count} 個）"


def whereabouts(passage: Passage) -> str:
    """Say where a passage stands, to tell it from others of its title."""
    year = "" if passage.year is None else f"{passage.year - 1911} 年度"
    parts = (
        f"{passage.agency or UNKNOWN}{year}",
        passage.document_kind or named(passage.document_title),
        place(passage.location),
        f"{passage.number or ''}{KINDS[passage.kind]}",
    )
    return "，".join(filter(None, parts))


def place(location: Location) -> str:
    """Write a place in a file; empty where nothing is known of it."""
    parts = []
    if location.page is not None:
        parts.append(_page(location.page, location.page_label))
    if location.table is not None:
        row = f" 第 {location.row} 列" if location.row is not None else ""
        parts.append(f"表 {location.table}{row}")
    if location.line is not None:
        parts.append(f"第 {location.line} 行")
    return "・".join(parts)


def _page(page: int, label: str | None) -> str:
    """Write a page by its printed number, and by its count in the file where that is another."""
    if label is None or label == str(page):
        return f"第 {page} 頁"
    return f"第 {label} 頁（檔案的第 {page} 頁）"


def value_label(label: str) -> str:
    """Write the label of a KPI value, such as "2024 target", in the words of officials."""
    year, _, word = label.partition(" ")
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        return label
    return f"{roc_year(int(year))}{VALUE_WORDS.get(word, word)}"


def reported_in(years: Iterable[int]) -> str:
    """Say that a year asked is that of the document and not of the values in it."""
    named = "、".join(map(roc_year, years))
    return f"{named}是文件的年度；文件所印的是下列各年的值。"


def unknown_value(parameter: str, text: str) -> str:
    """Say that a facet has no such value."""
    return f"{PAGE_PARAMETERS[parameter]}沒有「{text}」這個值。"


def bad_choice(parameter: str, text: str, choices: tuple[str, ...]) -> str:
    """Say that a parameter takes only some values."""
    return f"{PAGE_PARAMETERS[parameter]}（{parameter}）不能是「{text}」，可用的值：{'、'.join(choices)}。"


def bad_number(parameter: str, text: str, most: int) -> str:
    """Say that a parameter takes a whole number."""
    return (
        f"{PAGE_PARAMETERS[parameter]}（{parameter}）須為 1 到 {most:,} 的整數，不能是「{text}」。"
    )


def too_long(count: int, most: int) -> str:
    """Say that the query is too long."""
    return f"關鍵字有 {count:,} 個字，最多 {most:,} 個字，請縮短後再查。"


def too_many_questions(count: int, most: int) -> tuple[str, str]:
    """Say that there are more questions than a batch takes."""
    return f"共有 {count:,} 題，一次最多 {most:,} 題", "請分成幾次"


EXTENTS: Final = {"": "全段", "item": "含查詢詞的項", "sentence": "含查詢詞的句"}
EXTENT_HEADS: Final = {"item": "節錄：項", "sentence": "節錄：句"}
_EXTENT_UNITS: Final = {"item": "項", "sentence": "句"}
_SHOWN_OF_EXTENT = 24


def extent(unit: str, place: int, text: str) -> str:
    """Name a part of a passage to choose: 第 2 項：協助僱主徵才."""
    first = " ".join(text.split())
    dots = "…" if len(first) > _SHOWN_OF_EXTENT else ""
    return f"第 {place} {_EXTENT_UNITS[unit]}：{first[:_SHOWN_OF_EXTENT]}{dots}"


def draft_too_long(count: int, most: int) -> str:
    """Refuse a draft for its length."""
    return f"草稿有 {count:,} 個字，一次最多 {most:,} 個字；請分段核對"


def numeral(number: int) -> str:
    """Write a number up to 99 in Chinese: 三, 十二, 四十."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    lead = {0: "", 1: "十"}.get(tens, f"{digits[tens % 10]}十")
    return lead + (digits[ones] if ones or not tens else "")


def asked_by(number: str, legislator: str) -> str:
    """Say which question of whom it is: 質詢編號 12，某某某委員."""
    named = legislator if legislator.endswith("委員") or not legislator else f"{legislator}委員"
    return "，".join(filter(None, (f"質詢編號 {number}" if number else "", named)))


def batch_question(asked: Sequence[str]) -> str:
    """Write many questions for the cover of one pack."""
    lines = (f"{number}. {text}" for number, text in enumerate(asked, start=1))
    return "\n".join((f"批次查詢，共 {len(asked):,} 題：", *lines))


def label_too_long(count: int, most: int) -> str:
    """Say that the words over a box are too many."""
    return f"查詢框的標題有 {count:,} 個字，最多 {most} 個字。"


def repeated(parameter: str) -> str:
    """Say that a parameter may stand only once."""
    return f"{PAGE_PARAMETERS[parameter]}（{parameter}）只能給一個值。"


def unknown_parameter(name: str, known: Collection[str]) -> str:
    """Say that there is no such parameter."""
    if not known:
        return f"沒有「{name}」這個參數，這個網址不用參數。"
    return f"沒有「{name}」這個參數，可用的參數：{'、'.join(known)}。"


def unknown_field(name: str, known: Collection[str]) -> str:
    """Say that there is no such field."""
    return f"沒有「{name}」這個欄位，可用的欄位：{'、'.join(known)}。"


def too_deep(page: int, size: int, most: int) -> str:
    """Say that a page lies beyond what can be paged through."""
    return f"只能翻到第 {most:,} 段（第 {page} 頁、每頁 {size} 段已超過），請加上篩選條件。"


ERRORS: Final = {
    400: ("查詢條件有部分無法辨識", "請依上面的說明修改後再查一次。"),
    403: ("這個網址不開放給您", "若需要使用，請洽管理人員。"),
    404: ("找不到這一頁", "網址可能有誤，或這份資料不在收錄範圍內。"),
    405: ("這個網址不接受這種要求", "請從首頁重新開始。"),
    410: ("這一段已不在收錄範圍內", "它所屬的文件已移除或改版。"),
    413: ("送出的資料過大", "請縮短內容或分成幾次再送；按瀏覽器的「上一頁」可以回到剛才填的內容。"),
    414: ("網址太長", "請縮短關鍵字，或減少答復資料的段落與附註後再試。"),
    429: ("您的查詢過於頻繁", "請稍候片刻再試；同一位址每段時間的查詢次數有上限。"),
    500: ("系統發生錯誤", "請稍後再試；若一再發生，請通知管理人員。"),
    503: ("目前無法查詢", "請稍後再試。"),
}
EMBED_LABEL: Final = "查詢施政計畫"
EMBED_STYLES: Final = (
    ("--ps-accent", "按鈕與選到的查詢建議"),
    ("--ps-on-accent", "按鈕上的文字"),
    ("--ps-text", "輸入的文字與查詢建議"),
    ("--ps-bg", "輸入框與查詢建議的底色"),
    ("--ps-border", "輸入框的框線"),
    ("--ps-radius", "圓角的大小"),
    ("--ps-focus", "焦點的外框，平常與按鈕同色"),
)
START_AGAIN: Final = "重新選擇"
SENT_FROM_ELSEWHERE: Final = (
    "這個要求不是從本網站送出的",
    "請回到本網站的網頁再送出；若已在本網站，請管理人員設定 public_address 或代理伺服器的 Host 標頭。",
)
BOX_NOT_FOR_YOU: Final = (
    "這個查詢框只開放給指定的使用者",
    "請先登入，再重新整理網頁；登入後仍不能用，請洽查詢網站的管理人員。",
)
NO_SEARCH_BAR: Final = (
    "目前不能加入瀏覽器的搜尋列",
    "瀏覽器只收 https 的網站，而本站的設定沒有 https 網址。請管理人員把 public_address 設成本站的 https 網址，再重新啟動。",
)
TOO_MANY_STREAMS: Final = (
    "正在傳送的完整結果太多",
    "請稍候片刻再試，或改用分頁的查詢。",
)
NO_FILE: Final = ("沒有這個檔案可以下載", "檔案已移除或改版，或本網站沒有提供下載。")
NO_INDEX: Final = (
    "尚無可查詢的索引",
    "請管理人員執行「zhengsuo index 資料夾」建立索引，完成後重新整理這一頁即可。",
)
OUTDATED: Final = (
    "索引是由不同版本的程式建立的",
    "請管理人員重新執行「zhengsuo index 資料夾」，完成後重新整理這一頁即可。",
)
DAMAGED: Final = (
    "索引檔案已損壞",
    "請管理人員執行「zhengsuo check」查明，再執行「zhengsuo index 資料夾」重新建立。",
)
ENGINE_DOWN: Final = (
    "查詢引擎沒有回應",
    "這不表示查無資料，請稍後再試；若一再發生，請通知管理人員。",
)


IN_ITS_PLACE: Final = (
    "這一段已不在收錄範圍內",
    "這份文件重新擷取後，這一段的文字分到別的段落，或不再自成一段；現在請看下列段落。",
)
GONE: Final = ("文件", "標題", "最後的內容")
"""What is still known of a passage that has left the corpus: its document, title and text."""
TO_HOME: Final = "回首頁"
TO_HELP: Final = "查詢說明"
CHECKED: Final = {
    "found": "相符",
    "elsewhere": "出處不符",
    "differs": "有出入",
    "missing": "查無",
    "unchecked": "未核對",
}
"""What became of looking up a quotation of a draft."""
CHECKED_DRAFT: Final = "核對結果.html"
NO_DRAFT: Final = "尚未貼上草稿。"
TO_DRAFT: Final = "回核對引文"
JOB_STATES: Final = {
    "waiting": "等候中",
    "working": "製作中",
    "cancelled": "已取消",
    "done": "已完成",
    "failed": "未完成",
}
TO_BATCH: Final = "回批次查詢"
CHANGES_TITLE: Final = "異動"
TO_CHANGES: Final = "回異動"
TO_ASKING: Final = "回上一頁"
NO_JOB: Final = ("沒有這件工作的結果", "結果只保留一段時間，過後請重新製作。")
JOBS_FULL: Final = ("目前等候的工作太多", "請過幾分鐘再試；這一次沒有送出。")
MAKING_CHECKS: Final = "核對引文"
MAKING_BATCH: Final = "批次查詢"
MAKING_PACK: Final = "答復資料"
QUESTION_HEADS: Final = ("問題", "題目", "質詢內容", "質詢問題", "關鍵字", "查詢詞", "question")
"""Heads of the column of a table in which questions stand."""
NUMBER_HEADS: Final = ("編號", "質詢編號", "案號", "number")
LEGISLATOR_HEADS: Final = ("委員", "質詢委員", "legislator")
TOPIC_HEADS: Final = ("議題詞", "topics")
NO_QUESTIONS: Final = ("沒有題目", "請一行寫一題，或上傳有題目的檔案")
NOT_QUESTIONS: Final = ("這個檔案讀不出題目", "請上傳純文字、CSV 或 ODS 檔")
QUESTIONS_TOO_LARGE: Final = ("這個檔案太大", "請只留題目，或分成幾個檔案")
TO_WHAT_WAS_READ: Final = "以可辨識的部分查詢"
TO_FIRST_PAGE: Final = "回第 1 頁"
NAMELESS_FILE: Final = "未命名的檔案"


KEEP: Final = "加入答復資料"
KEPT: Final = "✓ 已加入"
ADDED: Final = "已加入答復資料，共 # 段"
DROPPED: Final = "已從答復資料移出，剩 # 段"
"""What scripts announce; # is the number of passages."""
TO_BASKET: Final = "查看答復資料"


def basket_is_full(most: int) -> str:
    """Say that no more passages can be added one by one."""
    return f"一份答復資料最多逐段加入 {most} 段；更大的答復資料，請在查詢結果按「{EXPORT}」。"


EMPTY_BASKET: Final = "尚未加入段落或查詢，沒有可寫入檔案的內容。"


def no_format(name: str) -> tuple[str, str]:
    """Say that files are not given in a format."""
    return f"沒有「{name}」這種檔案格式", "請回到「答復資料」，選用列出的格式。"


SEARCH_REMOVED: Final = "已移除一項查詢。"


def only_first(most: int) -> str:
    """Name the way to the part of a basket that is not too much."""
    return f"只開啟前 {most} 段"


IN_ONE_PASSAGE = "同一段"
IN_ONE_DOCUMENT = "同一份文件"


def excluding(name: str) -> str:
    """Name what is excluded."""
    return f"不含 {name}"


CHANGES: Final = {"added": "新增", "removed": "移除", "changed": "修改"}


def target_question(title: str, year: int) -> str:
    """Ask for the target of an indicator in a Gregorian year."""
    return f"{title} {year - 1911} 年目標值"


REPORT_EMPTY: Final = "請寫下錯誤之處。"
REPORT_NOT_KEPT: Final = "目前無法收下回報，請稍後再試，或洽管理人員。"


def report_subject(id_: str) -> str:
    """Name a report."""
    return f"回報辨識錯誤：{id_}"


def report_body(address: str, file: str, place: str, title: str, text: str) -> str:
    """Write a report with all that the office needs to find the place."""
    return "\n".join(
        (
            f"網址：{address}",
            f"檔案：{file}",
            f"位置：{place}",
            f"標題：{title}",
            f"目前的文字：{text}",
            "",
            "錯誤之處與原始檔的文字：",
        )
    )


def revised(revision: Revision, most: int = 60) -> str:
    """Say what was replaced: 目標值：原 200 人 → 修正 180 人，修正於 115 年 12 月 1 日."""
    parts = "；".join(
        f"{part.label}：原 {_first(part.old or '（無）', most)} → 修正 {_first(part.new or '（無）', most)}"
        for part in revision.parts
    )
    return f"{parts}，修正於{roc_day(revision.at)}"


def _first(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


def look_instead(words: str, count: int) -> str:
    """Offer what documents write for what was typed, with its hits."""
    return f"改查「{words}」：{count:,} 段"


_MOST_NAMED = 2


def any_of(names: Sequence[str], what: str) -> str:
    """Name several values of one kind, of which one is enough: 勞動部或內政部, 甲局等 5 個機關."""
    if len(names) > _MOST_NAMED:
        return f"{names[0]}等 {len(names)} 個{what}"
    return "或".join(names)


def with_count(name: str, count: int | None) -> str:
    """Name what may be looked at with its hits, where they are known."""
    return name if count is None else f"{name}（{count:,} 段）"


def reworded(label: str, old: str, new: str) -> str:
    """Say what a part of a passage was and is now."""
    return f"{label}：原 {old or '（無）'} → 今 {new or '（無）'}"


def moved(place: int, to: int) -> str:
    """Say that a passage of the basket stands elsewhere now."""
    return f"已將第 {place} 段移到第 {to} 段。"


def removed(place: int, left: int) -> str:
    """Say that a passage is no longer in the basket."""
    return f"已移出第 {place} 段，剩 {left} 段。"


def cleared(count: int) -> str:
    """Say that the basket is empty now."""
    return f"已清空 {count} 段。"


def restored(count: int) -> str:
    """Say that what was removed is back."""
    return f"已復原，共 {count} 段。"


def renewed(place: int) -> str:
    """Say that a passage is quoted as it is now."""
    return f"第 {place} 段改用現在的文字。"


def no_passage_id(text: str) -> str:
    """Say that something is no id of a passage."""
    return f"「{text}」不是段落代號。"


def past_end(page: int, last: int) -> tuple[str, str]:
    """Say that results have no such page."""
    return f"沒有第 {page} 頁", f"這個查詢的結果只有 {last} 頁。"


def to_last_page(last: int) -> str:
    """Name the way to the last page of results."""
    return f"到最後一頁（第 {last} 頁）"


MATRIX_HEAD: Final = ("關鍵字", "機關", "合計")
WHOLE_QUERY: Final = "整個查詢"
NOT_HELD: Final = "未收錄"
UNTITLED: Final = "未載明名稱的文件"
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
MATRIX_FILE: Final = "機關與年度對照表"
ADDRESS: Final = "網址："
FETCHED: Final = "取得日期："


def citation(
    head: str, title: str, places: Iterable[str], file: str, address: str, day: date
) -> str:
    """Write a reference as an official would put it into a reply.

    Args:
        head: what is cited from, as cited_from() writes it.
        title: of the passage.
        places: heading and place in the file; what is empty is left out.
        file: the file's name.
        address: where the passage is found; left out where it names no host.
        day: of retrieval.
    """
    parts = (
        f"{head}，〈{title}〉",
        *filter(None, places),
        f"檔名：{file}",
        # A path alone leads nowhere.
        f"{ADDRESS}{address}" if address.startswith("http") else "",
        f"{FETCHED}{roc_date(day)}",
    )
    return "，".join(filter(None, parts)) + "。"


def cited_from(agency: str | None, year: int | None, title: str) -> str:
    """Name a document with its agency and year, each unless it is part of the title.

    Args:
        agency: None where unknown.
        year: Gregorian, None where unknown.
        title: of the document.
    """
    whose = f"{agency}，" if agency and agency not in title else ""
    when = f"（{year - 1911} 年度）" if year is not None and year not in years_in(title) else ""
    return f"{whose}{title}{when}"


USERS_WITHOUT_PROXY: Final = "設了 embed_users，但沒有 trusted_proxies 與 user_header，沒有人能通過"


def unknown_agency(table: str, name: str) -> str:
    """Say that a table of the settings names an agency that nobody knows."""
    return f"{table} 的「{name}」不是已知的機關名稱或代碼"


def mount_taken(first: str) -> tuple[str, str]:
    """Say that the site cannot be put under a path of its own."""
    return f"mount 不能以「/{first}」開頭，網站自己有這個網址", "請換一個路徑"


def percent(part: float, whole: float) -> str:
    """Write a share; only what is whole is written as 100%."""
    if whole <= 0 or part >= whole:
        return "100%"
    return f"{min(part / whole, 0.999) * 100:.1f}%"
