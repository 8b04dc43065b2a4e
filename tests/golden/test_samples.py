"""The samples at hand are what their script writes, and say that they are samples."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reading import CORPUS, ROOT, SAMPLES, split


def test_the_script_writes_the_samples_that_are_there(tmp_path: Path) -> None:
    printed = [name for name in SAMPLES if name.endswith(".pdf")]
    for name in printed:
        (tmp_path / name).write_bytes((CORPUS / name).read_bytes())
    script: list[str | Path] = [sys.executable, CORPUS / "make_samples.py", tmp_path]
    subprocess.run(script, check=True, capture_output=True, timeout=60)
    assert sorted(path.name for path in tmp_path.iterdir()) == SAMPLES
    assert [n for n in SAMPLES if (tmp_path / n).read_bytes() != (CORPUS / n).read_bytes()] == []


def test_the_samples_are_many_enough() -> None:
    documents = [split(CORPUS / name) for name in SAMPLES]
    assert len({(d.agency, d.year, d.kind, d.title) for d in documents}) >= 14
    assert len({d.agency for d in documents}) >= 5
    assert None not in {d.agency for d in documents} | {d.year for d in documents}
    assert len({d.year for d in documents}) >= 8
    assert {Path(name).suffix for name in SAMPLES} == {".txt", ".docx", ".odt", ".pdf", ".html"}
    held = {(d.agency, p.kind) for d in documents for p in d.passages}
    for agency in {d.agency for d in documents} - {"示範市政府"}:
        assert (agency, "goal") in held, agency


def test_the_samples_stay_small() -> None:
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 3_000_000


def test_nothing_else_lies_in_the_corpus() -> None:
    listed = subprocess.run(["git", "ls-files", "corpus"], cwd=ROOT, capture_output=True, text=True)
    tracked = {Path(line).name for line in listed.stdout.splitlines()}
    if tracked:  # an unpacked archive has no git
        assert {n for n in tracked if n.startswith("sample-")} == set(SAMPLES)
