"""What every engine answers, compared with a plain scan of the same units."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from scanning import (
    COLUMNS,
    counts,
    fold,
    frequency,
    needle,
    phrase,
    random_filters,
    random_tree,
    scan,
    score,
)

from search.engines import Engine
from search.engines.base import Filters, own_year
from search.fields import IndexUnit
from search.filters import excluding, spanning
from search.query.tree import EVERYTHING, NOTHING, And, Node, Not, Or, Weight

Units = tuple[IndexUnit, ...]


TREES: tuple[Node, ...] = (
    EVERYTHING,
    NOTHING,
    phrase("職"),
    phrase("職災"),
    phrase("職災勞工"),
    phrase("勞工保險就業"),
    phrase("沒有"),
    phrase("00"),
    phrase("000"),
    phrase("00000"),
    phrase("%"),
    And((phrase("職災"), phrase("青年"))),
    Or((phrase("甲"), phrase("乙"), phrase("沒有"))),
    Not(phrase("勞工")),
    And((Or((phrase("職災"), phrase("a1"))), Not(And((phrase("勞工"), phrase("保險")))))),
    Not(NOTHING),
    needle("職"),
    needle("制"),
    needle("製"),
    needle("制", merged=True),
    needle("制定"),
    needle("製勞"),
    needle("制定", merged=True),
    needle("計劃"),
    needle("身份"),
    needle("計畫身份"),
    needle("计划身份", merged=True),
    And((needle("制"), Not(needle("製")))),
)
FILTERS: tuple[Filters, ...] = (
    {},
    {"agency": ("勞動部",)},
    {"agency": ("勞動部", "未標示"), "year": ("2020", "2017")},
    {"kind": ("kpi",), "plan_category": ("未標示",)},
    {"agency": ("沒有這個機關",)},
    {"agency": (excluding("勞動部"),), "kind": ("kpi", "goal", excluding("goal"))},
    {"year": (spanning(2018, None),)},
)


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("tree", TREES)
def test_matches_and_counts_are_those_of_a_scan(
    engine: Engine, units: Units, tree: Node, filters: Filters
) -> None:
    found = engine.search(tree, filters=filters, columns=COLUMNS, sort="document", limit=1000)
    expected = scan(units, tree, filters)
    assert list(found.numbers) == expected
    assert found.total == len(expected)
    assert found.counts == counts(units, tree, filters)


def test_two_thousand_queries_find_and_count_what_a_scan_does(engine: Engine, units: Units) -> None:
    chosen = random.Random(11)  # noqa: S311  the same queries each time
    texts = [text for unit in units for _, text in unit.texts]
    for _ in range(2_000):
        tree, filters = random_tree(chosen, texts), random_filters(chosen)
        found = engine.search(tree, filters=filters, columns=COLUMNS, sort="document", limit=1000)
        assert list(found.numbers) == scan(units, tree, filters), (tree, filters)
        assert found.counts == counts(units, tree, filters), (tree, filters)


def test_every_substring_is_found_and_none_across_fields(engine: Engine, units: Units) -> None:
    chosen = random.Random(5)  # noqa: S311  the same texts each time
    for _ in range(300):
        joined = "".join(text for _, text in chosen.choice(units).texts)
        start = chosen.randrange(len(joined))
        text = joined[start : start + chosen.randint(1, 8)].strip() or "職"
        tree = phrase(text)
        assert engine.search(tree, filters={}).total == len(scan(units, tree, {})), text
        tree = needle(text)
        assert engine.search(tree, filters={}).total == len(scan(units, tree, {})), text


def test_frequencies_are_those_of_a_scan(engine: Engine, units: Units) -> None:
    grams = (fold("職"), fold("職災"), fold("沒有"), "%", fold("災勞"))
    expected = [frequency(units, gram) for gram in grams]
    assert list(engine.frequencies(grams)) == expected


def test_scores_are_sums_of_weights_and_ties_stand_in_order(engine: Engine, units: Units) -> None:
    weights = (
        Weight(fold("職災"), 2.5),
        Weight(fold("青年"), 1.25),
        Weight(fold("職災"), 0.5, heading=True),
    )

    expected = sorted((-score(unit, weights), unit.number) for unit in units)
    found = engine.search(EVERYTHING, filters={}, weights=weights, limit=1000)
    assert list(zip(found.numbers, found.scores, strict=True)) == [
        (number, -negative) for negative, number in expected
    ]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "document"])
def test_pages_make_up_the_whole(engine: Engine, sort: str) -> None:
    def numbers(offset: int, limit: int) -> tuple[int, ...]:
        return engine.search(
            phrase("勞工"),
            filters={},
            weights=(Weight(fold("就業"), 1.0),),
            sort=sort,  # type: ignore[arg-type]
            offset=offset,
            limit=limit,
        ).numbers

    whole = numbers(0, 1000)
    assert sum((numbers(start, 7) for start in range(0, len(whole), 7)), ()) == whole
    assert numbers(len(whole), 10) == ()


def test_years_sort_both_ways_with_the_unknown_last(engine: Engine, units: Units) -> None:
    years = {unit.number: own_year(unit) for unit in units}
    for sort in ("newest", "oldest"):
        found = engine.search(EVERYTHING, filters={}, sort=sort, limit=1000)  # type: ignore[arg-type]
        known = [int(years[number]) for number in found.numbers if years[number].isdecimal()]
        assert known == sorted(known, reverse=sort == "newest")
        unknown = [number for number in found.numbers if not years[number].isdecimal()]
        assert list(found.numbers[len(known) :]) == sorted(unknown)


def test_many_threads_get_the_same_answers(engine: Engine, units: Units) -> None:
    trees = [phrase("".join(pair)) for pair in zip("職勞保就青", "災工險業年", strict=True)] * 20
    with ThreadPoolExecutor(8) as threads:
        totals = list(threads.map(lambda tree: engine.search(tree, filters={}).total, trees))
    assert totals == [len(scan(units, tree, {})) for tree in trees]


def test_status_and_lexicon(engine: Engine, units: Units) -> None:
    assert engine.status().units == engine.lexicon.units == len(units)
    characters = sum(len(text) for unit in units for _, text in unit.texts)
    assert engine.lexicon.mean_length == pytest.approx(characters / len(units), abs=0.01)
    assert engine.lexicon.names[0] == ("project", "計畫0", 28)
