"""Corrections by a person: a sheet of what was understood of a file, edited and applied again.

A sheet stands beside its file and is good for exactly the bytes that it was written for. What it
says of a passage wins over the rules; what it leaves as written changes nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, cast

import tomli_w

from indexer.blocks import ReadFile, Span
from indexer.numbering import items
from indexer.splitting import Described, SplitDocument
from indexer.splitting.drafts import merged
from indexer.splitting.split import coverage, split_file
from search.model import KINDS, Kind, Kpi, Location, Passage, Source

SUFFIX = ".corrections.toml"
_HELP = """\
# 校正表：{file}
# 由 zhengsuo corrections 產生，列出系統從這個檔案讀到的每一段，有人回報（reported）的排在最前面，
# 其次是可能受損的，再其次是判讀最沒有把握的。
# 可以修改：kind（goal 施政目標、project 計畫項目、kpi 關鍵績效指標、narrative 敘述）、
# title、number、section、work_program、plan_category、codes、kpi_link、text 與 kpi 各欄。
# 刪掉整個 [[passage]] 就不收這一段；要合併或拆開段落，改 place（原文的字元範圍，
# 例如 "120-180"，多處以逗號分開）或改寫 lines（行號，例如 "12-15"）並刪去 place。
# 看過而沒有錯的段落，加一行 confirmed = true，把握就是 1，也可以供日後調整判讀的權重。
# 沒改的段落不受影響。存檔後重新執行 zhengsuo index 即生效，改過的段落標示「已校正」。
# 檔案內容一旦不同（SHA-256 改變），本表就不再套用，zhengsuo coverage 會提醒。
"""
_TEXT_FIELDS = ("title", "number", "section", "work_program", "plan_category", "kpi_link", "text")
_KPI_FIELDS = tuple(field.name for field in fields(Kpi) if field.name != "values")
_INFORMATION = ("lines", "page", "damaged", "confidence", "reported")
_CONFIRMED = "confirmed"
_KEYS = {"place", "kind", "codes", "kpi", _CONFIRMED, *_TEXT_FIELDS, *_INFORMATION}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read.

    Attributes:
        sha256: of the file that it was written for.
        entries: its passages, in the sheet's order.
        faults: what could not be used, in Traditional Chinese.
    """

    sha256: str
    entries: tuple[Mapping[str, Any], ...]
    faults: tuple[str, ...] = ()


def split_corrected(
    read: ReadFile, source: Source, described: Described, sheet: str | None
) -> tuple[SplitDocument, ...]:
    """Split a file, and apply the sheet that stands beside it.

    Args:
        read: what the reader gave of it.
        source: its name and hash.
        described: what the catalogue says of it.
        sheet: the text of its sheet, None where there is none.
    """
    documents = split_file(read, source, described)
    if sheet is None:
        return documents
    try:
        return apply_sheet(read_sheet(sheet), documents, source, read.text)
    except Exception as error:  # noqa: BLE001  a sheet must never cost its file
        told = f"校正表{source.file}{SUFFIX}：套用失敗（{type(error).__name__}），整份略過"
        first = replace(documents[0], warnings=(*documents[0].warnings, told))
        return (first, *documents[1:])


