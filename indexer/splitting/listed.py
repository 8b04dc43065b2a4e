"""Indicators outside tables: in numbered lists （（一）受理件數：目標值 80 件。）, on sheets of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.blocks import Table, Text
from indexer.meaning.headings import (
    MEASURES,
    labelled_field,
    number_of,
    path_of,
    spans_of_blocks,
    told_by,
)
from indexer.numbering import bullet
from indexer.outline.codes import indicator_code
from indexer.outline.tree import Node, spans_of_table
from indexer.splitting.drafts import Drafts, add_told, spot_of_block
from indexer.splitting.indicators import counted, unit_of
from indexer.splitting.tables import bare, year_matrix
from indexer.vocabulary import load
from search.model import Kpi

_CLAUSE = re.compile(r"[，,；;。\n](?![0-9０-９]{3})")
_REACHED = re.compile(r"(?:年度)?(?:預期|預定|預計|原訂|原定)?目標值?(?:為|達)?\s*(?=[0-9０-９])")
_IN_SENTENCES = ("measure", "evaluation_method")
_SAID_OF_INDICATORS = (*MEASURES, "unit", "evaluation_body", "evaluation_method", "progress")
_OF_A_YEAR = re.compile(
    r"(\d{2,4})年度?(?:目標值?)?(?:為|達|[：:])?\s*(?=[^\s、；;年月日])([^、；;]+)"
)
_ONE_LINE = ("responsible_unit", "unit", "target", "progress")
_LONGEST_TARGET = 24
_MAX_LABEL = 20


def add_listed(drafts: Drafts, node: Node, goal: str | None) -> None:
    """Add an indicator that a numbered paragraph tells, with what stands beneath it."""
    told = told_by(node)
    code, name = indicator_code(told.title)
    kpi = listed_kpi(told.lines, goal)
    add_told(drafts, "kpi", name, told, code=code, number=number_of(node), kpi=kpi)


def take_indicators(drafts: Drafts, node: Node, goal: str | None) -> None:
    """Add the indicators that numbered parts label, and take these parts from what they stand in.

    （1）關鍵績效指標：… is followed by （2）衡量標準：… and （3）目標值：…, or by the targets alone.
    """
    groups: list[list[Node]] = []
    for child in node.children:
        field = labelled_field(child.title)[0] if not child.children else None
        if field == "indicator":
            groups.append([child])
        elif field in _SAID_OF_INDICATORS and groups:
            groups[-1].append(child)
    taken: set[int] = set()
    for first, *others in groups:
        parts = [first, *others]
        texts = [block for part in parts for block in part.blocks() if isinstance(block, Text)]
        kpi = listed_kpi([block.text for block in texts[1:]], goal)
        if not (kpi.measure or kpi.target or kpi.values):
            continue
        code, name = indicator_code(labelled_field(first.title)[1].removesuffix("。"))
        drafts.add(
            "kpi",
            name,
            "\n".join(block.text for block in texts[1:]),
            spans=spans_of_blocks(texts),
            spot=spot_of_block(first.block, path_of(first)),
            codes=[code] if code else [],
            kpi=kpi,
            damaged=any(block.damaged for block in texts),
        )
        taken.update(map(id, parts))
    node.children = [child for child in node.children if id(child) not in taken]


def listed_kpi(lines: Sequence[str], goal: str | None) -> Kpi:
    """The cells of an indicator whose paragraphs label them: 目標值 80 件，負責單位：主計室.

    Args:
        lines: what stands behind its name, in order.
        goal: that it stands under.
    """
    found: dict[str, str] = {}
    for line in lines:
        said: str | None = None
        for mark, clause in _clauses(line):
            field, rest = labelled_field(clause)
            reached = _REACHED.match(clause)
            if field:
                said = field if field not in found else None
                found.setdefault(field, rest)
            elif reached:
                said = None
                found.setdefault("target", clause[reached.end() :])
            elif said in _IN_SENTENCES and (clause or _CLAUSE.search(found[said])):
                # What is measured may take more than a clause; the mark behind one is none of it.
                found[said] += mark + clause
    whole = lines[0].rstrip("。") if len(lines) == 1 else ""
    if not found and (len(whole) <= _LONGEST_TARGET or _by_year(whole)):
        found["target"] = whole
    target = found.get("target") or None
    values = _by_year(target or "")
    return Kpi(
        goal=goal,
        measure=found.get("measure") or None,
        target=None if values else target,
        evaluation_body=found.get("evaluation_body") or None,
        evaluation_method=found.get("evaluation_method") or None,
        values=values,
        progress=found.get("progress") or None,
        unit=found.get("unit") or unit_of([target or "", *(value for _, value in values)]),
        responsible_unit=found.get("responsible_unit") or None,
    )


def _clauses(line: str) -> list[tuple[str, str]]:
    """The clauses of a line, each with the mark before it."""
    cuts = [(0, 0), *((m.start(), m.end()) for m in _CLAUSE.finditer(line))]
    ends = [start for start, _ in cuts[1:]] + [len(line)]
    return [
        (line[start:end], line[end:stop].strip())
        for (start, end), stop in zip(cuts, ends, strict=True)
    ]


def _by_year(target: str) -> tuple[tuple[str, str], ...]:
    """The targets of several years that stand in one line: 112年85%、113年86%."""
    parts = [part.strip().rstrip("。") for part in re.split(r"[、；;]", target)]
    found = [(m, load().header(m.group(1)).year) for p in parts if (m := _OF_A_YEAR.fullmatch(p))]
    if len(found) < 2 or len(found) < len(parts):
        return ()
    return tuple((f"{year} target", m.group(2).strip()) for m, year in found if year)


def add_sheet(drafts: Drafts, node: Node, title: str, goal: str | None) -> list[Table] | None:
    """Add a sheet of one indicator: its name as heading, a table of years, labelled paragraphs.

    Returns:
        The tables in it that hold no years, which are not taken; None where nothing measures
        the indicator and nothing was added: it is spoken of again, what was missed and why.
    """
    blocks = [block for block in node.blocks() if block is not node.block]
    texts = [block for block in blocks if isinstance(block, Text)]
    series: list[tuple[str, str]] = []
    spans = spans_of_blocks([node.block, *texts])
    lines: list[str] = []
    left: list[Table] = []
    for block in blocks:
        if isinstance(block, Text):
            lines.append(block.text)
            continue
        found = year_matrix(block)
        if found is None:
            left.append(block)
            continue
        series += found
        spans += spans_of_table(block)
        lines += ["　".join(c.text for c in row.cells if c.text) for row in block.rows]
    kpi = sheet_kpi([block.text for block in texts], series, goal, drafts.about.year)
    if not (kpi.measure or kpi.target or kpi.values or kpi.progress):
        return None
    drafts.add(
        "kpi",
        title,
        "\n".join(lines),
        spans=spans,
        spot=spot_of_block(node.block, path_of(node)),
        number=number_of(node),
        codes=[code] if (code := indicator_code(node.title)[0]) else [],
        kpi=kpi,
        damaged=any(block.damaged for block in texts),
    )
    return left


def sheet_kpi(
    paragraphs: Sequence[str],
    series: Sequence[tuple[str, str]],
    goal: str | None,
    year: int | None,
) -> Kpi:
    """The cells of an indicator that has a sheet of its own.

    Args:
        paragraphs: of the sheet; one that is a header word and a colon labels what follows.
        series: (label, value) pairs of its table of years.
        goal: that it stands under.
        year: of the document, whose progress mark counts.
    """
    found: dict[str, str] = {}
    field: str | None = None
    printed: list[tuple[str, str]] = []
    for line in paragraphs:
        paragraph = line[bullet(line) :]
        label, colon, rest = paragraph.partition("：") if "：" in paragraph else (paragraph, "", "")
        word = bare(label)[1]
        if colon and len(word) <= _MAX_LABEL:
            header = load().header(word)
            field = header.field
            kind = load().values.get(field or "")
            if kind and (header.year not in (None, year) or field != "target"):
                # 2030年目標值：… is no target of this year.
                when = header.year or (year if field != "baseline" else None)
                printed.append((f"{when} {kind}" if when else kind, rest.strip()))
                field = None
            elif field:
                found.setdefault(field, rest.strip())
        elif field and not (found[field] and field in _ONE_LINE):
            found[field] = (found[field] + paragraph).strip()
    values = tuple(pair for pair in (*series, *printed) if not pair[0].endswith(" progress"))
    marks = [(label, value) for label, value in series if label.endswith(" progress")]
    own = [value for label, value in marks if label == f"{year} progress"]
    return Kpi(
        goal=goal,
        measure=found.get("measure") or None,
        target=found.get("target") or None,
        evaluation_body=found.get("evaluation_body") or None,
        evaluation_method=found.get("evaluation_method") or None,
        plan_link=found.get("plan_link") or None,
        values=values,
        progress=own[0] if own else (marks[-1][1] if marks else found.get("progress")),
        unit=found.get("unit") or unit_of([found.get("target") or "", *counted(values)]),
        responsible_unit=found.get("responsible_unit") or None,
    )
