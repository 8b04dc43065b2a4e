"""What is fuzzed: every reader down to its passages, the parser of queries, and the catalogue.

A target takes bytes and returns nothing. Of a broken file DocumentError tells the user, and a
library may raise what it likes, since read_safely catches that; an error of Python's own that
comes from a line of ours is a fault.
"""

from __future__ import annotations

import io
import traceback
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from fuzz.growing import DOCX, HTML, ODS, ODT, XLSX, Kind, grown

from indexer.catalogue import parse_catalogue
from indexer.formats import read_bytes
from indexer.splitting import Described
from indexer.splitting.split import split_file
from search import agencies
from search.analysis import Analyzer, load_analyzer
from search.errors import ZhengsuoError
from search.model import SearchRequest, Source
from search.query.formal import formal
from search.query.lexicon.loading import load_lexicon
from search.query.lexicon.lookup import Lexicon
from search.query.parse import parse
from search.query.understand import Corpus, understand

KEPT = Path(__file__).parent / "kept"
"""A folder for each target, with files that reach far into it and those that once failed."""

_ROOT = Path(__file__).resolve().parents[2]
_OURS = tuple(str(_ROOT / package) for package in ("indexer", "search", "web"))

_DOCX = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}
_XLSX = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "_rels/.rels": _DOCX["_rels/.rels"].replace("word/document.xml", "xl/workbook.xml"),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
_ODT = {"mimetype": "application/vnd.oasis.opendocument.text"}
_ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}


def run(name: str, data: bytes) -> None:
    """Give bytes to a target.

    Raises:
        Exception: one of Python's own that a line of ours raised, or an error of ours that is
            no ZhengsuoError.
    """
    try:
        TARGETS[name](data)
    except (ZhengsuoError, MemoryError, RecursionError):
        return
    except Exception as error:
        if _is_ours(error):
            raise


def _is_ours(error: Exception) -> bool:
    """True if a library is not to blame: neither its line nor its class."""
    where = traceback.extract_tb(error.__traceback__)[-1].filename
    return where.startswith(_OURS) and type(error).__module__.split(".")[0] in (
        "builtins",
        "indexer",
        "search",
    )


def _read(data: bytes, suffix: str = "") -> None:
    read = read_bytes(data, suffix)
    for document in split_file(read, Source("a", "0" * 64), Described()):
        for passage in document.passages:
            place = passage.location
            assert 0 <= place.start <= place.end <= len(read.text)


def _named(suffix: str) -> Callable[[bytes], None]:
    return lambda data: _read(data, suffix)


def _part(name: str, others: Mapping[str, str], kind: Kind) -> Callable[[bytes], None]:
    """A package whose one part is at random: random bytes hardly ever make a whole package."""
    return _grown_or_raw(kind, lambda data: _read(packed({**others, name: data})))


def _grown_or_raw(kind: Kind, target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    return lambda data: target(data if data[:1] == b"<" else grown(data, kind).encode())


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Put parts into a package."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return whole.getvalue()


def _query(data: bytes) -> None:
    exact, text = data[:1] > b"\x80", data[1:].decode("utf-8", "replace")
    corpus = Corpus(
        {"agency": ("勞動部", "臺中市政府勞工局"), "year": ("2020", "2021")}, _agencies()
    )
    asked = understand(SearchRequest(text, exact=exact), *_words(), corpus)
    parse(formal(asked.syntax, ()))


@cache
def _agencies() -> agencies.Agencies:
    return agencies.load()


@cache
def _words() -> tuple[Analyzer, Lexicon]:
    return load_analyzer(), load_lexicon()


def _catalogue(data: bytes) -> None:
    parse_catalogue(data.decode("utf-8", "replace"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": _named(".txt"),
    "csv": _named(".csv"),
    "html": _grown_or_raw(HTML, _named(".html")),
    "mail": _named(".eml"),
    "xml": _read,
    "docx": _part("word/document.xml", _DOCX, DOCX),
    "xlsx": _part("xl/worksheets/sheet1.xml", _XLSX, XLSX),
    "odt": _part("content.xml", _ODT, ODT),
    "ods": _part("content.xml", _ODS, ODS),
    "package": _read,
    "pdf": _read,
    "query": _query,
    "catalogue": _catalogue,
}
