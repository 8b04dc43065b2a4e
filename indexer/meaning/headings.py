"""What a heading of the tree says of itself and of what stands beneath it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.blocks import Table, Text
from indexer.numbering import RANK, bullet, enumerator
from indexer.outline.codes import labelled, numbered_label
from indexer.outline.tree import Node, colon_title, first_clause
from indexer.tables.surroundings import NOTE
from indexer.vocabulary import fold, load

_MAX_NAME = 40
_MIN_PROGRAM, _MAX_PROGRAM = 4, 20
_UNIT = re.compile(r"^[\u3400-\u9fff]{2}[處局科課室會隊所]$")
_OF_A_TABLE = re.compile(r"[。；，：]|[表圖冊單覽]$|(?:情形|成果|進度|說明|內容|資料|摘要|如下)$")
_FIGURE = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千萬]{2,}")
MEASURES = ("target", "measure")
_UNIT_LINE = re.compile(r"[（(]?單位\s*[：:][^，。；]{1,12}$")
_CAPTION = re.compile(r"^(?:[附圖]?表\s?[\d一二三四五六七八九十]|[^，。；：:]*表$)")
_NAME_FIELDS = ("project", "goal", "indicator")
_NAMING = {"project", "work_program", "indicator"}
_ANNOUNCED = re.compile(r"(?:目標|重點)[^，。；：:]{0,6}如[下次后後][：:。]?$")
_PERFORMANCE = "施政績效報告"
_RESULTS = re.compile(r"(?:達成|執行|辦理|推動)情形[^，。；：]{0,4}$")
_DEEPEST_SECTION = RANK["chinese"]


def number_of(node: Node) -> str | None:
    """The printed number of a node, or its label with the number: 一, 策略1-1."""
    if node.number is not None:
        return node.number.text
    return numbered_label(node.title) if node.heads else None


def has_content(node: Node) -> bool:
    """Whether anything stands beneath a heading."""
    return bool(node.body or node.children)


def says_measured(node: Node) -> bool:
    """Whether a table or a line such as 衡量標準： stands beneath a heading."""
    return any(map(_measures, node.blocks()))


def _measures(block: Text | Table) -> bool:
    """Whether a block says what is measured: a table, or a line such as 衡量標準：."""
    if isinstance(block, Table):
        return True
    named = colon_title(block.text)
    return named is not None and load().header(named[0]).field in ("measure", "target")


def heads_review(node: Node) -> bool:
    """Whether a labelled goal stands over sections of its own: 績效指標達成情形, 重要成果."""
    if labelled(node.title, "goal") is None:
        return False
    return any(is_section(child) or has_table(child) for child in node.children if child.heads)


def counts_sections(node: Node) -> bool:
    """Whether a heading is numbered as chapters and sections are: 壹 and 第二節 are no part of 一."""
    return RANK.get(node.style, RANK["chinese"]) <= RANK["section"]


def _title_and_rest(node: Node) -> tuple[str, str]:
    """Title of a numbered paragraph, and its text where it is a sentence itself."""
    named = colon_title(node.title)
    if node.heads and named and named[1] and load().header(named[0]).field in _NAME_FIELDS:
        # 計畫名稱：部落道路改善計畫
        return named[1], ""
    if node.heads and named and named[1] and numbered_label(node.title):
        return named[1], ""
    if node.heads and (node.body or node.children):
        return node.title.rstrip("：:"), ""
    parted = colon_title(node.title)
    if parted is not None and len(parted[0]) <= _MAX_NAME:
        return parted[0], parted[1]
    if node.heads:
        return node.title, ""
    return first_clause(node.title), node.title


def texts_beneath(node: Node) -> list[Text]:
    """Give the paragraphs beneath a heading, itself and what belongs to tables left out."""
    of_tables = {id(block) for block in around_tables(node)}
    return [
        b
        for b in node.blocks()
        if b is not node.block and isinstance(b, Text) and id(b) not in of_tables
    ]


def around_tables(node: Node) -> list[Text]:
    """Give the captions above and the notes beneath the tables under a heading."""
    found: list[Text] = []
    for inner in node.walk():
        after = False
        for at, block in enumerate(inner.body):
            if isinstance(block, Table):
                after = True
                above = inner.body[at - 1] if at else None
                while isinstance(above, Text) and (caption(above) or _UNIT_LINE.match(above.text)):
                    found.append(above)
                    at -= 1
                    above = inner.body[at - 1] if at else None
            elif after and (NOTE.match(block.text) or enumerator(block.text) is not None):
                # A numbered line in the body counts on from a note.
                found.append(block)
            else:
                after = False
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What a heading or a numbered paragraph tells.

    Attributes:
        lines: all that it says beside its title.
        texts: the paragraphs beneath it.
    """

    node: Node
    title: str
    lines: tuple[str, ...]
    texts: tuple[Text, ...]


def told_by(node: Node) -> Told:
    """Read what a heading or a numbered paragraph tells."""
    title, rest = _title_and_rest(node)
    texts = texts_beneath(node)
    lines = (*([rest] if rest else ()), *(block.text for block in texts))
    return Told(node, title, lines, tuple(texts))


