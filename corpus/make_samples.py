#!/usr/bin/env python3
"""Write the sample documents into this folder, the same bytes each time.

usage: make_samples.py [FOLDER] [--pdf]

PDF files are made by LibreOffice, whose output is never twice the same: they are made where they
are missing, and with --pdf all of them; otherwise the files at hand stand.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from making import city, education, environment, fire, health, labor, reply, review, social
from making.parts import Part
from making.write_docx import as_docx
from making.write_html import as_html
from making.write_odt import as_odt
from making.write_text import as_columns, as_pdf, as_word, damaged, reworded

# How the edition of the plan of 109 that was made from PDF is worded otherwise.
SECOND_WORDINGS = (
    ("三項工具支持勞工度過難關", "三項工具協助勞工度過難關"),
    ("提高雇主與勞工的警覺", "提高僱主與勞工的警覺"),
    ("見習津貼與雇主輔導", "見習津貼及僱主輔導"),
    ("每年至少四場", "每年至少辦理四場"),
)

TEXTS: dict[str, Callable[[], str]] = {
    "sample-labor-106-plan-from-word.txt": lambda: as_word(labor.plan(106)),
    "sample-labor-109-plan-from-word.txt": lambda: as_word(labor.plan(109)),
    "sample-labor-109-plan-from-pdf.txt": lambda: reworded(
        as_pdf(labor.plan(109)), SECOND_WORDINGS
    ),
    "sample-labor-110-report.html": lambda: as_html(labor.report(110)),
    "sample-social-109-plan.txt": lambda: as_word(social.plan_109()),
    "sample-social-112-plan.html": lambda: as_html(social.plan_112()),
    "sample-education-113-plan-from-pdf.txt": lambda: as_pdf(education.plan_113(), rows_on_page=2),
    "sample-environment-112-plan-from-pdf.txt": lambda: damaged(
        as_columns(environment.plan_112(), 4)
    ),
    "sample-environment-114-sdg-review.txt": review.review,
    "sample-fire-111-plan.html": lambda: as_html(fire.plan_111()),
    "sample-labor-113-reply.txt": lambda: as_word(reply.reply_113()),
    "sample-city-114-council-report.txt": lambda: as_word(city.plan_114()),
}
PACKED: dict[str, Callable[[], bytes]] = {
    "sample-labor-107-plan.docx": lambda: as_docx(labor.plan(107)),
    "sample-labor-108-plan.odt": lambda: as_odt(labor.plan(108)),
    "sample-labor-108-report.docx": lambda: as_docx(labor.report(108)),
    "sample-labor-115-plan.docx": lambda: as_docx(labor.plan(115)),
    "sample-education-110-plan.odt": lambda: as_odt(education.plan_110()),
    "sample-health-114-plan.docx": lambda: as_docx(health.plan_114()),
    "sample-fire-113-program.odt": lambda: as_odt(fire.plan_113()),
}
PRINTED: dict[str, Callable[[], tuple[Part, ...]]] = {
    "sample-labor-110-plan.pdf": lambda: labor.plan(110),
    "sample-health-111-plan.pdf": health.plan_111,
}


def write(folder: Path, *, pdf: bool = False) -> None:
    """Write all samples into a folder.

    Args:
        folder: is there already.
        pdf: make the PDF files anew too.
    """
    for name, text in TEXTS.items():
        (folder / name).write_text(text(), "utf-8", newline="\n")
    for name, packed in PACKED.items():
        (folder / name).write_bytes(packed())
    for name, parts in PRINTED.items():
        if pdf or not (folder / name).exists():
            (folder / name).write_bytes(_printed(parts()))


def _printed(parts: tuple[Part, ...]) -> bytes:
    """Let LibreOffice print a document.

    Raises:
        FileNotFoundError: LibreOffice is not installed.
    """
    with tempfile.TemporaryDirectory() as work:
        source = Path(work, "sample.docx")
        source.write_bytes(as_docx(parts))
        profile = f"-env:UserInstallation={Path(work, 'profile').as_uri()}"
        command: list[str | Path] = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            work,
            source,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603  our own words
        return source.with_suffix(".pdf").read_bytes()


def main(arguments: list[str]) -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--pdf", action="store_true", help="make the PDF files anew")
    options = parser.parse_args(arguments)
    write(options.folder, pdf=options.pdf)


if __name__ == "__main__":
    main(sys.argv[1:])
