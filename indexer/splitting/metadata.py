"""What a document prints about itself: title, kind, agency and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeVar

from indexer.blocks import Block, Furniture, Table, Text
from indexer.numbering import chinese_number, enumerator
from indexer.splitting import Described
from indexer.vocabulary import fold, gregorian, load
from search import agencies

_COVER_BLOCKS = 14
_TITLE_LENGTH = 70
# How titles end whose kind no list names.
_NAMES_DOCUMENT = re.compile(
    r"(?:.{4,}(?:計[畫劃]|報告書?|白皮書|方案|綱[要領]|預算書?|政策|規劃|年報|策略地圖|[\u3400-\u9fff]{2,}表)|計[畫劃]書)"
    r"\s*(?:[（(][^（）()]{1,20}[）)])?$"
)
# …編定105年度施政計畫，其目標與重點如次： speaks of a document and names none.
_SENTENCE = re.compile(r"[；;。]|，.*[：:]$|如[下次後][：:]?$")
_STATE = re.compile(r"(?:\([^()]*\)|草案|初稿|定稿|核定本|修正本|[「」《》:])+$")
_NUMERAL = r"(\d{2,4}|[〇零○一二三四五六七八九十百]{2,5})"
_TITLE_YEAR = re.compile(
    rf"(?<![\d至到~～–—-]){_NUMERAL}年度?(?![至到~～–—-]|年?度?[至到~～–—-]|\d)"
)
# 2022新北市自願檢視報告; 2050淨零 is an aim, and so may be a year within a title.
_BARE_YEAR = re.compile(
    r"^20[012]\d(?=[\u3400-\u9fff])|(?<![\d年至到~～–—-])20[012]\d(?:$|(?=[\u3400-\u9fff]*報告))"
)
_COVER_DATE = re.compile(
    rf"(?:中華民國|民國)?{_NUMERAL}年(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
)
_APPROVED = re.compile(rf"{_COVER_DATE.pattern}.*(?:核定|核准|核備|備查)")
_OF_YEAR = re.compile(rf"(?<![\d至到~～–—-]){_NUMERAL}年度")
_TERM = re.compile(r"期程為(\d{2,4})年度?(?![至到~～–—-]|\d)")
_PERIOD = re.compile(r"(\d{2,4})年\d{1,2}月(?:\d{1,2}日)?[至到~～–—-](?:(\d{2,4})年)?\d{1,2}月")
_EDITING = re.compile(r"(\d{2,4})年度(?:施政|工作|重要)")
_EDITED = re.compile(
    r"(?:編定|編訂|訂定|擬訂|擬定|研訂)(?:本[市縣局部會府署])?\d{2,4}年度([^,。;]{4,12})"
)
_RANGE = re.compile(rf"{_NUMERAL}年?度?[至到~～–—-]{_NUMERAL}年")
_SPAN = re.compile(
    rf"{_NUMERAL}(?:年度?)?(?:\d{{1,2}}月)?[至到~～–—-](?:中華民國|民國)?{_NUMERAL}年"
)
_FILE_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d|[89]\d|1[0-4]\d)(?!\d)(?!-\d\b)")
_OF_AGENCIES = frozenset({"機關", "機關名稱", "機關別", "主管機關", "單位名稱"})
_OF_YEARS = frozenset({"年度", "年", "年別", "會計年度", "計畫年度"})
_YEAR_CELL = re.compile(r"(?:中華民國|民國)?(\d{2,4})年?度?")
_SELF = re.compile(r"本府|縣府|市府|本縣|本市")
_TITLE_AREA = re.compile(r"(?=([\u3400-\u9fff]{2}[市縣]))")
_AREA = re.compile(r"[\u3400-\u9fff]{2}[縣市]")
_LEAST_MENTIONS = 10
_LEAST_PERIODS = 3
_MOST_YEARS = 20
_LEAST_HEADS = 2
_PROSE = 2000
_OPENING = 400


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a document; None where nothing says it.

    Attributes:
        year: Gregorian.
        covers: see search.model.Document.
    """

    title: str
    kind: str | None
    agency: str | None
    year: int | None
    covers: tuple[int, ...] = ()


