"""What the words of table headers, section headings and titles mean: vocabulary.toml, read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from search.analysis.needle import one_writing
from search.analysis.normalise import fold_written

_YEAR = re.compile(r"^(?:民國|中華民國)?(\d{2,4})年?度?(?:\(\d{2,4}\)年?度?)?")
_BRACKET_YEAR = re.compile(r"\((?:民國)?(\d{2,4})年?度?\)$")
_TRAILING_BRACKET = re.compile(r"\([^()]*\)$")


_JOINED = re.compile(r"[/、及與暨和]")
_LONGEST_WORD = 64
_LONGEST_QUALIFIER = 4
_LEAST_ENDING = 4
_LONGEST_NAME = 10
_AIM = "目標"
_NAMED_BY_END = (("指標", "indicator"), ("目標", "goal"))
"""Of whoever's they are: 在地指標, 臺灣具體目標."""
_QUALIFIED = (
    "content",
    "budget",
    "indicator",
    "measure",
    "target",
    "actual",
    "rate",
    "responsible_unit",
)


def fold(text: str) -> str:
    """The written folding of search with words of two writings (計劃, 計畫) made one.

    White space is dropped, widths, case and variant characters are made equal.
    """
    # Header words come again and again; whole texts are not worth keeping.
    return _folded_word(text) if len(text) <= _LONGEST_WORD else _folded(text)


def _folded(text: str) -> str:
    return one_writing(fold_written(text))


_folded_word = lru_cache(maxsize=16384)(_folded)


@dataclass(frozen=True, slots=True)
class Header:
    """The meaning of a header cell.

    Attributes:
        field: the field it names, "value" for a bare year, or None where unknown.
        year: Gregorian year printed in it, or None.
    """

    field: str | None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of vocabulary.toml, folded; fields are its tables."""

    headers: dict[str, str]
    values: dict[str, str]
    sections: dict[str, tuple[str, ...]]
    kinds: tuple[tuple[str, str], ...]
    numbered: dict[str, tuple[str, ...]]
    labels: dict[str, tuple[str, ...]]
    openings: tuple[tuple[str, str], ...]
    aims: tuple[str, ...]
    programs: tuple[str, ...]
    works: tuple[str, ...]

    def header(self, text: str) -> Header:
        """What a header cell means."""
        word = fold(text).strip("*#:")
        year = None
        match = _YEAR.match(word)
        if match:
            year = gregorian(int(match.group(1)))
        bracket = _BRACKET_YEAR.search(word)
        if bracket and not match:
            year = gregorian(int(bracket.group(1)))
        found = self.headers.get(word)
        if found is None and match and year is not None:
            rest = word[match.end() :]
            found = self.headers.get(rest) or (None if rest else "value")
            word = rest
        if found == "goal" and year is not None and word == _AIM:
            # 2030目標 stands over what is to be reached in that year.
            found = "target"
        if found is None:
            word = _TRAILING_BRACKET.sub("", word)
            found = self.headers.get(word) or self._of_parts(word) or self._of_ending(word)
        return Header(found, year)

    def _of_ending(self, word: str) -> str | None:
        """The field of a longer name of a column: 年度具體執行內容 is an 執行內容.

        Names of work items and goals end in such words themselves (…行動方案), so only the
        columns beside them are known so.
        """
        for cut in range(1, min(_LONGEST_QUALIFIER, len(word) - _LEAST_ENDING) + 1):
            field = self.headers.get(word[cut:])
            if field in _QUALIFIED:
                return field
        if len(word) <= _LONGEST_NAME:
            return next((field for end, field in _NAMED_BY_END if word.endswith(end)), None)
        return None

    def _of_parts(self, word: str) -> str | None:
        """The field of a header that joins words of one meaning: 業務計畫及工作計畫名稱與編號."""
        parts = [part.removesuffix("名稱") for part in _JOINED.split(word)]
        fields = {self.headers.get(part) for part in parts if part} - {"number"}
        if fields == {"project", "content"}:
            return "project"
        return fields.pop() if len(fields) == 1 else None

    def section(self, title: str) -> str | None:
        """What a section holds by its heading: goal, project, kpi, narrative, or None.

        The word that stands last wins: 施政目標達成情形檢討 is a review, not a goal.
        """
        folded = fold(title)
        best: tuple[int, int] = (0, 0)
        meaning = None
        for kind, words in self.sections.items():
            for word in words:
                if kind == "narrative" and folded != word:
                    continue
                place = folded.rfind(word)
                if place >= 0 and (place + len(word), len(word)) > best:
                    best, meaning = (place + len(word), len(word)), kind
        return None if meaning == "other" else meaning

    def opening(self, prose: str) -> str | None:
        """The kind of a document by how its prose opens, or None."""
        return next((kind for word, kind in self.openings if word in prose), None)

    def kind(self, title: str) -> str | None:
        """The kind of a document by its title; the longest word wins, then the last."""
        folded = fold(title)
        found = [(len(w), folded.rfind(w), kind) for w, kind in self.kinds if w in folded]
        return max(found)[2] if found else None


def gregorian(year: int) -> int | None:
    """A year as printed, in either calendar, as a Gregorian year, or None if it is none."""
    if 1 <= year <= 200:
        return year + 1911
    return year if 1911 < year < 2200 else None


@cache
def load() -> Vocabulary:
    """The vocabulary that is shipped."""
    raw = tomllib.loads(files("indexer").joinpath("vocabulary.toml").read_text("utf-8"))
    return Vocabulary(
        headers={fold(w): field for field, words in raw["headers"].items() for w in words},
        values=raw["values"],
        sections={k: tuple(fold(w) for w in words) for k, words in raw["sections"].items()},
        kinds=tuple((fold(w), kind) for kind, words in raw["kinds"].items() for w in words),
        numbered={k: tuple(v) for k, v in raw["numbered"].items()},
        labels={k: tuple(v) for k, v in raw["labels"].items()},
        aims=tuple(raw["names"]["aims"]),
        programs=tuple(raw["names"]["programs"]),
        works=tuple(raw["names"]["works"]),
        openings=tuple((w, kind) for kind, words in raw["openings"].items() for w in words),
    )
