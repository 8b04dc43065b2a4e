"""Ids of programs: kept from one indexing to the next, given to no other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.programs.build import assign_programs
from search.programs.model import ProgramEver

Wanted = list[tuple[str, list[str]]]


def ever(*held: tuple[str, tuple[str, ...]]) -> dict[str, ProgramEver]:
    return {id_: ProgramEver(id_, "", passages) for id_, passages in held}


def test_an_id_goes_with_most_of_its_passages() -> None:
    known = ever(("x-project-1", ("a", "b", "c")), ("x-project-2", ("d",)))
    wanted = [("x-project", ["a"]), ("x-project", ["b", "c", "new"]), ("x-project", ["d"])]
    first, second, third = assign_programs(wanted, known)
    assert (second, third) == ("x-project-1", "x-project-2")
    assert first not in known


def test_an_id_stays_with_its_kind() -> None:
    (id_,) = assign_programs([("x-goal", ["a"])], ever(("x-project-1", ("a",))))
    assert id_.startswith("x-goal-")


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3), max_size=6),
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3), max_size=6),
)
def test_no_id_is_given_twice(before: list[list[str]], now: list[list[str]]) -> None:
    ids = assign_programs([("x-kpi", one) for one in before], {})
    assert len(set(ids)) == len(ids)
    known = ever(*((id_, tuple(one)) for id_, one in zip(ids, before, strict=True)))
    again = assign_programs([("x-kpi", one) for one in now], known)
    assert len(set(again)) == len(again)
    for id_, passages in zip(again, now, strict=True):
        # What a known id names shares a passage with what it named before.
        assert id_ not in known or set(passages) & set(known[id_].passages)
