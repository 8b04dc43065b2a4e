"""From the tree of headings to goals, projects and narrative."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.blocks import Furniture, Table, Text
from indexer.numbering import RANK
from indexer.splitting.bullets import are_titled, is_bulleted, raise_bullets
from indexer.splitting.codes import (
    indicator_code,
    labelled,
    labelled_goal,
    leading_code,
    numbered_label,
)
from indexer.splitting.drafts import Drafts
from indexer.splitting.listed import is_measured, listed_kpi, lists_indicators
from indexer.splitting.outline import Node, colon_title, first_clause, spans_of_table
from indexer.splitting.rows import add_table, sheet_kpi
from indexer.splitting.tables import year_matrix
from indexer.vocabulary import load

_FIELD_SHARE = 0.9
_MAX_NAME = 40
_MAX_PROGRAM = 20
_OF_A_TABLE = re.compile(r"[。；，：]|[表圖冊單覽]$|(?:情形|成果|進度|說明|內容|資料|摘要|如下)$")
_NAME_FIELDS = ("project", "goal")
_MAX_PROJECT = 8000
_DEEPEST_PROJECT = RANK["chinese-bracket"]
_DEEPEST_SECTION = RANK["chinese"]


class Sections:
    """Walks the tree once and adds what it finds to the drafts.

    Attributes:
        furniture: header rows of the tables on the way.
        warnings: what was not understood of them.
    """

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.furniture: list[Furniture] = []
        self.warnings: list[str] = []
        kind = drafts.about.kind or ""
        numbered = load().numbered
        self.default = next((meaning for meaning, kinds in numbered.items() if kind in kinds), None)

    def walk(self, root: Node) -> None:
        """Add all passages of a document."""
        self._front(root)
        for child in root.children:
            self._section(child, self.default, None)
        if not self.drafts.passages:
            # Nothing but headings, or a table without rows.
            texts = [block for block in root.blocks() if isinstance(block, Text)]
            if texts:
                self._narrative(root.children[0].title, texts, "", None)

    def _front(self, root: Node) -> None:
        """What stands before the first heading: cover, title, preamble."""
        texts = [block for block in root.body if isinstance(block, Text)]
        if texts:
            prose = any("。" in block.text for block in texts)
            self._narrative("前言" if prose else "封面", texts, "", None)
        self._tables(root, "", None)

    def _section(self, node: Node, meaning: str | None, goal: str | None) -> None:
        """A heading, with the meaning that it inherits."""
        own = load().section(node.title) if node.heads and self._may_be_section(node) else None
        if self.default and own != "narrative":
            own = None
        meaning = own or meaning
        numbered = labelled_goal(node.title) if node.heads else None
        indicator = labelled(node.title, "indicator") if node.heads else None
        goal = labelled(node.title, "goal") or goal
        if indicator is not None and _has_content(node):
            self._indicator(node, indicator, goal)
        elif any(labelled(inner.title, "indicator") for inner in node.children):
            self._plain(node, None, goal)
        elif numbered is not None and _has_content(node):
            self._labelled(node, *numbered)
        elif _is_labelled_project(node) and not any(map(_is_labelled_project, node.children)):
            self._project(node)
        elif meaning == "goal" and own == "goal" and not labelled(node.title, "goal"):
            self._goal_section(node)
        elif meaning == "goal":
            self._goals(node, "")
        elif meaning == "project" and not _holds_labelled_goal(node):
            self._project_section(node)
        elif own == "kpi" and lists_indicators(node):
            self._indicator_list(node, goal)
        else:
            self._plain(node, meaning, goal)

    @staticmethod
    def _may_be_section(node: Node) -> bool:
        return node.number is None or RANK[node.style] <= _DEEPEST_SECTION

    # Goals

    def _goal_section(self, node: Node) -> None:
        """A section of goals: 壹、年度施政目標."""
        if is_bulleted(node):
            raise_bullets(node)
        if not node.children:
            self._plain(node, None, None)
            return
        self.drafts.await_next(node.block)
        self._own_body(node, None)
        for child in node.children:
            if child.heads and load().section(child.title) not in (None, "goal"):
                self._section(child, load().section(child.title), None)
            else:
                self._goals(child, "")

    def _goals(self, node: Node, prefix: str) -> None:
        """A numbered heading or paragraph among goals: one goal, or several beneath it."""
        number = prefix + (_number(node) or "")
        if node.heads and _groups_goals(node):
            self.drafts.await_next(node.block)
            self._own_body(node, None)
            for child in node.children:
                self._goals(child, number)
            return
        if self.default == "goal" and node.heads and _fields(node):
            self.drafts.await_next(node.block)
            self._own_body(node, None)
            for child in node.children:
                self._goals(child, "")
            return
        title, rest = _title_and_rest(node)
        beneath = [block for block in node.blocks() if block is not node.block]
        texts = [block for block in beneath if isinstance(block, Text)]
        parts = [*([rest] if rest else []), *(block.text for block in texts)]
        code, _ = leading_code(title)
        self.drafts.add(
            "goal",
            title,
            "\n".join(parts),
            spans=_spans([node.block, *texts]),
            section=_path(node),
            page=node.block.page if node.block else None,
            line=node.block.line if node.block else None,
            number=number or None,
            items=[child.text for child in node.children],
            codes=[code] if code else [],
            damaged=any(block.damaged for block in texts),
        )
        for inner in node.walk():
            self._tables(inner, _path_with(inner), title)

    def _labelled(self, node: Node, number: str, title: str) -> None:
        """A goal over a whole chapter: its text is the first prose beneath it."""
        prose: list[Text] = []
        indicators = {
            id(block)
            for inner in node.walk()
            if inner.heads and labelled(inner.title, "indicator") is not None
            for block in inner.blocks()
        }
        for block in node.blocks():
            if isinstance(block, Table) or id(block) in indicators:
                break
            if block is not node.block and "。" in block.text:
                prose.append(block)
                break
        if not prose:
            self._plain(node, None, None)
            return
        taken = set(map(id, prose))
        self.drafts.add(
            "goal",
            title,
            "\n".join(block.text for block in prose),
            spans=_spans([node.block, *prose]),
            section=_path(node),
            page=node.block.page if node.block else None,
            line=node.block.line if node.block else None,
            number=number,
        )
        for inner in node.walk():
            inner.body = [block for block in inner.body if id(block) not in taken]
        self._own_body(node, title)
        for child in node.children:
            self._section(child, None, title)

    # Indicators

    def _indicator(self, node: Node, title: str, goal: str | None) -> None:
        """A sheet of one indicator: its name as heading, a table of years, labelled paragraphs."""
        blocks = [block for block in node.blocks() if block is not node.block]
        texts = [block for block in blocks if isinstance(block, Text)]
        series: list[tuple[str, str]] = []
        spans = _spans([node.block, *texts])
        lines: list[str] = []
        for block in blocks:
            if isinstance(block, Text):
                lines.append(block.text)
                continue
            found = year_matrix(block)
            if found is None:
                self._table(block, _path_with(node), goal)
                continue
            series += found
            spans += spans_of_table(block)
            lines += ["　".join(c.text for c in row.cells if c.text) for row in block.rows]
        self.drafts.add(
            "kpi",
            title,
            "\n".join(lines),
            spans=spans,
            section=_path(node),
            page=node.block.page if node.block else None,
            line=node.block.line if node.block else None,
            number=_number(node),
            codes=[code] if (code := indicator_code(node.title)[0]) else [],
            kpi=sheet_kpi([block.text for block in texts], series, goal, self.drafts.about.year),
            damaged=any(block.damaged for block in texts),
        )

    def _indicator_list(self, node: Node, goal: str | None) -> None:
        """A section of indicators without a table."""
        self.drafts.await_next(node.block)
        self._own_body(node, goal)
        for child in node.children:
            if is_measured(child):
                self._listed(child, goal)
            elif child.heads and lists_indicators(child):
                self._indicator_list(child, (labelled_goal(child.title) or ("", child.title))[1])
            else:
                self._plain(child, None, goal)

    def _listed(self, node: Node, goal: str | None) -> None:
        title, rest = _title_and_rest(node)
        texts = [b for b in node.blocks() if b is not node.block and isinstance(b, Text)]
        lines = [*([rest] if rest else []), *(block.text for block in texts)]
        code, name = indicator_code(title)
        self.drafts.add(
            "kpi",
            name,
            "\n".join(lines),
            spans=_spans([node.block, *texts]),
            section=_path(node),
            page=node.block.page if node.block else None,
            line=node.block.line if node.block else None,
            number=_number(node),
            codes=[code] if code else [],
            kpi=listed_kpi(lines, goal),
            damaged=any(block.damaged for block in texts),
        )

    # Projects

    def _project_section(self, node: Node) -> None:
        """A section of work items in nested numbers; those of one level are the projects."""
        level = _project_level(node)
        if level is None:
            self._unnumbered(node)
        else:
            self._projects(node, level)

    def _unnumbered(self, node: Node) -> None:
        """Work items that are not numbered: titled bullets, or else the lowest headings."""
        if is_bulleted(node) and (are_titled(node) or _is_section(node)):
            raise_bullets(node)
            items = True
        else:
            items = False
        if not node.children:
            self._plain(node, None, None)
            return
        self.drafts.await_next(node.block)
        self._own_body(node, None)
        for child in node.children:
            inner = child.children or (is_bulleted(child) and are_titled(child))
            if items or not (inner or _is_section(child) or _has_table(child)):
                self._project(child)
            elif _is_section(child):
                self._section(child, "project", None)
            else:
                self._unnumbered(child)

    def _projects(self, node: Node, style: str) -> None:
        if node.style == style and node.number is not None:
            if _mass(node) > _MAX_PROJECT and _is_field(node):
                # Too long for one work item: its parts are.
                self.drafts.await_next(node.block)
                self._own_body(node, None)
                for child in node.children:
                    self._project(child)
            else:
                self._project(node)
            return
        if not any(inner.style == style for inner in node.walk()):
            self._plain(node, None, None)
            return
        self.drafts.await_next(node.block)
        self._own_body(node, None)
        for child in node.children:
            self._projects(child, style)

    def _project(self, node: Node) -> None:
        if node.heads and node.body and not node.children and not _mass_below(node):
            # Nothing but a table beneath it: its rows are the work items.
            self.drafts.await_next(node.block)
            self._tables(node, _path_with(node), None)
            return
        title, rest = _title_and_rest(node)
        texts = [b for b in node.blocks() if b is not node.block and isinstance(b, Text)]
        above = node.path()
        program = above[-1].title if above and _names_program(above[-1]) else None
        code, name = leading_code(title)
        self.drafts.add(
            "project",
            name,
            "\n".join([*([rest] if rest else []), *(block.text for block in texts)]),
            spans=_spans([node.block, *texts]),
            section=_path(node),
            page=node.block.page if node.block else None,
            line=node.block.line if node.block else None,
            number=_number(node),
            work_program=program,
            items=[child.text for child in node.children],
            codes=[code] if code else [],
            damaged=any(block.damaged for block in texts),
        )
        for inner in node.walk():
            self._tables(inner, _path_with(inner), None)

    # Narrative

    def _plain(self, node: Node, meaning: str | None, goal: str | None) -> None:
        """A narrative section: one passage for each lowest heading."""
        headed = [c for c in node.children if c.heads and _has_content(c)]
        loose = [c for c in node.children if not (c.heads and _has_content(c))]
        texts = [block for block in node.body if isinstance(block, Text)]
        for child in loose:
            texts += [block for block in child.blocks() if isinstance(block, Text)]
        texts.sort(key=lambda block: block.spans[0][0])
        if texts and isinstance(node.body[0] if node.body else None, Table):
            # The table under the heading comes first; what follows it, a note, stands elsewhere.
            self.drafts.await_next(node.block)
            self._tables(node, _path_with(node), goal)
            self._narrative(node.title, texts, _path_with(node), None)
        elif texts or not (headed or node.body):
            own = [node.block, *texts] if node.block is not None else texts
            lead = [] if node.heads and texts else [node.text]
            self._narrative(
                node.title if node.heads else first_clause(node.title),
                texts,
                _path(node),
                node,
                lead,
                own,
            )
            self._tables(node, _path_with(node), goal)
        else:
            self.drafts.await_next(node.block)
            self._tables(node, _path_with(node), goal)
        for child in loose:
            for inner in child.walk():
                self._tables(inner, _path_with(inner), goal)
        for child in headed:
            self._section(child, None, goal)

    def _narrative(
        self,
        title: str,
        texts: Sequence[Text],
        section: str,
        node: Node | None,
        lead: Sequence[str] = (),
        own: Sequence[Text | None] | None = None,
    ) -> None:
        blocks = own if own is not None else texts
        first = next((block for block in blocks if block is not None), None)
        self.drafts.add(
            "narrative",
            title,
            "\n".join([*lead, *(block.text for block in texts)]),
            spans=_spans(blocks),
            section=section,
            page=first.page if first else None,
            line=first.line if first else None,
            number=node.number.text if node and node.number else None,
            damaged=any(block.damaged for block in texts),
        )

    def _own_body(self, node: Node, goal: str | None) -> None:
        """Prose directly under a heading whose numbered parts are passages of their own."""
        texts = [block for block in node.body if isinstance(block, Text)]
        if texts:
            self._narrative(node.title, texts, _path_with(node), None)
        self._tables(node, _path_with(node), goal)

    def _tables(self, node: Node, section: str, goal: str | None) -> None:
        for block in node.body:
            if isinstance(block, Table):
                self._table(block, section, goal, _program_over_table(node))

    def _table(
        self, table: Table, section: str, goal: str | None, program: str | None = None
    ) -> None:
        notes = add_table(self.drafts, table, section, goal, program)
        self.furniture += notes.furniture
        self.warnings += notes.warnings


def _number(node: Node) -> str | None:
    """The printed number of a node, or its label with the number: 一, 策略1-1."""
    if node.number is not None:
        return node.number.text
    return numbered_label(node.title) if node.heads else None


def _has_content(node: Node) -> bool:
    return bool(node.body or node.children)


def _holds_labelled_goal(node: Node) -> bool:
    """Whether a goal with a printed label stands beneath: it is one in any section."""
    return any(
        inner is not node
        and inner.heads
        and _has_content(inner)
        and labelled_goal(inner.title) is not None
        for inner in node.walk()
    )


def _groups_goals(node: Node) -> bool:
    """Whether a heading among goals stands over several of them: 二、共同性目標.

    Its parts are goals too where each has prose of its own; points of a goal have none.
    """
    if not node.children:
        return False
    told = sum(child.heads and bool(child.body) for child in node.children)
    if 2 * told >= len(node.children):
        return True
    return load().section(node.title) == "goal" or load().header(node.title).field == "goal"


def _fields(node: Node) -> bool:
    """Whether a heading in a document of numbered paragraphs is a policy field."""
    return bool(node.children) and not node.body


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


def _project_level(node: Node) -> str | None:
    """The style of number that counts the projects of a section: the first below the fields.

    A style counts fields when nearly all text of its level stands beneath fields: a lone item
    of that style among them does not make projects of them.
    """
    styles = sorted(
        {n.style for n in node.walk() if n.number is not None and n is not node},
        key=lambda style: RANK[style],
    )
    for style in styles:
        nodes = [n for n in node.walk() if n.style == style]
        whole = sum(map(_mass, nodes))
        if sum(_mass(n) for n in nodes if _is_field(n)) < _FIELD_SHARE * whole:
            return style
        if RANK[style] >= _DEEPEST_PROJECT:
            # 1. 2. 3. are the points of a work item, whatever they are called.
            return style
    return styles[-1] if styles else None


def _mass(node: Node) -> int:
    return sum(len(block.text) for block in node.blocks() if isinstance(block, Text))


def _is_section(node: Node) -> bool:
    return load().section(node.title) is not None


def _has_table(node: Node) -> bool:
    return any(isinstance(block, Table) for block in node.body)


def _mass_below(node: Node) -> int:
    return _mass(node) - len(node.text)


def _is_field(node: Node) -> bool:
    """Whether a numbered heading only heads others, an introduction aside."""
    if not node.heads or not node.children:
        return False
    parted = colon_title(node.title)
    if parted is not None and parted[1]:
        return False
    own = sum(len(block.text) for block in node.body if isinstance(block, Text))
    return own <= 0.5 * _mass(node)


def _is_labelled_project(node: Node) -> bool:
    """Whether a heading with content is labelled and numbered as work: 策略1-1：…."""
    return (
        node.heads
        and _has_content(node)
        and numbered_label(node.title) is not None
        and labelled(node.title, "project") is not None
    )


def _names_program(node: Node) -> bool:
    return node.heads and load().section(node.title) is None


def _program_over_table(node: Node) -> str | None:
    """The work program that a numbered heading names for the table beneath it, or None.

    Headings name tables, too (一、辦理情形一覽表), and columns (二、執行情形): those are none.
    """
    if node.number is None or not _names_program(node) or len(node.title) > _MAX_PROGRAM:
        return None
    if _OF_A_TABLE.search(node.title) or load().header(node.title).field is not None:
        return None
    return node.title


def _path(node: Node) -> str:
    return " > ".join(above.text for above in node.path())


def _path_with(node: Node) -> str:
    return " > ".join([*(above.text for above in node.path()), node.text] if node.block else [])


def _spans(blocks: Sequence[Text | None]) -> list[tuple[int, int]]:
    return [span for block in blocks if block is not None for span in block.spans]
