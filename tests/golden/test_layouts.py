"""Layouts that agencies use, each in a small document of ours with passages that a person has read.

`pytest tests/golden --rewrite-golden` writes the golden files anew.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from reading import records

from indexer.readers import read_file
from indexer.splitting import Described
from indexer.splitting.split import split_file
from search.model import Source

LAYOUTS = Path(__file__).parent / "layouts"
FILES = sorted(path for path in LAYOUTS.iterdir() if path.suffix != ".json")
LATER = {"id", "document", "editions", "source"}


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


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in FILES} == {path.stem for path in LAYOUTS.glob("*.json")}
