"""Two states of a corpus, and how to tell which of them an index holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from search.live import open_searcher
from search.model import SearchRequest
from search.store import generation

ROOT = Path(__file__).resolve().parents[2]
PLANS = 6
_TOPICS = (
    "辦理高風險工地安全訪視與輔導，並追蹤缺失改善情形。",
    "補助中小企業改善高溫作業環境，提供通風設備。",
    "推動青年職涯探索，結合在地產業開設體驗營隊。",
    "強化勞資爭議調解量能，培訓調解委員。",
)
WORDS = ("茄苳", "欒樹")


def write_state(folder: Path, state: int) -> None:
    """Write a corpus whose every plan names the word of its state once a goal."""
    folder.mkdir(exist_ok=True)
    for plan in range(PLANS):
        lines = [f"示範市政府勞工局{plan + 106}年度施政計畫", "壹、年度施政目標"]
        for number, topic in zip("一二三四", _TOPICS, strict=True):
            lines += [f"{number}、{topic[:6]}", f"（一）{WORDS[state]}專案：{topic}"]
        (folder / f"plan-{plan + 106}.txt").write_text("\n".join(lines) + "\n", "utf-8")


def state_of(data: Path) -> int:
    """Search the index in service; every answer must come from one state alone."""
    searcher = open_searcher(data, "whoosh")
    counts = [searcher.search(SearchRequest(text=f'"{word}"', exact=True)).total for word in WORDS]
    assert sorted(counts) == [0, PLANS * len(_TOPICS)], counts
    return counts.index(PLANS * len(_TOPICS))


def start_index(folder: Path, data: Path) -> subprocess.Popen[str]:
    """Start `zhengsuo index` as a process of its own."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "zhengsuo.py"), "index", str(folder), "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def folders(data: Path) -> list[str]:
    """Names of all folders of generations, finished or not."""
    return sorted(path.name for path in (data / "generations").iterdir())


def is_sound(data: Path) -> bool:
    """Whether the generation in service is whole and no newer one was refused."""
    return generation.open_newest(data, {}).problems == ()
