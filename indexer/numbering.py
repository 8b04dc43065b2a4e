"""Printed numbers: what stands before a heading or an item, such as 壹、 （一） 1. or 第二節."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_DIGITS = "〇零一二三四五六七八九"
_FORMAL = str.maketrans(
    "壹貳叁參参叄肆伍陸陆柒捌玖拾佰弌貮贰", "一二三三三三四五六六七八九十百一二二"
)
_CHINESE = "一二三四五六七八九十百〇零廿卅"
_FORMAL_SET = "壹貳貮贰叁參参叄肆伍陸陆柒捌玖拾佰"
_WIDE = str.maketrans("０１２３４５６７８９（）．，：", "0123456789().,:")


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral below 1,000 (十二, 一百零三, 壹拾, 一○九), or None."""
    text = text.translate(_FORMAL).replace("○", "〇").replace("零", "〇")
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or any(c not in _CHINESE for c in text):
        return None
    if "十" not in text and "百" not in text:
        return int("".join(str(_DIGITS.index(c) - 1 if c != "〇" else 0) for c in text))
    total = 0
    unit = 0
    for char in text:
        if char == "百":
            total += (unit or 1) * 100
            unit = 0
        elif char == "十":
            total += (unit or 1) * 10
            unit = 0
        elif char != "〇":
            unit = _DIGITS.index(char) - 1
    return total + unit


@dataclass(frozen=True, slots=True)
class Enumerator:
    """A printed number at the start of a line.

    Attributes:
        style: what it looks like; numbers of one style count at one level.
        value: from 1.
        text: as printed, without the mark that follows it (一, （一）, 第二節).
        end: where the text behind it begins.
    """

    style: str
    value: int
    text: str
    end: int


# The order is the order in which documents nest them, which only settles doubtful cases:
# a style that is open already keeps its level wherever it stands.
STYLES = (
    "part",  # 第一篇
    "chapter",  # 第一章, 附錄一
    "roman",  # Ⅰ、
    "formal",  # 壹、
    "section",  # 第一節
    "bare",  # 1 over 1.1, known by what follows it alone
    "ordinal",  # 第一、 其一、
    "chinese",  # 一、
    "chinese-bracket",  # （一）
    "digit",  # 1. 1、
    "two-part",  # 1.1 or 1-1, known by what stands above it alone
    "three-part",  # 1.1.1
    "four-part",
    "digit-bracket",  # (1)
    "circled",  # ① ⑴
    "stem",  # 甲、
    "capital",  # A.
    "letter",  # a.
    "letter-bracket",  # (a)
)
RANK = {style: rank for rank, style in enumerate(STYLES)}

_NUM = rf"[{_CHINESE}{_FORMAL_SET}○]{{1,5}}|[0-9０-９]{{1,3}}"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第\s?({_NUM})\s?[篇編部](?![分門會隊位組])[\s:：、]*")),
    ("chapter", re.compile(rf"第\s?({_NUM})\s?章[\s:：、]*")),
    ("chapter", re.compile(rf"附[錄件表](?:\s?({_NUM}))?(?=[\s:：、．.])[\s:：、．.]*")),
    ("section", re.compile(rf"第\s?({_NUM})\s?節[\s:：、]*")),
    # 第一、二期 counts two things and numbers nothing.
    (
        "ordinal",
        re.compile(rf"第\s?([{_CHINESE}]{{1,3}})、(?![{_CHINESE}0-9０-９])[\s　]*"),
    ),
    ("ordinal", re.compile(rf"其([{_CHINESE}]{{1,2}})、[\s　]*")),
    ("formal", re.compile(rf"([{_FORMAL_SET}]{{1,4}})\s?[、．.，,:：][\s　]*")),
    ("chinese", re.compile(rf"([{_CHINESE}○]{{1,4}})\s?[、．.][\s　]*")),
    ("chinese-bracket", re.compile(rf"[（(]\s?([{_CHINESE}○]{{1,4}})\s?[）)][、．.]?[\s　]*")),
    ("digit-bracket", re.compile(r"[（(]\s?([0-9０-９]{1,2})\s?[）)][、．.]?[\s　]*")),
    ("digit", re.compile(r"([0-9０-９]{1,2})\s?(?:、|[.．](?![0-9０-９]))[\s　]*")),
    ("stem", re.compile(r"([甲乙丙丁戊己庚辛壬癸])、[\s　]*")),
    ("letter-bracket", re.compile(r"[（(]([A-Za-zＡ-Ｚａ-ｚ])[）)][\s　]*")),
    ("capital", re.compile(r"([A-ZＡ-Ｚ])(?:、|[.．](?=[\s　\u3400-\u9fff]))[\s　]*")),
    ("letter", re.compile(r"([a-zａ-ｚ])(?:、|[.．](?=[\s　\u3400-\u9fff]))[\s　]*")),
    ("roman", re.compile(r"([Ⅰ-Ⅻⅰ-ⅻ])\s?[、．.，,:：\s][\s　]*")),
)
_CIRCLED = re.compile(r"([①-⑳⑴-⒇❶-❿➀-➉])[、．.]?[\s　]*")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
# Most lines begin with none of these: one look instead of twelve patterns.
_FIRST = re.compile(
    rf"[第附其（(0-9０-９A-Za-zＡ-Ｚａ-ｚ{_CHINESE}{_FORMAL_SET}○{_STEMS}①-⑳⑴-⒇❶-❿➀-➉Ⅰ-Ⅻⅰ-ⅻ\uf900-\ufaff]"
)


