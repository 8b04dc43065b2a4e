"""Files of this repository and beside it, as the splitter's passages."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

from indexer.catalogue import load_catalogue
from indexer.formats import read_file
from indexer.splitting import SplitDocument
from indexer.splitting.split import split_file
from search.model import Source
from search.present.bodies import PassageBody
from search.present.results import passage_json

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"
SAMPLES = sorted(path.name for path in CORPUS.glob("sample-*"))

# The makers of the samples are a script's, not a package's.
sys.path.append(str(CORPUS))


def split(path: Path) -> SplitDocument:
    """Read and split a file that holds one document."""
    source = Source(path.name, sha256(path.read_bytes()).hexdigest())
    described = load_catalogue(path.parent).describes(path.name)
    (document,) = split_file(read_file(path), source, described)
    return document


def records(document: SplitDocument) -> list[PassageBody]:
    """The passages as the command line prints them, but for the ids, which come later."""
    return [passage_json(passage) for passage in document.passages]
