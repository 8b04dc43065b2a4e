"""The words of programs through the years and of comparisons, in Traditional Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from search.comparison import State
from search.model import Document
from search.present.change_lines import CHANGES
from search.programs.model import Link, ProgramKind, Relation
from search.programs.series import Break
from search.store.changes import Change
from web.wordings import VALUE_WORDS, named

PROGRAM_KINDS: Final[dict[ProgramKind, str]] = {
    "work_program": "工作計畫",
    "goal": "施政目標",
    "project": "計畫項目",
    "kpi": "關鍵績效指標",
}
STATES: Final[dict[State, str]] = {
    "same": "相同",
    "changed": "改變",
    "added": "新增",
    "removed": "刪除",
}
RELATIONS: Final[dict[Relation, str]] = {
    "same": "延續",
    "renamed": "更名",
    "merged": "合併",
    "split": "拆分",
}
GONE_PROGRAM: Final = (
    "這項計畫已不在收錄範圍內",
    "它所屬的文件已移除或改版，而且沒有其他計畫接續。",
)
TO_COMPARE: Final = "選要比較的文件"
NO_SUCH_SIDE: Final = ("找不到要比較的文件", "文件可能已移除或改名，請重新選擇。")


NO_CHAPTER: Final = "未標示章節"


def relation(link: Link) -> str:
    """Say what became of the work, and where that is no more than likely."""
    return _doubt(link) + RELATIONS[link.relation]


def _doubt(link: Link) -> str:
    return "疑似" if link.doubtful else ""


def evidence(link: Link, shared: Sequence[str]) -> str:
    """Say why something is held to continue something else.

    Args:
        link: between the two.
        shared: phrases that both have.
    """
    alike = link.relation == "same" or link.titles >= 1
    parts = [
        "名稱相同" if alike else f"名稱相似 {link.titles:.0%}",
        f"內容相似 {link.likeness:.0%}",
    ]
    if link.same_work_program:
        parts.append("同一工作計畫")
    if shared:
        parts.append("共同文字" + "".join(f"「{phrase}」" for phrase in shared))
    if link.note:
        parts.append(f"附註：{link.note}")
    return "、".join(parts)


def other_program(link: Link, came: bool) -> str:
    """Say how another program has to do with this one."""
    if came:
        return _doubt(link) + "部分工作來自"
    return _doubt(link) + ("併入" if link.relation == "merged" else "部分工作分到")


def break_words(found: Break) -> tuple[str, tuple[str, ...], str]:
    """Say where a measure changes: the years, what changed, from what to what."""
    changed = [
        (label, pair)
        for label, pair in (("衡量標準", found.definition), ("單位", found.unit))
        if pair is not None
    ]
    return (
        f"{found.before - 1911} 年到 {found.after - 1911} 年",
        tuple(f"{label}改變" for label, _ in changed),
        "；".join(f"{label}由「{old}」改為「{new}」" for label, (old, new) in changed),
    )


def numbers_aloud(numbers: Iterable[tuple[int, str, str]]) -> str:
    """Say what a chart shows: (Gregorian year, role, number with unit) of each point."""
    return "；".join(
        f"{year - 1911} 年{VALUE_WORDS[role]} {number}" for year, role, number in numbers
    )


def changed(change: Change) -> str:
    """Head what indexing changed."""
    return f"{CHANGES[change.kind]}：{change.passage.title}"


def side(document: Document) -> str:
    """Name a side of a comparison: its year and kind."""
    year = "" if document.year is None else f"{document.year - 1911} 年"
    return f"{year}{document.kind or named(document.title)}"


def against(other: str) -> str:
    """Offer a comparison."""
    return f"與{other}比較"
