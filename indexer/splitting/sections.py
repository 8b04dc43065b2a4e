"""From the tree of headings to goals, projects and narrative."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from indexer.blocks import Furniture, Omission, Table, Text
from indexer.meaning.headings import (
    around_tables,
    caption,
    counts_sections,
    goal_named_by,
    has_content,
    is_section,
    number_of,
    path_of,
    path_with,
    program_named_by,
    program_over_table,
    spans_of_blocks,
    told_by,
)
from indexer.meaning.roles import Labelled, label
from indexer.meaning.weights import Role as WeightedRole
from indexer.outline.codes import labelled, labelled_goal, leading_code
from indexer.outline.points import is_bulleted, is_list_of_sentences, raise_bullets, raise_sentences
from indexer.outline.tree import Node, first_clause, is_aim
from indexer.splitting.drafts import Drafts, add_told, spot_of_block
from indexer.splitting.listed import add_listed, add_sheet, take_indicators
from indexer.splitting.rows import add_table
from indexer.splitting.tables import Meaning
from indexer.vocabulary import fold, load


class Sections:
    """Walks the tree once and adds what it finds to the drafts.

    Attributes:
        furniture: header rows of the tables on the way.
        warnings: what was not understood of them.
        omissions: the tables that were not understood.
        tables: each with the heading path over it and what it was taken for.
        labels: id of a node → its role.
        goals: titles of the goals, folded.
    """

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.furniture: list[Furniture] = []
        self.warnings: list[str] = []
        self.labels: dict[int, Labelled] = {}
        self.goals: frozenset[str] = frozenset()
        self.omissions: list[Omission] = []
        self.tables: list[tuple[Table, str, Meaning]] = []

    def walk(self, root: Node) -> None:
        """Add all passages of a document."""
        top = root.children
        if len(top) == 1 and top[0].number is None and any(map(is_section, top[0].children)):
            # A heading over the whole document is its title, whatever its words mean elsewhere.
            root.body += [block for block in (top[0].block, *top[0].body) if block is not None]
            root.children = top[0].children
            for child in root.children:
                child.parent = root
        self.labels = label(root, self.drafts.about.title, self.drafts.about.kind)
        goals = (one.node for one in self.labels.values() if one.role == "goal")
        self.goals = frozenset(fold(node.title) for node in goals)
        self.drafts.margin = self.labels[id(root)].margin
        self._front(root)
        for child in root.children:
            self._section(child, None)
        if not self.drafts.drawn:
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

    def _section(self, node: Node, goal: str | None, prefix: str = "") -> None:
        """Add what a heading or numbered paragraph holds, by its role.

        Args:
            node: one that has a role.
            goal: that it stands under, for indicators.
            prefix: number of the group of goals that it stands in.
        """
        role = self.labels[id(node)].role
        above = self.drafts.margin
        self.drafts.margin = self.labels[id(node)].margin
        self._add(node, role, goal, prefix)
        self.drafts.margin = above

    def _add(self, node: Node, role: WeightedRole, goal: str | None, prefix: str) -> None:
        numbered = labelled_goal(node.title) if node.heads else None
        goal = labelled(node.title, "goal") or (numbered and numbered[1]) or goal
        match role:
            case "goals":
                self._goals(node, prefix)
            case "goal":
                self._goal(node, prefix)
            case "chapter goal" if numbered is not None:
                self._chapter_goal(node, *numbered)
            case "work":
                self._work(node)
            case "project":
                self._project(node)
            case "indicators":
                self._indicators(node, goal)
            case "indicator":
                add_listed(self.drafts, node, goal)
            case "indicator sheet":
                self._sheet(node, labelled(node.title, "indicator") or "", goal)
            case _:
                if any(labelled(inner.title, "indicator") for inner in node.children):
                    goal = goal or goal_named_by(node)
                    take_indicators(self.drafts, node, goal)
                self._plain(node, goal or self._goal_over(node))

    # Goals

    def _goals(self, node: Node, prefix: str) -> None:
        """A section or group of goals: 壹、年度施政目標."""
        if is_bulleted(node):
            self._raise(node, raise_bullets, "goal")
        elif not node.children and is_list_of_sentences(node):
            self._raise(node, raise_sentences, "goal")
        if not node.children:
            self._plain(node, None)
            return
        self._enter(node)
        inside = self.labels[id(node.parent)].role == "goals" and not counts_sections(node)
        number = prefix + (number_of(node) or "") if inside else ""
        for child in node.children:
            self._section(child, None, number)

    def _raise(self, node: Node, points: Callable[[Node], None], role: WeightedRole) -> None:
        """Make parts of the points in a node's body, all of one role."""
        points(node)
        own = self.labels[id(node)]
        for child in node.children:
            grouped = is_bulleted(child) and load().header(child.title).field == "goal"
            self.labels[id(child)] = Labelled(
                child, "goals" if grouped else role, own.margin, "逐點列出"
            )

    def _goal(self, node: Node, prefix: str) -> None:
        """The lowest heading or paragraph of goals that has text."""
        number = prefix + (number_of(node) or "")
        take_indicators(self.drafts, node, told_by(node).title)
        told = told_by(node)
        title = told.title
        code, _ = leading_code(title)
        add_told(
            self.drafts,
            "goal",
            title,
            told,
            code=code,
            number=number or None,
            items=[child.text for child in node.children],
        )
        for inner in node.walk():
            self._tables(inner, path_with(inner), title)
        self._around_tables(node)

    def _around_tables(self, node: Node) -> None:
        """Captions and notes of the tables beneath a goal or a work item, which are none of it."""
        texts = around_tables(node)
        if texts:
            self._narrative(node.title, texts, path_with(node), None)

    def _chapter_goal(self, node: Node, number: str, title: str) -> None:
        """A goal over a whole chapter: its text is the first prose beneath it."""
        prose: list[Text] = []
        headings = {
            id(inner.block)
            for inner in node.walk()
            if inner.heads and labelled_goal(inner.title) is not None
        }
        indicators = {
            id(block)
            for inner in node.walk()
            if inner.heads and labelled(inner.title, "indicator") is not None
            for block in inner.blocks()
        }
        for block in node.blocks():
            if isinstance(block, Table) or id(block) in indicators:
                break
            if id(block) not in headings and "。" in block.text:
                prose.append(block)
                break
        narrower = [inner.text for inner in node.children if labelled_goal(inner.title)]
        if not prose and not narrower:
            self._plain(node, title)
            return
        taken = set(map(id, prose))
        self.drafts.add(
            "goal",
            title,
            "\n".join(block.text for block in prose) or "\n".join(narrower),
            spans=spans_of_blocks([node.block, *prose]),
            spot=spot_of_block(node.block, path_of(node)),
            number=number,
            items=narrower,
        )
        for inner in node.walk():
            inner.body = [block for block in inner.body if id(block) not in taken]
        self._own_body(node, title)
        for child in node.children:
            if id(child) in self.labels:
                self._section(child, title)
            else:
                self._plain(child, title)

    # Indicators

    def _sheet(self, node: Node, title: str, goal: str | None) -> None:
        """A sheet of one indicator; tables in it that are none of years are read as any other."""
        others = add_sheet(self.drafts, node, title, goal)
        if others is None:
            self._plain(node, goal)
            return
        for table in others:
            self._table(table, path_with(node), goal)

    def _indicators(self, node: Node, goal: str | None) -> None:
        """A section of indicators, in lists or in tables, or the goal that some of them serve."""
        self._plain(node, goal or self._goal_over(node))

    def _goal_over(self, node: Node) -> str | None:
        """The goal that a heading within a section of indicators names."""
        if node.parent is None or self.labels[id(node.parent)].role != "indicators":
            return None
        listed = self.labels[id(node)].role == "indicators"
        names = node.heads and (listed or is_aim(node) or fold(node.title) in self.goals)
        return (labelled_goal(node.title) or ("", node.title))[1].rstrip("：:") if names else None

    # Projects

    def _work(self, node: Node) -> None:
        """A section or field of work items."""
        if is_bulleted(node):
            self._raise(node, raise_bullets, "project")
        if not node.children:
            self._plain(node, None)
            return
        self._enter(node)
        for child in node.children:
            self._section(child, None)

    def _project(self, node: Node) -> None:
        if (
            node.heads
            and node.body
            and len([*node.blocks()]) == 1 + len(node.body)
            and not any(isinstance(block, Text) for block in node.body)
        ):
            # Nothing but a table beneath it: its rows are the work items.
            self.drafts.await_next(node.block)
            self._tables(node, path_with(node), None)
            return
        told = told_by(node)
        above = node.path()
        code, name = leading_code(told.title)
        add_told(
            self.drafts,
            "project",
            name,
            told,
            code=code,
            number=number_of(node),
            work_program=program_named_by(above[-1]) if above else None,
            items=[child.text for child in node.children],
        )
        for inner in node.walk():
            self._tables(inner, path_with(inner), None)
        self._around_tables(node)

    # Narrative

    def _plain(self, node: Node, goal: str | None) -> None:
        """A narrative section: one passage for each lowest heading."""
        headed = [c for c in node.children if id(c) in self.labels or (c.heads and has_content(c))]
        loose = [c for c in node.children if c not in headed]
        texts = [block for block in node.body if isinstance(block, Text)]
        for child in loose:
            texts += [block for block in child.blocks() if isinstance(block, Text)]
        texts.sort(key=lambda block: block.spans[0][0])
        if texts and isinstance(node.body[0] if node.body else None, Table):
            # The table under the heading comes first; what follows it, a note, stands elsewhere.
            self.drafts.await_next(node.block)
            self._tables(node, path_with(node), goal)
            self._narrative(node.title, texts, path_with(node), None)
        elif texts or not (headed or node.body):
            own = [node.block, *texts] if node.block is not None else texts
            lead = [] if node.heads and texts else [node.text]
            self._narrative(
                node.title if node.heads else first_clause(node.title),
                texts,
                path_of(node),
                node,
                lead,
                own,
            )
            self._tables(node, path_with(node), goal)
        else:
            self.drafts.await_next(node.block)
            self._tables(node, path_with(node), goal)
        for child in loose:
            for inner in child.walk():
                self._tables(inner, path_with(inner), goal)
        for child in headed:
            if id(child) in self.labels:
                self._section(child, goal)
            else:
                self._plain(child, goal)

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
            title.rstrip("：:"),
            "\n".join([*lead, *(block.text for block in texts)]),
            spans=spans_of_blocks(blocks),
            spot=spot_of_block(first, section),
            number=node.number.text if node and node.number else None,
            damaged=any(block.damaged for block in texts),
        )

    def _enter(self, node: Node, goal: str | None = None) -> None:
        """A heading whose numbered parts are passages of their own."""
        self.drafts.await_next(node.block)
        self._own_body(node, goal)

    def _own_body(self, node: Node, goal: str | None) -> None:
        """Prose directly under a heading whose numbered parts are passages of their own."""
        texts = [block for block in node.body if isinstance(block, Text)]
        if texts:
            self._narrative(node.title, texts, path_with(node), None)
        self._tables(node, path_with(node), goal)

    def _tables(self, node: Node, section: str, goal: str | None) -> None:
        for above, block in pairwise([None, *node.body]):
            if isinstance(block, Table):
                named = caption(above)
                place = " > ".join(filter(None, (section, named)))
                self._table(block, place, goal, program_over_table(node))

    def _table(
        self, table: Table, section: str, goal: str | None, program: str | None = None
    ) -> None:
        above = self.tables[-1][2] if self.tables else None
        notes = add_table(self.drafts, table, section, goal, program, above)
        self.furniture += notes.furniture
        self.warnings += notes.warnings
        self.omissions += notes.omissions
        self.tables.append((table, section, notes.meaning))
