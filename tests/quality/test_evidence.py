"""Evidence on the shared corpus: every quotation is in its source, index and scan agree."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from search import agencies
from search.analysis import load_analyzer
from search.evidence.assemble import assemble
from search.evidence.pack import MOST_PARTIAL, Head, Order
from search.evidence.quotes import verify_quotes
from search.evidence.scan import scan, sought
from search.evidence.texts import StoredTexts
from search.evidence.verify import source_text, verdict
from search.model import SearchRequest
from search.searcher import Searcher


def test_no_passage_says_what_its_source_does_not(searcher: Searcher) -> None:
    checks: Counter[str] = Counter()
    for bare in searcher.store.documents():
        held = searcher.store.document(bare.id)
        assert held is not None
        for edition in held.editions:
            source = source_text(edition.text)
            for passage in searcher.store.passages_of(edition.id):
                checks[verdict(passage, source).check] += 1
    assert checks["mismatch"] == 0
    assert checks["verified"] > 0.8 * checks.total()


def test_the_scan_counts_what_the_index_counts(searcher: Searcher) -> None:
    analyzer = load_analyzer()
    texts = StoredTexts(analyzer)
    chosen = random.Random(7)  # noqa: S311  the same terms each time
    passages = [group.passages[0] for group in searcher.store.groups()]
    for _ in range(300):
        text = chosen.choice(passages).text
        length = chosen.randint(1, 6)
        start = chosen.randrange(max(1, len(text) - length))
        term = text[start : start + length].strip()
        request = SearchRequest(f'"{term}"', size=1, related=False)
        if not term or '"' in term:
            continue
        reading = searcher.search(request).reading
        terms = sought(searcher.looked_for(request))
        found = scan(
            texts.of(searcher.store, searcher.fingerprint), terms, reading, texts, analyzer
        )
        for one in found.terms:
            assert (one.text, one.passages) == (one.text, one.indexed)


def test_the_scan_finds_what_a_scan_of_the_files_finds(searcher: Searcher, shared: Path) -> None:
    """The files of the corpus are text, so that they can be looked through as they are."""
    analyzer = load_analyzer()
    texts = StoredTexts(analyzer)
    printed = {path.name: path.read_text("utf-8") for path in (shared / "corpus").glob("*.txt")}
    chosen = random.Random(16)  # noqa: S311  the same words each time
    words: dict[str, None] = {}
    while len(words) < 200:
        text = chosen.choice(sorted(printed.values()))
        start, length = chosen.randrange(len(text)), chosen.randint(2, 5)
        word = "".join(text[start : start + 2 * length].split())[:length]
        if re.fullmatch("[\u4e00-\u9fff]{2,5}", word):
            words.setdefault(word)
    asked = [SearchRequest(f'"{word}"', exact=True) for word in words]
    terms = sought(term for request in asked for term in searcher.looked_for(request))
    reading = searcher.search(SearchRequest("", size=1)).reading
    found = scan(texts.of(searcher.store, searcher.fingerprint), terms, reading, texts, analyzer)
    files = {
        held.id: [edition.source.file for edition in held.editions]
        for held in searcher.store.documents()
    }
    listed = {(place.term, place.document) for place in found.aside if place.joined}
    for place, word in enumerate(words):
        pattern = re.compile(r"\s*".join(map(re.escape, word)))
        for one in found.documents:
            count = one.terms[place]
            outside = any(pattern.search(printed[file]) for file in files[one.document])
            # What only the product joins, over cells, columns or pages, it names.
            assert not (outside and count.silent), (word, one.file)
            assert outside or count.silent or count.passages or (word, one.document) in listed


def test_a_question_s_pack_is_whole(searcher: Searcher) -> None:
    analyzer = load_analyzer()
    request = SearchRequest("職業災害")
    order = Order(Head(), (request,), datetime.now(UTC))
    pack = assemble(order, searcher, StoredTexts(analyzer), analyzer, agencies.load())
    (inquiry,) = pack.inquiries
    assert len(pack.evidence) == inquiry.total == searcher.search(request).total
    assert not pack.mismatches
    assert pack.series


def test_references_of_a_pasted_question_lead_to_what_answers_it(
    searcher: Searcher, shared: Path
) -> None:
    analyzer = load_analyzer()
    texts = StoredTexts(analyzer)
    judged = json.loads((shared / "gold" / "questions.json").read_text("utf-8"))
    for asked in [one for one in judged if one["relevant"]][:5]:
        request = SearchRequest(asked["query"])
        head = Head(question=asked["query"])
        order = Order(head, (request,), datetime.now(UTC), partial=MOST_PARTIAL, parted=True)
        pack = assemble(order, searcher, texts, analyzer, agencies.load())
        cited = {number for part in pack.parts for number in part.rows}
        named = [row.passage for row in pack.evidence if row.number in cited]
        assert any(
            one["snippet"] in f"{passage.title}\n{passage.text}"
            for passage in named
            for one in asked["relevant"]
        ), asked["query"]


def test_changed_quotations_are_never_found(searcher: Searcher) -> None:
    analyzer = load_analyzer()
    texts = StoredTexts(analyzer)
    chosen = random.Random(11)  # noqa: S311
    lines = [
        line
        for group in searcher.store.groups()
        for line in group.passages[0].text.split("\n")
        if len(line) > 30 and not set(line) & set('「」『』“”"＂')
    ]
    statuses: Counter[tuple[str, str]] = Counter()
    for line in chosen.sample(lines, 60):
        start = chosen.randrange(len(line) - 24)
        cut = line[start : start + 24].strip()
        at = chosen.randrange(4, len(cut) - 4)
        for kind, text in (("own", cut), ("changed", cut[:at] + "貓" + cut[at + 1 :])):
            for one in verify_quotes(f"「{text}」", searcher, texts, analyzer, agencies.load()):
                if one.kind == "quotation":
                    # Found too, and told to be cut behind 未 or 不, or of an edition that is replaced.
                    right = one.denied or one.old_edition
                    statuses[kind, "found" if right else one.status] += 1
    assert statuses["own", "found"] == 60
    assert statuses["changed", "found"] == 0
    assert statuses["changed", "differs"] >= 57


@pytest.mark.parametrize(
    ("draft", "status"),
    [
        ("113 年職災死亡千人率實際值 0.022", "found"),
        ("113 年職災死亡千人率目標值 0.019 以下", "found"),
        ("113 年職災死亡千人率為 0.022", "found"),
        ("2024 年單獨加入職災保險者實際 568,977 人", "found"),
        ("2024 年職災保險單獨加保人數比 2021 年成長 31.5%", "found"),
        # A target given as reached, and the number of one year as that of another.
        ("113 年職災死亡千人率實際值 0.019", "differs"),
        ("113 年職災死亡千人率目標值 0.022", "differs"),
        ("2021 年單獨加入職災保險者實際 568,977 人", "missing"),
    ],
)
def test_a_figure_is_of_its_year_and_aim(searcher: Searcher, draft: str, status: str) -> None:
    analyzer = load_analyzer()
    (one,) = verify_quotes(f"{draft}。", searcher, StoredTexts(analyzer), analyzer, agencies.load())
    assert (one.kind, one.status) == ("figure", status)
