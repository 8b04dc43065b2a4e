"""Small plans made by hand, for tests of identity, editions and pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer import pipeline
from indexer.splitting import SplitDocument
from search.errors import Refused
from search.model import Kind, Location, Passage, Source

TOPICS = (
    "辦理高風險工地安全訪視與輔導，全年完成三百二十場次，並追蹤缺失改善情形。",
    "補助中小企業改善高溫作業環境，提供通風設備與休息空間，受理申請六十件。",
    "推動青年職涯探索，結合在地產業開設體驗營隊，服務學員一千兩百人次。",
    "強化勞資爭議調解量能，培訓調解委員並建置線上預約，縮短等候日數。",
    "充實公共托育據點，新增八處並延長服務時間，減輕受僱者照顧負擔。",
)


def passage(
    title: str, text: str, kind: Kind = "project", *, section: str = "", damaged: bool = False
) -> Passage:
    return Passage(
        id="",
        document="",
        edition="",
        document_title="示範市政府勞工局109年度施政計畫",
        document_kind="施政計畫",
        agency="示範市政府勞工局",
        year=2020,
        kind=kind,
        title=title,
        text=text,
        source=Source("plan.txt", "0" * 64),
        location=Location(0, len(text)),
        section=section,
        damaged=damaged,
    )


def passages() -> list[Passage]:
    return [passage(f"計畫{n}", text) for n, text in zip("甲乙丙丁戊", TOPICS, strict=True)]


def split(
    made_of: Sequence[Passage],
    title: str = "示範市政府勞工局109年度施政計畫",
    *,
    agency: str | None = "示範市政府勞工局",
    year: int | None = 2020,
    kind: str | None = "施政計畫",
) -> SplitDocument:
    return SplitDocument(
        title=title,
        kind=kind,
        agency=agency,
        year=year,
        sample=True,
        passages=tuple(made_of),
        furniture=(),
        uncovered=(),
        characters=100,
        covered=100,
    )


def plan_text(
    agency: str = "示範市政府勞工局", year: int = 109, topics: Sequence[str] = TOPICS
) -> str:
    """A plan as a text file: a cover line, then goals with one paragraph each."""
    lines = [f"{agency}{year}年度施政計畫", "壹、年度施政目標"]
    for number, topic in zip("一二三四五六七八九十", topics, strict=False):
        lines += [f"{number}、{topic[:8]}", f"（一）{topic}"]
    return "\n".join(lines) + "\n"


def write_plan(path: Path, **of: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(plan_text(**of), "utf-8")  # type: ignore[arg-type]
    return path


def index_whatever_goes(folder: Path, data: Path) -> pipeline.Report:
    """Index a folder, and agree to what would be lost by it."""
    try:
        return pipeline.run([folder], data, "whoosh", lambda *_: None)
    except Refused as refused:
        confirmed = refused.code
        return pipeline.run([folder], data, "whoosh", lambda *_: None, confirmed=confirmed)
