"""The shared language: what a passage, an edition, a hit and a result are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, get_args

Kind = Literal["goal", "project", "kpi", "narrative"]
KINDS: tuple[Kind, ...] = ("goal", "project", "kpi", "narrative")
PAGE_WORDS = "頁首、表頭與目錄"
"""Title of the passage that holds what pages print beside the text of their document."""
UNKNOWN = "未標示"
"""Shown where a document does not say its agency, year, work program or category."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a source file.

    Attributes:
        start: first character in the text that the reader gave of the file.
        end: one past the last character.
        page: from 1, or None where the format has no fixed pages.
        line: from 1, for formats made of lines.
        table: number of the table in the file, from 1.
        row: number of the row in that table, from 1, headers counted.
        page_label: number of the page as printed on it or as the file names it, where known.
    """

    start: int
    end: int
    page: int | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None
    page_label: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A further place that prints the same passage, with the wordings that differ there.

    Attributes:
        location: where it stands.
        differs: (field, wording) pairs for each field that is worded otherwise there.
    """

    location: Location
    differs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its base name and the SHA-256 (hexadecimal) of its bytes."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """The cells of an indicator, each as printed; None where the source has no such cell.

    Attributes:
        values: (label, value) pairs such as ("2024 target", "1,240 場"), in printed order.
            A label is a Gregorian year and one of target, actual, or other printed word.
    """

    goal: str | None = None
    measure: str | None = None
    target: str | None = None
    evaluation_body: str | None = None
    evaluation_method: str | None = None
    plan_link: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    progress: str | None = None
    unit: str | None = None
    responsible_unit: str | None = None


KPI_CELLS = tuple(field.name for field in fields(Kpi) if field.name != "values")
"""The cells of an indicator that every table names alike, in printed order."""


@dataclass(frozen=True, slots=True)
class EditionLink:
    """The same passage in another edition of its document."""

    id: str
    file: str
    same_text: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A goal, project, KPI or narrative, with its exact place in the source.

    Attributes:
        id: stable over re-indexing, never given to another passage.
        document: id of the plan or report of one agency and year.
        edition: id of the edition of that document that this text is from.
        agency: None where unknown, as are year and document_kind.
        year: Gregorian; of a plan over several years that of its approval.
        covers: Gregorian years of a plan over several years, ascending; empty of any other.
        section: heading path, joined by " > ".
        text: whole text as a person would read it.
        spans: (start, end) pairs in the reader's text that this passage accounts for.
        damaged: the source text is damaged here, and characters may be missing.
        restored: lost characters were restored from elsewhere in the same document.
        sample: from a document that calls itself a sample.
        corrected: a person has corrected what the rules made of it.
        original: the source text as the file has it, where it was corrected.
        confidence: how sure its reading is, 0 to 1; 1 where a person corrected or confirmed it.
            Readings of one text at two times are equal.
    """

    id: str
    document: str
    edition: str
    document_title: str
    document_kind: str | None
    agency: str | None
    year: int | None
    kind: Kind
    title: str
    text: str
    source: Source
    location: Location
    number: str | None = None
    section: str = ""
    work_program: str | None = None
    plan_category: str | None = None
    items: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    kpi_link: str | None = None
    kpi: Kpi | None = None
    also_at: tuple[Place, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    damaged: bool = False
    restored: bool = False
    sample: bool = False
    corrected: bool = False
    original: str | None = None
    confidence: float = field(default=1.0, compare=False)
    covers: tuple[int, ...] = ()

    @property
    def is_page_words(self) -> bool:
        """True if it holds running heads, header rows and contents, and no text."""
        return self.kind == "narrative" and self.title == PAGE_WORDS

    @property
    def year_roc(self) -> int | None:
        """The year in the calendar of the Republic of China."""
        return None if self.year is None else self.year - 1911


@dataclass(frozen=True, slots=True)
class PassageGroup:
    """One passage over all editions of its document: the unit that is indexed and counted.

    Attributes:
        number: its place in document order over the whole corpus, from 0.
        passages: one per edition, the preferred edition first; never empty.
    """

    number: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Characters of a file that are in no passage and in no page furniture."""

    start: int
    end: int
    line: int
    text: str


Reason = Literal[
    "image",
    "object",
    "unknown-characters",
    "scanned-page",
    "crowded-page",
    "broken-page",
    "outside-page",
    "turned",
    "vertical",
    "watermark",
    "hidden",
    "formula",
    "deleted",
    "unread-part",
    "table",
]
"""Why something of a file is not in its passages as printed: a closed list.

image: a picture that may hold text; object: an embedded object; unknown-characters: letters
without Unicode; scanned-page: a page that is a picture; crowded-page: too many glyphs; broken-page:
a page that fails; outside-page: beyond the visible box; turned, vertical, watermark: text at an
angle that was left out or whose order was guessed; hidden: rows, columns, sheets, text that the
program does not show; formula: a formula without a stored value; deleted: tracked deletions;
unread-part: a part of the package in a form that is not read; table: a table whose columns are not
understood.
"""


@dataclass(frozen=True, slots=True)
class Omission:
    """What a reader left out, could not read, or guessed.

    Attributes:
        place: in Traditional Chinese, such as 第 3 頁 or 工作表「甲」第 2 列.
        characters: how many visible characters it concerns, 0 where that cannot be known.
        told: a sentence for people in Traditional Chinese, with the remedy where there is one.
        guessed: the text is in the blocks, but its order or form was guessed.
    """

    reason: Reason
    place: str
    told: str
    characters: int = 0
    guessed: bool = False


def unread_of(omissions: Iterable[Omission]) -> tuple[Omission, ...]:
    """Choose what a file holds and its text does not; what was guessed is in it.

    What a tracked change has deleted is no part of the file as its authors left it.
    """
    return tuple(one for one in omissions if not one.guessed and one.reason != "deleted")


EVEN = 0.5
"""Confidence below which a passage is named as unsure: it is rather wrong than right."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A passage whose reading is not sure, with its place."""

    id: str
    kind: Kind
    title: str
    confidence: float
    location: Location


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a document's text, read from one file.

    Attributes:
        id: document id, a full stop and the edition's name.
        origin: where the file says, or its catalogue says, that it came from.
        format: short name of the file format that was recognised, such as "txt" or "docx".
        text: the text that the reader gave; locations count in it.
        characters: visible characters in that text.
        covered: how many of them are in a passage or in named furniture.
        warnings: what the reader or splitter could not make sure of, in Traditional Chinese.
        printed: visible characters that the file prints, what was not read included as far as it
            can be counted or estimated; 0 where that is as many as the text has.
        omissions: what of the file is not in the text as printed.
        read_at: when its file was last read and split, ISO 8601, UTC; empty where that is not
            known. Readings of the same file at two times are equal.
        confidence: how sure the reading of its passages is, their mean, 0 to 1.
        unsure: the least sure of them, surer than even ones left out, least sure first.
    """

    id: str
    document: str
    source: Source
    format: str
    text: str
    characters: int
    covered: int
    origin: str | None = None
    uncovered: tuple[Uncovered, ...] = ()
    furniture: tuple[tuple[int, int, str], ...] = ()
    warnings: tuple[str, ...] = ()
    printed: int = 0
    omissions: tuple[Omission, ...] = ()
    read_at: str = field(default="", compare=False)
    confidence: float = field(default=1.0, compare=False)
    unsure: tuple[Unsure, ...] = field(default=(), compare=False)

    @property
    def unread(self) -> tuple[Omission, ...]:
        """What of the omissions is not in the text at all."""
        return unread_of(self.omissions)

    @property
    def share(self) -> float:
        """Characters in passages or named furniture, over those that the file prints; 0 to 1."""
        printed = max(self.printed, self.characters)
        return self.covered / printed if printed else 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """One plan or report of one agency and year, in one or more editions, preferred first.

    Attributes:
        year: Gregorian; of a plan over several years that of its approval.
        covers: Gregorian years of a plan over several years, ascending; empty of any other.
    """

    id: str
    title: str
    kind: str | None
    agency: str | None
    year: int | None
    sample: bool
    editions: tuple[Edition, ...]
    covers: tuple[int, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure its reading is, 0 to 1: that of its least sure edition."""
        return min((edition.confidence for edition in self.editions), default=1.0)


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be read: its name, the reason and what to do about it."""

    file: str
    reason: str
    remedy: str


FACETS: tuple[str, ...] = ("agency", "year", "work_program", "plan_category", "kind")
Sort = Literal["relevance", "newest", "oldest", "document"]
Match = Literal["auto", "all", "any", "document"]


SuggestionKind = Literal["indicator", "plan", "agency", "term"]
SUGGESTION_KINDS: tuple[SuggestionKind, ...] = get_args(SuggestionKind)
"""What a suggestion names, in the order of display."""
SUGGESTED: Mapping[str, SuggestionKind] = {
    "kpi": "indicator",
    "project": "plan",
    "work_program": "plan",
    "agency": "agency",
    "term": "term",
}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked of the searcher.

    Attributes:
        text: as typed.
        filters: (facet, values) pairs; values of one facet are alternatives, facets narrow
            each other. Values are names (勞動部, 2020, …) or UNKNOWN, never codes. Beside the
            facets, "document" takes ids of documents. A value may also exclude one, or be a
            span of years: see search/filters.py.
        match: all terms in one passage, "any" of them, or each somewhere in one "document";
            "auto" also takes sentences for their words.
        exact: folding only: no synonyms (精確比對), and no conditions.
        conditions: whether words that name an agency, a year, a kind or a chapter are read as
            filters; None for where the line as typed stands in no passage.
        inside: terms are found within longer figures and Latin words too: 8% in 0.08%.
        page: from 1.
        size: hits a page, from 1; page times size is at most 10,000.
        related: partial matches are looked for, which costs more than the hits themselves.
    """

    text: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    match: Match = "auto"
    exact: bool = False
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    related: bool = True
    conditions: bool | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """A cut from a field of the passage, in the source's own spelling.

    Attributes:
        field: name of the field it is cut from, as in the API's passage.
        marks: (start, end) pairs in text, ascending, never overlapping.
        cut: whether it begins, and whether it ends, in the middle of a sentence.
    """

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]
    cut: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers, and why.

    Attributes:
        passage: of the edition that matched, the preferred one where several did.
        editions: the same passage in the other editions.
        same_as: id of a hit before it on the page that has the same text in another year.
        matched_by: how: "text" as typed, "variant", "synonym" or "partial".
    """

    passage: Passage
    editions: tuple[EditionLink, ...]
    score: float
    snippets: tuple[Snippet, ...]
    matched_by: tuple[str, ...]
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: its code in addresses, its label for people, and its count."""

    value: str
    code: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values in display order, counted without its own filter."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the query as understood.

    Attributes:
        text: as typed.
        forms: the other forms searched with it, each with the reason:
            "variant", "synonym", "year" or "former name".
        count: groups that contain the term in any form, filters aside.
        inside: groups that contain it only within longer figures or Latin words.
    """

    text: str
    forms: tuple[tuple[str, str], ...] = ()
    count: int = 0
    inside: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of the query that names a filter.

    Attributes:
        facet: a facet, "document_kind" or "chapter".
        value: what it names, a span of years as 2017..2020.
        text: as typed.
        values: of the corpus that it stands for: a body's name is also that of the bodies
            under it.
        applied: it narrows the answer; else its words were searched for, or a filter of the
            same facet takes its place.
    """

    facet: str
    value: str
    text: str
    values: tuple[str, ...]
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """Filters that a query names, together, and the query without the words that name them.

    Attributes:
        filters: (facet, values) pairs, as a request takes them.
        count: groups that match then; None where a sentence is asked of which no passage is
            whole, and only related ones are found.
    """

    filters: tuple[tuple[str, tuple[str, ...]], ...]
    rest: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Instead:
    """The query with a term in a document's own words, and how many groups hold that."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How the query was understood; problems are sentences in Traditional Chinese.

    Attributes:
        offers: filters that the text names, such as a year, and that were not applied; never
            such as would leave nothing.
        conditions: what was read from the words.
        rest: the words that are searched for: the text without the conditions applied.
        literal_total: hits of the line as typed, all of its words searched for.
        instead: what more passages hold, where few hold what was asked for.
        formal: the same as a line with operators and filters, nothing for sentences.
        inside: terms were looked for within longer figures and words too.
    """

    text: str
    exact: bool
    match: Match
    terms: tuple[Term, ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    problems: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    conditions: tuple[Condition, ...] = ()
    rest: str = ""
    literal_total: int = 0
    instead: tuple[Instead, ...] = ()
    formal: str = ""
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Searched:
    """What a result speaks of: the corpus behind the counts.

    Attributes:
        failed: files that could not be read.
        incomplete: documents that are searched and of which something could not be read.
    """

    documents: int
    passages: int
    failed: int
    incomplete: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The indicator that a query asks a value of.

    Attributes:
        program: id of the program that it is through the years.
        title: as its newest document has it.
        agency: of that document, None where unknown.
        years: Gregorian, those asked of which it states a value; none where any will do.
        reported_in: years asked of which it states none, but which a document of it is of.
        roles: those asked, such as "target"; none where any will do.
        passages: that print its values, in order of time.
    """

    program: str
    title: str
    agency: str | None
    years: tuple[int, ...]
    reported_in: tuple[int, ...]
    roles: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """An answer.

    Attributes:
        total: number of groups (段, editions folded) that match.
        documents: number of documents (份) that they are in.
        folded: how many passages of other editions were folded into them.
        related: partial matches, never counted in total.
        took_ms: milliseconds.
        related_terms: terms that often stand with the query's, as printed.
        answer: the indicator that the query asks a value of, None where that is not sure.
    """

    reading: Reading
    total: int
    documents: int
    folded: int
    hits: tuple[Hit, ...]
    related: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    suggestions: tuple[str, ...]
    searched: Searched
    fingerprint: str
    built_at: str
    took_ms: float
    related_terms: tuple[str, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """All hits of a request: their number, and each in turn, once."""

    total: int
    hits: Iterator[Hit]


@dataclass(frozen=True, slots=True)
class Similar:
    """A passage that speaks of the same as another: the share of words in common, up to 1."""

    passage: Passage
    share: float
