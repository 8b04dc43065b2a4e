"""How sure the reading of a passage is, from 0 to 1: the signs of a wrong one, weighed.

The weights are a log-linear model fitted on generated plans with known truth by
benchmarks/confidence.py, which writes confidence.toml; so 0.7 means that of such passages about
seven in ten are right. They are to be fitted anew when what is read well changes.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log
from statistics import median

from search.model import Kind, Passage

_OPEN_ENDS = "，、；：:;,（(「『《-–~～"
_OPEN_STARTS = "，。、；：！？）)」』》%"
_PAIRS = ("（）", "()", "「」", "『』", "《》")
_BLANKS = re.compile(r"[\u3400-\u9fff][ \t　]+[\u3400-\u9fff]")
_NUMBER_LINE = re.compile(r"^[\s\d/\-–—第頁共]{1,9}$", re.MULTILINE)
_ENDS = "。！？」』）)%％."
_LONG_TITLE, _LONG_TEXT = 40, 30
_SURE_MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A passage with what is known of how it was made.

    Attributes:
        role_margin: of the heading that it stands under or is.
        table_margin: how sure the row's reading is, 0 to 1; None outside tables.
    """

    passage: Passage
    role_margin: float
    table_margin: float | None = None


Signs = Mapping[str, float]


def signs(drawn: Sequence[Drawn]) -> list[Signs]:
    """What speaks for or against each passage of a document, from 0 to 1; what is not seen left out."""
    titles = Counter((one.passage.kind, one.passage.title) for one in drawn)
    lengths: dict[str, list[int]] = {}
    for one in drawn:
        lengths.setdefault(one.passage.kind, []).append(len(one.passage.text) + 1)
    usual = {kind: median(found) for kind, found in lengths.items()}
    projects = [one.passage for one in drawn if one.passage.kind == "project"]
    named = 2 * sum(bool(one.work_program) for one in projects) >= len(projects)
    return [
        {
            name: strength
            for name, strength in _signs(one, titles, usual[one.passage.kind], named).items()
            if strength
        }
        for one in drawn
    ]


def _signs(
    one: Drawn, titles: Mapping[tuple[Kind, str], int], usual: float, named: bool
) -> dict[str, float]:
    passage, text, title = one.passage, one.passage.text, one.passage.title
    kpi = passage.kpi
    told = kpi is not None and bool(kpi.target or kpi.values or kpi.progress)
    length = len(text) + 1
    lone = passage.kind == "project" and not passage.work_program
    return {
        passage.kind: 1.0,
        f"open role of {passage.kind}": 1
        - min(max(one.role_margin, 0.0), _SURE_MARGIN) / _SURE_MARGIN,
        f"{passage.kind} in a table": float(one.table_margin is not None),
        "open column": 0.0 if one.table_margin is None else 1 - one.table_margin,
        "no text": float(passage.kind in ("goal", "project") and not text),
        "one line": float(passage.kind == "narrative" and "\n" not in text),
        "no measure": float(kpi is not None and not kpi.measure),
        "no value": float(kpi is not None and not told),
        "open title": float(title[-1:] in _OPEN_ENDS or title[:1] in _OPEN_STARTS),
        "sentence as title": float("。" in title or "；" in title),
        "long title": float(len(title) > _LONG_TITLE),
        "title again": float(passage.kind != "narrative" and titles[passage.kind, title] > 1),
        "title as number": float(title[:1].isdigit()),
        "open text": float(len(text) > _LONG_TEXT and text[-1] not in _ENDS),
        "text begins within": float(text[:1] in _OPEN_STARTS and bool(text)),
        "open brackets": float(_open_brackets(title) or _open_brackets(text)),
        "blanks in title": float(_BLANKS.search(title) is not None),
        "blanks in text": float(_BLANKS.search(text) is not None),
        "line of digits": float(_NUMBER_LINE.search(text) is not None),
        "much longer": min(1.0, max(0.0, log(length / usual) / 3)),
        "much shorter": min(1.0, max(0.0, log(usual / length) / 3)),
        "no program among others": float(named and lone),
        "no goal": float(kpi is not None and not kpi.goal),
        "damaged": float(passage.damaged),
        "unknown document": float(passage.document_kind is None),
    }


def _open_brackets(text: str) -> bool:
    return any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS)


def confidences(drawn: Sequence[Drawn]) -> list[float]:
    """How sure the reading of each passage of a document is, 0 to 1, in their order."""
    weights = _weights()
    own = [
        sum(weights.get(name, 0.0) * strength for name, strength in seen.items())
        for seen in signs(drawn)
    ]
    mean = sum(own) / len(own) if own else 0.0
    shared, bias = weights["document"], weights["bias"]
    return [round(1 / (1 + exp(-(score + shared * mean + bias))), 3) for score in own]


@cache
def _weights() -> Mapping[str, float]:
    text = files("indexer").joinpath("meaning/confidence.toml").read_text("utf-8")
    weights: dict[str, float] = tomllib.loads(text)["weights"]
    return weights
