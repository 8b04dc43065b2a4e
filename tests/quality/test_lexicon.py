"""What the lexicon finds inside other words: every wording that counts, over all shared texts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from search.analysis import load_analyzer
from search.answer.meant import is_whole
from search.query.lexicon.loading import load_lexicon, shipped

FEWEST_ENTRIES = 1_500
# Looked at one by one: all but a few are the word itself, which the segmenter cuts otherwise.
ACCEPTED = Path(__file__).with_name("lexicon-inside.json")


def test_the_lexicon_covers_the_fields_of_government() -> None:
    counts = {entries.field: entries.count for _, entries in shipped()}
    assert len(counts) >= 20
    assert sum(counts.values()) >= FEWEST_ENTRIES
    assert min(counts.values()) >= 60


def test_each_wording_is_looked_for_inside_other_words(shared: Path) -> None:
    """Hits that do not begin and end where words do are those that were accepted.

    A wording that is new here finds what nobody has looked at: give it a `not_in`, move it to
    `one_way`, or accept its hits.
    """
    analyzer = load_analyzer()
    files = [*(shared / "corpus").glob("*.txt"), *(shared / "documents").glob("*.txt")]
    text = "\n".join(analyzer.fold(file.read_text(encoding="utf-8")) for file in sorted(files))
    inside: Counter[str] = Counter()
    others = {other.folded: other for known in load_lexicon().same.values() for other in known}
    for other in others.values():
        if other.text[0].isascii() or other.text[-1].isascii():
            continue  # is found at the edges of Latin words and figures alone
        needle = analyzer.needle(other.text, merged=True, apart=other.apart)
        inside[other.text] = sum(
            not is_whole(text, start, end, analyzer) for start, end in needle.places(text)
        )
    assert {word: times for word, times in inside.items() if times} == json.loads(
        ACCEPTED.read_text(encoding="utf-8")
    )
