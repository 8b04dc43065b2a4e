"""The passages of each sample, held against a file that a person has read.

`pytest tests/golden --rewrite-golden` writes the files anew.
"""

from __future__ import annotations

import json

import pytest
from reading import CORPUS, ROOT, SAMPLES, records, split

GOLDEN = ROOT / "tests" / "golden" / "passages"
# Filled in when documents are put together; empty here.
LATER = {"id", "document", "editions", "source", "confidence"}


@pytest.mark.parametrize("name", SAMPLES)
def test_passages_are_those_of_the_golden_file(name: str, request: pytest.FixtureRequest) -> None:
    document = split(CORPUS / name)
    found = {
        "title": document.title,
        "kind": document.kind,
        "agency": document.agency,
        "year": document.year,
        "sample": document.sample,
        "warnings": list(
            dict.fromkeys([*(one.told for one in document.omissions), *document.warnings])
        ),
        "passages": [
            {key: value for key, value in record.items() if key not in LATER and value is not None}
            for record in records(document)
        ],
    }
    golden = GOLDEN / f"{name}.json"
    if request.config.getoption("--rewrite-golden"):
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(golden.read_text("utf-8"))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_character_of_a_sample_is_accounted_for(name: str) -> None:
    document = split(CORPUS / name)
    assert document.sample
    assert document.covered == document.characters
    assert document.uncovered == ()


def test_no_golden_file_is_left_over() -> None:
    assert sorted(path.name.removesuffix(".json") for path in GOLDEN.iterdir()) == SAMPLES
