"""What a person typed, as a tree of typed terms with filters; any text at all can be parsed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

MOST_CHARACTERS = 2_000
MOST_STRICT = 500
MOST_TERMS = 64
MOST_DEPTH = 20

_PAIRS = {'"': '"', "“": "”", "＂": "＂", "「": "」", "『": "』", "〝": "〞", "﹁": "﹂"}
_OPEN = "(（﹙"
_CLOSE = ")）﹚"
_MINUS = "-－−–"
OR_WORDS = frozenset({"OR", "ＯＲ", "|", "｜", "||", "或"})
_AND = frozenset({"AND", "ＡＮＤ", "&", "&&", "且"})
# Other systems take these for signs; here they are words, which plans in English hold.
_TAKEN_FOR_SIGNS = {
    "or": "要表示有一個詞就好，請寫大寫的 OR，或寫「或」",
    "not": "要排除一個詞，請在詞前加減號",
}
_FACETS = {
    "機關": "agency", "agency": "agency",
    "年度": "year", "年": "year", "year": "year",
    "工作計畫": "work_program", "工作計劃": "work_program", "work_program": "work_program",
    "program": "work_program",
    "類別": "plan_category", "計畫類別": "plan_category", "計劃類別": "plan_category",
    "plan_category": "plan_category", "category": "plan_category",
    "種類": "kind", "kind": "kind",
}  # fmt: skip
_FILTER = re.compile(rf"({'|'.join(sorted(_FACETS, key=len, reverse=True))})[:：](?=\S)", re.I)


@dataclass(frozen=True, slots=True)
class Typed:
    """A term as typed.

    Attributes:
        quoted: it stood in quotation marks, so that only its own wording counts.
        prose: a sentence or more, of which the words count.
        span: where it stands in the query, marks aside; the same term may stand twice.
    """

    text: str
    quoted: bool = False
    prose: bool = False
    span: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """All of these parts."""

    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Any of these parts."""

    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Everything that lacks this part."""

    part: Syntax


Syntax = Typed | All | Any | Without


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as parsed.

    Attributes:
        text: what was parsed, without characters that nobody sees and that part no words.
        tree: None where nothing but filters was typed.
        filters: (facet, what was typed for it), in the order typed.
        problems: sentences in Traditional Chinese.
    """

    text: str
    tree: Syntax | None
    filters: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the typed text: a term, a filter or one of the marks ( ) OR -."""

    what: str
    text: str = ""
    facet: str = ""
    start: int = 0


@dataclass(slots=True)
class _Level:
    """An open bracket: alternatives, each of which is a list of parts that must all hold."""

    alternatives: list[list[Syntax]]
    negated: bool = False


def parse(text: str) -> Parsed:
    """Parse a typed query.

    Args:
        text: anything; what is beyond MOST_CHARACTERS is cut off and said.

    Returns:
        Its tree, filters and problems.
    """
    problems: list[str] = []
    if len(text) > MOST_CHARACTERS:
        problems.append(f"查詢超過 {MOST_CHARACTERS:,} 個字，只用了前面 {MOST_CHARACTERS:,} 個字。")
        text = text[:MOST_CHARACTERS]
    # Zero-width marks and soft hyphens come with what is pasted, in the middle of words.
    text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    tokens = _tokens(text, problems)
    filters = tuple((token.facet, token.text) for token in tokens if token.what == "filter")
    tree = _tree([token for token in tokens if token.what != "filter"], problems)
    return Parsed(text, tree, filters, tuple(dict.fromkeys(problems)))


def terms(tree: Syntax | None) -> tuple[Typed, ...]:
    """Give the terms that are not excluded, in the order typed."""
    match tree:
        case Typed():
            return (tree,)
        case All(parts) | Any(parts):
            return tuple(term for part in parts for term in terms(part))
    return ()


def excluded(tree: Syntax | None) -> tuple[Syntax, ...]:
    """Give the parts that the whole query excludes."""
    match tree:
        case Without(part):
            return (part,)
        case All(parts):
            return tuple(out for part in parts for out in excluded(part))
    return ()


def _tokens(text: str, problems: list[str]) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    open_brackets = 0
    while place < len(text):
        character = text[place]
        if _is_space(character):
            place += 1
        elif character in _CLOSE and open_brackets:
            tokens.append(_Token(")"))
            open_brackets -= 1
            place += 1
        elif character in _OPEN and _groups(text, place):
            tokens.append(_Token("("))
            open_brackets += 1
            place += 1
        elif character in _PAIRS and (closing := _closing(text, place)) is not None:
            tokens.append(_Token("quoted", text[place + 1 : closing], start=place + 1))
            place = closing + 1
        elif character in _MINUS and _excludes(text, place):
            tokens.append(_Token("-"))
            place += 1
        elif found := _FILTER.match(text, place):
            if tokens and tokens[-1].what == "-":
                tokens.pop()
                problems.append("篩選條件前的減號沒有作用，請改選要看的值。")
            value, place = _value(text, found.end())
            tokens.append(_Token("filter", value, _FACETS[found.group(1).lower()]))
        elif character in _PAIRS:
            problems.append(f"引號 {character} 沒有成對，已略過。")
            place += 1
        else:
            if character in _OPEN and _never_closed(text, place):
                problems.append(f"括號 {character} 沒有成對，當作一般文字。")
            end = _end(text, place, open_brackets)
            word = text[place:end]
            meant = None if word in OR_WORDS else _TAKEN_FOR_SIGNS.get(word.lower())
            if meant and not text.isascii():  # in English these are words among words
                problems.append(f"「{word}」當作一般的字來查；{meant}。")
            tokens.append(
                _Token(
                    "or" if word in OR_WORDS else "and" if word in _AND else "word",
                    word,
                    start=place,
                )
            )
            place = end
    return tokens


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cs")


def _ends_term(text: str, place: int) -> bool:
    return place >= len(text) or _is_space(text[place]) or text[place] in _CLOSE


def _groups(text: str, place: int) -> bool:
    """Whether a bracket holds terms together, rather than stands in a text such as （一）推動."""
    depth = 0
    for at in range(place, len(text)):
        if text[at] in _OPEN:
            depth += 1
        elif text[at] in _CLOSE:
            depth -= 1
            if depth == 0:
                return _ends_term(text, at + 1)
    return False


def _never_closed(text: str, place: int) -> bool:
    depth = 0
    for character in text[place:]:
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth == 0:
            return False
    return True


def _closing(text: str, place: int) -> int | None:
    """Where a quotation ends: a mark at the end of a term, else the one that balances."""
    opening, closing = text[place], _PAIRS[text[place]]
    depth = 1
    balanced: int | None = None
    for at in range(place + 1, len(text)):
        character = text[at]
        if character == closing:
            depth -= 1
            if depth <= 0 or closing == opening:
                balanced = at if balanced is None else balanced
                if _ends_term(text, at + 1):
                    return at
        elif character == opening:
            depth += 1
    return balanced


def _excludes(text: str, place: int) -> bool:
    """Whether a minus begins a term and is followed by one."""
    begins = place == 0 or _is_space(text[place - 1]) or text[place - 1] in _OPEN
    return begins and not _ends_term(text, place + 1) and text[place + 1] not in _MINUS


def _value(text: str, place: int) -> tuple[str, int]:
    """The value of a filter, quoted or up to a space, and where it ends."""
    if text[place] in _PAIRS and (closing := _closing(text, place)) is not None:
        return text[place + 1 : closing], closing + 1
    end = place
    while end < len(text) and not _is_space(text[end]):
        end += 1
    return text[place:end], end


def _end(text: str, place: int, open_brackets: int) -> int:
    """Where a word ends: at a space, or at a bracket that closes one opened before the word."""
    depth = 0
    for at in range(place, len(text)):
        character = text[at]
        if _is_space(character):
            return at
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            if depth:
                depth -= 1
            elif open_brackets and at > place:
                return at
    return len(text)


def _tree(tokens: list[_Token], problems: list[str]) -> Syntax | None:
    """Build the tree without recursion, so that no depth of brackets can exhaust the stack."""
    levels = [_Level([[]])]
    negate = False
    count = 0
    ignored = 0
    for token in tokens:
        if token.what == "-":
            negate = True
        elif token.what == "(":
            if len(levels) > MOST_DEPTH:
                problems.append(f"括號超過 {MOST_DEPTH} 層，裡層的括號不計。")
                ignored += 1
            else:
                levels.append(_Level([[]], negate))
                negate = False
        elif token.what == ")":
            if ignored:
                ignored -= 1
            elif len(levels) > 1:
                _close(levels)
        elif token.what == "or":
            levels[-1].alternatives.append([])
            negate = False
        elif token.what in ("word", "quoted"):
            count += 1
            if count > MOST_TERMS:
                problems.append(f"關鍵字超過 {MOST_TERMS} 個，其餘的沒有用到。")
                break
            span = (token.start, token.start + len(token.text))
            term = Typed(token.text.strip(), quoted=token.what == "quoted", span=span)
            levels[-1].alternatives[-1].append(Without(term) if negate else term)
            negate = False
    while len(levels) > 1:
        _close(levels)
    return _joined(levels[0])


def _close(levels: list[_Level]) -> None:
    closed = levels.pop()
    tree = _joined(closed)
    if tree is not None:
        levels[-1].alternatives[-1].append(Without(tree) if closed.negated else tree)


def _joined(level: _Level) -> Syntax | None:
    alternatives = [_all(parts) for parts in level.alternatives if parts]
    if len(alternatives) > 1:
        return Any(tuple(alternatives))
    return alternatives[0] if alternatives else None


def _all(parts: list[Syntax]) -> Syntax:
    return parts[0] if len(parts) == 1 else All(tuple(parts))
