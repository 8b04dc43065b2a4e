"""Formulas as a line of text: OMML of Word, MathML of OpenDocument, EQ fields of old documents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

_OPERATOR = re.compile(r"[-+×÷*/=＋－±]")
_CIRCLED = ((1, 0x2460, 20), (21, 0x3251, 15), (36, 0x32B1, 15))
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_RAISED = "\0"
_LONGEST_CODE = 1000
"""Of an EQ field, in characters: longer ones nest deeper than Python calls."""
_SWITCH = re.compile(r"\\([a-z]+)\s*[^\\(]*?(?=[\\(]|$)", re.I)


def math_text(element: etree._Element) -> str:
    """A formula in OMML or MathML: a fraction as a/b, a root as √a, all else in reading order."""
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    parts = [math_text(child) for child in element.iterchildren(tag=etree.Element)]
    match name:
        case "t" | "mi" | "mn" | "mo" | "mtext" | "ms":
            return (element.text or "").strip(" ")
        case "f" | "mfrac" if len(parts) >= 2:
            return "/".join(map(_grouped, parts[-2:]))
        case "rad" | "msqrt" | "mroot":
            return f"√{_grouped(parts[-1] if name == 'rad' else parts[0] if parts else '')}"
        case "d":
            inside = ",".join(part for part in parts if part)
            opening, closing = (_mark(element, name) for name in ("begChr", "endChr"))
            return f"{'(' if opening is None else opening}{inside}{')' if closing is None else closing}"
        case "nary":
            return (_mark(element, "chr") or "∫") + "".join(parts)
        case "mr" | "mtr":
            return " ".join(parts) + "\n"
        case "annotation" | "annotation-xml" | "ctrlPr" | "rPr":
            return ""
    return "".join(parts)


def _grouped(text: str) -> str:
    """Text in brackets where it would else read as more than one term."""
    return f"({text})" if _OPERATOR.search(text) else text


def _mark(element: etree._Element, name: str) -> str | None:
    """A sign that OMML gives as a property."""
    for found in element.iter("{*}" + name):
        return next((found.get(key) for key in map(str, found.keys()) if key[-3:] == "val"), "")
    return None


def eq_text(instruction: str) -> str | None:
    r"""What an EQ field prints, such as 甲/乙 for eq \f(甲,乙); None for any other field."""
    name, _, code = instruction.strip().partition(" ")
    if name.upper() != "EQ":
        return None
    # Switches of the field itself (\* jc2, \* "Font:標楷體") set type and say nothing.
    code = re.sub(r'\\\*\s*(?:"[^"]*"|\S+)', "", code)
    return _sequence(code[:_LONGEST_CODE], 0, "")[0].replace(_RAISED, "").strip()


def _sequence(code: str, at: int, ends: str) -> tuple[str, int]:
    """Text up to one of some characters, with where it ends."""
    out: list[str] = []
    while at < len(code) and code[at] not in ends:
        if code[at] != "\\":
            out.append(code[at])
            at += 1
        elif _SWITCH.match(code, at):
            text, at = _switch(code, at)
            out.append(text)
        else:
            out.append(code[at + 1 : at + 2])
            at += 2
    return "".join(out), at


def _switch(code: str, at: int) -> tuple[str, int]:
    r"""A switch with its options and arguments, such as \s\up 8(上) or \f(甲,乙)."""
    names: list[str] = []
    brackets: dict[str, str] = {}
    while match := _SWITCH.match(code, at):
        names.append(match.group(1).lower())
        at = match.end()
        if names[-1] in ("lc", "rc", "bc") and re.match(r"\\[^a-zA-Z]", code[at : at + 2]):
            brackets[names[-1]] = code[at + 1]
            at += 2
    arguments: list[str] = []
    if code[at : at + 1] == "(":
        while at < len(code) and code[at] != ")":
            text, at = _sequence(code, at + 1, ",;)")
            arguments.append(text.strip())
        at += 1
    return _printed(names, arguments, brackets), at


def _printed(names: Sequence[str], arguments: list[str], brackets: dict[str, str]) -> str:
    kind = names[0] if names else ""
    if kind == "s" and "up" in names:
        return _RAISED + ",".join(arguments)
    if kind == "f" and len(arguments) > 1:
        return "/".join(map(_grouped, arguments[:2]))
    if kind == "r" and arguments:
        return f"√{_grouped(arguments[-1])}"
    if kind == "o":
        return _overstruck([argument for argument in arguments if argument])
    if kind == "b":
        both = brackets.get("bc", "" if brackets else "(")
        closing = brackets.get("rc", _CLOSING.get(both, both))
        return f"{brackets.get('lc', both)}{','.join(arguments)}{closing}"
    if kind == "d":
        return ""
    return (" " if kind == "a" else ",").join(arguments)


def _overstruck(arguments: list[str]) -> str:
    """Characters on top of each other: a number in a ring, a reading over its character."""
    ring = arguments[:1] in (["○"], ["〇"], ["◯"])
    if ring and len(arguments) > 1 and arguments[1].isdecimal():
        number = int(arguments[1][:4])
        for first, code, count in _CIRCLED:
            if first <= number < first + count:
                return chr(code + number - first)
    if ring or any(not argument.startswith(_RAISED) for argument in arguments):
        # What is raised over a character is its reading, as in a phonetic guide.
        arguments = [one for one in arguments[ring:] if not one.startswith(_RAISED)]
    return "".join(arguments)
