"""Files of questions: one question a line or a row, whatever the format."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO, StringIO

from lxml import etree

from search.errors import DocumentError, QueryError
from search.present.lines import plain_cell
from search.sandbox.pool import ReaderPool
from search.text import without_controls
from web import wordings
from web.export.elements import SPACES

MOST_QUESTIONS = 200
MOST_CHARACTERS = 2_000
MOST_FILE_BYTES = 2 * 1024 * 1024
_MOST_UNPACKED_BYTES = 20 * 1024 * 1024
_MOST_CELLS = 100_000
_CPU_SECONDS = 5.0
_CONTENT = "content.xml"
_APART = re.compile("[、,，;；\n]+")
_TABLE, _TEXT = SPACES["table"], SPACES["text"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a batch.

    Attributes:
        number: 質詢編號.
        legislator: who asks.
        topics: words whose absence is to be proven, as a person ticked them.
    """

    text: str
    number: str = ""
    legislator: str = ""
    topics: tuple[str, ...] = ()


def read_questions(content: bytes) -> tuple[Question, ...]:
    """Read the questions of a file, each once, in order.

    Args:
        content: of a text file (a question a line), a CSV or an ODS file (a question a row, in
            the column whose head says so, else in the first one; number, legislator and topics
            in the columns whose heads say so).

    Raises:
        QueryError: it is no such file, is too large, or holds no or too many questions.
    """
    if len(content) > MOST_FILE_BYTES:
        raise QueryError(*wordings.QUESTIONS_TOO_LARGE)
    try:
        with ReaderPool(1, cpu_seconds=_CPU_SECONDS) as pool:
            rows = pool.one(rows_of, content)
    except DocumentError as error:
        raise QueryError(error.message, error.remedy) from error
    return questions(_asked(rows))


def rows_of(content: bytes) -> list[list[str]]:
    """The cells of a file that is not trusted, for a child process.

    Raises:
        DocumentError: it is no text, CSV or ODS file, or is too large.
    """
    if content.startswith(b"PK\x03\x04"):
        return list(_sheet_rows(content))
    return list(_text_rows(_decoded(content)))


def typed(text: str) -> tuple[Question, ...]:
    """Take what was typed, a question a line."""
    return questions(map(Question, text.splitlines()))


def topics_of(text: str) -> tuple[str, ...]:
    """Take apart topics that were typed in a row, each once."""
    return tuple(dict.fromkeys(filter(None, map(without_controls, _APART.split(text)))))


def questions(asked: Iterable[Question]) -> tuple[Question, ...]:
    """Clean questions that were typed or read, each once, in order.

    Raises:
        QueryError: there is none, there are too many, or one is too long.
    """
    clean = (replace(one, text=without_controls(one.text)) for one in asked)
    unique: dict[str, Question] = {}
    for one in clean:
        if one.text:
            unique.setdefault(one.text, one)
    if not unique:
        raise QueryError(*wordings.NO_QUESTIONS)
    if len(unique) > MOST_QUESTIONS:
        raise QueryError(*wordings.too_many_questions(len(unique), MOST_QUESTIONS))
    longest = max(map(len, unique))
    if longest > MOST_CHARACTERS:
        raise QueryError(wordings.too_long(longest, MOST_CHARACTERS))
    return tuple(unique.values())


def topics_csv(offered: Iterable[tuple[Question, Sequence[str]]]) -> bytes:
    """Write questions with the topics proposed for each, as a file that is read again."""
    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    heads = (wordings.NUMBER_HEADS, wordings.LEGISLATOR_HEADS, wordings.QUESTION_HEADS)
    writer.writerow([head[0] for head in (*heads, wordings.TOPIC_HEADS)])
    for one, topics in offered:
        cells = (one.number, one.legislator, one.text, "、".join(one.topics or topics))
        writer.writerow([plain_cell(cell) for cell in cells])
    return ("\ufeff" + sheet.getvalue()).encode()


def _decoded(content: bytes) -> str:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(*wordings.NOT_QUESTIONS)
    codecs = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ()
    for codec in (*codecs, "utf-8-sig", "cp950"):
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise DocumentError(*wordings.NOT_QUESTIONS)


def _text_rows(text: str) -> Iterator[list[str]]:
    """A question a line; as CSV where the first line is the head of a table or is quoted."""
    lines = text.splitlines()
    first = lines[0] if lines else ""
    is_table = first.startswith('"') or any(_is_head(cell) for cell in first.split(","))
    if not is_table:
        yield from ([line] for line in lines)
        return
    try:
        yield from csv.reader(StringIO(text, newline=""))
    except csv.Error as error:
        raise DocumentError(*wordings.NOT_QUESTIONS) from error


def _asked(rows: list[list[str]]) -> Iterator[Question]:
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    heads = [_bare(cell) for cell in rows[0]] if rows else []
    headed = any(head in wordings.QUESTION_HEADS for head in heads)

    def place(names: Collection[str]) -> int | None:
        return next((at for at, head in enumerate(heads) if headed and head in names), None)

    question = place(wordings.QUESTION_HEADS) or 0
    number, legislator, ticked = map(
        place, (wordings.NUMBER_HEADS, wordings.LEGISLATOR_HEADS, wordings.TOPIC_HEADS)
    )

    def cell(row: list[str], at: int | None) -> str:
        return "" if at is None or at >= len(row) else row[at]

    for row in rows[1:] if headed else rows:
        yield Question(
            cell(row, question),
            without_controls(cell(row, number)),
            without_controls(cell(row, legislator)),
            topics_of(cell(row, ticked)),
        )


def _bare(cell: str) -> str:
    return cell.strip().strip('"').lower()


def _is_head(cell: str) -> bool:
    return _bare(cell) in wordings.QUESTION_HEADS


def _sheet_rows(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet of an ODS file."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(_CONTENT) as part:
            # What a directory says of a size can lie.
            xml = part.read(_MOST_UNPACKED_BYTES + 1)
        if len(xml) > _MOST_UNPACKED_BYTES:
            raise DocumentError(*wordings.QUESTIONS_TOO_LARGE)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(xml, parser)
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError, etree.XMLSyntaxError) as error:
        raise DocumentError(*wordings.NOT_QUESTIONS) from error
    sheet = root.find(f".//{{{_TABLE}}}table")
    if sheet is None:
        raise DocumentError(*wordings.NOT_QUESTIONS)
    left = _MOST_CELLS
    for row in sheet.iter(f"{{{_TABLE}}}table-row"):
        cells: list[str] = []
        for cell in row.iterchildren(f"{{{_TABLE}}}table-cell", f"{{{_TABLE}}}covered-table-cell"):
            # Repeated cells and rows say nothing that is not said once.
            cells.append("\n".join(_paragraphs(cell)))
            left -= 1
            if left < 0:
                raise DocumentError(*wordings.QUESTIONS_TOO_LARGE)
        yield cells


def _paragraphs(cell: etree._Element) -> Iterator[str]:
    for paragraph in cell.iterchildren(f"{{{_TEXT}}}p"):
        yield "".join(str(part) for part in paragraph.itertext())
