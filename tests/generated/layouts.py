"""From what a plan says to what is printed, and what a reader must make of it.

A layout knows no file format: it gives headings, lines and grids, and the passages they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from generated import wordings as words
from generated.content import Content, Goal, Indicator, Program

FORMAL, CHINESE = "壹貳參肆伍陸柒捌玖拾", "一二三四五六七八九十"
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"


def _formal(at: Sequence[int]) -> str:
    return f"{FORMAL[at[-1] - 1]}、"


def _chinese(at: Sequence[int]) -> str:
    value = at[-1]
    return f"{CHINESE[value - 1] if value <= 10 else '十' + CHINESE[value - 11]}、"


def _chinese_bracket(at: Sequence[int]) -> str:
    return f"（{_chinese(at)[:-1]}）"


def _digit(at: Sequence[int]) -> str:
    return f"{at[-1]}."


def _digit_bracket(at: Sequence[int]) -> str:
    return f"({at[-1]})"


def _decimal(at: Sequence[int]) -> str:
    return ".".join(map(str, at)) + " "


def _dashes(at: Sequence[int]) -> str:
    return "-".join(map(str, at[-2:])) + " "


Numberer = Callable[[Sequence[int]], str]
NUMBERINGS: dict[str, tuple[Numberer, ...]] = {
    "壹一": (_formal, _chinese, _chinese_bracket, _digit, _digit_bracket),
    "一1.": (_chinese, _chinese_bracket, _digit, _digit_bracket, lambda at: f"{chr(96 + at[-1])}."),
    "1.1": (_decimal, _decimal, _decimal, _decimal, _digit_bracket),
    "一1-1": (_chinese, lambda at: f"{at[-1]}、", _dashes, _digit_bracket, _chinese_bracket),
    "章節": (
        lambda at: f"第{_chinese(at)[:-1]}章　",
        lambda at: f"第{_chinese(at)[:-1]}節　",
        _chinese,
        _chinese_bracket,
        _digit,
    ),
    "Ⅰ一": (
        lambda at: f"{ROMAN[at[-1] - 1]}、",
        _chinese,
        _chinese_bracket,
        _digit,
        _digit_bracket,
    ),
    "A1": (
        lambda at: f"{chr(64 + at[-1])}. ",
        lambda at: f"{at[-1]}. ",
        _digit_bracket,
        lambda at: f"{chr(96 + at[-1])}. ",
        _digit_bracket,
    ),
    "none": (),
}


@dataclass(frozen=True, slots=True)
class Heading:
    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, an item of a list, or a labelled line; depth 0 is running text."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, with the columns and rows that it covers."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; rows hold no box where one from above or from the left covers the place."""

    heads: tuple[tuple[Box, ...], ...]
    body: tuple[tuple[Box, ...], ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return sum(box.across for box in self.heads[0])


Heads = tuple[tuple[Box, ...], ...]
Element = Heading | Line | Grid


@dataclass(frozen=True, slots=True)
class Choices:
    """How a document is laid out.

    Attributes:
        strange: share of the headers and headings that are outside the project's vocabulary.
        lines_of_head: of running head on each page, 0 for none.
    """

    numbering: str
    strange: float
    goals: str
    projects: str
    indicators: str
    title: str
    notes: bool
    captions: bool
    columns: frozenset[str]
    lines_of_head: int
    page_numbers: str
    tables: str = "plain"


GOALS = ("items", "items", "paragraph", "nested", "absent")
PROJECTS = ("merged", "band", "per-program", "list", "list-colon", "rows", "absent")
INDICATORS = ("table", "per-goal", "blocks", "list", "years", "two-heads", "year-rows", "sheets", "absent")  # fmt: skip

_OF_WORK = ("units in headers", "unit over table", "sub-totals", "items in rows", "two heads")
_WORK = {
    "merged": _OF_WORK,
    "band": _OF_WORK,
    "rows": ("on their side", "empty below", *_OF_WORK),
    "per-program": ("on their side", "header once", "header once", *_OF_WORK),
}
_INDICATORS = {
    "table": ("on their side", "units in headers", "unit column", "goal bands"),
    "per-goal": ("on their side", "units in headers", "unit column", "header once", "header once"),
}
"""What tables may be beside plain; drawn apart, so that a plan with plain tables stays as it was."""


def choose(rng: Random, *, sheets: bool, one_table: bool, styled: bool) -> Choices:
    """Draw a layout.

    Args:
        sheets: the format holds tables alone.
        one_table: it holds one table alone.
        styled: it can mark headings that have no numbers.
    """
    if sheets:
        goals = "absent"
        projects = rng.choice(("merged", "band", "rows"))
        indicators = rng.choice(("table", "years", "two-heads", "year-rows"))
        if one_table or rng.random() < 0.4:
            if rng.random() < 0.5:
                projects = "absent"
            else:
                indicators = "absent"
    else:
        while True:
            goals, projects, indicators = (
                rng.choice(kinds) for kinds in (GOALS, PROJECTS, INDICATORS)
            )
            if indicators == "per-goal" and goals == "absent":
                continue
            if (goals, projects, indicators).count("absent") <= 1:
                break
    numbering = rng.choice([n for n in NUMBERINGS if styled or n != "none"])
    if numbering == "none" and (projects.startswith("list") or indicators == "list"):
        numbering = "壹一"
    optional = ("number", "plan_category", "budget", "responsible_unit", "method", "code")
    choices = Choices(
        numbering,
        rng.choice((0.0, 0.0, 0.0, 0.35, 0.35, 0.35, 0.35, 1.0)),
        goals,
        projects,
        indicators,
        rng.choice(("one", "one", "one", "two", "none")),
        rng.random() < 0.4,
        rng.random() < 0.3,
        frozenset(name for name in optional if rng.random() < 0.35),
        rng.choice((0, 0, 0, 1, 1, 2, 3, 4)),
        rng.choice(("", "n", "- n -", "第 n 頁", "n/N")),
    )
    kinds = [*_WORK.get(projects, ()), *_INDICATORS.get(indicators, ())]
    apart = Random(repr(choices))
    return (
        replace(choices, tables=apart.choice(kinds)) if kinds and apart.random() < 0.5 else choices
    )


@dataclass(slots=True)
class Printed:
    """A document as laid out, with what a reader must make of it."""

    content: Content
    choices: Choices
    elements: list[Element] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    narrative: list[str] = field(default_factory=list)


class Layout:
    """Lays one document out."""

    def __init__(self, content: Content, choices: Choices, rng: Random) -> None:
        self.out = Printed(content, choices)
        self.content, self.choices, self.rng = content, choices, rng
        self.counts = [0] * 6
        self.headers: dict[str, str] = {}
        self.tables = 0

    # Wordings

    def header(self, name: str) -> str:
        """The header of a column, the same all through a document."""
        if name not in self.headers:
            strange = self.rng.random() < self.choices.strange
            table = words.STRANGE_HEADERS if strange else words.KNOWN_HEADERS
            self.headers[name] = self.rng.choice(table[name])
        return self.headers[name]

    def section(self, kind: str) -> None:
        strange = self.rng.random() < self.choices.strange * 0.6
        table = words.STRANGE_SECTIONS if strange else words.KNOWN_SECTIONS
        self.heading(0, self.rng.choice(table[kind]))

    def number(self, depth: int) -> str:
        """The next number at a depth."""
        system = NUMBERINGS[self.choices.numbering]
        self.counts[depth] += 1
        self.counts[depth + 1 :] = [0] * (len(self.counts) - depth - 1)
        if not system:
            return "" if depth < 2 else _digit(self.counts[: depth + 1])
        return system[depth](self.counts[: depth + 1])

    def heading(self, depth: int, text: str) -> str:
        number = self.number(depth)
        self.out.elements.append(Heading(depth, number + text))
        return number

    def item(self, depth: int, text: str) -> str:
        line = self.number(depth) + text
        self.out.elements.append(Line(line, depth))
        return line

    def line(self, text: str) -> None:
        self.out.elements.append(Line(text))

    def expect(self, kind: str, title: str, **known: object) -> None:
        self.out.passages.append({"kind": kind, "title": title, **known})

    # Sections

    def lay(self) -> Printed:
        content, choices = self.content, self.choices
        if choices.title == "one":
            self.line(content.title)
        elif choices.title == "two":
            self.line(content.agency)
            self.line(content.title.removeprefix(content.agency))
        if choices.goals != "absent" and self.rng.random() < 0.6:
            strange = self.rng.random() < choices.strange
            names = words.STRANGE_NARRATIVES if strange else words.NARRATIVES
            self.heading(0, self.rng.choice(names))
            for text in content.preface:
                self.line(text)
                self.out.narrative.append(text)
        if choices.goals != "absent":
            self.section("goal")
            for goal in content.goals:
                self.goal(goal)
        if choices.projects != "absent":
            self.section("project")
            self.projects(content.programs)
        if choices.indicators not in ("absent", "per-goal"):
            self.section("kpi")
            self.indicators(content.goals)
        return self.out

    def kind_of(self, tables: Mapping[str, Sequence[str]]) -> str:
        """What the tables of one section are, where plain ones are not all that they may be."""
        how = self.choices.projects if tables is _WORK else self.choices.indicators
        return self.choices.tables if self.choices.tables in tables.get(how, ()) else "plain"

    def once(self, heads: Heads, rows: Heads) -> tuple[Heads, Heads]:
        """The header and rows of a table, the header left out of all but the first of several."""
        if "header once" not in (self.kind_of(_WORK), self.kind_of(_INDICATORS)):
            return heads, rows
        self.tables += 1
        return (heads, rows) if self.tables == 1 else (rows[:1], rows[1:])

    def goal(self, goal: Goal) -> None:
        number = self.heading(1, goal.name)
        items: list[str] = []
        if self.choices.goals == "paragraph":
            items = ["".join(goal.items)]
            self.line(items[0])
        elif self.choices.goals == "items":
            items = [self.item(2, text) for text in goal.items]
        else:
            for at, text in enumerate(goal.items):
                items.append(self.item(2, text))
                if at % 2 == 0:
                    items += [self.item(3, point) for point in _points(self.rng)]
        self.expect("goal", goal.name, items=items, number=number.strip())
        if self.choices.indicators == "per-goal":
            self.add_grid(*self.once(*self.indicator_table(goal.indicators, None)))

    def projects(self, programs: Sequence[Program]) -> None:
        how = self.choices.projects
        self.tables = 0
        if how in ("merged", "band", "rows"):
            heads, rows = self.work_table(programs, how)
            self.out.elements.append(self.grid(heads, rows, "計畫一覽"))
        elif how == "per-program":
            for program in programs:
                self.heading(1, program.name)
                heads, rows = self.once(*self.work_table((program,), "alone"))
                self.out.elements.append(self.grid(heads, rows, "明細"))
        else:
            for program in programs:
                self.heading(1, program.name)
                for work in program.works:
                    if how == "list":
                        self.heading(2, work.name)
                        items = [self.item(3, text) for text in work.items]
                    else:
                        self.item(2, f"{work.name}：{''.join(work.items)}")
                        items = ["".join(work.items)]
                    self.expect("project", work.name, items=items, work_program=program.name)

    def work_table(
        self, programs: Sequence[Program], how: str
    ) -> tuple[tuple[tuple[Box, ...], ...], tuple[tuple[Box, ...], ...]]:
        choices, rng = self.choices, self.rng
        fields = ["project", "content"]
        if how in ("merged", "rows"):
            fields.insert(0, "work_program")
        at = (1, 2) if self.kind_of(_WORK) != "header once" else (1,)
        for name in ("plan_category", "budget", "responsible_unit"):
            if name in choices.columns:
                fields.insert(fields.index("project") + rng.choice(at), name)
        kind = self.kind_of(_WORK)
        if "budget" not in fields and kind in ("units in headers", "unit over table", "sub-totals", "two heads"):  # fmt: skip
            fields.append("budget")
        if "number" in choices.columns:
            fields.insert(
                rng.choice((0, fields.index("project"))) if how != "merged" else 1, "number"
            )
        heads = self.work_heads(fields)
        wide = sum(box.across for box in heads[0])
        unit = ["千元"] if kind in ("units in headers", "unit over table") else []
        rows: list[tuple[Box, ...]] = []
        count = 0
        for order, program in enumerate(programs):
            if how == "band":
                rows.append((Box(f"{_chinese([order + 1])}{program.name}", wide),))
            for at, work in enumerate(program.works):
                count += 1
                listed = len(work.items) > 1
                items = [
                    (_digit([n]) if listed else "") + text for n, text in enumerate(work.items, 1)
                ]
                cells = {
                    "number": str(count),
                    "project": work.name,
                    "content": "\n".join(items),
                    "plan_category": work.category,
                    "budget": work.budget,
                    "responsible_unit": work.owner,
                    "work_program": program.name,
                }
                deep = len(items) if kind == "items in rows" else 1
                row = [Box(cells[name], 1, deep) for name in fields]
                if deep > 1:
                    row[fields.index("content")] = Box(items[0])
                if kind == "two heads":
                    place = fields.index("budget")
                    row[place : place + 1] = [Box(part) for part in _halves(work.budget)]
                if how == "merged":
                    place = fields.index("work_program")
                    down = sum(len(w.items) if deep > 1 or kind == "items in rows" else 1 for w in program.works)  # fmt: skip
                    row[place : place + 1] = [Box(program.name, 1, down)] if at == 0 else []
                elif kind == "empty below" and at:
                    row[fields.index("work_program")] = Box("")
                rows.append(tuple(row))
                rows += [(Box(text),) for text in items[1:] if deep > 1]
                known: dict[str, object] = {"items": items, "work_program": program.name}
                known["beside"] = [
                    cells[name] for name in fields if name not in ("project", "content")
                ]
                if "plan_category" in fields:
                    known["plan_category"] = work.category
                if kind == "two heads":
                    known["holds"] = _halves(work.budget)
                    known["beside"] = [*cells.values(), *_halves(work.budget)]
                elif "budget" in fields:
                    known["holds"] = [work.budget, *unit]
                self.expect("project", work.name, **known)
            if kind == "sub-totals":
                rows.append(_sub_total(program, fields, rng))
        if kind == "on their side":
            return _on_its_side(heads, rows)
        return heads, tuple(rows)

    def work_heads(self, fields: Sequence[str]) -> Heads:
        """The header rows of a table of work items."""
        kind = self.kind_of(_WORK)
        names = [self.header(name) for name in fields]
        if kind not in ("units in headers", "unit over table", "two heads"):
            return (tuple(map(Box, names)),)
        place = fields.index("budget")
        names[place] = names[place].partition("(")[0]
        if kind == "units in headers":
            names[place] += self.rng.choice(("（千元）", "(千元)", "（單位：千元）"))
        if kind != "two heads":
            return (tuple(map(Box, names)),)
        first = [Box(name, 1, 2) for name in names]
        first[place] = Box(names[place], 2)
        parts = self.rng.choice(
            (("中央款", "自籌款"), ("經常門", "資本門"), ("上級補助", "本機關"))
        )
        return tuple(first), tuple(map(Box, parts))

    def grid(
        self, heads: tuple[tuple[Box, ...], ...], rows: tuple[tuple[Box, ...], ...], name: str
    ) -> Grid:
        above: tuple[str, ...] = ()
        below: tuple[str, ...] = ()
        if self.choices.captions:
            above = (f"表{self.rng.randint(1, 9)}　{name}",)
        if self.kind_of(_WORK) == "unit over table":
            if name != "指標表":
                above = (
                    *above,
                    self.rng.choice(("單位：新臺幣千元", "（單位：千元）", "單位:千元")),
                )
        elif "budget" in self.choices.columns and self.rng.random() < 0.5:
            above = (*above, "單位：新臺幣千元")
        if self.choices.notes:
            below = self.rng.choice(
                (
                    ("註：本表所列數額含前年度保留款。",),
                    ("備註：1.本表資料截至年底止。", "2.如有修正，以公告者為準。"),
                    ("資料來源：各科室自行填報",),
                    ("說明：數值如有尾差係四捨五入所致。",),
                )
            )
        return Grid(heads, rows, above, below)

    def add_grid(
        self,
        heads: tuple[tuple[Box, ...], ...],
        rows: tuple[tuple[Box, ...], ...],
    ) -> None:
        self.out.elements.append(self.grid(heads, rows, "指標表"))

    def indicators(self, goals: Sequence[Goal]) -> None:
        how = self.choices.indicators
        every = [(goal, indicator) for goal in goals for indicator in goal.indicators]
        if how == "table":
            shown = self.rng.random() < 0.7
            if shown:
                self.add_grid(*self.indicator_table((), goals))
            else:
                self.add_grid(*self.indicator_table([i for _, i in every], None, goal_known=False))
        elif how in ("years", "two-heads"):
            self.add_grid(*self.year_columns([i for _, i in every], two=how == "two-heads"))
        elif how == "year-rows":
            self.add_grid(*self.year_rows([i for _, i in every]))
        elif how in ("blocks", "list"):
            self.labelled(goals, how)
        else:
            for _, indicator in every:
                self.sheet(indicator)

    def indicator_table(
        self, own: Sequence[Indicator], goals: Sequence[Goal] | None, *, goal_known: bool = True
    ) -> tuple[tuple[tuple[Box, ...], ...], tuple[tuple[Box, ...], ...]]:
        """One row an indicator, its goal before it where the table holds several."""
        fields = ["indicator", "measure", "target"]
        if "method" in self.choices.columns:
            at = (1, 2) if self.kind_of(_INDICATORS) != "header once" else (2,)
            fields.insert(self.rng.choice(at), "evaluation_method")
        if "responsible_unit" in self.choices.columns:
            fields.append("responsible_unit")
        if "number" in self.choices.columns:
            fields.insert(0, "number")
        if goals is not None:
            fields.insert(0, "goal")
        kind = self.kind_of(_INDICATORS)
        if kind == "unit column":
            fields.insert(fields.index("target") + self.rng.choice((0, 1)), "unit")
        bands = kind == "goal bands" and goals is not None
        if bands:
            fields.remove("goal")
        heads: Heads = (tuple(Box(self.header(name)) for name in fields),)
        if kind == "units in headers":
            # One unit holds for a column; the figures of all its rows are counted in it.
            unit = self.rng.choice(words.UNITS)
            place = fields.index("target")
            name = f"{heads[0][place].text}{self.rng.choice((f'（{unit}）', f'({unit})', f'（單位：{unit}）'))}"  # fmt: skip
            heads = ((*heads[0][:place], Box(name), *heads[0][place + 1 :]),)
        rows: list[tuple[Box, ...]] = []
        pairs = (
            [(goal, indicator) for goal in goals for indicator in goal.indicators]
            if goals is not None
            else [(None, indicator) for indicator in own]
        )
        of_own = next((g for g in self.content.goals if tuple(own) == g.indicators), None)
        before: Goal | None = None
        for count, (goal, indicator) in enumerate(pairs, 1):
            cells = {
                "number": str(count),
                "indicator": indicator.name,
                "measure": indicator.measure,
                "target": indicator.values[-1][0],
                "evaluation_method": indicator.method,
                "responsible_unit": indicator.owner,
                "unit": indicator.unit,
            }
            if kind in ("unit column", "units in headers"):
                cells["target"] = cells["target"].removesuffix(indicator.unit).strip()
            row = [Box(cells[name]) for name in fields if name != "goal"]
            if bands and goal is not None and goal is not before:
                rows.append((Box(goal.name, len(fields)),))
            elif goal is not None and goal is not before and kind == "on their side":
                row.insert(0, Box(goal.name))
            elif goal is not None and goal is not before:
                row.insert(0, Box(goal.name, 1, len(goal.indicators)))
            elif goal is not None and kind == "on their side":
                row.insert(0, Box(goal.name))
            before = goal
            rows.append(tuple(row))
            known: dict[str, object] = {
                "measure": indicator.measure,
                "target": cells["target"],
            }
            if kind == "unit column":
                known["unit"] = indicator.unit
            elif kind == "units in headers":
                known["unit"] = unit
            owner = goal or (of_own if goal_known else None)
            if owner is not None:
                known["goal"] = owner.name
            for name in ("evaluation_method", "responsible_unit"):
                if name in fields:
                    known[name] = cells[name]
            self.expect("kpi", indicator.name, **known)
        if kind == "on their side":
            return _on_its_side(heads, rows)
        return heads, tuple(rows)

    def year_columns(
        self, indicators: Sequence[Indicator], *, two: bool
    ) -> tuple[tuple[tuple[Box, ...], ...], tuple[tuple[Box, ...], ...]]:
        last = self.content.year_roc
        years = [last - 2, last - 1, last]
        target, actual = self.header("target"), self.header("actual")
        with_actual = two or self.rng.random() < 0.5
        coded = "code" in self.choices.columns
        lead = [*(["number"] if "number" in self.choices.columns else ()), "indicator", "measure"]
        first = [Box(self.header(name), 1, 2 if two else 1) for name in lead]
        if coded:
            first.insert(lead.index("indicator"), Box("永續指標編號", 1, 2 if two else 1))
        if two:
            heads = (
                (*first, *(Box(f"{year}年", 2) for year in years)),
                tuple(box for _ in years for box in (Box(target), Box(actual))),
            )
        else:
            heads = (
                (
                    *first,
                    *(
                        Box(f"{year}年{word}")
                        for year in years
                        for word in ((target, actual) if with_actual else (target,))
                    ),
                ),
            )
        rows = []
        for count, indicator in enumerate(indicators, 1):
            values = [
                value for pair in indicator.values for value in (pair if with_actual else pair[:1])
            ]
            cells = [indicator.name, indicator.measure]
            if coded:
                cells.insert(0, indicator.code)
            if "number" in self.choices.columns:
                cells.insert(0, str(count))
            rows.append(tuple(map(Box, (*cells, *values))))
            self._expect_years(indicator, years, with_actual=with_actual, coded=coded)
        return heads, tuple(rows)

    def _expect_years(
        self, indicator: Indicator, years: Sequence[int], *, with_actual: bool, coded: bool
    ) -> None:
        values = {
            f"{year + 1911} {word}": value
            for year, pair in zip(years, indicator.values, strict=True)
            for word, value in zip(("target", "actual"), pair, strict=True)
            if with_actual or word == "target"
        }
        known: dict[str, object] = {"measure": indicator.measure, "values": values}
        if coded:
            known["codes"] = [indicator.code]
        self.expect("kpi", indicator.name, **known)

    def year_rows(
        self, indicators: Sequence[Indicator]
    ) -> tuple[tuple[tuple[Box, ...], ...], tuple[tuple[Box, ...], ...]]:
        last = self.content.year_roc
        years = [last - 2, last - 1, last]
        fields = ("indicator", "measure", "year", "target", "actual")
        heads = (tuple(Box(self.header(name)) for name in fields),)
        rows: list[tuple[Box, ...]] = []
        for indicator in indicators:
            for at, (year, pair) in enumerate(zip(years, indicator.values, strict=True)):
                lead = [Box(indicator.name, 1, 3), Box(indicator.measure, 1, 3)] if at == 0 else []
                rows.append((*lead, Box(f"{year}"), Box(pair[0]), Box(pair[1])))
            self._expect_years(indicator, years, with_actual=True, coded=False)
        return heads, tuple(rows)

    def labelled(self, goals: Sequence[Goal], how: str) -> None:
        """Indicators as labelled lines, in blocks of their own or under numbered names."""
        by_goal = self.rng.random() < 0.6
        for goal in goals:
            if by_goal:
                self.heading(1, goal.name)
            for indicator in goal.indicators:
                lines = [
                    f"{self.header('measure')}：{indicator.measure}",
                    f"{self.header('target')}：{indicator.values[-1][0]}",
                ]
                if "method" in self.choices.columns:
                    lines.insert(0, f"{self.header('evaluation_method')}：{indicator.method}")
                if how == "blocks":
                    self.line(f"{self.header('indicator')}：{indicator.name}")
                else:
                    self.heading(2 if by_goal else 1, indicator.name)
                for text in lines:
                    self.line(text)
                known: dict[str, object] = {
                    "measure": indicator.measure,
                    "target": indicator.values[-1][0],
                }
                if by_goal:
                    known["goal"] = goal.name
                self.expect("kpi", indicator.name, **known)

    def sheet(self, indicator: Indicator) -> None:
        """An indicator as a table of its own, labels before values."""
        pairs = (
            ("indicator", indicator.name),
            ("measure", indicator.measure),
            ("evaluation_method", indicator.method),
            ("target", indicator.values[-1][0]),
            ("responsible_unit", indicator.owner),
        )
        rows = tuple((Box(self.header(name)), Box(text)) for name, text in pairs)
        self.out.elements.append(Grid((rows[0],), rows[1:]))
        self.expect(
            "kpi",
            indicator.name,
            measure=indicator.measure,
            target=indicator.values[-1][0],
            evaluation_method=indicator.method,
            responsible_unit=indicator.owner,
        )


def _halves(amount: str) -> list[str]:
    """An amount as the sum of two."""
    whole = int(amount.replace(",", ""))
    return [f"{whole // 3:,}", f"{whole - whole // 3:,}"]


def _sub_total(program: Program, fields: Sequence[str], rng: Random) -> tuple[Box, ...]:
    """A row that sums up the works of a program, under whatever names them."""
    total = sum(int(work.budget.replace(",", "")) for work in program.works)
    row = ["" for _ in fields]
    row[fields.index(rng.choice([f for f in fields if f in ("project", "work_program")]))] = (
        rng.choice(("小計", "合計", "小　計"))
    )
    row[fields.index("budget")] = f"{total:,}"
    return tuple(map(Box, row))


def _on_its_side(heads: Heads, rows: Sequence[tuple[Box, ...]]) -> tuple[Heads, Heads]:
    """A table whose header stands in its first column."""
    turned = tuple(zip(*heads, *rows, strict=True))
    return turned[:1], turned[1:]


def _points(rng: Random) -> list[str]:
    """Two short points beneath an item."""
    area = rng.choice(sorted(words.AREAS))
    return [
        f"{rng.choice(words.DO)}{rng.choice(words.PLACES)}{thing}。"
        for thing in rng.sample(words.AREAS[area], 2)
    ]
