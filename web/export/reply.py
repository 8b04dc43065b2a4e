"""擬答: the frame of an answer with numbered references, and a sheet for each agency to fill in.

It proposes structure and evidence; every sentence of the answer is written by a person. Filled in
and put among the documents it is read as one of kind 質詢答復.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search import agencies
from search.evidence.pack import Evidence, Pack, Part
from search.model import UNKNOWN
from web import passage_page, wordings
from web.export import phrases
from web.export.blocks import Block, Cell, Heading, Line, Paper, Paragraph, Span, Table, cell

_NUMBER = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}[、.．])\s*"
)
_TO_WRITE = "（請承辦人填寫）"


def reply(pack: Pack) -> Paper:
    """Lay out the frame of an answer."""
    rows = {row.number: row for row in pack.evidence}
    used = sorted({number for part in pack.parts for number in (*part.rows, *part.answers)})
    return Paper(
        title=title(pack),
        subtitle="擬答（架構與佐證由系統提出，答復文字由承辦人撰寫）",
        blocks=(
            *_asked(pack),
            Heading("貳、答復內容"),
            *(block for at, part in enumerate(pack.parts, 1) for block in _part(at, part, rows)),
            Heading("參、引用資料"),
            _references([rows[number] for number in used]),
            *_sheets(pack, rows),
        ),
    )


def title(pack: Pack) -> str:
    """Name the file as the corpus names its kind: 勞動部115年度質詢答復."""
    quoted = {row.passage.agency for row in pack.evidence}
    drafting = agencies.load().recognise(pack.head.prepared_by)
    named = drafting or (next(iter(quoted)) if len(quoted) == 1 else None) or ""
    return f"{named}{pack.made_at.year - 1911}年度質詢答復"


def _asked(pack: Pack) -> Iterator[Block]:
    head = pack.head
    facts = (
        ("質詢委員", head.legislator),
        ("質詢編號", head.number),
        ("收文日期", phrases.day(head.received)),
        ("答復期限", phrases.day(head.due)),
        ("承辦", head.prepared_by),
    )
    yield Paragraph(_plain("；".join(f"{name}：{said}" for name, said in facts if said)))
    yield Heading("壹、質詢內容")
    lines = [line for line in head.question.split("\n") if line.strip()]
    for line in lines or [one.reading.text for one in pack.inquiries]:
        yield Paragraph(_plain(line), "quote")


def _part(place: int, part: Part, rows: dict[int, Evidence]) -> Iterator[Block]:
    yield Heading(_named(place, part), level=2)
    for number in part.answers:
        yield Paragraph((Span("先前答復："), *_reference(rows[number])), "note")
    for number in part.rows:
        yield Paragraph((Span("可引用："), *_reference(rows[number])), "note")
    if not (part.rows or part.answers):
        yield Paragraph(_plain("本檔沒有談到這一點的佐證，請另行查找。"), "warning")
    if part.found > len(part.rows) + len(part.answers):
        yield Paragraph(
            _plain(f"談到其中議題的共 {part.found:,} 段，以上為議題最相符的，其餘見答復資料。"),
            "note",
        )
    if part.silent:
        yield Paragraph(_plain(f"沒有佐證提到：{'、'.join(part.silent)}。"), "note")
    yield Paragraph(_plain(f"答：{_TO_WRITE}"))


def _named(place: int, part: Part) -> str:
    """A part under its number here; the one that it has in the question is printed there."""
    return f"{wordings.numeral(place)}、{_NUMBER.sub('', ' '.join(part.text.split()))}"


def _reference(row: Evidence) -> Line:
    passage = row.passage
    told = f"{passage.document_title}〈{passage.title}〉，{phrases.place(row)}"
    values: Line = ()
    if passage.kpi is not None:
        stated = (f"{label} {value}" for label, value in passage_page.values(passage.kpi))
        values = (Span(f"；{'、'.join(stated)}"),)
    return (Span(f"〔{row.number}〕", strong=True), Span(told), *values)


def _references(rows: Sequence[Evidence]) -> Table:
    return Table(
        "引用資料",
        ("編號與機關", "文件與標題", "位置與核對", "網址"),
        (3.2, 5.6, 4.4, 3.8),
        tuple(
            (
                (
                    (Span(f"〔{row.number}〕", strong=True),),
                    *cell(row.passage.agency or UNKNOWN, f"{phrases.year(row.passage.year)} 年度"),
                ),
                cell(row.passage.document_title, phrases.title(row)),
                cell(phrases.place(row), row.passage.source.file, phrases.check(row)),
                (
                    (
                        Span(
                            row.permalink,
                            address=row.permalink if "//" in row.permalink else "",
                        ),
                    ),
                ),
            )
            for row in rows
        ),
    )


def _sheets(pack: Pack, rows: dict[int, Evidence]) -> Iterator[Block]:
    """A sheet an agency: which parts its documents speak of, to be filled in and signed."""
    by_agency: dict[str, list[tuple[int, Part, list[int]]]] = {}
    for place, part in enumerate(pack.parts, start=1):
        own: dict[str, list[int]] = {}
        for number in (*part.answers, *part.rows):
            own.setdefault(rows[number].passage.agency or UNKNOWN, []).append(number)
        for agency, numbers in own.items():
            by_agency.setdefault(agency, []).append((place, part, numbers))
    for agency, held in by_agency.items():
        yield Heading(f"分辦單：{agency}", new_page=True)
        yield Paragraph(_plain("□ 主辦　□ 會辦　　（請勾選）"))
        yield Table(
            f"分辦單：{agency}",
            ("質詢事項", "引用資料", "答復或會辦意見"),
            (5.5, 3, 8.5),
            tuple(
                (
                    cell(_named(place, part)),
                    cell("".join(f"〔{number}〕" for number in sorted(numbers))),
                    _space(),
                )
                for place, part, numbers in held
            ),
        )
        yield Table(
            f"簽章：{agency}",
            ("承辦人", "單位主管", "核定"),
            (1.0, 1.0, 1.0),
            (((), (), ()),),
            tall=True,
        )


def _space() -> Cell:
    return ((Span(_TO_WRITE),), *((Span(" "),) for _ in range(4)))


def _plain(text: str) -> Line:
    return (Span(text),)
