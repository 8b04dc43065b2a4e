"""Whatever a text file holds: it is read or refused, and every character is accounted for."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.blocks import Block, Cell, Furniture, ReadFile, Row, Table, Text, spans_of
from indexer.formats.text import read_text
from indexer.numbering import chinese_number, enumerator, items
from indexer.packages.decoding import decode
from indexer.splitting import Described, SplitDocument
from indexer.splitting.split import split_file
from search.errors import DocumentError
from search.model import Passage, Source

SOURCE = Source("示範.txt", "0" * 64)
MODEST = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

WORDS = (
    "示範市政府勞工局109年度施政計畫",
    "示範市政府消防局",
    "壹、年度施政目標",
    "貳、年度重要計畫",
    "參、關鍵績效指標",
    "一、",
    "二、",
    "（一）",
    "(2)",
    "1.",
    "①",
    "第一章 前言",
    "核心目標 3 促進健康",
    "關鍵績效指標：",
    "指標 1.4.1：",
    "工作計畫名稱",
    "重要計畫項目",
    "計畫類別",
    "實施內容",
    "施政目標",
    "關鍵策略目標",
    "衡量標準",
    "年度目標值",
    "2024年",
    "實際值",
    "編號",
    "備註",
    "辦理職業災害勞工重建",
    "推動友善職場",
    "社會發展",
    "5-7-1",
    "1,240 場",
    "95%",
    "。",
    "：",
    "目錄",
    "........ 3",
    "第 3 頁",
    "12",
    "\f",
    "#",
    "## ",
    "- ",
    "**",
    "<table><tr><td>計畫項目<td>實施內容<tr><td>甲<td>乙</table>",
    "<table>",
    "<tr>",
    "<p>",
    "</table>",
    "|",
    "|---|---|",
    "---",
    "[bookmark: a]",
    " ",
    "　",
    "        ",
    "\t",
    "\t",
    "\t",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\ufffd",
    "\ufeff",
    "\x0b",
    "\x85",
    "\u2028",
)
# A text of NULs is taken for a binary file, and in UTF-16 for another encoding.
plain = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
pages = st.lists(st.one_of(st.sampled_from(WORDS), st.text(plain, max_size=3)), max_size=60).map(
    "".join
)


def visible(text: str) -> int:
    return sum(not char.isspace() for char in text)


def visible_outside(text: str, spans: Iterable[tuple[int, int]]) -> str:
    left = list(text)
    for start, end in spans:
        left[start:end] = [" "] * (end - start)
    return "".join("".join(left).split())


def spans_of_blocks(blocks: Iterable[Block]) -> list[tuple[int, int]]:
    return [span for block in blocks for span in spans_of(block)]


def check_coverage(read: ReadFile, documents: Iterable[SplitDocument]) -> None:
    """Characters are covered or reported, each once, and the sums hold."""
    documents = list(documents)
    taken: list[tuple[int, int]] = []
    for document in documents:
        uncovered = sum(visible(read.text[u.start : u.end]) for u in document.uncovered)
        assert document.covered + uncovered == document.characters
        for u in document.uncovered:
            assert u.text == read.text[u.start : u.end]
            assert u.line == read.text.count("\n", 0, u.start) + 1
        taken += [(u.start, u.end) for u in document.uncovered]
        taken += [(start, end) for start, end, _ in document.furniture]
        taken += [span for passage in document.passages for span in passage.spans]
    assert sum(document.characters for document in documents) == visible(read.text)
    assert all(0 <= start <= end <= len(read.text) for start, end in taken)
    assert visible_outside(read.text, taken) == ""


@MODEST
@given(st.one_of(st.binary(max_size=300), pages.map(lambda text: text.encode())))
def test_bytes_are_read_or_refused_and_nothing_of_them_is_lost(data: bytes) -> None:
    try:
        read = read_text(data)
    except DocumentError:
        return
    spans = spans_of_blocks(read.blocks)
    assert all(0 <= start <= end <= len(read.text) for start, end in spans)
    assert visible_outside(read.text, spans) == ""
    check_coverage(read, split_file(read, SOURCE, Described()))


@MODEST
@given(pages, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom"]))
def test_what_was_encoded_is_decoded(text: str, encoding: str) -> None:
    data = (
        codecs.BOM_UTF16_BE + text.encode("utf-16-be")
        if encoding == "utf-16-be-bom"
        else text.encode(encoding)
    )
    decoded, warnings = decode(data)
    marked = encoding != "utf-8" or not text.startswith("\ufeff")
    assert decoded == _with_line_feeds(text if marked else text[1:])
    # A character that was lost before the file was written is told, too.
    assert bool(warnings) == ("\ufffd" in decoded)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")


header_words = st.sampled_from(
    [
        "工作計畫名稱",
        "重要計畫項目",
        "計畫類別",
        "實施內容",
        "施政目標",
        "關鍵績效指標",
        "衡量標準",
        "年度目標值",
        "2024年",
        "實際值",
        "負責單位",
        "經費",
        "與KPI關聯",
        "評估方式",
        "達成情形",
        "單位",
        "編號",
        "備註",
        "未知欄名",
    ]
)
cell_texts = st.sampled_from(
    [
        "",
        "",
        "辦理職業災害重建",
        "推動友善職場方案",
        "一、完善權益保障",
        "補助設備汰換更新",
        "（一）結合民間團體",
        "1,240 場",
        "3",
    ]
)


@st.composite
def tables_of_text(draw: st.DrawFn) -> str:
    """A tab-separated table of any header words, after a heading."""
    head = draw(st.lists(header_words, min_size=2, max_size=6))
    row = st.lists(cell_texts, min_size=1, max_size=len(head))
    rows = draw(st.lists(row, max_size=6))
    return "壹、計畫\n" + "\n".join("\t".join(line) for line in (head, *rows)) + "\n"


@MODEST
@given(tables_of_text())
def test_what_a_passage_covers_of_a_table_is_found_in_it(text: str) -> None:
    read = read_text(text.encode())
    (document,) = split_file(read, SOURCE, Described())
    assert document.uncovered == ()
    check_coverage(read, [document])
    for passage in document.passages:
        searched = _searched(passage)
        for start, end in passage.spans:
            for word in re.findall(r"[\u3400-\u9fff]{4,}", read.text[start:end]):
                assert word in searched


def _searched(passage: Passage) -> str:
    kpi = passage.kpi
    cells = () if kpi is None else (kpi.goal, kpi.measure, kpi.target, kpi.progress, kpi.unit)
    more = () if kpi is None else (kpi.evaluation_method, kpi.responsible_unit)
    values = () if kpi is None else tuple(value for _, value in kpi.values)
    fields = (
        passage.title,
        passage.text,
        passage.section,
        passage.work_program,
        passage.plan_category,
        passage.kpi_link,
        *cells,
        *more,
        *values,
        *(wording for place in passage.also_at for _, wording in place.differs),
    )
    return "".join("\n".join(filter(None, fields)).split())


@st.composite
def block_files(draw: st.DrawFn) -> ReadFile:
    """Blocks over a text as any reader may give them: some stretches lie in no block."""
    parts: list[str] = []
    blocks: list[Block] = []

    def put(text: str) -> tuple[tuple[int, int], ...]:
        start = sum(map(len, parts))
        parts.append(text + "\n")
        return ((start, start + len(text)),) if text else ()

    words = st.one_of(st.sampled_from(WORDS), st.text(max_size=6)).map(
        lambda word: " ".join(word.split())
    )
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["text", "text", "table", "furniture", "nothing"]))
        if kind == "table":
            rows = []
            for row_number in range(draw(st.integers(1, 4))):
                cells = draw(st.lists(words, min_size=1, max_size=4))
                made = tuple(
                    Cell(
                        cell,
                        put(cell),
                        colspan=draw(st.integers(1, 3)),
                        rowspan=draw(st.integers(1, 2)),
                    )
                    for cell in cells
                )
                rows.append(Row(made, row_number + 1, is_header=draw(st.booleans())))
            damaged = draw(st.booleans())
            blocks.append(Table(tuple(rows), number + 1, damaged=damaged))
            continue
        text = draw(words.filter(bool))
        spans = put(text)
        if kind == "text":
            blocks.append(Text(text, spans, level=draw(st.sampled_from([None, None, 1, 2]))))
        elif kind == "furniture":
            blocks.append(Furniture(text, spans, "頁首"))
    return ReadFile("".join(parts), tuple(blocks), "txt")


@MODEST
@given(block_files())
def test_splitting_any_blocks_accounts_for_every_character(read: ReadFile) -> None:
    check_coverage(read, split_file(read, SOURCE, Described()))


DIGITS = "零一二三四五六七八九"


def numeral(value: int) -> str:
    """A number below 1,000 as people write it."""
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


@MODEST
@given(st.integers(1, 999))
def test_chinese_numbers_round_trip(value: int) -> None:
    written = numeral(value)
    assert chinese_number(written) == value
    assert chinese_number(written.translate(str.maketrans("一二三五十百", "壹貳參伍拾佰"))) == value
    assert chinese_number("".join(DIGITS[int(digit)] for digit in str(value))) == value


@MODEST
@given(st.integers(1, 99), st.sampled_from(["{}、", "（{}）", "({})"]), st.text(max_size=5))
def test_printed_numbers_end_where_their_text_begins(value: int, style: str, rest: str) -> None:
    printed = style.format(numeral(value))
    found = enumerator(printed + "甲" + rest)
    assert found is not None
    assert (found.value, found.end) == (value, len(printed))
    assert printed.startswith(found.text)


@MODEST
@given(pages)
def test_items_lose_nothing_but_white_space(text: str) -> None:
    assert "".join("".join(items(text)).split()) == "".join(text.split())