def about(
    blocks: Sequence[Block], described: Described, file: str, page_title: str | None = None
) -> About:
    """Title, kind, agency and year of a document.

    What the document prints comes first, then the catalogue, then the name of the file.
    What none of them says stays None.

    Args:
        blocks: of the file.
        described: what the catalogue says of it.
        file: its name.
        page_title: of a web page, which often names the agency alone (外交部－施政計畫).
    """
    texts = [block for block in blocks if isinstance(block, Text)]
    cover = _cover(texts)
    heads = _running_heads(blocks)
    printed = _title(cover) or _title(heads)
    title = printed or described.title or PurePath(file).stem
    if printed and described.title and fold(printed) in fold(described.title):
        title = described.title
    stem = PurePath(file).stem
    kind = (
        load().kind(title)
        or described.document_kind
        or load().kind(stem)
        or _edited_kind(texts)
        or load().opening("".join(block.text for block in texts[:6])[:_OPENING])
    )
    # Above the line with the agency may stand who is reported to: 立法院第10屆第7會期.
    last = next(
        (line for line in (*reversed(cover), *heads) if printed and title.endswith(line)), title
    )
    agency = (
        agencies.load().recognise(last)
        or agency_of(title)
        or next((a for line in cover if (a := agencies.load().recognise(line)) is not None), None)
        or next((a for line in heads if (a := agency_of(line)) is not None), None)
        or described.agency
        or next((a for line in (title, *cover) if (a := agencies.load().body_of(line))), None)
        or agency_of(stem)
        or agency_of(page_title or "")
        or _own_area(texts)
        or _publisher(blocks)
        or next(iter(_column(blocks, _OF_AGENCIES, agencies.load().recognise)), None)
    )
    year = (
        _title_year(title)
        or (printed is not None and _first_year(_TITLE_YEAR, _near(cover, printed)))
        or _first_year(_OF_YEAR, heads)
        # A plan over several years is of the year in which it was approved.
        or _first_year(_APPROVED, cover)
        or _range_year(cover)
        or _prose_year(texts)
        # The date of a cover is that of the printing.
        or _first_year(_COVER_DATE, cover)
        or described.year
        or _reported_year(texts)
        or _file_year(stem)
        or next(iter(_column(blocks, _OF_YEARS, _year_in_cell)), None)
    )
    if printed is None and described.title is None and agency and year and kind:
        # A file name is no title: what is known names the document as others of its kind.
        title = f"{agency}{year - 1911}年度{kind}"
    return About(title, kind, agency, year, _covered(cover, title, kind))


def _running_heads(blocks: Sequence[Block]) -> list[str]:
    """What the pages of a file print over and over at their edge, in the order of the first."""
    lines = Counter(
        " ".join(block.text.split())
        for block in blocks
        if isinstance(block, Furniture) and block.role in ("頁首", "頁尾")
    )
    # The head of a chapter stands on its own pages alone.
    most = max(lines.values(), default=0)
    return [line for line, count in lines.items() if count >= max(_LEAST_HEADS, most / 2)]


def _publisher(blocks: Sequence[Block]) -> str | None:
    """The agency that a site names as the one which published the page."""
    lines = (one.text for one in blocks if isinstance(one, Furniture) and "單位" in one.text)
    return next((a for line in lines if (a := agencies.load().recognise(line)) is not None), None)


_T = TypeVar("_T")


def _column(
    blocks: Sequence[Block], words: frozenset[str], read: Callable[[str], _T | None]
) -> set[_T]:
    """What each cell of a column holds, where it is the same in all; nothing where it is not."""
    found: set[_T | None] = set()
    for table in (block for block in blocks if isinstance(block, Table) and block.rows):
        head, *body = table.rows
        for index, cell in enumerate(head.cells):
            if fold(cell.text) in words:
                found |= {read(row.cells[index].text) for row in body if len(row.cells) > index}
    return {one for one in found if one is not None} if len(found) == 1 else set()


def _year_in_cell(text: str) -> int | None:
    match = _YEAR_CELL.fullmatch(fold(text))
    return _year(match.group(1)) if match else None


def agency_of(title: str) -> str | None:
    """The agency that a title names, or whose area it begins with (臺北市… → 臺北市政府)."""
    known = agencies.load()
    found = known.recognise(title)
    if found is not None:
        return found
    areas = [match.group(1) for match in _TITLE_AREA.finditer(fold(title))]
    named = {g.name for area in areas if (g := known.find(area.replace("台", "臺") + "政府"))}
    return named.pop() if len(named) == 1 else None


def _cover(texts: Sequence[Text]) -> list[str]:
    """Short lines before the prose or the first section."""
    lines: list[str] = []
    for block in texts[:_COVER_BLOCKS]:
        text = block.text
        number = enumerator(text)
        if (number is not None and lines) or _is_first_section(block, texts):
            break
        text = text[number.end :] if number else text
        if "。" in text and lines:
            break
        if "。" in text or len(text) > _TITLE_LENGTH:
            continue
        lines.append(" ".join(text.split()))
        if number is None and block.level is not None and load().section(text) == "narrative":
            lines.pop()
            break
    return lines


def _is_first_section(block: Text, texts: Sequence[Text]) -> bool:
    """True if a line is the first of several headings: one that counts on, or stands beside it.

    A line with the year or the agency names the document whatever stands beside it.
    """
    number = enumerator(block.text)
    if number is not None:
        following = (enumerator(other.text) for other in texts)
        return number.value == 1 and any(
            other is not None and (other.style, other.value) == (number.style, 2)
            for other in following
        )
    if block.level is None or load().section(block.text) is None:
        return False
    if _title_year(block.text) or agencies.load().recognise(block.text):
        return False
    return sum(other.level == block.level for other in texts) > 1


