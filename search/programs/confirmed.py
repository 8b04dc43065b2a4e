"""What a person has said of links: program-links.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from search.programs.model import Relation

Said = Literal["same", "renamed", "merged", "split", "not-the-same"]
NAME = "program-links.toml"
_RELATIONS: tuple[Said, ...] = ("same", "renamed", "merged", "split", "not-the-same")
_KEYS = ("relation", "from", "to", "note")
_HEADER = re.compile(r"^\s*\[\[\s*link\s*\]\]")
_REMEDY = "請改正這一行後再建立索引一次"


@dataclass(frozen=True, slots=True)
class Entry:
    """One [[link]] of the file.

    Attributes:
        firsts: ids of the earlier passages; of several the first carries on in a merger.
        seconds: ids of the later ones; of several the first carries the work on in a split.
        where: file and line, for messages.
    """

    relation: Said
    firsts: tuple[str, ...]
    seconds: tuple[str, ...]
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmedLink:
    """A link to an earlier passage.

    Attributes:
        first: its id.
        main: by this link the work is carried on; others tell of what came in or went out.
    """

    first: str
    relation: Relation
    main: bool
    note: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """All that was said.

    Attributes:
        links: those of each later passage, by its id, in the order of the files.
        denied: pairs of passage ids, both ways round.
    """

    links: Mapping[str, tuple[ConfirmedLink, ...]] = field(default_factory=dict)
    denied: Collection[tuple[str, str]] = frozenset()


def parse_links(text: str, where: str) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Parse the text of a file of links.

    Args:
        text: TOML with one [[link]] each.
        where: name of the file in messages.

    Returns:
        The entries, and every fault in Traditional Chinese, with its line and remedy.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (), (f"{where}：TOML 格式有誤（{error}），{_REMEDY}",)
    faults = [
        f"{where} 的「{key}」不認得，只用 [[link]]，{_REMEDY}" for key in tables if key != "link"
    ]
    listed = tables.get("link", [])
    if not isinstance(listed, list):
        return (), (*faults, f"{where} 的 link 要寫成 [[link]]，{_REMEDY}")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if _HEADER.match(line)]
    entries = []
    for number, table in enumerate(listed):
        # Written as an inline list, links have no line of their own.
        line = f"第 {lines[number]} 行" if len(lines) == len(listed) else f"第 {number + 1} 筆"
        place = f"{where} {line}"
        wrong = [f"{place}{fault}，{_REMEDY}" for fault in _faults(table)]
        faults += wrong
        if not wrong:
            entries.append(
                Entry(
                    table["relation"],
                    tuple(table["from"]),
                    tuple(table["to"]),
                    table.get("note", "").strip(),
                    place,
                )
            )
    return tuple(entries), tuple(faults)


def _faults(table: Any) -> Iterable[str]:
    if not isinstance(table, dict):
        yield "應該是一個 [[link]] 表格"
        return
    for key in table:
        if key not in _KEYS:
            yield f"的鍵「{key}」不認得，可用的是 {'、'.join(_KEYS)}"
    if table.get("relation") not in _RELATIONS:
        yield f"的 relation 應該是 {'、'.join(_RELATIONS)} 其中之一"
    for key in ("from", "to"):
        ids = table.get(key)
        if not isinstance(ids, list) or not ids or not all(isinstance(i, str) and i for i in ids):
            yield f'的 {key} 應該是一串段落編號，例如 ["mol-106-plan.c616-project-3571d6cf"]'
    if not isinstance(table.get("note", ""), str):
        yield "的 note 應該是一段文字"


def confirm(
    entries: Iterable[Entry], group_of: Mapping[str, str], order: Mapping[str, int]
) -> tuple[Confirmed, tuple[str, ...]]:
    """Bring entries to bear on the passages that are in the corpus.

    Args:
        entries: of all files, later ones win over earlier ones for one pair.
        group_of: passage id → id of the passage that stands for it over all editions.
        order: the latter → place of its document in time, earliest first.

    Returns:
        What was said, and a warning for each entry that speaks of a passage that is not here.
    """
    pairs: dict[tuple[str, str], Entry] = {}
    warnings = []
    for entry in entries:
        unknown = [id_ for id_ in (*entry.firsts, *entry.seconds) if id_ not in group_of]
        if unknown:
            warnings.append(
                f"{entry.where}：收錄的文件裡沒有段落「{'」「'.join(unknown)}」，這一筆略過"
            )
            continue
        for first in entry.firsts:
            for second in entry.seconds:
                one, other = group_of[first], group_of[second]
                if order[one] > order[other]:
                    one, other = other, one
                pairs.pop((one, other), None)
                pairs[one, other] = entry
    links: dict[str, tuple[ConfirmedLink, ...]] = {}
    denied = set()
    for (first, second), entry in pairs.items():
        if entry.relation == "not-the-same":
            denied |= {(first, second), (second, first)}
            continue
        leads = {group_of[entry.firsts[0]], group_of[entry.seconds[0]]}
        main = entry.relation in ("same", "renamed") or {first, second} == leads
        link = ConfirmedLink(first, entry.relation, main, entry.note)
        links[second] = (*links.get(second, ()), link)
    return Confirmed(links, frozenset(denied)), tuple(warnings)
