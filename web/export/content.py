"""The content of a pack's file, in the order in which an office sends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from search import clock, pace
from search.evidence.pack import (
    AgencyCoverage,
    Evidence,
    Head,
    Inquiry,
    Lost,
    Pack,
    Scan,
    TermCount,
)
from search.model import UNKNOWN, Searched
from search.present.omissions import sentences
from search.text import cut
from web import marking, passage_page, wordings
from web.export import phrases
from web.export.blocks import Block, Cell, Heading, Line, Paper, Paragraph, Span, Table, cell

_NUMERALS = "一二三四五六七八九十"
_EMPTY = "—"
_SAMPLED_CHARACTERS = 300
_SIGNATURES = ("承辦人", "單位主管", "會辦單位", "核定")


def paper(pack: Pack) -> Paper:
    """Lay a pack out."""
    sections = (
        ("查詢方式", _method(pack)),
        ("查詢結果", _findings(pack)),
        ("佐證資料", _evidence(pack)),
        ("關鍵績效指標", _indicators(pack)),
        ("未提及與收錄範圍", _negatives(pack)),
        ("抽樣查核表", _samples(pack)),
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
                    cell(inquiry.label, inquiry.reading.text or "（全部）"),
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


def _asked(inquiry: Inquiry) -> str:
    """Which question an inquiry answers, and whose it is."""
    return f"{inquiry.label}「{inquiry.reading.text or '全部'}」"


def _built(pack: Pack) -> str:
    try:
        return phrases.moment(clock.told(pack.built_at))
    except ValueError:
        return pack.built_at


def _findings(pack: Pack) -> Iterator[Block]:
    several = len(pack.inquiries) > 1
    for number, inquiry in enumerate(pack.inquiries, start=1):
        lead = f"（{number}）{_asked(inquiry)}：" if several else ""
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
    widths: tuple[float, ...] = (0.9, 2.4, 1.2, 3.4, 1.9, 9.4, 2.8, 4.3)
    if noted:
        head, widths = (*head, "備註"), (*widths[:5], 7.2, *widths[6:], 2.4)
    yield Table(
        "佐證資料",
        head,
        widths,
        tuple(_evidence_row(row, noted) for row in pack.evidence),
        wide=True,
    )


def _evidence_row(row: Evidence, noted: bool) -> tuple[Cell, ...]:
    pace.step()
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
    """The quoted text, the terms marked, its heading set apart."""
    passage = row.passage
    head = tuple(
        Span(run.text, run.marked, strong=True)
        for run in marking.runs(passage.title, row.title_marks)
    )
    if passage.number:
        head = (Span(phrases.numbered(passage.number), strong=True), *head)
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
        lead = f"（{number}）{_asked(inquiry)}：" if len(pack.inquiries) > 1 else ""
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
        none = "整句的問題不作「沒有提及」的認定，也沒有勾選議題詞。"
        yield Paragraph(_plain(lead + (none if scan.prose else "沒有關鍵字，不做逐字掃描。")))
        return
    yield Paragraph(
        _plain(
            f"{lead}逐字掃描檔案全文（不經索引，段落以外印在檔案裡的字也在內，並接起換行、跨頁、"
            f"跨欄與跨儲存格的字）：查詢範圍內 {len(scan.documents):,} 份文件、"
            f"{scan.editions:,} 個版本，共 {scan.characters:,} 字。{_agreement(scan)}。"
        )
    )
    if not scan.documents:
        yield Paragraph(_plain("查詢範圍內沒有收錄任何文件，因此不能說「沒有提及」；見下表。"))
        return
    yield _terms_table(scan, lead)
    # Of many questions the sums are enough.
    if not lead:
        yield _documents_table(scan)
    by_agency = {one.agency: one for one in coverage}
    alike = Counter(document.title for document in scan.documents)
    for one in inquiry.negatives:
        when = phrases.years(held[2] for held in one.silent)
        named = "" if lead else "：" + "、".join(phrases.named(one.silent, alike))
        also = _not_read(by_agency.get(one.agency), {held[0] for held in one.silent})
        yield Paragraph(
            _plain(
                f"{one.agency or '機關未標示'}{f' {when} 年度' if when else ''}的 {len(one.silent):,} 份文件"
                f"全文沒有「{one.term}」{named}{also}。"
            ),
            "note",
        )
    for term in scan.terms:
        near = phrases.near(term)
        if near:
            yield Paragraph(_plain(f"「{term.text}」{near}；這些都沒有計入上表。"), "note")
    for place in scan.aside:
        yield Paragraph(_plain(phrases.aside(place)), "warning" if place.joined else "note")
    if scan.asides > len(scan.aside):
        more = scan.asides - len(scan.aside)
        yield Paragraph(
            _plain(f"另有 {more:,} 處在已經提及的文件裡、不在任何一段內，沒有逐處列出。"), "note"
        )


def _terms_table(scan: Scan, lead: str) -> Table:
    """A row a term; the last four columns add up to the documents that were scanned."""
    rows = []
    for place, term in enumerate(scan.terms):
        tally = scan.tally(place)
        rows.append(
            (
                cell(term.text),
                cell("、".join(term.forms[1:]) or _EMPTY),
                cell(f"{tally.passages:,}"),
                *(
                    cell(f"{count:,}")
                    for count in (tally.mentioned, tally.outside, tally.joined, tally.silent)
                ),
            )
        )
    return Table(
        f"{lead.partition('）')[0].lstrip('（')}逐詞掃描結果",
        (
            "詞",
            "一併掃描的寫法",
            "段數",
            "有段落提及的文件",
            "只印在段落以外的文件",
            "跨段相連待確認的文件",
            "全文沒有的文件",
        ),
        (2.6, 4.4, 1.4, 2, 2, 2, 2),
        tuple(rows),
    )


def _documents_table(scan: Scan) -> Table:
    """A row a document: each term stands in one of its cells."""

    def said(place: int, count: TermCount) -> tuple[int, str]:
        text = scan.terms[place].text
        if count.passages:
            return 0, f"{text} {count.passages:,} 段"
        if count.outside:
            return 1, f"{text} {count.outside:,} 處在段落以外"
        return (2, text) if count.joined else (3, text)

    rows = []
    for one in scan.documents:
        cells: list[list[str]] = [[], [], [], []]
        for place, count in enumerate(one.terms):
            at, text = said(place, count)
            cells[at].append(text)
        mentioned, outside, joined, silent = ("、".join(texts) for texts in cells)
        rows.append(
            (
                cell(one.title, one.file),
                cell(phrases.year(one.year)),
                cell(f"{one.characters:,}"),
                cell(mentioned, outside) or cell(_EMPTY),
                cell(joined or _EMPTY),
                cell(silent or _EMPTY),
            )
        )
    return Table(
        "逐份掃描結果",
        ("文件", "年度", "字數", "提及", "跨段相連待確認", "全文沒有"),
        (4.6, 1.2, 1.5, 4.4, 2.4, 3),
        tuple(rows),
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
            ("序", "文件", "年度", "段落", "位置", "相關", "不相關"),
            (0.8, 3, 1.2, 7, 2, 1.1, 1.3),
            tuple(
                (
                    cell(str(place)),
                    cell(passage.document_title),
                    cell(phrases.year(passage.year)),
                    cell(passage.title, cut(passage.text, _SAMPLED_CHARACTERS)),
                    cell(passage_page.place(passage.location) or _EMPTY),
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
        f"「{term.text}」{term.indexed:,} 段（掃描 {term.passages:,} 段）"
        for term in scan.terms
        if term.passages != term.indexed
    )
    if others:
        return f"全部文件的段數與索引不一致，索引是{others}，請通知管理人員"
    return "全部文件中提及的段數與索引一致"


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
            (3.2, 3.2, 4.6, 1.6, 2.6),
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
