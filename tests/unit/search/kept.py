"""A small corpus in memory, for tests of what keeps it."""

from __future__ import annotations

from search.model import (
    Document,
    Edition,
    FailedFile,
    Location,
    Passage,
    PassageGroup,
    Source,
    Uncovered,
)
from search.store.records import EditionEver, EditionRecord, FileRecord, LedgerEntry
from search.store.writing import Content

A, B = "demo-109-plan.aaaa", "demo-109-plan.bbbb"
OLD = "demo-109-plan.aaaa-goal-00000000"
OLDER = "demo-109-plan.aaaa-goal-00000001"
GONE = "demo-108-plan.cccc-goal-00000002"
CIRCLE = ("demo-1-plan.dddd-goal-00000003", "demo-1-plan.dddd-goal-00000004")


def passage(id_: str, edition: str, title: str, text: str = "內容") -> Passage:
    return Passage(
        id=id_,
        document=edition.split(".")[0],
        edition=edition,
        document_title="示範市政府109年度施政計畫",
        document_kind="施政計畫",
        agency="示範市政府",
        year=2020,
        kind="goal",
        title=title,
        text=text,
        source=Source(f"{edition[-4:]}.txt", edition[-4:] * 16),
        location=Location(0, 2, line=1),
    )


def content() -> Content:
    """One document in two editions of three passages; the last of each stands alone."""
    first = [passage(f"{A}-goal-{n}", A, f"目標{n}") for n in "123"]
    second = [passage(f"{B}-goal-{n}", B, f"目標{n}") for n in "124"]
    editions = tuple(
        Edition(
            id=id_,
            document="demo-109-plan",
            source=Source(f"{id_[-4:]}.txt", id_[-4:] * 16),
            format="txt",
            text=f"{id_} 的全文\ud800",
            characters=10,
            covered=8,
            origin="網站",
            uncovered=(Uncovered(3, 5, 1, "沒有"),),
            furniture=((0, 1, "頁碼"),),
            warnings=("第 1 行不確定",),
        )
        for id_ in (A, B)
    )
    document = Document(
        "demo-109-plan", "示範市政府109年度施政計畫", "施政計畫", "示範市政府", 2020, True, editions
    )
    living = first + second
    dead = [
        (OLD, f"{A}-goal-1"),
        (OLDER, OLD),
        (GONE, None),
        (CIRCLE[0], CIRCLE[1]),
        (CIRCLE[1], CIRCLE[0]),
    ]
    return Content(
        files=[FileRecord(f"corpus/{e.source.file}", e.source.sha256, "key") for e in editions],
        documents=[document],
        records=[
            EditionRecord(e, f"corpus/{e.source.file}", "標題", "施政計畫", None, 2020, True)
            for e in editions
        ],
        groups=[
            PassageGroup(0, (first[0], second[0])),
            PassageGroup(1, (first[1], second[1])),
            PassageGroup(2, (first[2],)),
            PassageGroup(3, (second[2],)),
        ],
        places={one.id: at % 3 for at, one in enumerate(living)},
        failed=[FailedFile("壞掉.pdf", "有密碼保護", "請移除密碼")],
        editions_ever=[
            EditionEver(e.id, e.document, "x", e.source.sha256, "標題") for e in editions
        ],
        ledger=[
            LedgerEntry(one.id, one.document, one.edition, f"p{at}", f"c{at}", True, one)
            for at, one in enumerate(living)
        ]
        + [
            LedgerEntry(
                id_, "demo", id_.split("-goal")[0], "p", "", False, passage(id_, A, "舊的"), to
            )
            for id_, to in dead
        ],
    )
