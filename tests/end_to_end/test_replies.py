"""Earlier answers are found and cited, and the frame of an answer, filled in, becomes one."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import small_plans

from indexer import pipeline
from search import agencies
from search.analysis import load_analyzer
from search.evidence.assemble import assemble
from search.evidence.pack import Head, Order, Pack
from search.evidence.texts import StoredTexts
from search.live import open_searcher
from search.model import SearchRequest
from web.export.blocks import Heading, Paragraph
from web.export.odt import reply_odt
from web.export.reply import reply

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample-labor-113-reply.txt"
QUESTION = "移工宿舍的電梯檢修了嗎？就業博覽會辦了幾場？太空電梯何時興建？"
ANSWER = "本部每季派員抽查移工宿舍電梯，合格標章未貼者當場停用。"


def _pack(data: Path, question: str, text: str) -> Pack:
    searcher = open_searcher(data, "whoosh")
    analyzer = load_analyzer()
    order = Order(
        Head(question=question, legislator="王委員", number="11-5", prepared_by="勞動部"),
        (SearchRequest(text, match="any"),),
        datetime(2026, 11, 21, tzinfo=UTC),
        public_address="https://plans.example.tw",
        parted=True,
    )
    try:
        return assemble(order, searcher, StoredTexts(analyzer), analyzer, agencies.load())
    finally:
        searcher.close()


def _filled(content: bytes) -> bytes:
    """The file as a person saves it who wrote an answer under each part."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as made:
        for name in archive.namelist():
            part = archive.read(name)
            if name == "content.xml":
                part = part.replace("（請承辦人填寫）".encode(), ANSWER.encode(), 1)
            made.writestr(name, part)
    return out.getvalue()


def test_an_answer_cites_earlier_ones_and_becomes_one(tmp_path: Path) -> None:
    data = small_plans.index_plans(tmp_path)
    plans = tmp_path / "plans"
    (plans / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    pipeline.run([plans], data, "whoosh", lambda *_: None)
    first = _pack(data, QUESTION, "電梯 OR 就業博覽會")
    rows = {row.number: row for row in first.evidence}
    lift, fair, space = first.parts
    assert [rows[one].passage.document_kind for one in lift.answers] == ["質詢答復"] * len(
        lift.answers
    )
    assert any("86處" in rows[one].passage.text for one in lift.answers)
    assert {rows[one].passage.agency for one in fair.rows} == {"勞動部"}
    assert all("博覽會" in rows[one].passage.text for one in fair.rows)
    assert "太空電梯" in space.silent
    made = reply(first)
    said = [
        "".join(span.text for span in block.line)
        for block in made.blocks
        if isinstance(block, Paragraph)
    ]
    cited = [line for line in said if line.startswith("先前答復：〔")]
    assert len(cited) == sum(len(part.answers) for part in first.parts) >= 2
    assert all("113年度質詢答復" in line for line in cited)
    sheets = [one.text for one in made.blocks if isinstance(one, Heading) and one.new_page]
    assert sheets == ["分辦單：示範市政府勞工局", "分辦單：勞動部"]

    (plans / "answer-115.odt").write_bytes(_filled(reply_odt(first)))
    pipeline.run([plans], data, "whoosh", lambda *_: None)
    again = _pack(data, "移工宿舍電梯如何抽查？", "抽查 OR 電梯")
    kept = [row.passage for row in again.evidence if ANSWER in row.passage.text]
    assert [(one.document_kind, one.agency, one.year) for one in kept] == [
        ("質詢答復", "勞動部", 2026)
    ]
    (part,) = again.parts
    assert any(ANSWER in row.passage.text for row in again.evidence if row.number in part.answers)