def own_meaning(node: Node, kind: str | None, default: str | None) -> str | None:
    """What a heading itself says that its section holds, None where it says nothing.

    Args:
        node: the heading.
        kind: of the document.
        default: what its numbered paragraphs are by its kind: headings then say only what
            is narrative.
    """
    if not node.heads or not _may_be_section(node):
        return None
    own = load().section(node.title)
    if default:
        return own if own == "narrative" else None
    if own is None and kind == _PERFORMANCE and _tells_results(node):
        return "project"
    return own


def titled_by_words(title: str, kind: str | None) -> str | None:
    """What the title says that a report of performance holds: 112年度重要施政成果."""
    if kind != _PERFORMANCE:
        return None
    section = load().section(title)
    ends = any(fold(title).endswith(word) for word in load().sections.get(section or "", ()))
    return section if ends else None


def _may_be_section(node: Node) -> bool:
    """Whether the number of a heading is of a level on which documents have sections."""
    return node.number is None or RANK[node.style] <= _DEEPEST_SECTION


def _tells_results(node: Node) -> bool:
    """Whether a section of a performance report tells in words alone what was done for each goal.

    參、年度施政目標達成情形, 一、促進就業, then （一）辦理訓練：….
    """
    if not _RESULTS.search(node.title) or says_measured(node):
        return False
    return any(child.children for child in node.children)


def goal_named_by(node: Node) -> str | None:
    """The goal that a numbered heading over the sheets of indicators names, or None."""
    section = load().section(node.title) or load().header(node.title).field
    return node.title if node.number is not None and section is None else None


def is_section(node: Node) -> bool:
    """Whether the words of a heading say what its section holds."""
    return load().section(node.title) is not None


def has_table(node: Node) -> bool:
    """Whether a table stands directly beneath a heading."""
    return any(isinstance(block, Table) for block in node.body)


def is_told_in_parts(node: Node) -> bool:
    """Whether what is numbered beneath a heading says its aim, content, cost …: it is one item."""
    labels = [parted[0] for child in node.children if (parted := colon_title(child.title))]
    fields = [field for label in labels if (field := load().header(label).field)]
    return len(fields) >= 2 and len(fields) * 2 > len(node.children) and not {*fields} & _NAMING


def announces_goals(node: Node) -> bool:
    """Whether the last words before what is numbered say that it is the goals (目標與重點如次)."""
    texts = [block.text for block in node.body if isinstance(block, Text)]
    return bool(node.children and texts) and _ANNOUNCED.search(texts[-1]) is not None


def is_labelled_project(node: Node) -> bool:
    """Whether a heading with content is labelled and numbered as work: 策略1-1：…."""
    return (
        node.heads
        and has_content(node)
        and numbered_label(node.title) is not None
        and labelled(node.title, "project") is not None
    )


def caption(above: Text | Table | None) -> str:
    """The line above a table, where it names the table; an empty string where it does not."""
    line = above.text[bullet(above.text) :].strip() if isinstance(above, Text) else ""
    return line if len(line) <= _MAX_NAME and _CAPTION.search(line) else ""


def program_named_by(node: Node) -> str | None:
    """The work program that a heading names, None where it is a section of the document."""
    if not node.heads:
        return None
    labelled_name = labelled(node.title, "program")
    return labelled_name or (None if is_section(node) else node.title)


def program_over_table(node: Node) -> str | None:
    """The work program that a numbered or labelled heading names for the table beneath it.

    Headings name tables, too (一、辦理情形一覽表), and columns (二、執行情形): those are none.
    """
    name = program_named_by(node)
    if name is None or labelled(node.text, "program") or labelled(node.title, "program"):
        return name
    plain = not _OF_A_TABLE.search(name) and load().header(name).field is None
    fits = (len(name) >= _MIN_PROGRAM or _UNIT.search(name)) and len(name) <= _MAX_PROGRAM
    return name if node.number is not None and plain and fits else None


def path_of(node: Node) -> str:
    """Give the heading path above a node, as Passage.section has it."""
    return " > ".join(above.text for above in node.path())


def path_with(node: Node) -> str:
    """Give the heading path of what stands beneath a node."""
    return " > ".join([*(above.text for above in node.path()), node.text] if node.block else [])


def spans_of_blocks(blocks: Sequence[Text | None]) -> list[tuple[int, int]]:
    """Give the spans of paragraphs in their order; None has none."""
    return [span for block in blocks if block is not None for span in block.spans]


def is_measured(node: Node) -> bool:
    """Whether a numbered paragraph names an indicator and says what it is to reach."""
    parted = colon_title(node.title)
    if parted is not None and parted[1]:
        field = load().header(parted[0]).field
        if field != "indicator" or not (node.body or node.children):
            return field in (None, "indicator") and bool(_FIGURE.search(parted[1]))
    beneath = [block.text for block in node.body if isinstance(block, Text)]
    beneath += [child.text for child in node.children]
    return node.heads and any(labelled_field(text)[0] in MEASURES for text in beneath)


def labelled_field(text: str) -> tuple[str | None, str]:
    """The field that the word before a colon names, and what is behind it."""
    parted = colon_title(_bare(text.lstrip("-•●．· ")))
    if parted is None:
        return None, ""
    return load().header(parted[0]).field, parted[1]


def _bare(text: str) -> str:
    """A line without its printed number."""
    found = enumerator(text)
    return text[found.end :].strip() if found else text
