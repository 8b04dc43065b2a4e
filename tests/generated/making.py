"""Documents of a seed: what each says, how it is laid out, and its file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from generated import printing, writing
from generated.content import write
from generated.layouts import Layout, Printed, choose

# Format → how its file is named.
PLAIN = {
    "txt": "txt",
    "txt-wrapped": "txt",
    "tabs": "txt",
    "pipes": "txt",
    "md": "md",
    "docx": "docx",
    "odt": "odt",
    "html": "html",
    "html-div": "html",
    "xlsx": "xlsx",
    "ods": "ods",
    "csv": "csv",
}
BY_OFFICE = {"pdf-office": "pdf", "pdftotext-layout": "txt", "pdftotext-raw": "txt"}
BY_BROWSER = {"pdf-browser": "pdf"}
FORMATS = (*PLAIN, *BY_OFFICE, *BY_BROWSER)
_SHEETS = frozenset({"xlsx", "ods", "csv"})
_STYLED = frozenset({"docx", "odt", "html", "html-div", "md"})


@dataclass(frozen=True, slots=True)
class Made:
    """A document and its file."""

    name: str
    form: str
    path: Path
    printed: Printed

    @property
    def families(self) -> tuple[str, ...]:
        """The families of layouts that it belongs to."""
        choices = self.printed.choices
        told = {0.0: "words known", 0.35: "words a third strange", 1.0: "words strange"}
        out = [
            told[choices.strange],
            f"title {choices.title}",
            f"numbering {choices.numbering}" if self.form not in _SHEETS else "",
            f"goals {choices.goals}" if choices.goals != "absent" else "",
            f"projects {choices.projects}" if choices.projects != "absent" else "",
            f"indicators {choices.indicators}" if choices.indicators != "absent" else "",
            f"tables {choices.tables}",
            "notes under tables" if choices.notes else "",
            "captions over tables" if choices.captions else "",
            f"furniture {writing.page_settings(choices)}" if self.form not in _SHEETS else "",
        ]
        return tuple(name for name in out if name)


def available() -> tuple[str, ...]:
    """The formats that the programs at hand can make."""
    out = list(PLAIN)
    if not printing.missing(printing.OFFICE):
        out.append("pdf-office")
        if not printing.missing(printing.TEXT):
            out += ["pdftotext-layout", "pdftotext-raw"]
    if not printing.missing(printing.BROWSER):
        out.append("pdf-browser")
    return tuple(out)


def make(seed: int, count: int, folder: Path, formats: Sequence[str]) -> list[Made]:
    """Write documents of a seed; a document depends on the seed, its place and its format alone.

    Args:
        folder: is there already.
        formats: each comes in its turn.
    """
    out = []
    for place in range(count):
        form = formats[place % len(formats)]
        rng = Random(f"{seed} {place} {form}")
        content = write(rng)
        choices = choose(
            rng, sheets=form in _SHEETS, one_table=form == "csv", styled=form in _STYLED
        )
        printed = Layout(content, choices, rng).lay()
        suffix = {**PLAIN, **BY_OFFICE, **BY_BROWSER}[form]
        path = folder / f"{place:04}.{suffix}"
        _write(printed, form, path, rng)
        out.append(Made(path.stem, form, path, printed))
    by_office = [made for made in out if made.form in BY_OFFICE]
    if by_office:
        stage = folder / "stage"
        printing.office_pdf([stage / f"{made.name}.docx" for made in by_office], stage)
        for made in by_office:
            source = stage / f"{made.name}.pdf"
            if made.form == "pdf-office":
                source.replace(made.path)
            else:
                printing.text_of_pdf(source, made.path, layout=made.form == "pdftotext-layout")
    for made in out:
        truth = {
            "form": made.form,
            "choices": repr(made.printed.choices),
            "agency": made.printed.content.agency,
            "year_roc": made.printed.content.year_roc,
            "narrative": made.printed.narrative,
            "passages": made.printed.passages,
        }
        told = json.dumps(truth, ensure_ascii=False, indent=1)
        (folder / f"{made.name}.truth.json").write_text(told, "utf-8")
    return out


def _write(printed: Printed, form: str, path: Path, rng: Random) -> None:
    match form:
        case "txt":
            data = writing.as_text(printed, rng, tables="tabs")
        case "txt-wrapped":
            data = writing.as_text(printed, rng, tables="tabs", wrap=rng.randint(26, 42))
        case "tabs" | "pipes" | "md":
            data = writing.as_text(printed, rng, tables=form)
        case "html":
            data = writing.as_html(printed, rng)
        case "html-div":
            data = writing.as_html(printed, rng, divs=True)
        case "docx":
            data = writing.as_docx(printed, rng)
        case "odt":
            data = writing.as_odt(printed, rng)
        case "xlsx":
            data = writing.as_xlsx(printed, rng)
        case "ods":
            data = writing.as_ods(printed, rng)
        case "csv":
            data = writing.as_csv(printed, rng)
        case _:
            _print(printed, form, path, rng)
            return
    path.write_bytes(data)


def _print(printed: Printed, form: str, path: Path, rng: Random) -> None:
    stage = path.parent / "stage"
    stage.mkdir(exist_ok=True)
    if form in BY_OFFICE:
        (stage / f"{path.stem}.docx").write_bytes(writing.as_docx(printed, rng))
        return
    page = stage / f"{path.stem}.html"
    page.write_bytes(writing.as_html(printed, rng, paper=True))
    printing.browser_pdf(page, path, headed=rng.random() < 0.5)
