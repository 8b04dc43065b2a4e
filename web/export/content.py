"""The content of a pack's file, in the order in which an office sends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from search import clock, pace
from search.evidence.pack import Evidence, Head, Lost, Pack
from search.model import UNKNOWN, Searched
from search.present.omissions import sentences
from search.text import cut
from web import marking, passage_page, wordings
from web.export import numbers, phrases, proofs
from web.export.blocks import Block, Cell, Heading, Line, Paper, Paragraph, Span, Table, cell

_NUMERALS = "一二三四五六七八九十"
_EMPTY = "—"
_SAMPLED_CHARACTERS = 300
_SIGNATURES = ("承辦人", "單位主管", "會辦單位", "核定")


def paper(pack: Pack) -> Paper:
    """Lay a pack out; of a batch each question has a section that begins a page of its own."""
    batch = is_batch(pack)
    sections = (
        ("查詢方式", _method(pack)),
        ("查詢結果", () if batch else _findings(pack)),
        ("佐證資料", () if batch else _evidence(pack)),
        ("關鍵績效指標", numbers.indicators(pack.series)),
        ("工作計畫與預算", _amounts(pack)),
        (
            "收錄範圍" if batch else "未提及與收錄範圍",
            (*(() if batch else proofs.negatives(pack)), *proofs.searched(pack)),
        ),
        ("抽樣查核表", _samples(pack)),
        ("已改版或異動的資料", _changes(pack)),
        ("資料來源", _sources(pack)),
        ("簽核", _signatures()),
    )
    filled = [(name, blocks) for name, made in sections if (blocks := tuple(made))]
    numbered = [
        (Heading(f"{_NUMERALS[place]}、{name}"), *blocks)
        for place, (name, blocks) in enumerate(filled)
    ]
    if batch:
        numbered.insert(1, tuple(_questions(pack)))
    return Paper(
        title="答復資料",
        subtitle=f"{wordings.SITE}（{wordings.TAGLINE}）製作",
        blocks=(*_cover(pack), *(block for blocks in numbered for block in blocks)),
        wide=batch,
    )


def is_batch(pack: Pack) -> bool:
    """Whether the pack answers several questions, each with what was found for it."""
    return len(pack.inquiries) > 1 and all(one.evidence or not one.total for one in pack.inquiries)


def _questions(pack: Pack) -> Iterator[Block]:
    rows = {row.number: row for row in pack.evidence}
    for number, inquiry in enumerate(pack.inquiries, start=1):
        named = f"　{inquiry.label}" if inquiry.label else ""
        yield Heading(f"第 {number} 題{named}", new_page=True)
        yield Paragraph(_plain(inquiry.reading.text or "（全部）"), "quote")
        yield Paragraph(_plain(phrases.finding(inquiry)))
        own = [rows[one] for one in inquiry.evidence]
        if own:
            yield _evidence_table(f"第 {number} 題佐證資料", own)
        yield from proofs.proof(inquiry, pack.coverage, number)


def _plain(text: str) -> Line:
    return (Span(text),)


def _cover(pack: Pack) -> Iterator[Block]:
    head = pack.head
    yield Table(
        "封面",
        (),
        (1.2, 3.4, 1.2, 3.4),
        tuple(
            (_label(one), cell(said or _EMPTY), _label(other), cell(more or _EMPTY))
            for (one, said), (other, more) in _pairs(head, pack.made_at)
        ),
    )
    yield Heading("質詢內容")
    asked = [line for line in head.question.split("\n") if line.strip()] or ["（未填）"]
    for line in asked:
        yield Paragraph(_plain(line), "quote")
    for row in pack.mismatches:
        yield Paragraph(
            _plain(f"注意：第 {row.number} 列的引文與庫存原文不符，引用前請查明。"), "warning"
        )
    for one in pack.lost:
        yield Paragraph(_plain(f"注意：選取的段落 {one.id} {phrases.FATES[one.fate]}。"), "warning")


def _label(text: str) -> Cell:
    return ((Span(text, strong=True),),)


def _pairs(head: Head, made_at: datetime) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    session = "／".join(
        f"第 {said} {unit}" if said.isdecimal() else said
        for said, unit in ((head.term, "屆"), (head.session, "會期"), (head.sitting, "會次"))
        if said
    )
    yield ("質詢委員", head.legislator), ("質詢編號", head.number)
    yield ("屆／會期／會次", session), ("承辦", head.prepared_by)
    yield ("收文日期", phrases.day(head.received)), ("答復期限", phrases.day(head.due))
    yield ("製作時間", phrases.moment(made_at)), ("取得日期", wordings.roc_date(made_at.date()))


def _method(pack: Pack) -> Iterator[Block]:
    if pack.inquiries:
        yield Table(
            "查詢方式",
            ("關鍵字", "同時查詢的寫法", "方式與條件"),
            (4, 5, 4.5),
            tuple(
                (
                    cell(inquiry.label, f"（{number}）{inquiry.reading.text or '全部'}"),
                    cell(phrases.forms(inquiry) or _EMPTY),
                    cell(phrases.how(inquiry), *inquiry.reading.problems),
                )
                for number, inquiry in enumerate(pack.inquiries, start=1)
            ),
        )
    else:
        yield Paragraph(_plain("本檔的段落由人逐段選取，未附查詢。"))
    yield Paragraph(
        _plain(
            f"查詢時間：{phrases.moment(pack.made_at)}。查詢範圍：{pack.searched.documents:,} 份文件、"
            f"{pack.searched.passages:,} 段{_incomplete(pack.searched)}。索引指紋：{pack.fingerprint}（{_built(pack)}建立）。"
        ),
        "note",
    )


def _built(pack: Pack) -> str:
    try:
        return phrases.moment(clock.told(pack.built_at))
    except ValueError:
        return pack.built_at


def _findings(pack: Pack) -> Iterator[Block]:
    several = len(pack.inquiries) > 1
    for number, inquiry in enumerate(pack.inquiries, start=1):
        lead = f"（{number}）{phrases.asked(inquiry)}：" if several else ""
        rows = (
            f"見佐證資料第 {phrases.spans(inquiry.evidence)} 列。"
            if several and inquiry.evidence
            else ""
        )
        yield Paragraph(_plain(lead + phrases.finding(inquiry) + rows))
    if not pack.evidence:
        return
    if any(row.inquiries for row in pack.evidence):
        quoted = f"本檔列出 {len(pack.evidence):,} 段，全數列出，沒有截斷。"
    else:
        totals = "、".join(f"{inquiry.total:,} 段" for inquiry in pack.inquiries)
        found = f"，查詢結果有 {totals}" if totals else ""
        quoted = f"本檔列出由人選取的 {len(pack.evidence):,} 段{found}。"
    yield Paragraph(_plain(f"{quoted}製作時逐段與庫存原文比對，{phrases.checked(pack)}。"))


def _evidence(pack: Pack) -> Iterator[Block]:
    if pack.evidence:
        yield _evidence_table("佐證資料", pack.evidence)


def _evidence_table(name: str, rows: Sequence[Evidence]) -> Table:
    noted = any(row.note for row in rows)
    head: tuple[str, ...] = (
        "列與種類",
        "機關與年度",
        "計畫／類別／工作計畫",
        "原文",
        "出處",
        "版本、核對與網址",
    )
    widths: tuple[float, ...] = (2.3, 2.7, 3.6, 10.4, 2.9, 4.4)
    if noted:
        head, widths = (*head, "備註"), (*widths[:3], 8.0, *widths[4:], 2.4)
    cells = tuple(_evidence_row(row, noted) for row in rows)
    return Table(name, head, widths, cells, wide=True, is_evidence=True)


def _evidence_row(row: Evidence, noted: bool) -> tuple[Cell, ...]:
    pace.step()
    passage = row.passage
    partial = ("部分相符",) if row.partial else ()
    cells = (
        (
            (Span(str(row.number), strong=True),),
            *cell(wordings.KINDS[passage.kind], phrases.quoted(row), *partial),
        ),
        cell(passage.agency or UNKNOWN, f"{phrases.year(passage.year)} 年度"),
        cell(
            passage.document_title,
            f"類別：{passage.plan_category}" if passage.plan_category else "",
            f"工作計畫：{passage.work_program}" if passage.work_program else "",
        ),
        quotation(row),
        cell(phrases.place(row), passage.source.file),
        (
            *cell(
                phrases.edition_status(row),
                phrases.check(row),
                *(wordings.revised(one) for one in row.revisions),
            ),
            (Span(row.permalink, address=row.permalink if "//" in row.permalink else ""),),
        ),
    )
    return (*cells, cell(*row.note.split("\n"))) if noted else cells


def quotation(row: Evidence) -> Cell:
    """The quoted text, the terms marked, its heading set apart.

    Of an excerpt each piece stands by itself, and three dots say where something is left out.
    """
    passage = row.passage
    head = tuple(
        Span(run.text, run.marked, strong=True)
        for run in marking.runs(passage.title, row.title_marks)
    )
    if passage.number:
        head = (Span(phrases.numbered(passage.number), strong=True), *head)
    runs = list(marking.runs(passage.text, row.marks))
    lines: list[list[Span]] = []
    reached = 0
    for start, end in row.excerpt.spans if row.excerpt else ((0, len(passage.text)),):
        if row.excerpt and passage.text[reached:start].strip():
            lines.append([Span(phrases.LEFT_OUT)])
        lines += _lines(runs, start, end)
        reached = end
    if row.excerpt and passage.text[reached:].strip():
        lines.append([Span(phrases.LEFT_OUT)])
    shown = (tuple(span for span in line if span.text) for line in lines)
    return tuple(line for line in (head, *shown) if any(span.text.strip() for span in line))


def _lines(runs: Iterable[marking.Run], start: int, end: int) -> list[list[Span]]:
    """The lines of a stretch of a text that was cut into runs."""
    lines: list[list[Span]] = [[]]
    at = 0
    for run in runs:
        first, *rest = run.text[max(0, start - at) : max(0, end - at)].split("\n")
        lines[-1].append(Span(first, run.marked))
        lines += [[Span(part, run.marked)] for part in rest]
        at += len(run.text)
    return lines


def _amounts(pack: Pack) -> Iterator[Block]:
    """What budgets print of the work programs that are quoted, beside the evidence on them."""
    if not pack.amounts:
        return
    quoted: dict[str, list[int]] = {}
    for row in pack.evidence:
        for name in {row.passage.title, row.passage.work_program or ""}:
            quoted.setdefault(name, []).append(row.number)
    yield Table(
        "工作計畫與預算",
        ("工作計畫與引用的列", "機關與年度", "科目或計畫名稱", "金額（原文）與單位", "出處"),
        (3.6, 3.0, 3.6, 3.2, 3.6),
        tuple(
            (
                cell(one.sought, f"見第 {phrases.spans(quoted[one.sought])} 列")
                if one.sought in quoted
                else cell(one.sought),
                cell(one.passage.agency or UNKNOWN, f"{phrases.year(one.passage.year)} 年度"),
                cell(one.passage.title, phrases.amount_link(one)),
                cell(one.raw, phrases.amount_unit(one)),
                cell(one.passage.document_title, passage_page.place(one.passage.location)),
            )
            for one in pack.amounts
        ),
    )


def _samples(pack: Pack) -> Iterator[Block]:
    for number, inquiry in enumerate(pack.inquiries, start=1):
        sample = inquiry.sample
        if sample is None:
            continue
        lead = f"（{number}）" if len(pack.inquiries) > 1 else ""
        yield Paragraph(
            _plain(
                f"{lead}從查詢範圍內沒有找到的 {sample.population:,} 段中隨機抽 {len(sample.passages):,} 段"
                f"（亂數種子 {sample.seed}），請逐段閱讀後勾選。{phrases.bound(sample)}"
            )
        )
        yield Table(
            f"抽樣查核表{number if lead else ''}",
            ("序、文件與位置", "段落", "相關", "不相關"),
            (4.4, 7.6, 2.4, 2.6),
            tuple(
                (
                    cell(
                        f"{place}. {passage.document_title}",
                        f"{phrases.year(passage.year)} 年度",
                        passage_page.place(passage.location),
                    ),
                    cell(passage.title, cut(passage.text, _SAMPLED_CHARACTERS)),
                    cell("□"),
                    cell("□"),
                )
                for place, passage in enumerate(sample.passages, start=1)
            ),
        )


def _incomplete(searched: Searched) -> str:
    if not searched.incomplete:
        return ""
    return f"（其中 {searched.incomplete:,} 份有部分內容未能讀取，見「收錄範圍」）"


def _changes(pack: Pack) -> Iterator[Block]:
    if pack.superseded:
        yield Paragraph(_plain("以下版本另有採用版本，查詢結果以採用版本為準："))
        yield Table(
            "非採用版本",
            ("文件", "檔案", "採用版本的檔案"),
            (4, 4, 4),
            tuple(
                (cell(one.document_title), cell(one.source.file), cell(one.by.file))
                for one in pack.superseded
            ),
        )
    for lost in pack.lost:
        yield Paragraph(_plain(f"{lost.id}：{phrases.FATES[lost.fate]}。"), "warning")
        for line in _last(lost):
            yield Paragraph(_plain(line), "quote")


def _last(lost: Lost) -> Iterator[str]:
    if lost.last is not None:
        yield f"{lost.last.document_title}，〈{lost.last.title}〉"
        yield from (line for line in lost.last.text.split("\n") if line.strip())
    if lost.note:
        yield f"備註：{lost.note}"


def _sources(pack: Pack) -> Iterator[Block]:
    if pack.sources:
        yield Table(
            "資料來源",
            ("文件", "檔案", "SHA-256", "引用的列", "未能讀取的部分"),
            (3.2, 3.4, 4.6, 2.4, 3.0),
            tuple(
                (
                    cell(one.document_title),
                    cell(one.source.file, one.origin or ""),
                    cell(one.source.sha256),
                    cell(phrases.spans(one.rows) or "（只掃描）"),
                    cell(*(sentences(one.unread) or ["無"])),
                )
                for one in pack.sources
            ),
        )


def _signatures() -> Iterator[Block]:
    yield Table(
        "簽核",
        _SIGNATURES,
        (1.0,) * len(_SIGNATURES),
        (tuple(cell() for _ in _SIGNATURES),),
        tall=True,
    )
