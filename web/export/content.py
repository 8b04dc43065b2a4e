"""The content of a pack's file, in the order in which an office sends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from search import clock
from search.evidence.pack import AgencyCoverage, Evidence, Head, Inquiry, Lost, Pack, Scan
from search.model import UNKNOWN, Searched
from search.present.omissions import sentences
from web import marking, passage_page, wordings
from web.export import phrases
from web.export.blocks import Block, Cell, Heading, Line, Paper, Paragraph, Span, Table, cell

_NUMERALS = "一二三四五六七八九十"
_EMPTY = "—"
_SIGNATURES = ("承辦人", "單位主管", "會辦單位", "核定")


def paper(pack: Pack) -> Paper:
    """Lay a pack out."""
    sections = (
        ("查詢方式", _method(pack)),
        ("查詢結果", _findings(pack)),
        ("佐證資料", _evidence(pack)),
        ("關鍵績效指標", _indicators(pack)),
        ("未提及與收錄範圍", _negatives(pack)),
        ("已改版或異動的資料", _changes(pack)),
        ("資料來源", _sources(pack)),
        ("簽核", _signatures()),
    )
    filled = [(name, blocks) for name, made in sections if (blocks := tuple(made))]
    numbered = (
        (Heading(f"{_NUMERALS[place]}、{name}"), *blocks)
        for place, (name, blocks) in enumerate(filled)
    )
    return Paper(
        title="答復資料",
        subtitle=f"{wordings.SITE}（{wordings.TAGLINE}）製作",
        blocks=(*_cover(pack), *(block for blocks in numbered for block in blocks)),
    )


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
            ("序", "關鍵字", "同時查詢的寫法", "方式與條件"),
            (0.6, 3, 4, 4),
            tuple(
                (
                    cell(str(number)),
                    cell(inquiry.reading.text or "（全部）"),
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
        lead = f"（{number}）「{inquiry.reading.text or '全部'}」：" if several else ""
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
    if not pack.evidence:
        return
    noted = any(row.note for row in pack.evidence)
    head: tuple[str, ...] = (
        "列",
        "機關",
        "年度",
        "計畫／類別／工作計畫",
        "種類",
        "原文",
        "出處",
        "版本、核對與網址",
    )
    widths: tuple[float, ...] = (0.9, 2.0, 1.1, 3.4, 1.4, 10.0, 2.8, 4.7)
    if noted:
        head, widths = (*head, "備註"), (*widths[:5], 8.0, *widths[6:], 2.2)
    yield Table(
        "佐證資料",
        head,
        widths,
        tuple(_evidence_row(row, noted) for row in pack.evidence),
        wide=True,
    )


def _evidence_row(row: Evidence, noted: bool) -> tuple[Cell, ...]:
    passage = row.passage
    partial = ("部分相符",) if row.partial else ()
    cells = (
        cell(str(row.number)),
        cell(passage.agency or UNKNOWN),
        cell(phrases.year(passage.year)),
        cell(
            passage.document_title,
            f"類別：{passage.plan_category}" if passage.plan_category else "",
            f"工作計畫：{passage.work_program}" if passage.work_program else "",
        ),
        cell(wordings.KINDS[passage.kind], *partial),
        quotation(row),
        cell(phrases.place(row), passage.source.file),
        (
            *cell(phrases.edition_status(row), phrases.check(row)),
            (Span(row.permalink, address=row.permalink if "//" in row.permalink else ""),),
        ),
    )
    return (*cells, cell(*row.note.split("\n"))) if noted else cells


def quotation(row: Evidence) -> Cell:
    """The quoted text, the terms marked, its heading set apart."""
    passage = row.passage
    head = tuple(
        Span(run.text, run.marked, strong=True)
        for run in marking.runs(passage.title, row.title_marks)
    )
    if passage.number:
        head = (Span(f"{passage.number} ", strong=True), *head)
    lines: list[list[Span]] = [[]]
    for run in marking.runs(passage.text, row.marks):
        first, *rest = run.text.split("\n")
        lines[-1].append(Span(first, run.marked))
        lines += [[Span(part, run.marked)] for part in rest]
    shown = (tuple(span for span in line if span.text) for line in lines)
    return tuple(line for line in (head, *shown) if any(span.text.strip() for span in line))


def _indicators(pack: Pack) -> Iterator[Block]:
    rows = tuple(
        (
            cell(one.title),
            cell(phrases.year(said.year)),
            cell(wordings.VALUE_WORDS.get(said.role, said.role)),
            cell(said.raw),
            cell(
                *dict.fromkeys(
                    f"{source.document_title}，{passage_page.place(source.location)}"
                    for source in said.sources
                )
            ),
        )
        for one in pack.series
        for said in one.statements
    )
    if not rows:
        return
    yield Table(
        "關鍵績效指標",
        ("指標", "年度", "項目", "值（原文）", "出處"),
        (4.4, 1.2, 2.2, 3.8, 5.4),
        rows,
    )
    for one in pack.series:
        for broken in one.breaks:
            changed = "、".join(
                f"{name}由「{before}」改為「{after}」"
                for name, pair in (("衡量標準", broken.definition), ("單位", broken.unit))
                if pair
                for before, after in (pair,)
            )
            when = f"{phrases.year(broken.before)} 年度與 {phrases.year(broken.after)} 年度"
            yield Paragraph(
                _plain(f"「{one.title}」{when}之間{changed}，前後數值不能直接比較。"), "note"
            )


def _negatives(pack: Pack) -> Iterator[Block]:
    for number, inquiry in enumerate(pack.inquiries, start=1):
        lead = (
            f"（{number}）「{inquiry.reading.text or '全部'}」：" if len(pack.inquiries) > 1 else ""
        )
        yield from _proof(inquiry, lead, pack.coverage)
    yield Paragraph(
        _plain(
            "收錄範圍：下表逐機關列出查詢範圍內收錄的文件與年度、所查年度（未限年度時為全部收錄"
            "期間）裡沒有收錄的年度、讀不出來的檔案，以及收錄的檔案中未能讀取、沒有查到的部分。"
        )
    )
    rows = tuple(
        (
            cell(one.agency or "機關未標示"),
            cell(
                f"{len(one.held)} 份（{phrases.years(held[2] for held in one.held) or '年度未標示'}）"
                if one.held
                else "0 份"
            ),
            cell(phrases.years(one.missing) or "無"),
            cell(*([f"{failed.file}：{failed.reason}" for failed in one.failed] or ["無"])),
            cell(
                *(
                    [
                        f"{file}：{told}"
                        for _, file, omissions in one.unread
                        for told in sentences(omissions)
                    ]
                    or ["無"]
                )
            ),
        )
        for one in pack.coverage
    )
    yield Table(
        "收錄範圍",
        ("機關", "範圍內的文件（年度）", "未收錄的年度", "讀不出來的檔案", "未能讀取的部分"),
        (2.6, 2.8, 2.6, 3, 3.4),
        rows,
    )
    others = len(pack.failed) - sum(len(one.failed) for one in pack.coverage)
    if others:
        yield Paragraph(
            _plain(f"另有其他機關的 {others} 個檔案讀不出來，與本次查詢的機關無關。"), "note"
        )


def _proof(inquiry: Inquiry, lead: str, coverage: Sequence[AgencyCoverage]) -> Iterator[Block]:
    scan = inquiry.scan
    if not scan.terms:
        yield Paragraph(_plain(lead + "沒有關鍵字，不做逐字掃描。"))
        return
    looked = "、".join(dict.fromkeys(form for term in scan.terms for form in term.forms))
    counts = "、".join(f"「{term.text}」{term.passages:,} 段" for term in scan.terms)
    yield Paragraph(
        _plain(
            f"{lead}逐字掃描庫存全文（不經索引）：{len(scan.documents):,} 份文件、"
            f"{scan.editions:,} 個版本，共 {scan.characters:,} 字；查「{looked}」。"
            f"全部文件中提及的段數：{counts}，{_agreement(scan)}。"
        )
    )
    if not scan.documents:
        yield Paragraph(_plain("查詢範圍內沒有收錄任何文件，因此不能說「沒有提及」；見下表。"))
    elif not inquiry.negatives:
        yield Paragraph(_plain("每一份文件都提及每一個關鍵字。"))
    by_agency = {one.agency: one for one in coverage}
    alike = Counter(document.title for document in scan.documents)
    for one in inquiry.negatives:
        when = phrases.years(held[2] for held in one.silent)
        # Of many questions the years are enough.
        named = "" if lead else "：" + "、".join(phrases.named(one.silent, alike))
        also = _not_read(by_agency.get(one.agency), {held[0] for held in one.silent})
        yield Paragraph(
            _plain(
                f"{one.agency or '機關未標示'}{f' {when} 年度' if when else ''}的 {len(one.silent):,} 份文件"
                f"沒有任何一段提及「{one.term}」{named}{also}。"
            ),
            "note",
        )
    for place in scan.aside:
        yield Paragraph(
            _plain(f"不在任何一段內（如目錄、頁首）：{place.file} 有「{place.text}」。"), "note"
        )
    if scan.asides > len(scan.aside):
        more = scan.asides - len(scan.aside)
        yield Paragraph(_plain(f"另有 {more:,} 處不在任何一段內，沒有逐處列出。"), "note")


def _incomplete(searched: Searched) -> str:
    if not searched.incomplete:
        return ""
    return f"（其中 {searched.incomplete:,} 份有部分內容未能讀取，見「收錄範圍」）"


def _not_read(held: AgencyCoverage | None, silent: Collection[str]) -> str:
    """What could not be read of an agency's files, and of the files that do not mention a term."""
    if held is None:
        return ""
    failed = "、".join(file.file for file in held.failed)
    said = f"；另有 {len(held.failed):,} 個檔案讀不出來：{failed}" if failed else ""
    parts = "；".join(
        f"{file}（{'；'.join(sentences(omissions))}）"
        for document, file, omissions in held.unread
        if document in silent
    )
    return f"{said}；但下列部分未能讀取，無法確認：{parts}" if parts else said


def _agreement(scan: Scan) -> str:
    """Say whether the index counts what the scan counts."""
    others = "、".join(
        f"「{term.text}」{term.indexed:,} 段"
        for term in scan.terms
        if term.passages != term.indexed
    )
    return f"但索引的段數是{others}，請通知管理人員" if others else "與索引的段數一致"


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
            ("文件", "檔案", "SHA-256", "引用的列"),
            (3.6, 3.4, 4.8, 3),
            tuple(
                (
                    cell(one.document_title),
                    cell(one.source.file, one.origin or ""),
                    cell(one.source.sha256),
                    cell(phrases.spans(one.rows)),
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
