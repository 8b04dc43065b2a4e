"""From blocks to a tree of headings, by the printed numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from indexer.blocks import Block, Furniture, Span, Table, Text
from indexer.numbering import RANK, Enumerator, bullet, enumerator
from indexer.outline.codes import labelled, numbered_label
from indexer.outline.multipart import multipart_numbers
from indexer.outline.unnumbered import (
    CLOSING_STYLE,
    LABEL_STYLE,
    MARK_STYLE,
    unnumbered_heads,
)
from indexer.tables.surroundings import NOTE
from indexer.vocabulary import load
from search.text import cut

_BULLET_STYLE = "bullet"
_CLAUSE_MARKS = "。；！？"
_ANY_DEPTH = ("ordinal", "stem", "capital", "letter")
"""Styles that some documents count their chapters by, and others their smallest points."""
_UNUSUAL = frozenset({"bare", "roman", "capital", "digit"})
"""Styles that number sections in some documents, and points in most."""
_BY_DEPTH = ("formal", "chinese", "chinese-bracket", "digit", "digit-bracket", "circled")
_MAX_HEADING = 60
_MAX_CLAUSE = 80
_OF_A_YEAR = re.compile(r"\d年")
_COLON_TITLE = re.compile(
    r"((?:[^。；！？：:]|(?<=\d)[：:](?=\d)){2,60}?)[：:](?!(?<=\d.)\d)\s*(.*)", re.DOTALL
)


@dataclass(slots=True, eq=False)
class Node:
    """A heading or numbered paragraph with what stands beneath it.

    Attributes:
        block: its own paragraph; None for the root.
        number: its printed number; None where it has none.
        title: its text behind the number.
        body: paragraphs and tables directly beneath it, before or between its children.
        children: numbered paragraphs and headings beneath it, in order.
        why: why it is a heading, and why it stands where it stands.
    """

    block: Text | None = None
    number: Enumerator | None = None
    title: str = ""
    style: str = ""
    level: int | None = None
    parent: Node | None = None
    body: list[Text | Table] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    why: str = ""

    @property
    def text(self) -> str:
        """Its own paragraph as printed."""
        return self.block.text if self.block else ""

    @property
    def heads(self) -> bool:
        """Whether its own paragraph reads as a heading and not as a sentence."""
        if self.block is None:
            return True
        title = self.title.rstrip("：:")
        named = labelled(title, "goal") or labelled(title, "indicator")
        if named and "." in (numbered_label(title) or ""):
            # 具體目標10.2：…；改善…就業。 has a number of its own, whatever its length.
            return True
        # 關鍵策略目標：提升國民健康。 ends as a sentence, and heads its indicators.
        title = named or title
        if self.block.level is not None and not title.endswith("。"):
            return True
        return len(title) <= _MAX_HEADING and not any(mark in title for mark in _CLAUSE_MARKS)

    def walk(self) -> Iterator[Node]:
        """This node and all beneath it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def path(self) -> tuple[Node, ...]:
        """Its ancestors from the top, without the root, itself excluded."""
        found: list[Node] = []
        node = self.parent
        while node is not None and node.block is not None:
            found.append(node)
            node = node.parent
        return tuple(reversed(found))

    def blocks(self) -> Iterator[Text | Table]:
        """Its own paragraph and all blocks beneath it, in reading order."""
        found: list[Text | Table] = []
        for node in self.walk():
            if node.block is not None:
                found.append(node.block)
            found += node.body
        yield from sorted(found, key=first_character)


def is_aim(node: Node) -> bool:
    """True if a heading begins with a verb by which aims are named, and names no plan."""
    words = load()
    named = node.title.endswith((*words.works, *words.programs))
    return node.title.startswith(words.aims) and not named


def first_character(block: Block) -> int:
    """Where a block begins in the text of its file."""
    if isinstance(block, Table):
        return min(
            (s for row in block.rows for cell in row.cells for s, _ in cell.spans), default=0
        )
    return block.spans[0][0] if block.spans else 0


def spans_of_table(table: Table) -> tuple[Span, ...]:
    """All spans of a table, in reading order."""
    return tuple(span for row in table.rows for cell in row.cells for span in cell.spans)