def beside(path: Path) -> str | None:
    """Give the text of the sheet beside a file, None where there is none.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    sheet = path.with_name(path.name + SUFFIX)
    return sheet.read_text("utf-8-sig") if sheet.is_file() else None


def sheet_text(
    source: Source,
    text: str,
    documents: Sequence[SplitDocument],
    reported: Mapping[int, Sequence[str]],
) -> str:
    """Write the sheet of a file, reported passages first, then damaged ones, then the least sure.

    Args:
        source: the file.
        text: as the reader gave it.
        documents: what the splitter made of it.
        reported: start of a passage to what users reported of it.
    """
    passages = [passage for document in documents for passage in document.passages]
    passages.sort(
        key=lambda passage: (
            passage.location.start not in reported,
            not passage.damaged,
            passage.confidence,
            passage.location.start,
        )
    )
    body = {
        "file": source.file,
        "sha256": source.sha256,
        "passage": [
            _entry(passage, text) | _reported(reported.get(passage.location.start, ()))
            for passage in passages
        ],
    }
    return _HELP.format(file=source.file) + "\n" + tomli_w.dumps(body, multiline_strings=True)


def _reported(notes: Sequence[str]) -> dict[str, list[str]]:
    return {"reported": list(notes)} if notes else {}


def read_sheet(text: str) -> Sheet:
    """Read a sheet; what is wrong with it is told, and the rest is used."""
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Sheet("", (), (f"TOML 格式有誤（{error}），整份略過",))
    entries = body.get("passage", [])
    if not isinstance(entries, list) or not isinstance(body.get("sha256"), str):
        return Sheet("", (), ("缺少 sha256 或 [[passage]]，整份略過",))
    good = []
    faults = []
    for number, entry in enumerate(entries, 1):
        wrong = _faults(entry)
        faults += [f"第 {number} 個 [[passage]]：{fault}" for fault in wrong]
        if not wrong:
            good.append(entry)
    return Sheet(body["sha256"], tuple(good), tuple(faults))


def apply_sheet(
    sheet: Sheet, documents: Sequence[SplitDocument], source: Source, text: str
) -> tuple[SplitDocument, ...]:
    """Put a person's corrections into the documents of a file.

    Args:
        sheet: of the file; passages that it does not name are left out.
        documents: as the rules split it, in the order of the file.
        source: the file; a sheet that was written for other bytes is not applied.
        text: as the reader gave it.

    Returns:
        The documents with the sheet's passages; those that differ from what the rules made are
        marked as corrected and keep the original text. Warnings say what was not applied.
    """
    warnings = [f"校正表{source.file}{SUFFIX}：{fault}" for fault in sheet.faults]
    if sheet.sha256 and sheet.sha256 != source.sha256:
        warnings.append(
            f"校正表{source.file}{SUFFIX}是為另一個版本的檔案寫的，沒有套用；"
            "請以 zhengsuo corrections 重新產生，再把修改移過去"
        )
    if not sheet.entries or sheet.sha256 != source.sha256:
        first = replace(documents[0], warnings=(*documents[0].warnings, *warnings))
        return (first, *documents[1:])
    starts = [
        min((start for passage in one.passages for start, _ in passage.spans), default=len(text))
        for one in documents
    ]
    starts[0] = 0
    out = []
    for number, document in enumerate(documents):
        stop = starts[number + 1] if number + 1 < len(documents) else len(text)
        mine = [
            (entry, spans)
            for entry in sheet.entries
            if (spans := _spans(entry, text))
            and starts[number] <= spans[0][0] < stop
            and spans[-1][1] <= len(text)
        ]
        out.append(_applied(document, mine, text, starts[number], stop))
    out[0] = replace(out[0], warnings=(*out[0].warnings, *warnings))
    return tuple(out)


def _applied(
    document: SplitDocument,
    entries: Sequence[tuple[Mapping[str, Any], Sequence[Span]]],
    text: str,
    first: int,
    stop: int,
) -> SplitDocument:
    if not document.passages:
        return document
    known = {_place(passage.spans, text): passage for passage in document.passages}
    passages = []
    for entry, spans in entries:
        base = known.get(_place(spans, text))
        written = _entry(base, text) if base is not None else None
        if base is not None and written is not None and _says(entry) == _says(written):
            confirmed = entry.get(_CONFIRMED) is True
            passages.append(replace(base, confidence=1.0) if confirmed else base)
        else:
            passages.append(_corrected(entry, spans, base, document.passages[0], text))
    passages.sort(key=lambda passage: (passage.location.start, passage.location.end))
    uncovered, characters = coverage(text, first, stop, passages, document.furniture)
    lost = sum(sum(not char.isspace() for char in part.text) for part in uncovered)
    return replace(
        document,
        passages=tuple(passages),
        uncovered=uncovered,
        characters=characters,
        covered=characters - lost,
    )


def _says(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says of its passage, without what is there for the reader's information."""
    return {
        key: value
        for key, value in entry.items()
        if key not in (*_INFORMATION, _CONFIRMED, "place")
    }


