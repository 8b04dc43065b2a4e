from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.engines.sets import Sets, bits_of, numbers_of

NUMBERS = st.lists(st.integers(0, 3_000), unique=True).map(sorted)


@given(NUMBERS)
def test_a_set_gives_its_numbers_back(numbers: list[int]) -> None:
    assert numbers_of(bits_of(numbers)) == numbers


@given(NUMBERS, NUMBERS)
def test_sets_are_joined_as_integers(one: list[int], other: list[int]) -> None:
    assert numbers_of(bits_of(one) & bits_of(other)) == sorted({*one} & {*other})
    assert numbers_of(bits_of(one) | bits_of(other)) == sorted({*one} | {*other})


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    large = 1 << 8_000
    kept = Sets(most_bytes=2_500)
    kept.keep("a", large)
    kept.keep("b", large)
    assert kept.get("a") == large
    kept.keep("c", large)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (large, None, large)
    kept.keep("a", 1)
    kept.keep("d", large)
    assert (kept.get("a"), kept.get("c"), kept.get("d")) == (1, large, large)
