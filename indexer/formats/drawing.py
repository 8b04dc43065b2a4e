"""What is drawn in an Office file: texts of shapes, charts and diagrams, and pictures to tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from indexer.blocks import Omission
from indexer.layout.linear import clean
from indexer.packages import ooxml
from indexer.packages.parcel import Parcel

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(cm|mm|in|pt|pc|px)")
_UNITS = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96}
_PLACE_LENGTH = 20
_EMU_A_CM = 360_000
_LEAST_CM = 0.4
_LEAST_SQUARE_CM = 2.0
"""Pictures narrower or smaller than this are marks and icons; the print of a line is larger."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is printed in a drawing, paragraph by paragraph, and what of it could not be read."""

    texts: list[str]
    omissions: list[Omission]


def drawing_of(
    root: etree._Element, parcel: Parcel, targets: Mapping[str, str], place: str
) -> Drawing:
    """Read shapes, charts, diagrams and pictures.

    Args:
        root: an element with drawings in it.
        parcel: the package, for charts and diagrams, which are parts of their own.
        targets: names of the parts that its relation ids mean.
        place: of the drawing, in Traditional Chinese.
    """
    found = Drawing([*_paragraphs(root)], [])
    for element in root.iter(f"{_CHART}chart", f"{_DIAGRAM}relIds"):
        id_ = element.get(ooxml.RELATION_ID) or element.get(f"{ooxml.RELATIONS}dm")
        part = targets.get(id_ or "")
        if part is not None and part in parcel:
            inner = ooxml.part(parcel, part)
            found.texts.extend([*_paragraphs(inner), *_series(inner)])
        if element.tag == f"{_CHART}chart":
            told = f"{place}有統計圖，只讀了標題、類別與數值，圖形的樣子沒有讀"
            found.omissions.append(Omission("object", place, told, guessed=True))
    for _ in pictures(root):
        found.omissions.append(picture_at(place))
    return found


def picture_at(place: str) -> Omission:
    """That a picture stands somewhere whose text, if it has any, is not read."""
    told = f"{place}有圖片，圖裡如有文字沒有讀到；掃描的頁面請先做文字辨識（OCR）"
    return Omission("image", place, told)


def after(text: str) -> str:
    """A place in a file without pages, named by what stands before it."""
    line = text.rstrip("\n").rpartition("\n")[2]
    more = "…" if len(line) > _PLACE_LENGTH else ""
    return f"「{line[:_PLACE_LENGTH]}{more}」之後" if line else "文件開頭"


def hidden_text(count: int) -> Omission:
    """That characters which the file hides were left out."""
    return Omission("hidden", "內文", f"略過隱藏文字 {count} 字", count)


def tracked(inserted: int, deleted: int, count: int) -> Omission:
    """How tracked changes were read; count is of the characters deleted."""
    told = f"追蹤修訂以全部接受處理（插入 {inserted} 處、刪除 {deleted} 處）"
    return Omission("deleted", "內文", told, count)


def in_cm(length: str | None) -> float:
    """A length such as 2.5cm, 36pt or 1in in centimetres, 0 where it is none."""
    match = _LENGTH.match(length or "")
    return float(match.group(1)) * _UNITS[match.group(2)] if match else 0.0


def pictures(root: etree._Element) -> Iterator[etree._Element]:
    """Pictures that are large enough to hold text."""
    for blip in root.iter(f"{A}blip"):
        holder = next((one for one in blip.iterancestors() if _holds_size(one)), root)
        sizes = (one for one in holder.iter("{*}extent", "{*}ext") if one.get("cx"))
        size = next(sizes, None)
        if size is None or large_enough(_cm(size.get("cx")), _cm(size.get("cy"))):
            yield blip


def _holds_size(element: etree._Element) -> bool:
    return etree.QName(element).localname in ("pic", "inline", "anchor", "oneCellAnchor")


def large_enough(width: float, height: float) -> bool:
    """Whether a picture of a size in centimetres may hold text."""
    return min(width, height) >= _LEAST_CM and width * height >= _LEAST_SQUARE_CM


def _cm(emu: str | None) -> float:
    return int(emu) / _EMU_A_CM if emu and emu.isdigit() else 0.0


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{A}p"):
        text = clean("".join(run.text or "" for run in paragraph.iter(f"{A}t")))
        if text:
            yield text


def _series(chart: etree._Element) -> Iterator[str]:
    """Each series of a chart as a line: its name, then category and value in pairs."""
    for series in chart.iter(f"{_CHART}ser"):
        name = "".join(_points(series.find(f"{_CHART}tx")))
        keys = _points(series.find(f"{_CHART}cat"))
        values = _points(series.find(f"{_CHART}val"))
        keys += [""] * (len(values) - len(keys))
        pairs = (f"{key} {value}".strip() for key, value in zip(keys, values, strict=False))
        text = clean(f"{name}：{'、'.join(pairs)}" if name else "、".join(pairs))
        if text:
            yield text


def _points(element: etree._Element | None) -> list[str]:
    if element is None:
        return []
    return [point.text or "" for point in element.iter(f"{_CHART}v")]