def _title(cover: Sequence[str]) -> str | None:
    """The line that names the document, with the lines above it that belong to it.

    A line that ends in a kind of document names one; a line with more behind the kind may
    name something else: 施政計畫管理系統.
    """
    kinds = [
        index
        for index, line in enumerate(cover)
        if load().kind(line) and not _SENTENCE.search(line)
    ]
    if kinds:
        index = next((place for place in kinds if _ends_in_kind(cover[place])), kinds[0])
        title = cover[index]
        # A cover may print agency, subject and kind on lines of their own.
        for above in reversed(cover[max(0, index - 3) : index]):
            if not re.search(r"[\u3400-\u9fff]", above) or len(title) + len(above) > 40:
                break
            if above in title or load().kind(above):
                break
            if _NAMES_DOCUMENT.search(above) or above[-1:] in ("版", "稿"):
                # The name or the state of a document is no part of another's name.
                break
            title = above + title
        return title.strip("「」《》 ")
    named = next((line for line in cover if _NAMES_DOCUMENT.search(line)), None)
    # Whose and of which year says enough, whatever it is called: …市政府113年度重要計畫摘要.
    owned = (line for line in cover if _title_year(line) and not _COVER_DATE.search(fold(line)))
    found = named or next(
        (
            line
            for line in owned
            if agencies.load().recognise(line) or agencies.load().body_of(line)
        ),
        None,
    )
    return found and found.strip("「」《》 ")


def _ends_in_kind(line: str) -> bool:
    """Whether a line ends in a kind of document, brackets and marks of its state aside."""
    plain = _STATE.sub("", fold(line))
    return any(plain.endswith(word) for word, _ in load().kinds)


def _near(cover: Sequence[str], title: str) -> list[str]:
    return [line for line in cover if len(line) <= 30 or line in title]


def _title_year(title: str) -> int | None:
    folded = fold(title)
    years = [y for m in _TITLE_YEAR.finditer(folded) if (y := _year(m.group(1)))]
    bare = _BARE_YEAR.search(folded)
    return years[0] if years else int(bare.group(0)) if bare else None


def _first_year(pattern: re.Pattern[str], lines: Sequence[str]) -> int | None:
    for line in lines:
        folded = fold(line)
        if _RANGE.search(folded):
            continue
        match = pattern.search(folded)
        year = _year(match.group(1)) if match else None
        if year:
            return year
    return None


def _prose_year(texts: Sequence[Text]) -> int | None:
    """The year that the opening says it plans or reports on."""
    prose = fold("".join(block.text for block in texts[:20]))[:_PROSE]
    for pattern in (_EDITING, _PERIOD, _TERM):
        # A period that ends in another year is reported on in that year.
        found = (m.group(m.lastindex or 1) for m in pattern.finditer(prose))
        years = Counter(y for numeral in found if (y := _year(numeral)))
        if years:
            return max(years, key=lambda y: (years[y], y))
    return None


def _edited_kind(texts: Sequence[Text]) -> str | None:
    """The kind of document that the opening says it is: 編定106年度施政計畫."""
    prose = fold("".join(block.text for block in texts[:20]))[:_PROSE]
    match = _EDITED.search(prose)
    return load().kind(match.group(1)) if match else None


def _reported_year(texts: Sequence[Text]) -> int | None:
    """The year in which the periods that a report speaks of nearly always end."""
    prose = fold("".join(block.text for block in texts))
    ends = [m.group(m.lastindex or 1) for m in _PERIOD.finditer(prose)]
    years = Counter(y for numeral in ends if (y := _year(numeral)))
    if not years:
        return None
    year, count = years.most_common(1)[0]
    return year if count >= _LEAST_PERIODS and count > 0.5 * sum(years.values()) else None


def _own_area(texts: Sequence[Text]) -> str | None:
    """The local government that speaks of itself as 本府 and, nearly alone, of its own area."""
    prose = fold("".join(block.text for block in texts))
    if len(_SELF.findall(prose)) < _LEAST_MENTIONS:
        return None
    areas = Counter(match.group(0) for match in _AREA.finditer(prose))
    known = {area: agencies.load().find(area + "政府") for area in areas}
    named = Counter({area: n for area, n in areas.items() if known[area] is not None})
    if not named:
        return None
    area, count = named.most_common(1)[0]
    found = known[area]
    if found is None or count < _LEAST_MENTIONS or count < 0.6 * sum(named.values()):
        return None
    return found.name


def _covered(cover: Sequence[str], title: str, kind: str | None) -> tuple[int, ...]:
    """Every year of a plan whose title or cover prints the first and the last; none of reports."""
    if "報告" in (kind or title):
        return ()
    for line in (title, *cover):
        match = _SPAN.search(fold(line))
        first, last = (_year(match[1]), _year(match[2])) if match else (None, None)
        if first and last and 0 < last - first <= _MOST_YEARS:
            return tuple(range(first, last + 1))
    return ()


def _range_year(cover: Sequence[str]) -> int | None:
    for line in cover:
        match = _RANGE.search(fold(line))
        if match:
            return _year(match.group(1))
    return None


def _file_year(stem: str) -> int | None:
    match = _FILE_YEAR.search(stem)
    return _year(match.group(1)) if match else None


def _year(numeral: str) -> int | None:
    value = int(numeral) if numeral.isdigit() else chinese_number(numeral)
    year = gregorian(value) if value else None
    # Before 1945 nothing of this kind was written: 10年 is a span of time, not a year.
    return year if year and year >= 1945 else None