def enumerator(text: str) -> Enumerator | None:
    """The printed number that a line begins with, or None.

    Args:
        text: a line; leading white space is not looked past.
    """
    if not _FIRST.match(text):
        return None
    if not text.isascii():
        # Compatibility ideographs (a 陸 of U+F9D3) look the same: one character for one.
        text = "".join(map(_plain, text[:16])) + text[16:]
    for style, pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            value = _value(style, match.group(1))
            if value is not None:
                mark = match.group(0).rstrip(" 　、．.，,:：\t")
                if mark.endswith((")", "）")):
                    mark = "".join(mark.split())
                return Enumerator(style, value, mark, match.end())
    match = _CIRCLED.match(text)
    if match:
        code = ord(match.group(1))
        for first in (0x2460, 0x2474, 0x2776, 0x2780):
            if first <= code < first + 20:
                return Enumerator("circled", code - first + 1, match.group(1), match.end())
    return None


def _plain(char: str) -> str:
    return unicodedata.normalize("NFC", char) if "\uf900" <= char <= "\ufaff" else char


def _value(style: str, digits: str | None) -> int | None:
    if digits is None:
        return 1
    if style == "stem":
        return _STEMS.index(digits) + 1
    if style == "roman":
        return (ord(digits) - 0x2160) % 16 + 1
    if style in ("capital", "letter", "letter-bracket"):
        code = ord(digits.lower())
        return code - (0xFF41 if code > 0xFF00 else 0x61) + 1
    plain = digits.translate(_WIDE)
    return int(plain) if plain.isascii() else chinese_number(plain)


_BULLET = re.compile(r"([-*+•·●○◎◆◇★☆■□▪◼※‧➢➤►▶])[\s　]+|([•·●◎◆◇★■▪※‧➢➤►▶])[\s　]*")


def bullet(text: str) -> int:
    """How many characters of a bullet the line begins with, 0 for none."""
    match = _BULLET.match(text)
    return match.end() if match else 0


_ITEM = re.compile(
    rf"(?:^|(?<=[。；;！？\n])(?<!\n\n)|(?<=[。；;：:] )|(?<=[。；;：:]　))[\s　]*+(?=(?:[{_CHINESE}]{{1,3}}、|[（(][{_CHINESE}]{{1,3}}[）)]|"
    r"[0-9０-９]{1,2}(?:、|[.．](?![0-9０-９]))|[（(][0-9０-９]{1,2}[）)]|[①-⑳⑴-⒇]))"
)


_LONGEST = 40
"""Characters that a printed number and the space behind it may take."""


def items(text: str) -> tuple[str, ...]:
    """Cut the text of a cell or paragraph into its numbered items.

    Only the style of the first number cuts, and only while the numbers count up by one: a
    （1） inside 二、 stays inside, and so does 一、 in the midst of a sentence.

    Returns:
        The items with their printed numbers, in order. What stands before the first number
        is an item of its own; without numbers, each paragraph is one.
    """
    starts: list[int] = []
    style = ""
    value = 0
    for match in _ITEM.finditer(text):
        found = enumerator(text[match.end() : match.end() + _LONGEST])
        if found is None:
            continue
        if not starts:
            if found.value != 1 and match.end() != 0:
                continue
            style, value = found.style, found.value
            starts.append(match.end())
        elif found.style == style and found.value == value + 1:
            value = found.value
            starts.append(match.end())
    if not starts:
        return tuple(part.strip() for part in text.split("\n") if part.strip())
    cuts = [0, *starts, len(text)] if starts[0] else [*starts, len(text)]
    parts = (text[a:b].strip() for a, b in pairwise(cuts))
    return tuple(part.replace("\n", "") for part in parts if part)
