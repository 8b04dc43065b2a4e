"""What a made plan says, before it is laid out: goals, programs with work items, indicators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from generated import wordings as words


@dataclass(frozen=True, slots=True)
class Work:
    """A work item; its items carry no printed numbers yet."""

    name: str
    items: tuple[str, ...]
    category: str
    budget: str
    owner: str


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator; values are (target, actual) of each year, oldest first."""

    name: str
    measure: str
    unit: str
    values: tuple[tuple[str, str], ...]
    method: str
    owner: str
    code: str


@dataclass(frozen=True, slots=True)
class Goal:
    name: str
    items: tuple[str, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Content:
    agency: str
    year_roc: int
    title: str
    preface: tuple[str, ...]
    goals: tuple[Goal, ...]
    programs: tuple[Program, ...]


class Author:
    """Writes phrases and sentences at random, no two alike in one document."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.areas = rng.sample(sorted(words.AREAS), 4)
        self.said: set[str] = set()

    def thing(self) -> str:
        return self.rng.choice(words.AREAS[self.rng.choice(self.areas)])

    def once(self, build: Callable[[], str]) -> str:
        for _ in range(200):
            text = build()
            if text not in self.said:
                self.said.add(text)
                return text
        raise RuntimeError("out of words")

    def amount(self) -> str:
        rng = self.rng
        size = rng.choice((rng.randint(2, 99), rng.randint(100, 999), rng.randint(10, 99) * 100))
        return f"{size:,}"

    def sentence(self) -> str:
        rng = self.rng

        def build() -> str:
            place, do, unit = (rng.choice(x) for x in (words.PLACES, words.DO, words.UNITS))
            first = rng.choice(
                (
                    f"{rng.choice(words.OPENINGS)}{do}{place}{self.thing()} {self.amount()} {unit}",
                    f"{do}{place}之{self.thing()}計{self.amount()}{unit}",
                    f"{rng.choice(words.OPENINGS)}{do}{self.thing()}與{self.thing()}",
                    f"針對{place}{self.thing()}{do}不足之處，{rng.choice(words.OPENINGS)}加以{rng.choice(words.DO)}",
                )
            )
            second = rng.choice(words.ENDINGS)
            joint = rng.choice(("，", "，", "；"))
            return f"{first}{joint}{second}。" if rng.random() < 0.8 else f"{first}。"

        return self.once(build)

    def sentences(self, low: int, high: int) -> tuple[str, ...]:
        return tuple(self.sentence() for _ in range(self.rng.randint(low, high)))

    def goal_name(self) -> str:
        rng = self.rng

        def build() -> str:
            name = f"{rng.choice(words.AIMS)}{self.thing()}{rng.choice(words.QUALITIES)}"
            return f"{name}，{rng.choice(words.RESULTS)}" if rng.random() < 0.5 else name

        return self.once(build)

    def work_name(self) -> str:
        rng = self.rng

        def build() -> str:
            place = rng.choice(words.PLACES) if rng.random() < 0.6 else ""
            return f"{place}{self.thing()}{rng.choice(words.SHAPES)}"

        return self.once(build)

    def program_name(self) -> str:
        return self.once(lambda: f"{self.thing()}{self.rng.choice(words.PROGRAM_ENDS)}")

    def indicator(self, years: int) -> Indicator:
        rng = self.rng
        thing, do = self.thing(), rng.choice(words.DO)
        percent = rng.random() < 0.4
        unit = "%" if percent else rng.choice(words.UNITS)
        name = self.once(
            lambda: (
                f"{rng.choice(words.PLACES)}{self.thing()}{rng.choice(words.DO)}"
                f"{rng.choice(('比率', '完成率', '普及率')) if percent else rng.choice(('數量', '累計數', '涵蓋規模'))}"
            )
        )
        measure = self.once(
            lambda: rng.choice(
                (
                    f"以當年{do}完成之{thing}數，除以列管總數，再乘以 100%。停用者不列入計算。",
                    f"（年度內{do}之{thing}數／應{do}總數）×100%，{rng.choice(words.ENDINGS)}。",
                    f"統計全年{rng.choice(words.PLACES)}{thing}{do}之結果，同一對象僅計一次",
                    f"由{rng.choice(words.SECTIONS_OF_AGENCY)}按月登錄{thing}之{do}紀錄。年底加總，跨年者計入完成年",
                    f"{rng.choice(words.PLACES)}{thing}經{do}合格之數目",
                )
            )
        )

        def value() -> str:
            size = f"{rng.randint(400, 999) / 10:g}" if percent else self.amount()
            return f"{size}{'' if percent else ' '}{unit}"

        return Indicator(
            name,
            measure,
            unit,
            tuple((value(), value()) for _ in range(years)),
            rng.choice(("統計數據", "進度控管", "問卷調查", "實地查核")),
            rng.choice(words.SECTIONS_OF_AGENCY),
            f"{rng.randint(1, 17)}.{rng.randint(1, 9)}.{rng.randint(1, 9)}",
        )


def write(rng: Random) -> Content:
    """What one document says."""
    author = Author(rng)
    agency = rng.choice(
        (
            rng.choice(words.MINISTRIES),
            rng.choice(words.LOCAL) + rng.choice(words.BUREAUS),
            rng.choice(words.LOCAL) + rng.choice(words.BUREAUS),
            rng.choice(words.DISTRICTS),
        )
    )
    year = rng.randint(104, 116)
    kind = rng.choice(("年度施政計畫", "年度施政計畫", "年度施政目標與重點", "年度工作計畫"))
    goals = tuple(
        Goal(
            author.goal_name(),
            author.sentences(2, 5),
            tuple(author.indicator(3) for _ in range(rng.randint(1, 3))),
        )
        for _ in range(rng.randint(3, 5))
    )
    programs = tuple(
        Program(
            author.program_name(),
            tuple(
                Work(
                    author.work_name(),
                    author.sentences(1, 4),
                    rng.choice(words.CATEGORIES),
                    f"{rng.randint(300, 98000):,}",
                    rng.choice(words.SECTIONS_OF_AGENCY),
                )
                for _ in range(rng.randint(2, 4))
            ),
        )
        for _ in range(rng.randint(2, 4))
    )
    return Content(
        agency,
        year,
        f"{agency}{year}{kind}",
        tuple("".join(author.sentences(2, 3)) for _ in range(rng.randint(1, 2))),
        goals,
        programs,
    )
