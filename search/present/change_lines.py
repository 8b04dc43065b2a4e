"""What indexing changed, as lines of text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from search import clock
from search.model import UNKNOWN, Kpi, Passage
from search.present.lines import KINDS
from search.store.changes import Change, ChangeKind

CHANGES: dict[ChangeKind, str] = {"added": "新增", "removed": "刪除", "changed": "改變"}


def change_lines(at: str, compared: bool, changes: Sequence[Change]) -> Iterator[str]:
    """Say what the last indexing run added, removed and changed, each with its wording.

    Args:
        at: when it ran, ISO 8601.
        compared: whether there was one before to compare with.
        changes: targets first.
    """
    if not compared:
        yield f"{_local(at)}索引；之前沒有可以比較的索引，所以沒有變動可列。"
        return
    counts = Counter(change.kind for change in changes)
    parts = "、".join(f"{CHANGES[kind]} {counts[kind]} 段" for kind in CHANGES)
    targets = sum(change.touches_target for change in changes)
    yield f"{_local(at)}索引：{parts}；其中 {targets} 段動到目標值或實際值。"
    for change in changes:
        passage = change.passage
        yield ""
        yield (
            f"〔{CHANGES[change.kind]}〕{passage.agency or UNKNOWN}　"
            f"{UNKNOWN if passage.year_roc is None else f'{passage.year_roc} 年度'}　"
            f"{KINDS[passage.kind]}　{passage.title}"
        )
        yield f"  {passage.document_title}　{passage.id}"
        yield from _wordings(change)


def cells_of(passage: Passage) -> dict[str, str]:
    """What can change in a passage: label → wording."""
    kpi = passage.kpi or Kpi()
    cells = {
        "標題": passage.title,
        "目標值": kpi.target or "",
        **dict(kpi.values),
        "衡量標準": kpi.measure or "",
        "內容": "" if passage.kpi else passage.text,
    }
    return {label: wording for label, wording in cells.items() if wording}


def _wordings(change: Change) -> Iterator[str]:
    if change.old is None:
        for label, wording in cells_of(change.passage).items():
            if label != "標題":
                yield f"  {label}：{_line(wording)}"
        return
    old, new = cells_of(change.old), cells_of(change.passage)
    for label in {**new, **old}:
        if old.get(label) != new.get(label):
            yield f"  {label}　原：{_line(old.get(label) or '（無）')}"
            yield f"  {label}　今：{_line(new.get(label) or '（無）')}"


def _local(at: str) -> str:
    """A time stamp on the clock of Taiwan, with a blank behind it."""
    if not at:
        return ""
    return f"{clock.told(at):%Y-%m-%d %H:%M} "


def _line(text: str) -> str:
    return text.replace("\n", " ")
