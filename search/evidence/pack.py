"""The answer pack: all that an office sends with its answer, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from search.errors import QueryError
from search.evidence.excerpts import Excerpt
from search.model import (
    EditionLink,
    FailedFile,
    Omission,
    Passage,
    Reading,
    Searched,
    SearchRequest,
    Source,
)
from search.present.amounts import Amount
from search.present.revisions import Revision
from search.programs.series import Series

MOST_PASSAGES = 10_000
"""A pack holds no more; what would is refused with its total, never cut."""
MOST_PARTIAL = 10
"""Partial matches that stand in for a question in sentences of which nothing holds every word."""
Fate = Literal["moved", "gone", "unknown"]
Check = Literal["verified", "rejoined", "restored", "corrected", "mismatch"]


@dataclass(frozen=True, slots=True)
class Head:
    """What the cover says: as typed, written to the file and kept nowhere else.

    Attributes:
        question: of the legislator, to the letter.
        term: 屆.
        session: 會期.
        sitting: 會次.
        number: 質詢編號.
        received: a day, as "2026-11-21" or in any other wording.
        due: as received.
        prepared_by: the unit or person that drafts.
    """

    question: str = ""
    legislator: str = ""
    term: str = ""
    session: str = ""
    sitting: str = ""
    number: str = ""
    received: str = ""
    due: str = ""
    prepared_by: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A passage that a person chose, with what they noted beside it.

    Attributes:
        extent: how much of it is quoted, see search.evidence.excerpts; empty as the order says.
    """

    id: str
    note: str = ""
    extent: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What a pack is to be made of.

    Attributes:
        requests: what was searched, each proven by a literal scan; their pages and sizes do
            not matter.
        chosen: the passages in the order in which they are to stand; None takes all that the
            requests find, in the order of the hits.
        made_at: now, with its time zone.
        public_address: what stands before /p/ in permalinks, without a slash at its end.
        partial: how many partial matches stand in for a request that finds nothing; they are
            marked as such and never counted.
        topics: for each request, the words whose absence is to be proven; none (also where there
            are fewer entries than requests) proves those of the query, unless it is sentences.
        labels: for each request, whose question it is; none where that is the cover's.
        sample: how many passages outside the hits of each request are drawn for a person to read.
        extent: how much of each passage is quoted, see search.evidence.excerpts.
        parted: what is asked is to be cut into parts, each with its evidence.
    """

    head: Head
    requests: tuple[SearchRequest, ...]
    made_at: datetime
    chosen: tuple[Chosen, ...] | None = None
    public_address: str = ""
    partial: int = 0
    topics: tuple[tuple[str, ...], ...] = ()
    labels: tuple[str, ...] = ()
    sample: int = 0
    extent: str = ""
    parted: bool = False


@dataclass(frozen=True, slots=True)
class TermScan:
    """A term in the stored text, looked for character by character without the index.

    Attributes:
        text: as typed.
        forms: all wordings that were looked for, as typed first.
        passages: passages (段, editions folded) of the whole corpus that hold it in any form.
        indexed: the same as the index counts it; another number is a fault of the index.
        kindred: (wording, passages of the corpus) of what is near to it and was not looked for.
        partial: what passages of the scope hold of it, where none holds it.
    """

    text: str
    forms: tuple[str, ...]
    passages: int
    indexed: int
    kindred: tuple[tuple[str, int], ...] = ()
    partial: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """A term that is printed in a file and in none of its passages.

    Attributes:
        term: as typed.
        joined: its characters stand in two lines, cells, pages or columns, and in no passage
            that holds it: whether they are one word only a person can tell.
        start: where it begins in the stored text; end is one past its last character.
        line: of the stored text, from 1.
        text: the term with what stands around it.
    """

    term: str
    document: str
    file: str
    start: int
    end: int
    text: str
    joined: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class TermCount:
    """A term in one document.

    Attributes:
        passages: 段 that hold it.
        outside: places where it is printed in one piece and that no passage accounts for.
        joined: places where it only joins over a line, a cell, a page or a column.
    """

    passages: int
    outside: int = 0
    joined: int = 0

    @property
    def silent(self) -> bool:
        """Whether the document does not mention it at all, not even doubtfully."""
        return not (self.passages or self.outside or self.joined)


@dataclass(frozen=True, slots=True)
class DocumentScan:
    """What the scan found in one document, all its editions.

    Attributes:
        document: its id.
        agency: None where unknown, as is year, which is Gregorian.
        file: of its preferred edition.
        characters: visible characters of stored text that were looked through.
        terms: each term of the scan, in its order.
    """

    document: str
    title: str
    agency: str | None
    year: int | None
    file: str
    characters: int
    terms: tuple[TermCount, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The documents of a scan by what they say of one term; together they are all of them.

    Attributes:
        mentioned: a passage holds it; in `passages` 段.
        outside: none does, but it is printed elsewhere in the file.
        joined: it only joins, which a person must look at.
        silent: none of these.
    """

    passages: int
    mentioned: int
    outside: int
    joined: int
    silent: int


