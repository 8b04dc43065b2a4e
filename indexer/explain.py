"""What each stage of reading makes of a file, with the rule or weight that decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, get_args

from indexer.blocks import Block, Furniture, ReadFile, Table, Text
from indexer.formats import printed_lines, read_file
from indexer.meaning.weights import ROLE_NAMES
from indexer.outline.tree import Node
from indexer.splitting import Described
from indexer.splitting.split import Outlined, outlined, walk_of
from indexer.splitting.tables import Meaning
from search.model import Source

Stage = Literal["lines", "blocks", "tables", "outline", "roles"]
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class Explained:
    """One thing that a stage gives.

    Attributes:
        place: where it stands in the file, such as 第 3 頁.
        what: what it was taken for.
        text: how it begins, or what it is called.
        why: what decided, empty where the stage before had decided.
        details: what else its value holds.
        depth: how far it is nested, from 0.
    """

    place: str
    what: str
    text: str
    why: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    depth: int = 0


@dataclass(frozen=True, slots=True)
class ExplainJob:
    """A file and the stage of its reading that is asked for."""

    path: Path
    name: str
    described: Described
    stage: Stage


def explain(job: ExplainJob) -> tuple[Explained, ...]:
    """Read a file as far as a stage, and give all that the stage gives.

    Raises:
        DocumentError: it cannot be read, or has no such stage.
    """
    if job.stage == "lines":
        return tuple(_lines(job.path))
    read = read_file(job.path)
    if job.stage == "blocks":
        return tuple(map(_block, read.blocks))
    source = Source(job.name.rsplit("/", 1)[-1], "")
    stages = {"tables": _tables, "outline": _outline, "roles": _roles}
    explained = stages[job.stage]
    return tuple(
        part
        for one in outlined(read, source, job.described)
        for part in explained(read, source, one)
    )


def body_of(one: Explained) -> dict[str, object]:
    """Give it as an object for JSON."""
    return asdict(one)


def line_of(one: Explained) -> str:
    """Give it as a line for people."""
    details = "、".join(f"{name} {value}" for name, value in one.details.items())
    why = f"　← {one.why}" if one.why else ""
    parts = (one.place, one.what, one.text, f"［{details}］" if details else "")
    return "  " * one.depth + "　".join(filter(None, parts)) + why


def _lines(path: Path) -> Iterator[Explained]:
    for line, role in printed_lines(path):
        place = _place(line.page, line.number)
        edges = {
            name: round(value, 1)
            for name in ("x0", "x1", "top", "bottom", "em")
            if isinstance(value := getattr(line, name), int | float)
        }
        pieces = [piece.text for piece in line.pieces] if len(line.pieces) > 1 else []
        details = {**edges, **({"pieces": pieces, "parting": line.parting} if pieces else {})}
        why = "" if role in (None, "框線表格") else "在各頁的邊緣重複，或隨頁數計數"
        yield Explained(place, role or "本文", line.text, why, details)


def _block(block: Block) -> Explained:
    place = _place(block.page, block.line)
    if isinstance(block, Furniture):
        return Explained(place, f"版面：{block.role}", block.text)
    if isinstance(block, Text):
        found = {"level": block.level, "damaged": block.damaged or None}
        hints = {name: value for name, value in found.items() if value is not None}
        return Explained(place, "段落", block.text, details=hints)
    rows = [[cell.text for cell in row.cells] for row in block.rows]
    marked = [row.number for row in block.rows if row.is_header]
    continued = [row.number for row in block.rows if row.continues]
    details: dict[str, object] = {"rows": len(rows), "columns": max(map(len, rows), default=0)}
    details |= {"headers": marked} if marked else {}
    details |= {"continued": continued} if continued else {}
    first = " | ".join(rows[0]) if rows else ""
    return Explained(place, f"表格 {block.number}", first, details=details)


def _tables(read: ReadFile, source: Source, one: Outlined) -> Iterator[Explained]:
    understood = walk_of(read, source, one).tables
    met = {table.number for table, _, _ in understood}
    for table, section, meaning in understood:
        yield from _table(table, section, meaning)
    for block in one.part.blocks:
        if isinstance(block, Table) and block.number not in met:
            yield Explained(
                _place(block.page, block.line),
                f"表格 {block.number}",
                "",
                "不逐列判讀：是指標頁的一部分，或底下的計畫已用到",
            )


def _table(table: Table, section: str, meaning: Meaning) -> Iterator[Explained]:
    details: dict[str, object] = {
        "section": section,
        "header_rows": meaning.header_rows,
        "records": len(meaning.records),
    }
    if meaning.caption:
        details["caption"] = meaning.caption
    what = f"表格 {table.number}：{meaning.kind or '不知各欄意義'}"
    yield Explained(_place(table.page, table.line), what, "", "；".join(meaning.why), details)
    for at, column in enumerate(meaning.columns, 1):
        year = {"year": column.year} if column.year else {}
        yield Explained(
            f"第 {at} 欄", column.field or "不認得", column.label, column.why, year, depth=1
        )


def _outline(_: ReadFile, __: Source, one: Outlined) -> Iterator[Explained]:
    for node in one.root.walk():
        inner = {"body": len(node.body)} if node.body else {}
        if node.block is None:
            yield Explained("", "文件", one.about.title, details=inner)
            continue
        heads = "標題" if node.heads else "編號段落"
        details: dict[str, object] = {"style": node.style, **inner}
        place = _place(node.block.page, node.block.line)
        yield Explained(place, heads, node.text, node.why, details, depth=1 + len(node.path()))


def _roles(read: ReadFile, source: Source, one: Outlined) -> Iterator[Explained]:
    known = one.about
    about = {"agency": known.agency, "year": known.year, "kind": known.kind}
    yield Explained("", "文件", known.title, details=about)
    labels = walk_of(read, source, one).labels
    for node in one.root.walk():
        found = labels.get(id(node))
        if node.block is not None and found is not None:
            details: dict[str, object] = {}
            if found.next_best is not None:
                details |= {"margin": round(found.margin, 2), "next": ROLE_NAMES[found.next_best]}
            depth = 1 + len(node.path())
            what = ROLE_NAMES[found.role]
            yield Explained(_of(node), what, node.text, found.why, details, depth)


def _of(node: Node) -> str:
    return "" if node.block is None else _place(node.block.page, node.block.line)


def _place(page: int | None, line: int | None) -> str:
    page_said = f"第 {page} 頁" if page is not None else ""
    return page_said + (f"第 {line} 行" if line is not None else "")
