"""Unquoted text: sentences, of which the words count, and lists, of which each item is a term."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.query.parse import MOST_STRICT, MOST_TERMS, All, Any, Syntax, Typed, terms

_SENTENCE = re.compile("[。？！；，?!;]")
_PROSE_CHARACTERS = 24
# A bar means the same as OR; a plus is part of names that are not Chinese, such as 2.0+ or C++.
_BAR = re.compile("[|｜]")
_AND_MARKS = re.compile(r"、|(?<=[\u3400-\u9fff])[+＋](?=[\u3400-\u9fff])")
_ITEM = re.compile(r"[^\W_].*[^\W_]", re.S)
_NUMBER = re.compile(r"[一二三四五六七八九十]+|\d{1,2}")
_PAIRED = ("()", "（）", "「」", "『』", "“”", "〈〉", "《》", "〔〕")
_BRACKETS = re.compile("[《》〈〉【】〔〕［］\\[\\]｛｝{}]")
_BRACKETED = re.compile("《.+》|〈.+〉|【.+】|〔.+〕|［.+］|\\[.+\\]|｛.+｝|{.+}", re.S)
_ITEM_AT_ALL = re.compile(r"[^\W_]")
# An item that is longer is a clause, and the whole a sentence with a list in it.
_ITEM_CHARACTERS = 10


def with_prose(tree: Syntax | None, text: str) -> Syntax | None:
    """Join unquoted terms that make up sentences into one, of which the words will count.

    Args:
        tree: of the query.
        text: the whole query as typed.

    Returns:
        The tree itself where what was typed is a list of terms.
    """
    parts = tree.parts if isinstance(tree, All) else () if tree is None else (tree,)
    loose = [part for part in parts if isinstance(part, Typed) and not part.quoted]
    is_prose = len(text) > MOST_STRICT or any(map(_is_sentence, loose))
    if not loose or not is_prose:
        return tree
    prose = Typed(" ".join(part.text for part in loose), prose=True)
    others = [part for part in parts if part not in loose]
    return All((prose, *others)) if others else prose


def without_brackets(tree: Syntax | None) -> Syntax | None:
    """Take brackets off terms that were pasted with them: 《職業安全衛生法》, 職安法【修正】.

    What holds the term with its brackets holds what stands in them and around them, so that
    nothing is missed.
    """
    match tree:
        case Typed(text, quoted=False, prose=False):
            if not _BRACKETED.search(text):
                return tree
            pieces = [piece for piece in _BRACKETS.split(text) if _ITEM_AT_ALL.search(piece)]
            return _one(All, [Typed(piece, span=tree.span) for piece in pieces]) if pieces else tree
        case All(parts):
            return All(tuple(part for one in parts if (part := without_brackets(one))))
        case Any(parts):
            return Any(tuple(part for one in parts if (part := without_brackets(one))))
    return tree


def with_lists(tree: Syntax | None) -> tuple[Syntax | None, tuple[str, ...]]:
    """Take the items of lists such as 職業災害、職業安全 for terms of their own.

    What holds the list as it stands holds all of its items, so that nothing is missed. What is
    quoted, excluded or a sentence stays as it stands, and so does all where the terms would be
    too many.

    Args:
        tree: of the query.

    Returns:
        The tree, and sentences in Traditional Chinese that say how each list was taken.
    """
    said: dict[str, None] = {}

    def apart(syntax: Syntax) -> Syntax:
        match syntax:
            case Typed(text, quoted=False, prose=False):
                items = _items(text)
                if items is None:
                    return syntax
                said[_told(text, items)] = None
                return items
            case All(parts):
                return All(tuple(map(apart, parts)))
            case Any(parts):
                return Any(tuple(map(apart, parts)))
        return syntax

    if tree is None:
        return None, ()
    split = apart(tree)
    return (split, tuple(said)) if len(terms(split)) <= MOST_TERMS else (tree, ())


def _is_sentence(term: Typed) -> bool:
    if _SENTENCE.search(term.text):
        return True
    pieces = _BAR.split(_AND_MARKS.sub("|", term.text))
    return len(term.text) >= _PROSE_CHARACTERS and max(map(len, pieces)) > _ITEM_CHARACTERS


def _items(text: str) -> Syntax | None:
    """The items of a list that is one, each of two letters at least and whole in itself."""
    alternatives = [_AND_MARKS.split(part) for part in _BAR.split(text)]
    items = [item for part in alternatives for item in part]
    if len(items) < 2 or _NUMBER.fullmatch(items[0]) or not all(map(_is_item, items)):
        return None
    parts = [_one(All, [Typed(item) for item in part]) for part in alternatives]
    return _one(Any, parts)


def _is_item(text: str) -> bool:
    return bool(_ITEM.search(text)) and all(
        text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRED
    )


def _one(kind: type[All | Any], parts: Sequence[Syntax]) -> Syntax:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _told(text: str, items: Syntax) -> str:
    match items:
        case All(parts):
            how = f"{len(parts)} 個詞，每個都要有"
        case Any(parts) if all(isinstance(part, Typed) for part in parts):
            how = f"{len(parts)} 個詞，有一個就好"
        case _:
            how = f"{len(terms(items))} 個詞"
    return f"「{text[:40]}」當作 {how}；要照原樣連在一起查，請加引號。"
