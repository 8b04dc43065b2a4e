"""Lines without a number that head what stands beneath them: parts, programs, lists, the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.blocks import Block, Furniture, Table, Text
from indexer.numbering import RANK, bullet, enumerator
from indexer.outline.codes import labelled
from indexer.vocabulary import fold, load

MARK_STYLE = "mark"
LABEL_STYLE = "label "
CLOSING_STYLE = "closing"
_CLOSING = frozenset({"結語", "結論", "總結", "未來展望", "展望"})
_LONGEST_PART = 20
_LONGEST_SECTION = 12
_CAPTION = re.compile(r"(?:一覽表?|彙整表|明細表|計畫表|指標表)$")
_LONGEST_TITLE = 60
_LONGEST_LIST_NAME = 12
_MARKS = re.compile(r"[。；！？，：]")
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff（）()、　 ]{2,}")
_OWNER = re.compile(r"[\u3400-\u9fff]{3,}?(?=\d|[一二三四五六七八九〇○]{2,}年)")
_OF_A_YEAR = re.compile(r"年度?(?!\d)")


@dataclass(frozen=True, slots=True)
class Head:
    """What such a line heads.

    Attributes:
        style: of the level it counts at, beside the styles of numbers.
        level: 0 for a part of the whole document, None where what is open settles it.
        why: the rule that found it, in Traditional Chinese.
    """

    title: str
    style: str
    level: int | None = None
    why: str = ""


def unnumbered_heads(blocks: Sequence[Block], title: str) -> dict[int, Head]:
    """Place → head, for the lines without a number that are headings.

    Args:
        blocks: of a document, in order.
        title: of the document.
    """
    found: dict[int, Head] = {}
    # Of several rules for one line the last one has it.
    for why, heads in (
        ("引出清單的名稱", _list_heads(blocks)),
        ("結語一類的標題", _closing_heads(blocks)),
        ("計畫名稱", _program_heads(blocks)),
        ("章節名稱", _section_heads(blocks, title)),
        ("以文件名稱的寫法開頭", _title_heads(blocks, title)),
        ("其後的編號重新起算", _part_heads(blocks, title)),
    ):
        found |= {place: replace(head, why=why) for place, head in heads}
    return found


def _part_heads(blocks: Sequence[Block], title: str) -> Iterator[tuple[int, Head]]:
    """Short lines before each of which the outermost number begins anew.

    They head the parts of a file that goes from bureau to bureau: 民政處, then 壹、 again.
    """
    texts = [
        (index, block, enumerator(block.text))
        for index, block in enumerate(blocks)
        if isinstance(block, Text)
    ]
    styles = {number.style for _, _, number in texts if number is not None}
    if not styles:
        return
    outermost = min(styles, key=lambda style: RANK[style])
    found = [
        (index, Head(block.text.strip("【】《》 　"), f"{MARK_STYLE}0", 0))
        for (index, block, number), (_, _, following) in pairwise(texts)
        if number is None
        and following is not None
        and (following.style, following.value) == (outermost, 1)
        and _may_head_part(block, title)
    ]
    if len(found) > 1:
        yield from found


def _may_head_part(block: Text, title: str) -> bool:
    line = block.text.strip()
    return (
        block.level is None
        and len(line) <= _LONGEST_PART
        and line not in title
        and not bullet(line)
        and bool(_IDEOGRAPHS.fullmatch(line.strip("【】《》 　")))
    )


def _title_heads(blocks: Sequence[Block], title: str) -> Iterator[tuple[int, Head]]:
    """Lines that title a further part of a file as its own title does.

    宜蘭縣政府112年度重要施政計畫 may stand behind the goals, before the table of what is planned.
    """
    owner = _OWNER.match(title)
    if owner is None:
        return
    lines = Counter(fold(block.text) for block in blocks if isinstance(block, Text))
    numbered = False
    for index, block in enumerate(blocks):
        if not isinstance(block, Text):
            continue
        if enumerator(block.text) is not None:
            numbered = True
        elif (
            numbered
            and block.level is None
            and block.text.startswith(owner.group(0))
            and len(block.text) <= _LONGEST_TITLE
            and not _MARKS.search(block.text)
            and _OF_A_YEAR.search(block.text)
            and (load().section(block.text) or load().kind(block.text) or block.text[-1:] == "表")
            # What is printed on each page, or is the title itself, titles no part.
            and lines[fold(block.text)] == 1
            and fold(block.text) not in fold(title)
        ):
            yield index, Head(block.text.strip(), f"{MARK_STYLE}0", 0)


def _program_heads(blocks: Sequence[Block]) -> Iterator[tuple[int, Head]]:
    """Lines that name a work program for what is numbered beneath them.

    A line such as 工作計畫：勞動檢查業務 before anything else is a field of a work item.
    """
    for index, block, following in _lines(blocks):
        name = labelled(block.text.strip(), "program")
        heads = isinstance(following, Table) or enumerator(following.text) is not None
        if name and heads and len(name) <= _LONGEST_PART and _IDEOGRAPHS.fullmatch(name):
            yield index, Head(name, f"{LABEL_STYLE}program")


def _section_heads(blocks: Sequence[Block], title: str) -> Iterator[tuple[int, Head]]:
    """Lines that head sections where a document does not number them: 年度施政目標, then 一、.

    The first stands before anything that is numbered, each over a list or a table; elsewhere
    such a line may be a point of what stands above it.
    """
    found = False
    printed = [
        (index, block) for index, block in enumerate(blocks) if not isinstance(block, Furniture)
    ]
    for (index, block), (_, following) in pairwise(printed):
        if isinstance(block, Table) or enumerator(block.text) is not None:
            if not found:
                return
            continue
        if _begins(following) and _may_head_part(block, title) and _names_section(block.text):
            found = True
            yield index, Head(block.text.strip("【】《》 　"), f"{MARK_STYLE}0", 0)


def _begins(block: Text | Table) -> bool:
    """Whether what a section may begin with begins: a table, its caption, the first of a list."""
    if isinstance(block, Table):
        return True
    number = enumerator(block.text)
    if number is not None:
        return number.value == 1
    return len(block.text) <= _LONGEST_PART and _CAPTION.search(block.text) is not None


def _names_section(text: str) -> bool:
    line = fold(text).strip("【】《》")
    plain = len(line) <= _LONGEST_SECTION and not _CAPTION.search(line)
    return plain and load().section(line) in ("goal", "project", "kpi")


def _list_heads(blocks: Sequence[Block]) -> Iterator[tuple[int, Head]]:
    """Lines such as 行動方案： over points that are marked or numbered."""
    for index, block, following in _lines(blocks):
        line = block.text.strip()
        name = line.rstrip("：:")
        if block.level is not None or name == line or len(name) > _LONGEST_LIST_NAME:
            continue
        if isinstance(following, Table):
            continue
        number = enumerator(following.text)
        first = bool(bullet(following.text)) or (number is not None and number.value == 1)
        known = load().section(name) == "project" or load().header(name).field == "project"
        if first and known:
            yield index, Head(name, f"{LABEL_STYLE}list")


def _closing_heads(blocks: Sequence[Block]) -> Iterator[tuple[int, Head]]:
    """Lines that head the last words of a document, or of a part of it."""
    for index, block, following in _lines(blocks):
        closes = block.level is None and index > 0 and fold(block.text) in _CLOSING
        if closes and isinstance(following, Text):
            yield index, Head(block.text.strip(), CLOSING_STYLE)


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[int, Text, Text | Table]]:
    """(place, line without a number, what follows it), furniture aside."""
    printed = [
        (index, block) for index, block in enumerate(blocks) if not isinstance(block, Furniture)
    ]
    for (index, block), (_, following) in pairwise(printed):
        if isinstance(block, Text) and enumerator(block.text) is None:
            yield index, block, following
