from __future__ import annotations

from made import Print, grid, pdf

from indexer.formats.pdf_source import Sheet, sheets_of

PRINTS: list[Print] = [
    (60, 80, "勞動條件檢查"),
    (60, 110, "World Bank"),
    (64, 204, "計畫"),
    (164, 204, "經費"),
]
RULES = grid([60, 160, 400], [200, 230, 260])


def seen(sheet: Sheet) -> list[tuple[str, int, int]]:
    """Visible glyphs with the left and middle of their boxes, to the nearest 2 points."""
    return sorted(
        (glyph.text, round(glyph.x0 / 2), round((glyph.top + glyph.bottom) / 4))
        for glyph in sheet.glyphs
        if not glyph.text.isspace()
    )


def drawn(sheet: Sheet) -> set[tuple[str, int, int, int, int]]:
    return {
        (edge["orientation"], *(round(edge[side]) for side in ("x0", "top", "x1", "bottom")))
        for edge in sheet.edges
    }


def test_both_libraries_see_the_same_page() -> None:
    data = pdf([(PRINTS, RULES)], font="ArialMade")
    _, (exact,) = sheets_of(data)
    _, (fast,) = sheets_of(data, exact_pages=0)
    assert [text for text, _, _ in seen(fast)] == sorted(
        "".join(t for _, _, t in PRINTS if t != "World Bank") + "WorldBank"
    )
    assert [(text, x) for text, x, _ in seen(fast)] == [(text, x) for text, x, _ in seen(exact)]
    assert drawn(fast) == drawn(exact)
    assert (fast.width, fast.height) == (exact.width, exact.height)


def test_text_in_a_font_that_is_not_there_is_read_whole() -> None:
    # The fast library drops texts of one character in such fonts.
    data = pdf([([(60, 80, "甲"), (60, 110, "乙")], [])])
    _, (sheet,) = sheets_of(data, exact_pages=0)
    assert [glyph.text for glyph in sheet.glyphs] == ["甲", "乙"]


def test_a_page_that_is_printed_sideways_is_turned() -> None:
    latin: list[Print] = [(60, 80, "Labor"), (60, 110, "World Bank"), (64, 204, "Plan")]
    _, (upright,) = sheets_of(pdf([(latin, RULES)], font="ArialMade"), exact_pages=0)
    _, (turned,) = sheets_of(pdf([(latin, RULES)], font="ArialMade", sideways=True))
    assert turned.turned == ""
    assert (turned.width, turned.height) == (upright.height, upright.width)
    assert [(text, x) for text, x, _ in seen(turned)] == [(text, x) for text, x, _ in seen(upright)]
    lowered = {b - a for (*_, a), (*_, b) in zip(seen(upright), seen(turned), strict=True)}
    assert max(lowered) - min(lowered) <= 1
    assert len(drawn(turned)) == len(drawn(upright))