def _entry(passage: Passage, text: str) -> dict[str, Any]:
    """A passage as it stands in a sheet; what is empty is left out."""
    lines = [text.count("\n", 0, at) + 1 for span in passage.spans for at in (span[0], span[1] - 1)]
    entry: dict[str, Any] = {"place": _place(passage.spans, text)}
    if lines:
        entry["lines"] = f"{min(lines)}-{max(lines)}"
    if passage.location.page:
        entry["page"] = passage.location.page
    if passage.damaged:
        entry["damaged"] = True
    entry["confidence"] = passage.confidence
    entry["kind"] = passage.kind
    entry |= {name: value for name in _TEXT_FIELDS if (value := getattr(passage, name))}
    if passage.codes:
        entry["codes"] = list(passage.codes)
    if passage.kpi is not None:
        cells = {name: value for name in _KPI_FIELDS if (value := getattr(passage.kpi, name))}
        if passage.kpi.values:
            cells["values"] = dict(passage.kpi.values)
        entry["kpi"] = cells
    return entry


def _place(spans: Sequence[Span], text: str) -> str:
    """Spans as a person reads them; white space between two of them does not part them."""
    out: list[Span] = []
    for start, end in spans:
        if out and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return ", ".join(f"{start}-{end}" for start, end in out)


def _spans(entry: Mapping[str, Any], text: str) -> tuple[Span, ...]:
    """Where an entry says that its passage stands, by characters or by lines."""
    if "place" in entry:
        return merged(_ranges(str(entry["place"])))
    starts = [0]
    for index, char in enumerate(text):
        if char == "\n":
            starts.append(index + 1)
    starts.append(len(text) + 1)
    found = []
    for first, last in _ranges(str(entry.get("lines", ""))):
        if 1 <= first <= last < len(starts):
            found.append((starts[first - 1], starts[last] - 1))
    return merged(found)


def _ranges(text: str) -> list[tuple[int, int]]:
    found = []
    for part in text.replace("，", ",").split(","):
        first, _, last = part.strip().partition("-")
        if first.strip().isdigit() and (not last or last.strip().isdigit()):
            found.append((int(first), int(last or first)))
    return found


def _faults(entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return ["應該是一個表格"]
    faults = [f"不認得的鍵「{key}」" for key in entry if key not in _KEYS]
    if entry.get("kind") not in KINDS:
        faults.append(f"kind 應該是 {'、'.join(KINDS)} 之一")
    faults += [
        f"「{key}」應該是文字" for key in _TEXT_FIELDS if not isinstance(entry.get(key, ""), str)
    ]
    if not str(entry.get("title", "")).strip():
        faults.append("缺少 title")
    if not _ranges(str(entry.get("place") or entry.get("lines") or "")):
        faults.append("缺少 place 或 lines")
    if not isinstance(entry.get(_CONFIRMED, True), bool):
        faults.append(f"「{_CONFIRMED}」應該是 true 或 false")
    codes = entry.get("codes", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        faults.append("「codes」應該是文字的清單")
    kpi = entry.get("kpi", {})
    if not isinstance(kpi, dict) or kpi.keys() - {*_KPI_FIELDS, "values"}:
        faults.append(f"「kpi」的欄位應該是 {'、'.join((*_KPI_FIELDS, 'values'))}")
    elif not isinstance(kpi.get("values", {}), dict):
        faults.append("「kpi.values」應該是一個表格")
    return faults


def _corrected(
    entry: Mapping[str, Any],
    spans: Sequence[Span],
    base: Passage | None,
    pattern: Passage,
    text: str,
) -> Passage:
    kpi = entry.get("kpi")
    cells = {name: str(kpi[name]) for name in _KPI_FIELDS if name in kpi} if kpi else {}
    values = tuple((str(k), str(v)) for k, v in (kpi or {}).get("values", {}).items())
    body = str(entry.get("text", ""))
    location = base.location if base else _location(spans, text)
    return replace(
        pattern,
        kind=cast(Kind, entry["kind"]),
        title=str(entry["title"]).strip(),
        number=entry.get("number"),
        section=str(entry.get("section", "")),
        work_program=entry.get("work_program"),
        plan_category=entry.get("plan_category"),
        kpi_link=entry.get("kpi_link"),
        text=body,
        items=items(body) if entry["kind"] in ("goal", "project") else (),
        codes=tuple(entry.get("codes", ())),
        kpi=Kpi(**cells, values=values) if kpi is not None else None,
        location=location,
        also_at=base.also_at if base else (),
        spans=tuple(spans),
        damaged=False,
        restored=False,
        corrected=True,
        confidence=1.0,
        original="\n".join(text[start:end] for start, end in spans),
    )


def _location(spans: Sequence[Span], text: str) -> Location:
    return Location(start=spans[0][0], end=spans[-1][1], line=text.count("\n", 0, spans[0][0]) + 1)
