"""The negative findings of a pack and what was searched, for its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from search.evidence.pack import AgencyCoverage, Inquiry, Pack, Scan, TermCount
from search.present.omissions import sentences
from web.export import phrases
from web.export.blocks import Block, Line, Paragraph, Span, Table, cell

_EMPTY = "—"


def negatives(pack: Pack) -> Iterator[Block]:
    """What each search did not find; of a pack with a section a question that stands there."""
    for number, inquiry in enumerate(pack.inquiries, start=1):
        lead = f"（{number}）{phrases.asked(inquiry)}：" if len(pack.inquiries) > 1 else ""
        yield from proof(inquiry, pack.coverage, number, lead)


def searched(pack: Pack) -> Iterator[Block]:
    """What of each agency is here, what is not, and what could not be read."""
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
            cell(phrases.years(one.missing) or "無", _unborn(one)),
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


def proof(
    inquiry: Inquiry, coverage: Sequence[AgencyCoverage], number: int, lead: str = ""
) -> Iterator[Block]:
    """Say of each term of a search which documents hold it and which do not.

    Args:
        inquiry: the search.
        coverage: of the pack.
        number: of the search, from 1.
        lead: begins the first sentence, where several searches stand together; of those the
            sums are enough.
    """
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
    yield _terms_table(scan, number if lead else None)
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


def _unborn(one: AgencyCoverage) -> str:
    """Years that are no gap: there was no body of that name."""
    return f"（{phrases.years(one.unborn)} 年度沒有這個名稱的機關，不計）" if one.unborn else ""


def _terms_table(scan: Scan, number: int | None) -> Table:
    """A row a term; the last four columns add up to the documents that were scanned."""
    rows = []
    for place, term in enumerate(scan.terms):
        tally = scan.tally(place)
        rows.append(
            (
                cell(term.text),
                cell("、".join(term.forms[1:]) or _EMPTY),
                cell(f"{tally.mentioned:,}（{tally.passages:,} 段）"),
                *(cell(f"{count:,}") for count in (tally.outside, tally.joined, tally.silent)),
            )
        )
    return Table(
        f"{number or ''}逐詞掃描結果",
        (
            "詞",
            "一併掃描的寫法",
            "有段落提及的文件（段數）",
            "只印在段落以外的文件",
            "跨段相連待確認的文件",
            "全文沒有的文件",
        ),
        (2.6, 4.4, 2.5, 2.5, 2.5, 2.5),
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
                cell(one.title, one.file, f"{phrases.year(one.year)} 年度，{one.characters:,} 字"),
                cell(mentioned, outside) or cell(_EMPTY),
                cell(joined or _EMPTY),
                cell(silent or _EMPTY),
            )
        )
    return Table(
        "逐份掃描結果",
        ("文件、年度與字數", "提及", "跨段相連待確認", "全文沒有"),
        (5.6, 5, 2.8, 3.6),
        tuple(rows),
    )


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


def _plain(text: str) -> Line:
    return (Span(text),)
