"""Results as lines of text for a terminal, in Traditional Chinese."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import floor
from typing import Any

from search.model import EVEN, UNKNOWN, Answer, Document, FailedFile, Hit, Passage, Results
from search.present.answer import leading, values
from search.present.bodies import CoveredDocumentBody
from search.present.omissions import sentences
from search.present.results import hit_json, omission_of
from search.query.abbreviations import Pair
from search.text import cut

KINDS = {"goal": "施政目標", "project": "計畫項目", "kpi": "關鍵績效指標", "narrative": "敘述"}
FACETS = {
    "agency": "機關",
    "year": "年度",
    "work_program": "工作計畫",
    "plan_category": "計畫類別",
    "kind": "種類",
}
VALUE_WORDS = {
    "target": "目標值",
    "revised target": "修正目標值",
    "actual": "實際值",
    "baseline": "基準值",
    "rate": "達成率",
    "value": "數值",
}
FILE_LIST = "只列出同一資料夾裡的其他檔案，不是文件；若是文件，請寫進 corpus.toml"
"""Why a list of files is passed over."""
_SHEET = {
    "agency": "機關",
    "year_roc": "年度",
    "document_title": "文件",
    "kind": "種類",
    "work_program": "工作計畫",
    "title": "標題",
    "text": "內容",
}
_RELATED = 5
_RELATIONS = {"abbreviation": "縮寫", "former name": "舊名", "other name": "別稱"}
Mark = Callable[[str], str]
"""Sets a found word apart from its surroundings."""


def preview_lines(name: str, document: Document, passages: Sequence[Passage]) -> Iterator[str]:
    """Say what the splitter made of a file: what it is, its outline, each passage's first words.

    Args:
        name: of the file.
        document: with this file as its one edition.
        passages: of the document, in reading order.
    """
    edition = document.editions[0]
    kinds = Counter(passage.kind for passage in passages)
    counted = "、".join(f"{KINDS[kind]} {number}" for kind, number in kinds.items())
    yield name
    yield f"  標題：{document.title}"
    yield (
        f"  機關：{document.agency or UNKNOWN}　年度：{_year(document.year)}"
        f"　種類：{document.kind or UNKNOWN}"
    )
    yield f"  格式：{edition.format}　段落：{counted}　涵蓋：{_share(edition.share)}"
    told = {omission.told for omission in edition.omissions}
    yield from (f"  注意：{warning}" for warning in edition.warnings if warning not in told)
    yield from (f"  未涵蓋：第 {part.line} 行 {cut(part.text, 60)}" for part in edition.uncovered)
    section = None
    for passage in passages:
        if passage.section != section:
            section = passage.section
            yield f"  ▸ {section or '（沒有標題）'}"
        mark = "（文字受損）" if passage.damaged else ""
        mark += "（沒有把握）" if passage.confidence < EVEN else ""
        number = f"{passage.number} " if passage.number else ""
        program = f"［{passage.work_program}］" if passage.work_program else ""
        said = passage.text.replace("\n", " ")
        yield (
            f"    {KINDS[passage.kind]}{mark} {number}{cut(passage.title, 40)}{program}"
            f"　{cut(said, 40)}"
        )


def result_lines(results: Results, mark: Mark) -> Iterator[str]:
    """Say what was found: counts, each hit with its snippets and its place, what is related."""
    yield (
        f"共 {results.total} 段，在 {results.documents} 份文件裡"
        f"（查了 {results.searched.documents} 份、{results.searched.passages} 段）"
    )
    applied = [f"「{one.text}」" for one in results.reading.conditions if one.applied]
    if applied:
        yield (
            f"已將{''.join(applied)}作為篩選條件：{results.total:,} 段。"
            f"改查原字（--conditions 0）有 {results.reading.literal_total:,} 段"
        )
    if results.answer:
        yield from _answer_lines(results.answer)
        yield ""
    yield from _hit_lines(results.hits, mark)
    if results.related:
        yield ""
        yield "相關段落（不計入上面的段數）"
        yield from _hit_lines(results.related[:_RELATED], mark)


def _answer_lines(answer: Answer) -> Iterator[str]:
    """The values that a card leads with, each with what prints it."""
    told = values(answer)
    yield f"【{answer.title}】{answer.agency or UNKNOWN}"
    for one in leading(answer, told):
        source = one.sources[0]
        role = VALUE_WORDS.get(one.role, one.role)
        yield f"  {_year(one.year)}{role}　{one.raw}　{source.document_title}　{source.id}"


def sheet_rows(hits: Iterable[Hit]) -> Iterator[list[object]]:
    """Give hits as rows of a sheet, their head first; no cell is a formula."""
    yield [*_SHEET.values(), "檔案", "編號"]
    for hit in hits:
        body: Mapping[str, Any] = hit_json(hit)
        cells = [body[name] for name in _SHEET] + [body["source"]["file"], body["id"]]
        yield [plain_cell(cell) for cell in cells]


def plain_cell(cell: object) -> object:
    """Keep a spreadsheet from taking a cell for a formula; None is an empty cell."""
    text = str(cell)
    if isinstance(cell, str) and text.lstrip().startswith(tuple("=+-@＝＋－＠")):
        return "'" + text
    return "" if cell is None else cell


def coverage_lines(
    rows: Iterable[CoveredDocumentBody],
    failed: Iterable[FailedFile],
    passed_over: Iterable[str] = (),
) -> Iterator[str]:
    """Say what coverage_json holds, what could not be made sure of, what is none, what failed."""
    table = [("文件", "檔案", "段落", "涵蓋", "把握", "標題")]
    notes: list[str] = []
    for row in rows:
        for edition in row["editions"]:
            file, number = edition["file"], sum(edition["passages"].values())
            sure = f"{edition['confidence']:.2f}"
            cells = (row["id"], file, str(number), _share(edition["share"]), sure, row["title"])
            table.append(cells)
            notes += (
                f"{file} 判讀沒有把握（{one['confidence']:.2f}）：{KINDS[one['kind']]}"
                f"「{cut(one['title'], 40)}」{one['id']}"
                for one in edition["unsure"]
            )
            notes += (f"{file}：{warning}" for warning in edition["warnings"])
            notes += (
                f"{file} 未能完整讀取：{told}"
                for told in sentences(map(omission_of, edition["omissions"]), edition["warnings"])
            )
            notes += (
                f"{file} 第 {part['line']} 行未涵蓋：{cut(part['text'], 60)}"
                for part in edition["uncovered"]
            )
    yield from _table_lines(table)
    yield from notes
    for file in passed_over:
        yield f"沒有收錄：{file}：{FILE_LIST}"
    for one in failed:
        yield f"讀不出來：{one.file}：{one.reason}（{one.remedy}）"


def synonym_lines(pairs: Iterable[Pair]) -> Iterator[str]:
    """Say which wordings the documents join, how often, and where first."""
    table = [("縮寫或舊名", "全稱或現名", "關係", "段落", "出處")]
    table += [
        (pair.short, pair.long, _RELATIONS[pair.relation], str(pair.passages), pair.first)
        for pair in pairs
    ]
    yield from _table_lines(table) if len(table) > 1 else ("沒有新的縮寫或舊名",)


def synonym_toml(pairs: Iterable[Pair]) -> Iterator[str]:
    """Give the same as lines for the maintained file, for a person to look through."""
    given = tuple(pairs)
    yield "same = ["
    yield from (
        f"  [{_quoted(pair.long)}, {_quoted(pair.short)}],"
        for pair in given
        if pair.relation != "former name"
    )
    yield "]"
    for pair in given:
        if pair.relation == "former name":
            yield ""
            yield "[[former]]"
            yield f"today = {_quoted(pair.long)}"
            yield f"past = [{_quoted(pair.short)}]"
            yield "year = 0  # 請填改名的民國年"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _hit_lines(hits: Iterable[Hit], mark: Mark) -> Iterator[str]:
    for hit in hits:
        passage = hit.passage
        yield ""
        yield (
            f"{passage.agency or UNKNOWN}　{_year(passage.year)}"
            f"　{KINDS[passage.kind]}　{passage.title}"
        )
        if hit.same_as:
            yield f"  與 {hit.same_as} 文字相同，只有年度不同"
            continue
        for snippet in hit.snippets[:2]:
            yield f"  {_marked(snippet.text, snippet.marks, mark)}"
        yield f"  {passage.source.file}　{passage.id}"


def _marked(text: str, marks: Iterable[tuple[int, int]], mark: Mark) -> str:
    at, parts = 0, []
    for start, end in marks:
        parts += [text[at:start], mark(text[start:end])]
        at = end
    return "".join([*parts, text[at:]]).replace("\n", " ")


def _table_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def _year(year: int | None) -> str:
    return UNKNOWN if year is None else f"{year - 1911} 年度"


def _share(share: float) -> str:
    # Rounded down, so that 100 % is said of nothing less.
    return f"{floor(10_000 * share) / 100:.2f}%"
