"""Pages a second that each reader reads, beside the bare library on the same files.

usage: python benchmarks/reading.py [FILE…] [--seconds 2]

Without files, the documents of corpus/ and, where it stands beside the project,
../shared/formats are read. A page is 600 visible characters in every format, PDF included, so
that the formats can be compared. The last lines read all files through the pool of child
processes, with one worker and with two.

usage: python benchmarks/reading.py --books FILE.pdf… [--rounds 5]

Each PDF is read in a process of its own: processor time beside that of `pdftotext -layout` on it,
medians of the rounds, and the most memory that the process had.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import docx as python_docx  # noqa: E402
import odfdo  # noqa: E402
import pdfplumber  # noqa: E402
import pypdfium2  # noqa: E402
from lxml import html  # noqa: E402

from indexer.blocks import ReadFile  # noqa: E402
from indexer.formats import read_bytes, read_file  # noqa: E402
from indexer.layout.linear import visible  # noqa: E402
from search.errors import DocumentError  # noqa: E402
from search.sandbox.pool import ReaderPool  # noqa: E402

CHARACTERS_A_PAGE = 600
FOLDERS = (ROOT / "corpus", ROOT / ".." / "shared" / "formats")


def bare_pdf(data: bytes) -> None:
    """Text and tables by pdfplumber alone."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()


def bare_docx(data: bytes) -> None:
    """Paragraphs and cells by python-docx alone."""
    document = python_docx.Document(io.BytesIO(data))
    for paragraph in document.paragraphs:
        _ = paragraph.text
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                _ = cell.text


def bare_odt(data: bytes) -> None:
    """Text and tables by odfdo alone."""
    body = odfdo.Document(io.BytesIO(data)).body
    body.get_formatted_text()
    for table in body.tables:
        table.get_values()


def bare_html(data: bytes) -> None:
    """The text of the tree by lxml alone."""
    html.document_fromstring(data).text_content()


BARE: dict[str, tuple[str, Callable[[bytes], None]]] = {
    "pdf": ("pdfplumber", bare_pdf),
    "docx": ("python-docx", bare_docx),
    "odt": ("odfdo", bare_odt),
    "html": ("lxml", bare_html),
}


def books(files: Sequence[Path], rounds: int) -> None:
    """Print the processor time and memory of reading each PDF, beside pdftotext's."""
    print("pages   ours, s   pdftotext, s   times   memory, MB   file")
    for path in files:
        pages = len(pypdfium2.PdfDocument(path))
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(_child_seconds([sys.executable, __file__, "--read-one", str(path)]))
            theirs.append(_child_seconds(["pdftotext", "-layout", str(path), os.devnull]))
        own, other = statistics.median(s for s, _ in ours), statistics.median(s for s, _ in theirs)
        most = max(memory for _, memory in ours)
        line = f"{pages:5} {own:9.2f} {other:14.2f} {own / other:7.1f} {most:12.0f}   {path.name}"
        print(line, flush=True)


def _child_seconds(command: Sequence[str]) -> tuple[float, float]:
    """Processor time in seconds and most memory in MB of a command; that of ours without imports."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    printed = child.stdout.read() if child.stdout else ""
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    seconds = float(printed) if printed else usage.ru_utime + usage.ru_stime
    return seconds, usage.ru_maxrss / 1024


def rounds_a_second(work: Callable[[], object], seconds: float) -> float:
    """How often a second a piece of work is done; at least one round is run."""
    started = time.perf_counter()
    rounds = 0
    while True:
        work()
        rounds += 1
        elapsed = time.perf_counter() - started
        if elapsed >= seconds:
            return rounds / elapsed


def measure(format_name: str, files: Sequence[bytes], pages: float, seconds: float) -> None:
    """Print one line of the table."""

    def ours() -> None:
        for data in files:
            read_bytes(data)

    speed = rounds_a_second(ours, seconds) * pages
    line = f"{format_name:6} {len(files):5} {pages:8.1f} {speed:14.1f}"
    if format_name in BARE:
        library, bare = BARE[format_name]

        def theirs() -> None:
            for data in files:
                bare(data)

        theirs()
        other = rounds_a_second(theirs, seconds) * pages
        line += f" {other:14.1f}  {library} ({speed / other:.2f} ×)"
    print(line, flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=2.0, help="time for each measurement")
    parser.add_argument("--books", nargs="+", type=Path, help="PDFs to read beside pdftotext")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--read-one", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.read_one:
        data = args.read_one.read_bytes()
        import_module("indexer.formats.pdf")
        started = time.process_time()
        read_bytes(data)
        print(time.process_time() - started)
        return
    if args.books:
        books(args.books, args.rounds)
        return
    paths = args.files or [
        path for folder in FOLDERS for path in sorted(folder.glob("*.*")) if path.suffix != ".py"
    ]
    groups: dict[str, list[bytes]] = {}
    pages: dict[str, float] = {}
    kept: list[Path] = []
    for path in paths:
        data = path.read_bytes()
        try:
            read = read_bytes(data, path.suffix)
        except DocumentError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        kept.append(path)
        groups.setdefault(read.format, []).append(data)
        pages[read.format] = pages.get(read.format, 0.0) + visible(read.text) / CHARACTERS_A_PAGE
    print("format files    pages  ours, pages/s  bare, pages/s")
    for format_name in sorted(groups):
        measure(format_name, groups[format_name], pages[format_name], args.seconds)
    for workers in (1, 2):
        with ReaderPool(workers=workers) as pool:
            started = time.perf_counter()
            read_pages = sum(
                visible(outcome.text) / CHARACTERS_A_PAGE
                for _, outcome in pool.run(read_file, kept)
                if isinstance(outcome, ReadFile)
            )
            elapsed = time.perf_counter() - started
        print(
            f"pool of {workers}: {len(kept)} files, {read_pages:.1f} pages in {elapsed:.2f} s, "
            "the start of the children counted"
        )


if __name__ == "__main__":
    main()
