"""From the tree of headings to goals, projects and narrative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.blocks import Furniture, Omission, Table, Text
from indexer.splitting.bullets import (
    are_titled,
    is_bulleted,
    is_list_of_sentences,
    raise_bullets,
    raise_sentences,
)
from indexer.splitting.codes import labelled, labelled_goal, leading_code
from indexer.splitting.drafts import Drafts, add_told, spot_of_block
from indexer.splitting.headings import (
    announces_goals,
    around_tables,
    caption,
    counts_sections,
    goal_named_by,
    groups_goals,
    has_content,
    has_table,
    heads_review,
    holds_indicator,
    holds_labelled_goal,
    is_field,
    is_labelled_project,
    is_policy_field,
    is_section,
    is_told_in_itself,
    mass,
    mass_below,
    meaning_of_title,
    meanings_by_form,
    number_of,
    own_meaning,
    path_of,
    path_with,
    program_named_by,
    program_over_table,
    project_level,
    spans_of_blocks,
    told_by,
)
from indexer.splitting.listed import (
    add_listed,
    add_sheet,
    is_measured,
    lists_indicators,
    take_indicators,
)
from indexer.splitting.outline import Node, first_clause
from indexer.splitting.rows import add_table
from indexer.splitting.tables import Meaning
from indexer.vocabulary import load
from search.text import cut

_MAX_PROJECT = 8000


@dataclass(frozen=True, slots=True)
class Role:
    """What a heading was taken for.

    Attributes:
        name: as the glossary has it, such as goal or narrative; of a section, what is in it.
        why: the rule that decided, in Traditional Chinese.
    """

    node: Node
    name: str
    why: str


class Sections:
    """Walks the tree once and adds what it finds to the drafts.

    Attributes:
        formed: id of a top heading → what its section holds by its form.
        furniture: header rows of the tables on the way.
        warnings: what was not understood of them.
        omissions: the tables that were not understood.
        tables: each with the heading path over it and what it was taken for.
        roles: what each heading was taken for, and why, in the order of the walk.
    """

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.furniture: list[Furniture] = []
        self.warnings: list[str] = []
        self.formed: dict[int, str] = {}
        self.omissions: list[Omission] = []
        self.tables: list[tuple[Table, str, Meaning]] = []
        self.roles: list[Role] = []
        kind = drafts.about.kind or ""
        numbered = load().numbered
        self.default = next((meaning for meaning, kinds in numbered.items() if kind in kinds), None)

    def walk(self, root: Node) -> None:
        """Add all passages of a document."""
        self._front(root)
        top = root.children
        if len(top) == 1 and top[0].number is None and any(map(is_section, top[0].children)):
            # A heading over the whole document is its title, whatever its words mean elsewhere.
            self._enter(top[0])
            top = top[0].children
        announced = announces_goals(root)
        self.formed = meanings_by_form(top, self.drafts.about.kind)
        titled = meaning_of_title(self.drafts.about.title, self.drafts.about.kind, top)
        for child in top:
            announced = announced and not is_section(child)
            meaning = self.default or titled or self.formed.get(id(child))
            self._section(child, "goal" if announced else meaning, None)
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
        own = own_meaning(node, self.drafts.about.kind, self.default)
        meaning = own or meaning
        numbered = labelled_goal(node.title) if node.heads else None
        indicator = labelled(node.title, "indicator") if node.heads else None
        goal = labelled(node.title, "goal") or (numbered and numbered[1]) or goal
        role = self._role(node, own, meaning, indicator is not None, numbered is not None)
        self.roles.append(role)
        if role.name == "indicator" and indicator is not None:
            self._indicator(node, indicator, goal)
        elif role.name == "over indicators":
            self._plain(node, None, goal or goal_named_by(node))
        elif role.name == "labelled goal" and numbered is not None:
            self._labelled(node, *numbered)
        elif role.name == "project":
            self._project(node)
        elif role.name == "goals over indicators":
            self._plain(node, None, goal)
        elif role.name == "section of goals":
            self._goal_section(node)
        elif role.name == "goals":
            self._goals(node, "")
        elif role.name == "section of projects":
            self._project_section(node)
        elif role.name == "list of indicators":
            self._indicator_list(node, goal)
        else:
            self._plain(node, meaning, goal)

    def _role(
        self, node: Node, own: str | None, meaning: str | None, indicator: bool, numbered: bool
    ) -> Role:
        """Decide what a heading is; the first rule that holds.

        Args:
            node: the heading.
            own: what its own words say that it is about.
            meaning: that, or what it inherits.
            indicator: its title is labelled as an indicator's.
            numbered: its title is labelled as a goal's.
        """
        inherited = f"標題「{cut(node.title, 12)}」" if own else "上層的標題"
        if own is None and id(node) in self.formed:
            own, inherited = meaning, "標題沒有說明，從底下的形式看"
        if indicator and has_content(node):
            return Role(node, "indicator", "標題標明是指標，底下有內容")
        if any(labelled(inner.title, "indicator") for inner in node.children):
            return Role(node, "over indicators", "下一層的標題標明是指標")
        if numbered and has_content(node):
            return Role(node, "labelled goal", "標題標明是目標並有編號，底下有內容")
        if is_labelled_project(node) and not any(map(is_labelled_project, node.children)):
            return Role(node, "project", "標題標明是計畫")
        if meaning == "goal" and (holds_indicator(node) or heads_review(node)):
            return Role(node, "goals over indicators", f"{inherited}是目標，底下有指標或檢討")
        if meaning == "goal" and own == "goal" and not labelled(node.title, "goal"):
            return Role(node, "section of goals", f"{inherited}是目標的章節")
        if meaning == "goal":
            return Role(node, "goals", f"{inherited}是目標")
        if meaning == "project" and not holds_labelled_goal(node):
            return Role(node, "section of projects", f"{inherited}是計畫的章節")
        if own == "kpi" and lists_indicators(node):
            return Role(node, "list of indicators", f"{inherited}是指標，底下逐項列出")
        return Role(node, "narrative", "沒有其他規則成立")

    # Goals

    def _goal_section(self, node: Node) -> None:
        """A section of goals: 壹、年度施政目標."""
        if is_bulleted(node):
            raise_bullets(node)
        elif not node.children and is_list_of_sentences(node):
            raise_sentences(node)
        if not node.children:
            self._plain(node, None, None)
            return
        self._enter(node)
        for child in node.children:
            if child.heads and load().section(child.title) not in (None, "goal"):
                self._section(child, load().section(child.title), None)
            else:
                self._goals(child, "")

    def _goals(self, node: Node, prefix: str) -> None:
        """A numbered heading or paragraph among goals: one goal, or several beneath it."""
        number = prefix + (number_of(node) or "")
        if node.heads and is_bulleted(node) and load().header(node.title).field == "goal":
            raise_bullets(node)
        if node.heads and groups_goals(node):
            self.roles.append(Role(node, "group of goals", "底下的標題各有內容，才是目標"))
            self._enter(node)
            for child in node.children:
                self._goals(child, "" if counts_sections(node) else number)
            return
        if self.default == "goal" and node.heads and is_policy_field(node):
            self.roles.append(Role(node, "policy field", "施政方針的領域，底下各段才是目標"))
            self._enter(node)
            for child in node.children:
                self._goals(child, "")
            return
        self.roles.append(Role(node, "goal", "目標章節裡最低一層有內容的標題"))
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

    def _labelled(self, node: Node, number: str, title: str) -> None:
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
            self._plain(node, None, title)
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
            self._section(child, None, title)

    # Indicators

    def _indicator(self, node: Node, title: str, goal: str | None) -> None:
        """A sheet of one indicator; tables in it that are none of years are read as any other."""
        others = add_sheet(self.drafts, node, title, goal)
        if others is None:
            self._plain(node, None, goal)
            return
        for table in others:
            self._table(table, path_with(node), goal)

    def _indicator_list(self, node: Node, goal: str | None) -> None:
        """A section of indicators without a table."""
        self._enter(node, goal)
        for child in node.children:
            if is_measured(child):
                add_listed(self.drafts, child, goal)
            elif child.heads and lists_indicators(child):
                self._indicator_list(child, (labelled_goal(child.title) or ("", child.title))[1])
            else:
                self._plain(child, None, goal)

    # Projects

    def _project_section(self, node: Node) -> None:
        """A section of work items in nested numbers; those of one level are the projects."""
        level = project_level(node)
        if level is None and is_told_in_itself(node):
            self._project(node)
        elif level is None:
            self._unnumbered(node)
        else:
            self._projects(node, level)

    def _unnumbered(self, node: Node) -> None:
        """Work items that are not numbered: titled bullets, or else the lowest headings."""
        items = is_bulleted(node) and (are_titled(node) or is_section(node))
        if items:
            raise_bullets(node)
        if not node.children:
            self._plain(node, None, None)
            return
        self._enter(node)
        for child in node.children:
            inner = child.children or (is_bulleted(child) and are_titled(child))
            if items or not (inner or is_section(child) or has_table(child)):
                self._project(child)
            elif is_section(child):
                self._section(child, "project", None)
            else:
                self._unnumbered(child)

    def _projects(self, node: Node, style: str) -> None:
        if node.style == style and node.number is not None:
            if mass(node) > _MAX_PROJECT and is_field(node):
                # Too long for one work item: its parts are.
                self._enter(node)
                for child in node.children:
                    self._project(child)
            else:
                self._project(node)
            return
        if not any(inner.style == style for inner in node.walk()):
            self._plain(node, None, None)
            return
        self._enter(node)
        for child in node.children:
            self._projects(child, style)

    def _project(self, node: Node) -> None:
        if node.heads and node.body and not node.children and not mass_below(node):
            # Nothing but a table beneath it: its rows are the work items.
            self.roles.append(Role(node, "over a table", "底下只有表格，各列才是計畫項目"))
            self.drafts.await_next(node.block)
            self._tables(node, path_with(node), None)
            return
        self.roles.append(Role(node, "project", "計畫章節裡的工作項目"))
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

    def _plain(self, node: Node, meaning: str | None, goal: str | None) -> None:
        """A narrative section: one passage for each lowest heading."""
        headed = [c for c in node.children if c.heads and has_content(c)]
        loose = [c for c in node.children if not (c.heads and has_content(c))]
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
        notes = add_table(self.drafts, table, section, goal, program)
        self.furniture += notes.furniture
        self.warnings += notes.warnings
        self.omissions += notes.omissions
        self.tables.append((table, section, notes.meaning))
