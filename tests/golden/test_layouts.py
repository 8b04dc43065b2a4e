"""Layouts that agencies use, each in a small document of ours with passages that a person has read.

`pytest tests/golden --rewrite-golden` writes the golden files anew.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from reading import records

from indexer.blocks import Table
from indexer.formats import read_file
from indexer.splitting import Described
from indexer.splitting.split import split_file
from indexer.vocabulary import fold
from search.model import Source

LAYOUTS = Path(__file__).parent / "layouts"
FILES = sorted(path for path in LAYOUTS.iterdir() if path.suffix != ".json")
LEADING = re.compile(
    r"^(?:[^:]{0,14}:|[A-Za-z]{0,3}[\d.-]+[:、.]?|[一二三四五六七八九十壹貳參]+、|"
    r"\([一二三四五六七八九十\d]+\)|[■◎])+"
)
"""Labels, numbers and codes, which a passage holds in fields of their own."""
LATER = {"id", "document", "editions", "source", "confidence"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_passages_of_a_layout(path: Path, request: pytest.FixtureRequest) -> None:
    source = Source(path.name, sha256(path.read_bytes()).hexdigest())
    documents = split_file(read_file(path), source, Described())
    found = [
        {
            "title": document.title,
            "kind": document.kind,
            "agency": document.agency,
            "year": document.year,
            "passages": [
                {k: v for k, v in record.items() if k not in LATER and v not in (None, [], "")}
                for record in records(document)
            ],
        }
        for document in documents
    ]
    golden = path.with_suffix(".json")
    if request.config.getoption("--rewrite-golden"):
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(golden.read_text("utf-8"))
    assert all(document.covered == document.characters for document in documents)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_table_says_is_shown_by_a_passage(path: Path) -> None:
    read = read_file(path)
    documents = split_file(read, Source(path.name, "0" * 64), Described())
    printed = json.dumps([records(document) for document in documents], ensure_ascii=False)
    shown = fold(printed.replace("\\n", ""))
    heads = {start for document in documents for start, _, _ in document.furniture}
    cells = [
        cell
        for block in read.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        if cell.spans and cell.spans[0][0] not in heads
    ]
    lines = [LEADING.sub("", fold(line)) for cell in cells for line in cell.text.split("\n")]
    # A number alone counts the row.
    assert [line for line in lines if len(line) > 1 and line.strip("。:") not in shown] == []


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in FILES} == {path.stem for path in LAYOUTS.glob("*.json")}