def colon_title(text: str) -> tuple[str, str] | None:
    """Title and rest of a paragraph such as 完善地方制度：為提升…, or None."""
    match = _COLON_TITLE.match(text)
    return (match.group(1).strip(), match.group(2).strip()) if match else None


def first_clause(text: str) -> str:
    """The first clause of a paragraph, brackets and quotation marks kept whole."""
    depth = 0
    for index, char in enumerate(text):
        if char in "「『（(《〈【":
            depth += 1
        elif char in "」』）)》〉】":
            depth = max(0, depth - 1)
        elif depth == 0 and char in "，,；;。：:！？" and index:
            if text[index - 1].isdigit() and text[index + 1 : index + 2].isdigit():
                continue  # 1,200 and 14:30 are numbers
            return _short(text[:index])
    return _short(text)


def _short(clause: str) -> str:
    """A clause as a title: of a long list of names the first few."""
    if len(clause) <= _MAX_CLAUSE:
        return clause
    part = clause[:_MAX_CLAUSE]
    return (part[: part.rfind("、")] if "、" in part else part) + "…"


def outline(blocks: Iterable[Block], title: str = "") -> Node:
    """The tree of a document.

    A number of a style that is open counts at the level of that style; any other style opens
    a level beneath. Levels that the file marks itself (# or a heading style) only help where
    a heading has no number, since files mark them carelessly.

    Args:
        blocks: in reading order.
        title: of the document; the line that prints it is no heading among others.

    Returns:
        The root; its body is what stands before the first heading.
    """
    root = Node()
    stack = [root]
    blocks = list(blocks)
    heads = unnumbered_heads(blocks, title)
    numbers = multipart_numbers(blocks)
    note: Enumerator | None = None
    for index, block in enumerate(blocks):
        if isinstance(block, Furniture):
            continue
        if isinstance(block, Table):
            stack[-1].body.append(block)
            continue
        note = _next_note(block, note, index > 0 and isinstance(blocks[index - 1], Table))
        if note is not None:
            stack[-1].body.append(block)
            continue
        node = _node(block, numbers.get(index))
        if index in heads:
            head = heads[index]
            node = Node(block, None, head.title, head.style, head.level, why=head.why)
        if node is not None and not root.children and _names_document(node, title):
            node = None
        if node is not None and node.style == "ordinal" and not _counts(stack, node):
            node = None
        if node is None:
            stack[-1].body.append(block)
            continue
        node.why += f"；{_close(stack, node)}"
        node.parent = stack[-1]
        stack[-1].children.append(node)
        stack.append(node)
    _settle_depth(root)
    return root


def _settle_depth(root: Node) -> None:
    """Give the levels of a document that numbers its sections in another way the usual styles.

    What a level holds is told by how deep it stands, for which the usual styles are the measure:
    壹、 a section, 一、 what it holds, then （一） and 1. .
    """
    outer = [node for node in root.children if node.number is not None]
    styles = {node.style for node in outer}
    if len(styles) != 1 or not styles <= _UNUSUAL or len(outer) < 2:
        return
    if not any(node.children for node in outer) or not all(node.heads for node in outer):
        return
    for node in outer:
        _rename(node, 0)


def _rename(node: Node, depth: int) -> None:
    if node.number is not None:
        node.style = _BY_DEPTH[min(depth, len(_BY_DEPTH) - 1)]
        depth += 1
    for child in node.children:
        _rename(child, depth)


def _next_note(block: Text, above: Enumerator | None, under_table: bool) -> Enumerator | None:
    """The number of a note under a table (備註：1.…), or of one that counts on from it."""
    if under_table:
        label = NOTE.match(block.text)
        return enumerator(block.text[label.end() :].lstrip()) if label else None
    number = enumerator(block.text)
    if number is None or above is None:
        return None
    return number if (number.style, number.value) == (above.style, above.value + 1) else None


def _names_document(node: Node, title: str) -> bool:
    """Whether the first heading prints the title, or another name of the document with its year."""
    if node.title == title:
        return True
    named = load().kind(node.title) is not None and _OF_A_YEAR.search(node.title)
    return node.number is None and node.level is not None and bool(named)


