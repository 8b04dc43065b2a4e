"""Messages and saved web pages (EML, MHTML): the text part, then what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import MIMEPart

from indexer.blocks import Block, Omission, ReadFile, Text
from indexer.formats.embedded import read_embedded
from indexer.formats.html import read_html
from indexer.formats.text import read_text
from indexer.layout.linear import clean, read_file_of
from indexer.packages.decoding import decode_as
from search.errors import DocumentError

_HEADER = re.compile(rb"\s*(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+", re.I)
_MIME = re.compile(rb"^(?:mime-version|content-type):", re.I | re.M)
_OF_MAIL = re.compile(rb"^(?:from|to|subject|date|received|message-id):", re.I | re.M)
_BOM = b"\xef\xbb\xbf"
_TEXTS = ("text/html", "text/plain", "application/xhtml+xml")
_SHOWN = (
    ("subject", "主旨"),
    ("from", "寄件者"),
    ("to", "收件者"),
    ("cc", "副本"),
    ("date", "日期"),
)


def looks_like_mail(head: bytes) -> bool:
    """Whether a file begins with the header lines of a message."""
    found = _HEADER.match(head)
    lines = found.group(0) if found else b""
    return bool(_MIME.search(lines)) or len(set(_OF_MAIL.findall(lines))) > 2


def read_mail(data: bytes) -> ReadFile:
    """Read a message or a web page that was saved with its pictures.

    Raises:
        DocumentError: there is no text in it.
    """
    message = message_from_bytes(data.lstrip(), policy=policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    texts = [part for part in _bodies(message) if part in parts]
    title = _header(message, "subject")
    blocks: list[Block] = []
    omissions: list[Omission] = []
    warnings: list[str] = []
    if message["from"] or message["date"]:
        named = ((label, _header(message, name)) for name, label in _SHOWN)
        blocks += [Text(f"{label}：{value}", ()) for label, value in named if value]
    for part in texts:
        content = _utf8(part)
        try:
            read = (read_html if part.get_content_subtype() == "html" else read_text)(content)
        except DocumentError:
            continue  # a frame or an empty body; another part holds the text
        title = title or read.title or ""
        blocks += read.blocks
        # Pictures of the page are parts of the file, told below where they are large.
        omissions += read.omissions
        warnings += read.warnings
    for part in parts:
        name = part.get_filename()
        # A picture with an id of its own is one of the page, whose pictures are told.
        if name and part not in texts and part["content-id"] is None:
            suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
            made = read_embedded(_payload(part), suffix, "", f"附件「{clean(name)}」")
            blocks += [Text(f"附件：{clean(name)}", (), level=1), *made[0]] if made[0] else []
            omissions += made[1]
    return read_file_of(
        blocks,
        "eml" if message["from"] else "mhtml",
        title=title,
        warnings=warnings,
        omissions=omissions,
    )


def _bodies(message: MIMEPart) -> Iterator[MIMEPart]:
    """The parts with the text: of alternatives the page, of a page with frames all of them."""
    if message.get_content_type() == "multipart/alternative":
        options = [part for part in message.iter_parts() if part.get_content_maintype() != "image"]
        for part in options[-1:]:
            yield from _bodies(part)
    elif message.is_multipart():
        for part in message.iter_parts():
            yield from _bodies(part)
    elif message.get_content_type() in _TEXTS and not message.is_attachment():
        yield message


def _utf8(part: MIMEPart) -> bytes:
    """The content of a part in UTF-8 with its mark; as it is where the encoding is not told."""
    content = _payload(part)
    charset = part.get_content_charset()
    decoded = decode_as(content, charset.lower()) if charset else None
    return content if decoded is None else _BOM + decoded[0].encode("utf-8", "replace")


def _payload(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _header(message: MIMEPart, name: str) -> str:
    return clean(str(message.get(name) or "")).replace("\n", " ")
