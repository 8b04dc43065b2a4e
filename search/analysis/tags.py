"""Parts of speech of words, as jieba's dictionary has them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def tag(word: str) -> str:
    """Give a word's part of speech, such as "n" or "vn"; empty where the dictionary lacks it.

    Args:
        word: in the merged folding, as the cutter gives it.
    """
    text = _dictionary()
    start = text.find(f"\n{word} ".encode())
    if start < 0:
        return ""
    line = text[start + 1 : text.find(b"\n", start + 1)]
    return line.decode().rsplit(" ", 1)[-1].strip()


@cache
def _dictionary() -> bytes:
    """The dictionary as it stands; a table of its tags would take ten times its 5 MB."""
    return b"\n" + files("jieba").joinpath("dict.txt").read_bytes()
