"""A small corpus of a made-up city, built as a real generation of store and index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from search import agencies
from search.analysis import load_analyzer
from search.engines import build_index
from search.fields import index_units
from search.live import versions
from search.model import (
    Document,
    Edition,
    FailedFile,
    Kpi,
    Location,
    Omission,
    Passage,
    PassageGroup,
    Place,
    Source,
    Uncovered,
)
from search.programs.build import programs_of
from search.programs.confirmed import Confirmed
from search.programs.indicators import indicators_of
from search.store import generation
from search.store.changes import Change
from search.store.records import EditionEver, EditionRecord, FileRecord, LedgerEntry
from search.store.sources import kept_file
from search.store.writing import Content, write_store

CITY = "示範市政府"
LABOR = "勞動部"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
MOVED = "moved-from-here"
GONE = "gone-for-good"
PARTED = "gone-in-parts"
PROGRAM = "mol-kpi-40c62704"
CHANGED = "mol-109-plan-word-project-1"
FORMER_TEXT = "提供青年就業諮詢。\n雇主可以登報徵才。"


def _source(name: str) -> Source:
    """A file that holds its own name."""
    return Source(name, sha256(name.encode()).hexdigest())


def _passage(id_: str, **given: object) -> Passage:
    document, edition, *_ = id_.split(".")
    agency, year, kind, sample = {
        "mol-109-plan": (LABOR, 2020, "施政計畫", False),
        "mol-106-plan": (LABOR, 2017, "施政計畫", False),
        "city-110-plan": (CITY, 2021, "施政計畫", True),
    }[document]
    suffix = "docx" if edition == "word" else "txt"
    given.setdefault("kind", "project")
    given.setdefault("location", Location(0, 10, line=3))
    return Passage(
        id=id_.replace(".", "-"),
        document=document,
        edition=f"{document}.{edition}",
        document_title=f"{agency}{year - 1911}年度施政計畫",
        document_kind=kind,
        agency=agency,
        year=year,
        source=_source(f"{document}-{edition}.{suffix}"),
        sample=sample,
        **given,  # type: ignore[arg-type]
    )


def _editions(passage: Passage, text: str | None = None) -> tuple[Passage, ...]:
    """The passage in the two editions of its document, worded otherwise in the second."""
    other = replace(
        passage,
        id=passage.id.replace("-word-", "-print-"),
        edition=passage.edition.replace(".word", ".print"),
        source=_source(f"{passage.document}-print.txt"),
        text=passage.text if text is None else text,
    )
    return (passage, other)


def _groups() -> list[tuple[Passage, ...]]:
    groups = [
        _editions(
            _passage(
                "mol-109-plan.word.goal-1",
                kind="goal",
                number="一",
                title="預防職業災害",
                section="壹、施政目標",
                text="（一）減少職業災害的發生。（二）照顧受傷的勞工。",
                items=("減少職業災害的發生。", "照顧受傷的勞工。"),
            ),
            "（一）減少職業災害的發生。（二）照護受傷的勞工與家人。",
        ),
        _editions(
            _passage(
                "mol-109-plan.word.project-1",
                title="就業服務",
                section="貳、重要計畫",
                work_program="就業業務",
                plan_category="社會福利",
                text="提供青年就業諮詢。\n雇主可以線上徵才。",
                location=Location(20, 60, page=4),
            )
        ),
        (
            _passage(
                "mol-106-plan.word.kpi-1",
                kind="kpi",
                title="職業災害發生率",
                section="參、關鍵績效指標",
                text="每千人職業災害的人數",
                location=Location(5, 50, table=3, row=7),
                kpi=Kpi(
                    goal="預防職業災害",
                    measure="每千人職業災害的人數",
                    target="2.7",
                    values=(("2017 target", "2.9"), ("2017 actual", "2.8")),
                    responsible_unit="職業安全衛生署",
                ),
                also_at=(Place(Location(90, 99, table=9, row=1), (("target", "2.75"),)),),
            ),
        ),
        (
            _passage(
                "city-110-plan.word.narrative-1",
                kind="narrative",
                title="前言",
                section="",
                text=f"本市推動青年就業。{HOSTILE}",
                damaged=True,
                restored=True,
            ),
        ),
    ]
    for number in range(25):
        id_ = f"city-110-plan.word.project-{number}"
        year = f"第 {number} 期補助市民學習新技能，\u202e並辦理就業說明會。"
        groups.append(
            (_passage(id_, title=f"技能補助{number}", work_program="訓練業務", text=year),)
        )
    return groups


OMISSIONS = (
    Omission("vertical", "第 2 頁", "直排的文字由右至左逐行讀入", 40, guessed=True),
    Omission("scanned-page", "第 4 頁", "沒有文字，可能是掃描的影像"),
    Omission("scanned-page", "第 6 頁", "沒有文字，可能是掃描的影像"),
    Omission("image", "第 33 行", "第 33 行的圖沒有文字。"),
)


def _edition(id_: str, source: Source, *, whole: bool = True) -> Edition:
    return Edition(
        id=id_,
        document=id_.rpartition(".")[0],
        source=source,
        format=source.file.rpartition(".")[2],
        text="全文",
        characters=1000,
        covered=1000 if whole else 950,
        origin="示範網站",
        uncovered=() if whole else (Uncovered(0, 50, 33, "組織架構圖"),),
        warnings=() if whole else ("第 33 行的圖沒有文字。",),
        printed=1000 if whole else 1100,
        omissions=() if whole else OMISSIONS,
    )


def _hostile(number: int, text: str) -> Passage:
    """A document of its own whose every word is the same text."""
    document = f"hostile-{number}-plan"
    return Passage(
        id=f"hostile-{number}",
        document=document,
        edition=f"{document}.word",
        document_title=text,
        document_kind=text,
        agency=text,
        year=1990 + number % 30,
        kind="kpi",
        title=text,
        text=text,
        source=Source(text, sha256(f"{number}".encode()).hexdigest()),
        location=Location(0, 10, line=3),
        number=text,
        section=f"{text} > {text}",
        work_program=text,
        plan_category=text,
        items=(text,),
        codes=(text,),
        kpi_link=text,
        kpi=Kpi(text, text, text, text, text, text, ((text, text),), text, text, text),
        also_at=(Place(Location(90, 99), (("target", text), (text, text))),),
        original=text,
        corrected=True,
    )


def build(data: Path, *, programs: int = 0, hostile: Sequence[str] = ()) -> None:
    """Build a generation in a data folder and put it into service.

    Args:
        data: the folder.
        programs: how many work programs it holds beside the usual ones, a passage in each.
        hostile: texts that fill every field of a document each.
    """
    more = [
        (
            _passage(
                f"city-110-plan.word.program-{number}",
                title=f"公共工程{number}",
                work_program=f"第{number:03}類工程業務",
                text="修繕道路。",
            ),
        )
        for number in range(programs)
    ]
    more += [(_hostile(number, text),) for number, text in enumerate(hostile)]
    groups = tuple(PassageGroup(number, group) for number, group in enumerate(_groups() + more))
    passages = [passage for group in groups for passage in group.passages]
    documents: dict[str, Document] = {}
    for passage in sorted(passages, key=lambda one: one.agency != LABOR):
        held = documents.get(passage.document) or Document(
            passage.document,
            passage.document_title,
            passage.document_kind,
            passage.agency,
            passage.year,
            passage.sample,
            (),
        )
        if passage.edition not in {edition.id for edition in held.editions}:
            edition = _edition(passage.edition, passage.source, whole=not passage.sample)
            if passage.document.startswith("hostile-"):
                text = passage.text
                gap = Uncovered(0, 5, 1, text)
                edition = replace(edition, origin=text, warnings=(text,), uncovered=(gap,))
            held = replace(held, editions=(*held.editions, edition))
        documents[held.id] = held
    editions = [edition for held in documents.values() for edition in held.editions]
    places: dict[str, int] = {}
    for passage in passages:
        places[passage.id] = sum(
            1 for seen in passages[: passages.index(passage)] if seen.edition == passage.edition
        )
    first = groups[0].passages[0]
    failed = (
        FailedFile("壞檔.docx", "壓縮檔的目錄讀不出來", "請重新取得這個檔案"),
        *(FailedFile(text, text, text) for text in hostile),
    )
    content = Content(
        files=[FileRecord(e.source.file, e.source.sha256, "key") for e in editions],
        documents=tuple(documents.values()),
        records=[
            EditionRecord(
                e, e.source.file, held.title, held.kind, held.agency, held.year, held.sample
            )
            for held in documents.values()
            for e in held.editions
        ],
        groups=groups,
        places=places,
        failed=failed,
        editions_ever=[
            EditionEver(
                id=e.id,
                document=e.document,
                file=e.source.file,
                sha256=e.source.sha256,
                title=held.title,
            )
            for held in documents.values()
            for e in held.editions
        ],
        ledger=[
            LedgerEntry(
                passage.id,
                passage.document,
                passage.edition,
                "",
                "",
                True,
                passage,
                former=replace(passage, text=FORMER_TEXT) if passage.id == CHANGED else None,
            )
            for passage in passages
        ]
        + [
            LedgerEntry(
                id_, first.document, first.edition, "", "", False, replace(first, id=id_), to
            )
            for id_, to in ((MOVED, first.id), (GONE, None), (PARTED, None))
        ],
        parts={PARTED: (first.id, CHANGED)},
        changes=[
            Change("2026-11-20T00:00:00Z", "changed", one, replace(one, text=FORMER_TEXT))
            for one in passages
            if one.id == CHANGED
        ],
    )
    known = agencies.load()
    found, ever = programs_of(
        content.documents, groups, Confirmed(), (), lineage=lambda name: name, code=known.code
    )
    content = replace(
        content, programs=found, programs_ever=ever, indicators=indicators_of(found, groups)
    )
    analyzer = load_analyzer()
    for edition in editions[:-1]:
        kept = kept_file(data, edition.source.sha256)
        assert kept is not None
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(edition.source.file.encode())
    with generation.build_lock(data):
        folder = generation.start(data)
        write_store(folder / generation.STORE, content)
        build_index("whoosh", folder / generation.INDEX, index_units(groups, analyzer))
        generation.seal(
            folder,
            versions=versions("whoosh"),
            documents=len(documents),
            passages=len(groups),
            failed=len(failed),
            fingerprint=sha256(repr(groups).encode()).hexdigest(),
        )
        generation.switch(data, folder)
