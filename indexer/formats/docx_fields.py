"""Fields of a Word document that show something without a stored result."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from indexer.formats.docx_styles import W, number, switched_on, value
from indexer.formats.formulas import eq_text

_SYMBOL = re.compile(r"\s*SYMBOL\s+([0-9]{2,5})\b", re.I)
_SIGNS = re.compile(r"wingdings|webdings|symbol\s*[\"”]?\s*(?:\\|$)", re.I)
_SILENT = frozenset(
    [
        "ADVANCE",
        "ASK",
        "BOOKMARK",
        "COMMENTS",
        "DATABASE",
        "NEXT",
        "NEXTIF",
        "PAGE",
        "NUMPAGES",
        "PRINT",
        "PRIVATE",
        "RD",
        "SECTION",
        "SECTIONPAGES",
        "SET",
        "SKIPIF",
        "TA",
        "TC",
        "TOC",
        "XE",
        "HYPERLINK",
        "REF",
        "PAGEREF",
    ]
)
"""Fields that print nothing, or nothing that a document without pages has."""


@dataclass(slots=True)
class Field:
    r"""A field that is open.

    Attributes:
        instruction: its code so far, such as EQ \\f(甲,乙).
        in_result: its stored result has begun.
        form: what it holds as a control of a form.
    """

    instruction: str = ""
    in_result: bool = False
    form: etree._Element | None = None

    @property
    def name(self) -> str:
        """What kind of field it is, in capitals."""
        return next(iter(self.instruction.split(maxsplit=1)), "").upper()

    def shown(self) -> str | None:
        """What the field prints where no result is stored; None where that cannot be known."""
        formula = eq_text(self.instruction)
        if formula is not None:
            return formula
        if self.name == "FORMCHECKBOX":
            return "☑" if self._is_checked() else "☐"
        if self.name == "FORMDROPDOWN":
            return self._chosen()
        if self.name == "MACROBUTTON":
            return " ".join(self.instruction.split(maxsplit=2)[2:])
        if self.name == "SYMBOL":
            return self._symbol()
        return "" if self.name in _SILENT or not self.name else None

    def _symbol(self) -> str | None:
        match = _SYMBOL.match(self.instruction)
        if match is None or not 32 <= (code := int(match.group(1))) < 0xD800:
            return None
        # Fonts of signs have theirs where Unicode has none, as w:sym writes them.
        return chr(code + 0xF000 if code < 256 and _SIGNS.search(self.instruction) else code)

    def _is_checked(self) -> bool:
        box = None if self.form is None else self.form.find(f"{W}checkBox")
        if box is None:
            return False
        own = box.find(f"{W}checked")
        return switched_on(box.find(f"{W}default") if own is None else own)

    def _chosen(self) -> str:
        options = None if self.form is None else self.form.find(f"{W}ddList")
        if options is None:
            return ""
        entries = [value(entry) or "" for entry in options.iterchildren(f"{W}listEntry")]
        at = number(options.find(f"{W}result")) or number(options.find(f"{W}default")) or 0
        return entries[at] if 0 <= at < len(entries) else ""


def is_page_number(instruction: str) -> bool:
    """Whether a field counts pages."""
    return instruction.split(maxsplit=1)[:1] in (["PAGE"], ["NUMPAGES"])
