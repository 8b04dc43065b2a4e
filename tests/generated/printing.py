"""Plans as other programs print them: LibreOffice and Chromium make PDF, pdftotext makes text."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

OFFICE, BROWSER, TEXT = "soffice", "chromium", "pdftotext"
_AT_ONCE = 40
"""Files that LibreOffice converts in one call."""


def missing(*programs: str) -> list[str]:
    """The programs that are not installed."""
    return [program for program in programs if shutil.which(program) is None]


def office_pdf(sources: Iterable[Path], folder: Path) -> None:
    """Print DOCX files as PDF files of the same names."""
    files = sorted(sources)
    for at in range(0, len(files), _AT_ONCE):
        command: list[str | Path] = [
            OFFICE,
            f"-env:UserInstallation={(folder / '.office').resolve().as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            *files[at : at + _AT_ONCE],
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=600)


def browser_pdf(source: Path, target: Path, *, headed: bool) -> None:
    """Print a web page.

    Args:
        headed: with the browser's own head and foot (date, title, address, page).
    """
    command: list[str | Path] = [
        BROWSER,
        "--headless=new",
        "--disable-gpu",
        "--no-sandbox",
        f"--user-data-dir={target.parent / '.browser'}",
        f"--print-to-pdf={target}",
        source.resolve().as_uri(),
    ]
    if not headed:
        command.insert(1, "--no-pdf-header-footer")
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def text_of_pdf(source: Path, target: Path, *, layout: bool) -> None:
    """Take the text out of a PDF file, as printed or in the order of its content."""
    kind = "-layout" if layout else "-raw"
    subprocess.run([TEXT, kind, "-enc", "UTF-8", source, target], check=True, timeout=60)
