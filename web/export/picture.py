"""The chart of an indicator as a picture for office files."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from search.programs.series import ACTUAL
from web import wordings
from web.years.series_chart import Panel

HEIGHT = 156
"""Units of a panel from top to bottom; its width says itself."""
CM_A_UNIT = 0.024
_SCALE = 4
_AXIS_Y, _YEAR_Y = 134, 147
_INK, _SOFT, _LINE, _WARN = "#1b1b1b", "#555555", "#1a4f8b", "#a33a00"
_TEXT_SIZE = 12
# The font that comes with Pillow has digits and Latin letters; words stand in the caption.
_WRITTEN = str.maketrans({"≥": ">", "≤": "<", "–": "-", "−": "-"})


def size_cm(panel: Panel) -> tuple[float, float]:
    """Give the width and height at which a chart is printed."""
    return panel.width * CM_A_UNIT, HEIGHT * CM_A_UNIT


def pixels(panel: Panel) -> int:
    """Give how wide the picture of a chart is."""
    return panel.width * _SCALE


def caption(title: str, panel: Panel) -> str:
    """Say what a chart shows and how its signs are read."""
    signs = "、".join(
        f"{'圓點' if role == ACTUAL else '方塊'}為{wordings.VALUE_WORDS.get(role, role)}"
        for role in panel.roles
    )
    parts = (
        signs,
        f"縱軸自 {panel.base} 起" if panel.base else "",
        "虛線處定義或單位改變，前後不能直接比較" if panel.breaks else "",
        "橫軸為年度",
    )
    named = "・".join(filter(None, (title, panel.title)))
    return f"圖：{named}（{'；'.join(filter(None, parts))}）"


def png(panel: Panel) -> bytes:
    """Draw a panel: axis, lines, numbers at their years."""
    image = Image.new("RGB", (panel.width * _SCALE, HEIGHT * _SCALE), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(_TEXT_SIZE * _SCALE)

    def write(x: int, y: int, text: str, ink: str) -> None:
        at = (x * _SCALE, y * _SCALE)
        draw.text(at, text.translate(_WRITTEN), fill=ink, font=font, anchor="mm")

    def line(points: list[tuple[float, float]], ink: str, width: float) -> None:
        draw.line([(x * _SCALE, y * _SCALE) for x, y in points], ink, round(width * _SCALE))

    line([(0, _AXIS_Y), (panel.width, _AXIS_Y)], _SOFT, 1)
    for year in panel.years:
        write(year.x, _YEAR_Y, year.text, _SOFT)
    for mark in panel.breaks:
        for top in range(8, 126, 8):
            line([(mark.x, top), (mark.x, top + 4)], _WARN, 1)
    for role, points in panel.lines:
        pairs = [tuple(map(float, pair.split(","))) for pair in points.split()]
        line([(x, y) for x, y in pairs], _LINE if role == ACTUAL else _SOFT, 1.5)
    for dot in panel.dots:
        box = [
            (dot.x - 4) * _SCALE,
            (dot.y - 4) * _SCALE,
            (dot.x + 4) * _SCALE,
            (dot.y + 4) * _SCALE,
        ]
        if dot.role == ACTUAL:
            draw.ellipse(box, fill=_LINE)
        else:
            draw.rectangle(box, fill="white", outline=_SOFT, width=_SCALE)
        write(dot.x, dot.text_y - 4, dot.text, _INK)
    out = BytesIO()
    image.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()
