"""What a pack's file says of its parts, in the words of an office."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from search.evidence.pack import Aside, Evidence, Inquiry, Pack, Sample, TermScan
from search.model import UNKNOWN
from search.present.amounts import Amount
from search.query import facets
from web import passage_page, wordings

_DAY = re.compile(
    r"\s*(?:中?華?民國)?\s*(\d{2,4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\s*",
    re.ASCII,
)
CHECKS = {
    "verified": "與庫存原文相符",
    "rejoined": "與庫存原文相符（原檔分欄，逐行接合）",
    "restored": "原檔有缺損或補字，請對照原檔",
    "corrected": "經人工校正，與原檔文字不同",
    "mismatch": "與庫存原文不符，引用前請查明",
}
LEFT_OUT = "……"
"""Where an excerpt leaves something out."""
_UNITS = {"item": "項", "sentence": "句"}
FATES = {
    "moved": "已移到新的位置，本檔改列新的一段",
    "gone": "已不在收錄範圍內，最後的內容如下",
    "unknown": "查無這個編號，可能是網址打錯",
}


def moment(at: datetime) -> str:
    """Write a time of day in the calendar of the Republic of China."""
    return f"{wordings.roc_date(at.date())} {at.hour} 時 {at.minute:02} 分"


def day(typed: str) -> str:
    """Write a day in the same calendar: typed as 115.12.1, 115年12月1日 or 2026-12-01.

    What is no day stays as it was typed.
    """
    parts = _DAY.fullmatch(unicodedata.normalize("NFKC", typed))
    if parts is None:
        return typed.strip()
    year, month, number = map(int, parts.groups())
    try:
        return wordings.roc_date(date(year + 1911 if year < 1000 else year, month, number))
    except ValueError:
        return typed.strip()


def year(gregorian: int | None) -> str:
    """Write a year of the Republic of China as a number."""
    return UNKNOWN if gregorian is None else str(gregorian - 1911)


def years(gregorian: Iterable[int | None]) -> str:
    """Write years of the Republic of China, those in a row as a span: 106–108、110."""
    return spans(one - 1911 for one in gregorian if one is not None)


def spans(numbers: Iterable[int]) -> str:
    """Write numbers in ascending order, those in a row as a span."""
    runs: list[list[int]] = []
    for one in sorted(set(numbers)):
        if runs and runs[-1][-1] == one - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def edition_status(row: Evidence) -> str:
    """Say which edition a row quotes, and whether the others read the same."""
    others = len(row.editions)
    if not others:
        return "唯一版本"
    alike = "文字相同" if all(link.same_text for link in row.editions) else "文字有不同"
    own = "採用版本" if row.preferred else "非採用版本"
    return f"{own}，另有 {others} 個版本（{alike}）"


def place(row: Evidence) -> str:
    """Say where in its file a row stands."""
    where = passage_page.place(row.passage.location)
    return where or " › ".join(passage_page.trail(row.passage)) or "位置未標示"


def check(row: Evidence) -> str:
    """Say what became of comparing a row with the stored text."""
    said = CHECKS[row.verdict.check]
    if row.verdict.check != "mismatch":
        return said
    return said + "：" + "；".join(wording[:60] for _, wording in row.verdict.differing)


def quoted(row: Evidence) -> str:
    """Say how much of a passage a row quotes, empty where that is all of it, in one piece."""
    if row.excerpt is not None:
        unit = _UNITS[row.excerpt.unit]
        return f"節錄第 {spans(row.excerpt.places)} {unit}，全段共 {row.excerpt.of} {unit}"
    return "由表格各欄組成" if row.verdict.composed else ""


def quoted_text(row: Evidence) -> str:
    """The text that a row quotes, with dots where an excerpt leaves something out."""
    text = row.passage.text
    if row.excerpt is None:
        return text
    lines: list[str] = []
    reached = 0
    for start, end in (*row.excerpt.spans, (len(text), len(text))):
        lines += [LEFT_OUT] if text[reached:start].strip() else []
        lines += [text[start:end]] if end > start else []
        reached = end
    return "\n".join(lines)


def amount_unit(amount: Amount) -> str:
    """Say in what an amount is counted, empty where the amount says so itself."""
    if amount.unit:
        return f"單位：{amount.unit}"
    return "" if "元" in amount.raw else "單位未標示"


def amount_link(amount: Amount) -> str:
    """Say how an amount was found to be of a work program, empty where the names are equal."""
    if amount.likeness == 1:
        return ""
    doubt = "疑似" if amount.is_doubtful else "系統比對"
    return f"{doubt}：名稱相似 {amount.likeness:.0%}"


def asked(inquiry: Inquiry) -> str:
    """Say which question an inquiry answers, and whose it is."""
    return f"{inquiry.label}「{inquiry.reading.text or '全部'}」"


def checked(pack: Pack) -> str:
    """Count what became of comparing the rows; what no row is, is not named."""
    checks = Counter(row.verdict.check for row in pack.evidence)
    flawed = checks["restored"] + checks["corrected"]
    parts = (
        (checks["verified"] + checks["rejoined"], "相符"),
        (flawed, "原檔有缺損、補字或經人工校正"),
        (checks["mismatch"], "不符"),
    )
    said = "，".join(f"{count:,} 段{what}" for count, what in parts if count)
    return said + ("，已於表中逐列註明" if flawed or checks["mismatch"] else "")


def title(row: Evidence) -> str:
    """The heading of a row, its number before it as printed."""
    passage = row.passage
    return f"{numbered(passage.number)}{passage.title}" if passage.number else passage.title


def numbered(number: str) -> str:
    """Write a number as it stands before a heading: 四、, 3. and （一）."""
    if re.fullmatch("[一二三四五六七八九十百壹貳參肆伍陸柒捌玖拾]+", number):
        return f"{number}、"
    return f"{number}. " if number.isdecimal() else f"{number} "


def how(inquiry: Inquiry) -> str:
    """Say how a query was compared: by what, and within which limits."""
    parts = ["精確比對" if inquiry.reading.exact else "含異體字與同義詞"]
    if inquiry.reading.match == "any":
        parts.append("有一個詞即可")
    if inquiry.reading.match == "document":
        parts.append("各詞須在同一份文件")
    parts += [
        f"{wordings.PICKS[facet]}：{'、'.join(facets.label(facet, value) for value in values)}"
        for facet, values in inquiry.reading.filters
    ]
    return "；".join(parts)


def forms(inquiry: Inquiry) -> str:
    """Give the other wordings that were searched, each with the reason."""
    return "；".join(
        f"{term.text}＝" + "、".join(f"{text}（{wordings.FORMS[why]}）" for text, why in term.forms)
        for term in inquiry.reading.terms
        if term.forms
    )


def finding(inquiry: Inquiry) -> str:
    """Say what was found in one line."""
    if not inquiry.total:
        near = f"另列 {len(inquiry.evidence)} 段部分相符的段落供參考，不計入段數。"
        none = "沒有任何一段符合。" if inquiry.scan.documents else "查詢範圍內沒有收錄任何文件。"
        return none + (near if inquiry.partial else "")
    counted = f"共 {inquiry.total:,} 段，在 {inquiry.documents:,} 份文件"
    named = f"{len(inquiry.agencies)} 個機關（{'、'.join(inquiry.agencies)}）"
    when = f"{len(inquiry.years)} 個年度（{years(inquiry.years)}）" if inquiry.years else ""
    return "；".join(filter(None, (counted, named, when))) + "。"


def named(
    documents: Iterable[tuple[str, str, int | None, str]], titles: Mapping[str, int]
) -> Iterator[str]:
    """Name documents by their titles, with the file where several are called the same.

    Args:
        documents: (id, title, Gregorian year, file).
        titles: how many documents have each title.
    """
    for _, title, _, file in documents:
        yield f"{title}（{file}）" if titles[title] > 1 else title


def running_head(pack: Pack, called: str = "答復資料") -> str:
    """What stands at the head of every page of a file that is called so."""
    number = f"質詢編號 {pack.head.number}" if pack.head.number else ""
    legislator = (
        f"{pack.head.legislator.removesuffix('委員').rstrip()} 委員質詢"
        if pack.head.legislator
        else ""
    )
    return "　".join(filter(None, (called, legislator, number, moment(pack.made_at))))


def near(term: TermScan) -> str:
    """Say what stands near to a term that some documents lack, empty where nothing does."""
    kindred = "、".join(f"「{text}」{count:,} 段" for text, count in term.kindred)
    partial = "、".join(
        f"{passage.document_title}「{passage.title}」（{passage.id}）" for passage in term.partial
    )
    parts = (
        f"另有相近的說法：{kindred}" if kindred else "",
        f"有部分字詞相符的段落：{partial}" if partial else "",
    )
    return "；".join(filter(None, parts))


def aside(place: Aside) -> str:
    """Say where a term is printed outside passages, or joins over a seam."""
    where = f"{place.file} 第 {place.line:,} 行（字元 {place.start:,}–{place.end:,}）"
    if place.joined:
        return f"跨段相連，請人工確認：{where}接起來是「{place.term}」，前後文「{place.text}」。"
    return f"不在任何一段內（如目錄、頁首）：{where}有「{place.text}」。"


def bound(sample: Sample) -> str:
    """Say what follows where none of a sample is relevant."""
    drawn = len(sample.passages)
    if drawn == sample.population:
        return "範圍外的段落已全部列出；都不相關時，查詢沒有遺漏。"
    most = math.ceil(sample.bound * 1000) / 10
    return (
        f"{drawn} 段都不相關時，有 95% 的信心：沒有找到的段落裡，相關的至多 {most:g}%"
        f"（約 {math.ceil(sample.bound * sample.population):,} 段）。"
    )
