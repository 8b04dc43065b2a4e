"""Codes in front of names: election promises (5-7-1), SDG indicators (1.3.1), labels."""

from __future__ import annotations

import re
import unicodedata

from indexer.vocabulary import load
from search.analysis.needle import one_writing

_CODE = re.compile(
    r"(\d{1,2}(?:-\d{1,2}){1,3}|\d{1,2}\.[0-9a-z]{1,2}\.\d{1,2})(?![\d.%-])[\s:：、.]*"
)


# 1.1 低收入戶人口占比 and AC1-2 旅客人次 are codes of indicators; 1.5倍 and PM10 are none.
_SHORT_CODE = re.compile(r"(\d{1,2}\.\d{1,2}|[A-Z]{1,3}\d{1,2}(?:-\d{1,2}){1,2})[\s:、]+(?=\D{3})")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]$")
_LONGEST_LABEL = 24
_LABEL_NUMBER = (
    r"(?:\d{1,2}(?:[.-][0-9a-z]{1,2}){0,3}|[A-Z]{1,3}\d{1,2}|[一二三四五六七八九十]{1,3})"
)
_LEAST_TELLING = 3
"""Characters of a label that is one without a colon behind its number: SDG 1 終結貧窮."""


def _label(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def indicator_code(text: str) -> tuple[str | None, str]:
    """Code and name of an indicator such as 指標 1.4.1：辦理創業研習課程場次."""
    match = re.match(rf"(?:{_label(load().labels['indicator'])})\s*", text)
    rest = text[match.end() :] if match else text
    narrow = _narrow(rest)
    code = _CODE.match(narrow) or _SHORT_CODE.match(narrow)
    if code:
        return code.group(1), rest[code.end() :].strip()
    if match and rest[:1] in "：:":
        return None, rest[1:].strip()
    return None, text


def leading_code(text: str) -> tuple[str | None, str]:
    """Code and name of a project such as 6-7-3伴「礙」同行就業無礙計畫."""
    code = _CODE.match(_narrow(text))
    if code and text[code.end() :].strip():
        return code.group(1), text[code.end() :].strip()
    return None, text


def number_or_code(text: str | None) -> tuple[str | None, str | None]:
    """What a cell of numbers holds: (number, None), or (None, code) where it is a code."""
    narrow = _narrow(text or "")
    code = _CODE.match(narrow)
    return (None, code.group(1)) if code and code.end() == len(narrow) else (text, None)


def labelled_goal(title: str) -> tuple[str, str] | None:
    """Number and name of a goal such as 核心目標 1 強化弱勢群體…, or None."""
    match = re.match(
        rf"((?:{_label(load().labels['goal'])})\s*{_LABEL_NUMBER})"
        r"[\s:：、.「]+(?=\S)",
        _narrow(title),
    )
    if not match:
        return None
    return match.group(1), title[match.end() :].strip("」 ").removesuffix("。")


def numbered_label(text: str) -> str | None:
    """What stands before the name in 目標一：…, 指標 6.1.1：…, 策略1-1：… or SDG 1 …, or None."""
    line = _narrow(text[:_LONGEST_LABEL])
    for words in load().labels.values():
        match = re.match(rf"(?:{_label(words)})\s*{_LABEL_NUMBER}(?=\s*:\s*\S)", line)
        if match:
            return text[: match.end()]
    telling = tuple(w for w in load().labels["goal"] if len(w) >= _LEAST_TELLING)
    match = re.match(rf"(?:{_label(telling)})\s*{_LABEL_NUMBER}(?=\s+\S)", line)
    return text[: match.end()] if match else None


def labelled(title: str, kind: str) -> str | None:
    """The name behind a label and a colon (關鍵績效指標：…, 關鍵策略目標二：…), or None.

    Args:
        title: of a heading.
        kind: "goal" or "indicator".
    """
    match = re.match(
        rf"(?:{_label(load().labels[kind])})\s*{_LABEL_NUMBER}?\s*[：:]\s*(?=\S)",
        _narrow(title),
    )
    return _FOOTNOTE.sub("", title[match.end() :].strip()).removesuffix("。") if match else None


def _narrow(text: str) -> str:
    """Full-width digits and marks made narrow, words in their first writing; as many characters."""
    out = []
    for char in text:
        folded = unicodedata.normalize("NFKC", char)
        out.append(folded if len(folded) == 1 else char)
    return one_writing("".join(out))