@dataclass(frozen=True, slots=True)
class Scan:
    """The proof of what was found and of what was not.

    Attributes:
        terms: empty where nothing was typed, or only whole sentences.
        documents: every document that the filters by agency, year and document leave, in
            display order; filters of other kinds do not narrow the scan.
        characters: of their stored text that were looked through.
        editions: how many stored texts that was.
        aside: places outside passages: all that a finding rests on, of others the first.
        asides: how many such places there are.
        prose: the query is a question in sentences, of which no negative can be made; the terms
            are the topics that a person ticked.
    """

    terms: tuple[TermScan, ...]
    documents: tuple[DocumentScan, ...]
    characters: int
    editions: int
    aside: tuple[Aside, ...] = ()
    asides: int = 0
    prose: bool = False

    def tally(self, place: int) -> Tally:
        """Count the documents by what they say of the term at a place."""
        counts = [one.terms[place] for one in self.documents]
        return Tally(
            sum(one.passages for one in counts),
            sum(one.passages > 0 for one in counts),
            sum(not one.passages and one.outside > 0 for one in counts),
            sum(not (one.passages or one.outside) and one.joined > 0 for one in counts),
            sum(one.silent for one in counts),
        )


@dataclass(frozen=True, slots=True)
class Negative:
    """The first of two zeros: documents of an agency that are here and do not mention a term.

    Attributes:
        agency: None where unknown.
        silent: (id, title, Gregorian year, file) of the documents, in display order.
    """

    agency: str | None
    term: str
    silent: tuple[tuple[str, str, int | None, str], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages outside the hits, drawn at random for a person to read.

    Attributes:
        seed: draws the same passages again from the same generation.
        population: passages (段) within the filters that the search does not find.
        passages: those drawn, in document order.
    """

    seed: int
    population: int
    passages: tuple[Passage, ...]

    @property
    def bound(self) -> float:
        """The most that may be relevant, of all, with 95 % confidence, where none drawn is."""
        drawn = len(self.passages)
        return 0.0 if drawn == self.population else 1 - 0.05 ** (1 / drawn)


@dataclass(frozen=True, slots=True)
class AgencyCoverage:
    """The second of two zeros: what of an agency is not here, or could not be read.

    Attributes:
        agency: None where unknown.
        held: (id, title, Gregorian year) of its documents that were searched, in display order.
        missing: Gregorian years, of those asked for within the span of the corpus, of which no
            document of it is here.
        failed: files that could not be read and whose names name the agency.
        unread: (document, file, what could not be read of it) of its files that were searched.
        unborn: Gregorian years asked for in which there was no body of that name, which are
            not missing.
    """

    agency: str | None
    held: tuple[tuple[str, str, int | None], ...]
    missing: tuple[int, ...]
    failed: tuple[FailedFile, ...]
    unread: tuple[tuple[str, str, tuple[Omission, ...]], ...]
    unborn: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One search: how it was read, what it found and the proof.

    Attributes:
        total: passages (段, editions folded).
        documents: documents (份) that they are in.
        agencies: that they are of, in official order.
        years: Gregorian, ascending.
        evidence: numbers of its rows in the pack, ascending; of partial matches where nothing
            was found.
        partial: the rows are partial matches.
        sample: drawn from what it does not find, where that was ordered.
        label: whose question it is, in a pack of many.
    """

    request: SearchRequest
    reading: Reading
    total: int
    documents: int
    agencies: tuple[str, ...]
    years: tuple[int, ...]
    scan: Scan
    negatives: tuple[Negative, ...]
    evidence: tuple[int, ...] = ()
    partial: bool = False
    sample: Sample | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of comparing a quotation with the stored source text.

    Attributes:
        check: "rejoined" is all there, its lines among those of other columns; "restored" and
            "corrected" differ from the file as the passage says itself.
        differing: (field, wording) pairs that are not in the source at the passage's place.
        composed: the text of an indicator is put together of cells that stand apart in the file.
    """

    check: Check
    differing: tuple[tuple[str, str], ...] = ()
    composed: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row of the evidence table.

    Attributes:
        number: from 1.
        passage: whole; its text is the quotation.
        marks: (start, end) in the text, where the terms stand.
        title_marks: the same in the title.
        editions: the same passage in the other editions.
        preferred: it is of the edition that searches show first.
        permalink: address of its page.
        note: a person's.
        inquiries: numbers of the inquiries that find it, from 1.
        revisions: how it read before, the newest change first.
        excerpt: the part of the text that is quoted, None where that is all of it.
    """

    number: int
    passage: Passage
    marks: tuple[tuple[int, int], ...]
    title_marks: tuple[tuple[int, int], ...]
    editions: tuple[EditionLink, ...]
    preferred: bool
    permalink: str
    note: str
    verdict: Verdict
    inquiries: tuple[int, ...] = ()
    partial: bool = False
    revisions: tuple[Revision, ...] = ()
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is asked, with the evidence that speaks of it.

    Attributes:
        text: as asked.
        topics: of it.
        rows: numbers of the evidence that speaks most of them, best first.
        answers: the same of earlier answers (documents of kind 質詢答復).
        silent: topics of which no evidence speaks.
        found: how many rows speak of any topic.
    """

    text: str
    topics: tuple[str, ...]
    rows: tuple[int, ...]
    answers: tuple[int, ...]
    silent: tuple[str, ...]
    found: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A chosen passage that is not where it was.

    Attributes:
        now: id that it has moved to, whose passage is in the pack instead.
        last: the passage as it was, None where it was never known.
    """

    id: str
    fate: Fate
    now: str | None = None
    last: Passage | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Superseded:
    """An edition that another one of its document stands before."""

    document_title: str
    source: Source
    by: Source


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that the evidence is quoted from, or that was scanned.

    Attributes:
        rows: numbers of the evidence from it.
        unread: what of it could not be read.
    """

    document_title: str
    source: Source
    origin: str | None
    rows: tuple[int, ...]
    unread: tuple[Omission, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """An answer pack.

    Attributes:
        evidence: numbered from 1, in order.
        series: each indicator that is quoted, through the years of the corpus.
        lost: chosen passages that moved or are gone.
        coverage: of every agency that was searched, or that is quoted where nothing was.
        failed: every file that could not be read.
        superseded: editions quoted or folded that are not the preferred one.
        sources: every file quoted or scanned.
        fingerprint: of the index; built_at is its time stamp.
        parts: of what is asked, where that was ordered.
        amounts: that budgets print of the work programs that are quoted.
    """

    head: Head
    inquiries: tuple[Inquiry, ...]
    evidence: tuple[Evidence, ...]
    series: tuple[Series, ...]
    lost: tuple[Lost, ...]
    coverage: tuple[AgencyCoverage, ...]
    searched: Searched
    failed: tuple[FailedFile, ...]
    superseded: tuple[Superseded, ...]
    sources: tuple[SourceFile, ...]
    made_at: datetime
    fingerprint: str
    built_at: str
    parts: tuple[Part, ...] = ()
    amounts: tuple[Amount, ...] = ()

    @property
    def mismatches(self) -> tuple[Evidence, ...]:
        """The rows whose quotation is not in the stored source text."""
        return tuple(row for row in self.evidence if row.verdict.check == "mismatch")


class PackTooLarge(QueryError):
    """More passages than a pack holds; the message names the total."""
