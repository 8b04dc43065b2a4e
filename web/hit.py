"""A hit in a list: what of it is shown, and how little is enough."""

from __future__ import annotations

import re

from search.model import Hit, Kpi, Passage, Snippet
from web import wordings

MOST_NUMBERS = 4
_LONGEST_NUMBER = 24
_LEAD = re.compile(r"^[（(]?[一二三四五六七八九十百壹貳參肆伍陸柒捌玖拾\d]{1,4}[）)、.．]\s*")
_PART_TITLE = re.compile(rf"(?:{'|'.join(wordings.PART_WORDS)}|、)+")


def title_over(passage: Passage) -> str:
    """The nearest heading that names a subject, where the title names none; else empty.

    Args:
        passage: whose title may be such as 結語 or 執行內容, the same in every document.
    """
    if not _PART_TITLE.fullmatch(passage.title):
        return ""
    over = (_LEAD.sub("", part) for part in reversed(passage.section.split(" > ")))
    return next((part for part in over if part and not _PART_TITLE.fullmatch(part)), "")


def title_marks(hit: Hit) -> tuple[tuple[int, int], ...]:
    """The marks of the title, where it was cut nowhere."""
    whole = (one for one in hit.snippets if _is_whole_title(hit, one))
    return next((snippet.marks for snippet in whole), ())


def shown_snippets(hit: Hit) -> tuple[Snippet, ...]:
    """The snippets under the title: for an indicator its cells, else its text.

    An indicator's text is its cells in a row, so that one of the two is enough.
    """
    rest = tuple(one for one in hit.snippets if not _is_whole_title(hit, one))
    cells = tuple(one for one in rest if one.field.startswith("kpi."))
    return tuple(one for one in rest if one.field != "text") if cells else rest


def numbers(kpi: Kpi) -> tuple[tuple[str, str], ...]:
    """The target and the values of an indicator, as far as they are short."""
    printed = [(wordings.FIELDS["kpi.target"], kpi.target)] if kpi.target else []
    printed += [(wordings.value_label(label), value) for label, value in kpi.values]
    return tuple(pair for pair in printed if len(pair[1]) <= _LONGEST_NUMBER)[:MOST_NUMBERS]


def _is_whole_title(hit: Hit, snippet: Snippet) -> bool:
    return snippet.field == "title" and snippet.text == hit.passage.title