def _node(block: Text, counted: Enumerator | None) -> Node | None:
    text = block.text
    number = counted or enumerator(text)
    if number is not None and text[number.end :].strip():
        why = f"編號「{number.text}」"
        return Node(block, number, text[number.end :].strip(), number.style, block.level, why=why)
    if block.level is None:
        label = numbered_label(text)
        style = f"{LABEL_STYLE}{_word(label)}"
        node = Node(block, None, text.strip(), style, why=f"名稱附編號「{label}」")
        return node if label is not None and node.heads else None
    length = bullet(text)
    if length:
        title = text[length:].strip()
        return Node(block, None, title, _BULLET_STYLE, block.level, why="項目符號")
    why = f"檔案標為第 {block.level} 層標題"
    return Node(block, None, text.strip(), f"{MARK_STYLE}{block.level}", block.level, why=why)


def _word(label: str | None) -> str:
    """A label without its number, which tells its level: 指標6.1.1 → 指標."""
    return re.sub(r"[\s0-9０-９.．a-z-]+$|[一二三四五六七八九十]+$", "", label or "")


def _close(stack: list[Node], node: Node) -> str:
    """Close what the new node does not stand beneath, and say by which rule."""
    if node.style == CLOSING_STYLE:
        while len(stack) > 1 and stack[-1].style != f"{MARK_STYLE}0":
            stack.pop()
        return "結語，不在任何章節之下"
    if stack[-1].style == CLOSING_STYLE and _begins_anew(stack, node):
        stack.pop()
    styles = [open_node.style for open_node in stack]
    if node.style in styles[1:]:
        place = len(styles) - 1 - styles[::-1].index(node.style)
        del stack[place:]
        return "同樣式的編號或標題已經開啟，排在同一層"
    if node.style == "ordinal" or node.style.startswith(LABEL_STYLE):
        # 第一、 and 目標一： count points of whatever they first stand beneath, but of no indicator.
        while len(stack) > 1 and labelled(stack[-1].title, "indicator") is not None:
            stack.pop()
        return "計數的名稱，排在目前的標題之下"
    if node.style in RANK:
        # A style that is not open: chapters never stand beneath sections, whatever is open.
        while (
            len(stack) > 1
            and not _opens_within(stack, node)
            and (
                RANK.get(stack[-1].style, 0) > RANK[node.style]
                or (stack[-1].style.startswith(MARK_STYLE) and _not_beneath(stack[-1], node))
                or stack[-1].style == node.style
            )
        ):
            stack.pop()
        return f"新的編號樣式，依樣式的高低排在{_named(stack[-1])}之下"
    if node.style == _BULLET_STYLE:
        while len(stack) > 1 and RANK.get(stack[-1].style, 0) > RANK["chinese"]:
            stack.pop()
        return f"排在最近的編號{_named(stack[-1])}之下"
    while len(stack) > 1 and (stack[-1].level is None or stack[-1].level >= (node.level or 1)):
        stack.pop()
    return f"依檔案標示的層級，排在{_named(stack[-1])}之下"


def _named(node: Node) -> str:
    return "整份文件" if node.block is None else f"「{cut(node.text, 12)}」"


def _begins_anew(stack: list[Node], node: Node) -> bool:
    """Whether a heading behind 結語 is of the level of the chapters before it."""
    chapters = [child.style for child in stack[-2].children if child.number is not None]
    return node.style not in RANK or (
        bool(chapters) and RANK[node.style] <= min(map(RANK.__getitem__, chapters))
    )


def _counts(stack: list[Node], node: Node) -> bool:
    """Whether 第一、 heads what follows: prose counts its sentences by such words too."""
    first = node.number is not None and node.number.value == 1
    return node.heads and (first or any(above.style == node.style for above in stack))


def _opens_within(stack: list[Node], node: Node) -> bool:
    """Whether the outermost number is of a style of any depth, and the new one begins beneath."""
    outermost = stack[1].style in _ANY_DEPTH and stack[-1] is stack[1]
    return outermost and node.number is not None and node.number.value == 1


def _not_beneath(open_node: Node, node: Node) -> bool:
    return node.level is not None and open_node.level is not None and node.level <= open_node.level
