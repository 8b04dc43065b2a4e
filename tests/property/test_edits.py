"""Edits that change no meaning change nothing of what is read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.formats import read_bytes
from indexer.splitting import Described
from indexer.splitting.split import split_file
from search.model import Passage, Source

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "corpus").glob("*.txt"))
LAYOUTS = sorted(
    path for path in (ROOT / "tests/golden/layouts").iterdir() if path.suffix in (".txt", ".md")
)
LEAST = 0.98
HEAD = "某某機關年度文件"

Edit = Callable[[str], str]


def _cells(line: str) -> bool:
    """True if a line is of a table, whose lines no edit may cut."""
    return any(mark in line for mark in "\t|<") or bool(re.search(r"\S(?: {2,}|　{2,})\S", line))


def _each_line(change: Callable[[str], str]) -> Edit:
    return lambda text: "\n".join(
        change(line) if line.strip() and not _cells(line) else line for line in text.split("\n")
    )


def _pages(lines: int, made: Callable[[int], list[str]]) -> Edit:
    """What a page prints at its end, put in each so many lines; at least three times."""

    def edit(text: str) -> str:
        every = text.split("\n")
        if len(every) < 3 * lines + 1:
            return text
        out: list[str] = []
        for count, line in enumerate(every, 1):
            out.append(line)
            if count % lines == 0:
                out += made(count // lines)
        return "\n".join(out)

    return edit


def _wrapped(width: int, measure: Callable[[str], int]) -> Edit:
    def wrap(line: str) -> str:
        out, part = [], ""
        for char in line:
            if measure(part + char) > width:
                out.append(part)
                part = ""
            part += char
        return "\n".join([*out, part])

    return _each_line(wrap)


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _blank_lines(text: str) -> str:
    # Where cells stand on lines of their own, blank lines part the rows.
    return text if _lone_cells(text) else "\n\n".join(text.split("\n"))


def _lone_cells(text: str) -> bool:
    rows = [line for line in text.split("\n") if "\t" in line]
    return any(not cell.strip() for row in rows for cell in row.split("\t"))


def _parted(by: str, ends: str = "") -> Edit:
    def change(text: str) -> str:
        if _lone_cells(text):
            return text
        return "\n".join(
            f"{ends}{line.replace(chr(9), by)}{ends[::-1]}" if "\t" in line else line
            for line in text.split("\n")
        )

    return change


EDITS: dict[str, Edit] = {
    "a blank line behind each": _blank_lines,
    "lines indented": _each_line(lambda line: f"   {line}"),
    "計畫 as 計劃": lambda text: text.replace("計畫", "計劃"),
    "臺 as 台": lambda text: text.replace("臺", "台"),
    "half-width brackets": lambda text: re.sub("（([一二三四五六七八九十]+)）", r"(\1)", text),
    "a blank behind numbers": lambda text: re.sub(
        r"(?m)^([一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])(?=\S)",
        r"\1 ",
        text,
    ),
    "cut at 40 characters": _wrapped(40, len),
    "cut at width 76": _wrapped(76, _wide),
    "page numbers": _pages(35, lambda page: ["", str(page), ""]),
    "dashed page numbers": _pages(30, lambda page: [f"– {page} –"]),
    "page numbers and form feeds": _pages(30, lambda page: [str(page), "\f"]),
    "heads and page numbers": _pages(33, lambda page: ["", str(page), HEAD, ""]),
    "cells parted by bars": _parted(" | ", "| "),
    "cells parted by blanks": _parted("     "),
    "another end of line": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
}
# What these lay out by blanks cannot be cut, nor stand between blank lines, and keep its meaning.
EXEMPT = {
    ("cut at 40 characters", "work-over-several-lines.txt"),
    ("cut at width 76", "work-over-several-lines.txt"),
    ("cut at 40 characters", "plan-on-printed-pages.txt"),
    ("cut at 40 characters", "columns-without-rules.txt"),
    ("cut at 40 characters", "columns-without-rules-wrapped.txt"),
    ("cut at width 76", "columns-without-rules-wrapped.txt"),
    ("a blank line behind each", "plan-on-printed-pages.txt"),
    # A line for each cell, empty for an empty one.
    ("a blank line behind each", "evaluation-saved-as-text.txt"),
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("path", [*SAMPLES, *LAYOUTS], ids=lambda path: path.stem)
def test_an_edit_changes_nothing(path: Path, name: str) -> None:
    text = path.read_text("utf-8")
    edited = EDITS[name](text)
    if edited == text or (name, path.name) in EXEMPT:
        return
    before, after = passages(path.name, text), passages(path.name, edited)
    if not before:
        return
    same = sum((before & after).values())
    assert 2 * same >= LEAST * (sum(before.values()) + sum(after.values())), (
        f"lost {list(before - after)[:3]}, new {list(after - before)[:3]}"
    )
    assert not any(HEAD in part for key in after for part in key)


def passages(name: str, text: str) -> Counter[tuple[str, ...]]:
    read = read_bytes(text.encode(), Path(name).suffix)
    documents = split_file(read, Source(name, "0" * 64), Described())
    return Counter(
        _key(passage)
        for document in documents
        for passage in document.passages
        if passage.kind != "narrative"
    )


def _key(passage: Passage) -> tuple[str, ...]:
    parts = (passage.kind, passage.title, passage.work_program or "", passage.text)
    return tuple(map(_squeezed, parts))


def _squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("劃", "畫").replace("臺", "台")
    return "".join(char for char in plain if unicodedata.category(char)[0] in "LN")
