from __future__ import annotations

import contextlib
import math

import pypdfium2
import pytest
from made import Print, grid, pdf, raw_pdf

from indexer.blocks import Text
from indexer.formats.pdf import composed_of, read_pdf
from indexer.formats.pdf_glyphs import PrintedPage, View, printed_page
from indexer.layout.glyph_lines import Glyph
from indexer.layout.page import Rule

PRINTS: list[Print] = [
    (60, 80, "Labor"),
    (60, 110, "World Bank"),
    (64, 204, "Plan"),
    (164, 204, "Cost"),
]
RULES = grid([60, 160, 400], [200, 230, 260])


def page_of(data: bytes) -> PrintedPage:
    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        return printed_page(document, 0)[0]


def seen(view: View) -> list[tuple[str, int, int]]:
    """Visible glyphs with the left and middle of their boxes, to the nearest 2 points."""
    return sorted(
        (glyph.text, round(glyph.x0 / 2), round(glyph.middle / 2))
        for glyph in view.glyphs
        if not glyph.text.isspace()
    )


def test_glyphs_stand_where_they_are_printed() -> None:
    page = page_of(pdf([(PRINTS, RULES)], font="ArialMade"))
    (view,) = page.views
    assert "".join(sorted(t for t, _, _ in seen(view))) == "".join(
        sorted("".join(text.replace(" ", "") for _, _, text in PRINTS))
    )
    assert ("L", 30, 43) in seen(view)
    assert page.printed == len(seen(view))
    assert len([rule for rule in view.rules if rule.upright]) == 3


def test_a_page_that_is_printed_sideways_is_turned() -> None:
    (upright,) = page_of(pdf([(PRINTS, RULES)], font="ArialMade")).views
    (turned,) = page_of(pdf([(PRINTS, RULES)], font="ArialMade", sideways=True)).views
    assert (turned.turn, turned.width, turned.height) == (1, upright.height, upright.width)
    assert [(t, x) for t, x, _ in seen(turned)] == [(t, x) for t, x, _ in seen(upright)]
    lowered = {b - a for (*_, a), (*_, b) in zip(seen(upright), seen(turned), strict=True)}
    assert max(lowered) - min(lowered) <= 1
    assert len(turned.rules) == len(upright.rules)


def test_text_in_a_font_that_is_not_there_is_read_whole() -> None:
    # pdfium drops texts of one character in such fonts.
    read = read_pdf(pdf([([(60, 80, "甲"), (60, 110, "乙")], [])]))
    assert read.text.split() == ["甲", "乙"]


def stream(*shown: tuple[str, str]) -> bytes:
    """A content stream: (text matrix, text) of each string."""
    return "\n".join(
        f"BT /F 12 Tf {matrix} Tm <{text.encode('utf-16-be').hex()}> Tj ET"
        for matrix, text in shown
    ).encode()


BODY = [(f"1 0 0 1 60 {700 - 20 * at}", "辦理勞動檢查及輔導。") for at in range(6)]


@pytest.mark.parametrize(
    ("matrix", "text", "reason", "kept"),
    [
        ("0.7 0.7 -0.7 0.7 200 400", "內部草案", "watermark", False),
        ("1 0 0 1 60 900", "頁外備註", "outside-page", False),
        ("0 1 -1 0 540 300", "附錄一", "turned", True),
    ],
)
def test_text_that_does_not_stand_with_the_rest_is_told(
    matrix: str, text: str, reason: str, kept: bool
) -> None:
    read = read_pdf(raw_pdf([stream(*BODY, (matrix, text))]))
    (omission,) = read.omissions
    assert (omission.reason, omission.characters, omission.guessed) == (reason, len(text), kept)
    assert omission.place == "第 1 頁"
    assert (text in read.text) == kept
    assert read.printed == sum(len(shown) for _, shown in BODY) + len(text)


def test_vertical_writing_is_read_by_columns_from_the_right() -> None:
    columns = ["示範縣政府施政計畫", "辦理職業災害預防", "輔導五十場次"]
    shown = [
        (f"1 0 0 1 {480 - 30 * column} {760 - 18 * row}", char)
        for column, text in enumerate(columns)
        for row, char in enumerate(text)
    ]
    read = read_pdf(raw_pdf([stream(*shown)]))
    assert read.text.split() == columns
    assert [(o.reason, o.guessed) for o in read.omissions] == [("vertical", True)]


def test_a_broken_page_costs_itself() -> None:
    data = raw_pdf([stream(BODY[0]), stream(BODY[1])], kids="7 0 R 9 0 R 99 0 R")
    read = read_pdf(data.replace(b"/Count 2", b"/Count 3"))
    assert read.text.count("辦理勞動檢查") == 2
    assert [(o.reason, o.place) for o in read.omissions] == [("broken-page", "第 3 頁")]


def test_a_page_whose_layout_fails_costs_itself() -> None:
    glyphs = tuple(
        Glyph(char, 60.0 + 12 * at, 72.0 + 12 * at, 80.0, 12.0)
        for at, char in enumerate("辦理勞動檢查")
    )
    endless = Rule(0.0, math.inf, 500.0, math.inf)
    pages = [
        PrintedPage(number, views=(View(0, 595.0, 842.0, glyphs, rules),))
        for number, rules in ((1, ()), (2, (endless, Rule(60.0, 60.0, 60.0, math.inf))), (3, ()))
    ]
    broken: list[int] = []
    made = list(composed_of([(page, page.views[0]) for page in pages], broken))
    assert [one.page.number for one in made] == [1, 3]
    assert broken == [2]


def test_letters_that_are_no_text_are_told_and_left_out() -> None:
    read = read_pdf(raw_pdf([stream(*BODY), stream(("1 0 0 1 60 700", "¤¤¥Á°ê¦~«×¬IÅÁ­p"))]))
    assert [(o.reason, o.place) for o in read.omissions] == [("unknown-characters", "第 2 頁")]
    assert "¤" not in read.text


def test_radicals_become_characters_and_the_text_of_the_file_keeps_them() -> None:
    read = read_pdf(raw_pdf([stream(("1 0 0 1 60 700", "⺠眾⾏動⻑期"))]))
    (block,) = read.blocks
    assert isinstance(block, Text)
    assert block.text == "民眾行動長期"
    assert "".join(read.text[start:end] for start, end in block.spans) == "⺠眾⾏動⻑期"
