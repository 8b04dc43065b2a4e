"""Editions: which files hold the same document, and which of their passages are the same."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Sequence

from indexer.identity import wording
from indexer.likeness import best_matches, likeness, samples
from indexer.splitting import SplitDocument
from search.model import KINDS, Passage
from search.text import squeeze

_TITLES_ALIKE = 0.8
_SHARED_TEXT = 0.5
"""Share of the shorter edition's characters that must stand in passages of the other too."""
_SHARED_SAMPLES = 0.2
_FEW_SAMPLES = 20
"""Share of text samples that editions have in common, and below how many samples it says little."""
_SAME_TITLE_ALIKE = 0.3
"""Likeness from which passages of one kind and title are the same one, worded otherwise."""
_ALIKE = 0.6

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_VERSIONS = re.compile(
    r"核定本?|修正(?:版|後|本|案)?|修訂(?:版|本)?|草案|初稿|定稿|完整版|公告版|更新版|最終版|上網版"
)
_MARKS = re.compile(r"[\W_]+")


def group_editions(splits: Sequence[SplitDocument], names: Sequence[str]) -> list[list[int]]:
    """Find which of many split files are editions of one document.

    Args:
        splits: documents as they were split.
        names: path of the file that each is from.

    Returns:
        Places in `splits`, a list for each document, its preferred edition first: the one with
        fewer damaged passages, then with more text, then the first by name.
    """
    drawn: dict[int, frozenset[str]] = {}

    def may_agree(first: int, second: int) -> bool:
        """Whether enough of the shorter text is in the other to be worth an alignment."""
        for at in (first, second):
            if at not in drawn:
                drawn[at] = samples("".join(map(wording, splits[at].passages)))
        a, b = drawn[first], drawn[second]
        fewer = min(len(a), len(b))
        return fewer < _FEW_SAMPLES or len(a & b) >= _SHARED_SAMPLES * fewer

    def documents(places: list[int]) -> list[list[int]]:
        if len(places) == 1:
            return [places]
        found: list[list[int]] = []
        for at in sorted(places, key=lambda at: (_merit(splits[at]), names[at], at)):
            for editions in found:
                if (
                    names[at] not in {names[other] for other in editions}
                    and titles_agree(splits[editions[0]].title, splits[at].title)
                    and may_agree(editions[0], at)
                    and is_same_document(splits[editions[0]], splits[at])
                ):
                    editions.append(at)
                    break
            else:
                found.append([at])
        return found

    alike: dict[object, list[int]] = defaultdict(list)
    for at, split in enumerate(splits):
        alike[split.agency, split.year, split.kind].append(at)
    return [editions for places in alike.values() for editions in documents(places)]


def is_same_document(first: SplitDocument, second: SplitDocument) -> bool:
    """Whether two split files of the same agency, year and kind are editions of one document.

    Titles alone do not prove it, since a bureau may publish two plans of one name.
    """
    if not titles_agree(first.title, second.title):
        return False
    matched = align_two(first.passages, second.passages)
    sizes = (_size(first.passages), _size(second.passages))
    shorter = 0 if sizes[0] <= sizes[1] else 1
    passages = (first.passages, second.passages)[shorter]
    shared = sum(_length(passages[pair[shorter]]) for pair in matched)
    return shared >= _SHARED_TEXT * sizes[shorter] and bool(matched)


def titles_agree(first: str, second: str) -> bool:
    """Whether two titles may name one document, words of its version aside."""
    a, b = _bare(first), _bare(second)
    if a == b:
        return True
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    # Titles of two years or two sessions differ in nothing but a number.
    return re.findall(r"\d+", a) == re.findall(r"\d+", b) and likeness(a, b) >= _TITLES_ALIKE


def align(editions: Sequence[Sequence[Passage]]) -> list[tuple[Passage, ...]]:
    """Bring the same passages of all editions of a document together.

    Args:
        editions: passages in reading order, the preferred edition first.

    Returns:
        Groups in reading order, each with at most one passage an edition, in their order.
        What only a later edition has stands behind the passage that it follows there.
    """
    groups = [[passage] for passage in editions[0]] if editions else []
    for passages in editions[1:]:
        partners = {
            second: first for first, second in align_two([group[0] for group in groups], passages)
        }
        merged: dict[int, list[list[Passage]]] = defaultdict(list)
        last = -1
        for place, passage in enumerate(passages):
            if place in partners:
                last = partners[place]
                groups[last].append(passage)
            else:
                merged[last].append([passage])
        groups = merged[-1] + [
            group for at, own in enumerate(groups) for group in (own, *merged[at])
        ]
    return [tuple(group) for group in groups]


def align_two(first: Sequence[Passage], second: Sequence[Passage]) -> list[tuple[int, int]]:
    """Pair the same passages of two editions.

    Returns:
        (place in first, place in second), each place at most once.
    """
    pairs: list[tuple[int, int]] = []
    left = (list(range(len(first))), list(range(len(second))))

    def take(found: Sequence[tuple[int, int]]) -> None:
        pairs.extend(found)
        for side in (0, 1):
            gone = {pair[side] for pair in found}
            left[side][:] = [at for at in left[side] if at not in gone]

    said = ([_said(passage) for passage in first], [_said(passage) for passage in second])

    def take_equal(key: Callable[[tuple[str, str, str]], object], alike: float = 0.0) -> None:
        waiting: dict[object, deque[int]] = defaultdict(deque)
        for at in left[1]:
            waiting[key(said[1][at])].append(at)
        found = []
        for at in left[0]:
            queue = waiting[key(said[0][at])]
            if queue and (
                not alike or likeness(said[0][at][2][:2000], said[1][queue[0]][2][:2000]) >= alike
            ):
                found.append((at, queue.popleft()))
        take(found)

    take_equal(lambda one: one)
    take_equal(lambda one: (one[0], one[2]) if one[2] else object())
    take_equal(lambda one: (one[0], one[1]), _SAME_TITLE_ALIKE)
    for kind in KINDS:
        mine = [at for at in left[0] if first[at].kind == kind]
        theirs = [at for at in left[1] if second[at].kind == kind]
        matches = best_matches(
            ["".join(said[0][at][1:]) for at in mine],
            ["".join(said[1][at][1:]) for at in theirs],
            _ALIKE,
        )
        take([(mine[match.first], theirs[match.second]) for match in matches])
    return sorted(pairs)


def _said(passage: Passage) -> tuple[str, str, str]:
    return passage.kind, squeeze(passage.title), wording(passage)


def _merit(split: SplitDocument) -> tuple[int, int]:
    damaged = sum(passage.damaged for passage in split.passages)
    return damaged, -_size(split.passages)


def _size(passages: Sequence[Passage]) -> int:
    return sum(map(_length, passages))


def _length(passage: Passage) -> int:
    return len(squeeze(passage.title)) + len(wording(passage))


def _bare(title: str) -> str:
    return _MARKS.sub("", _VERSIONS.sub("", squeeze(title))).translate(_DIGITS)
