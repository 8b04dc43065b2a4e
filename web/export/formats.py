"""The formats in which an answer pack is given, declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

from flask import Response, current_app, g, render_template, request, send_file

from search.config import Settings
from search.evidence.pack import Pack
from web.downloads import safe_name
from web.export import xlsx
from web.export.content import paper
from web.export.docx import docx_bytes
from web.export.ods import ods_bytes
from web.export.odt import odt_bytes, reply_odt
from web.export.sheet import csv_bytes

Write = Callable[[Pack], bytes]
PRINTED = "友善列印.html"
_OF_OTHER_OFFICES = frozenset(("docx", "xlsx"))


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes:
        name: as in addresses and, unless a suffix is given, in file names.
        label: for people.
        called: what its files are called.
        parted: it wants what is asked in parts.
    """

    name: str
    label: str
    media_type: str
    write: Write
    called: str = "答復資料"
    suffix: str = ""
    parted: bool = False


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        one.name: one
        for one in (
            Format("odt", "ODT 文件", "application/vnd.oasis.opendocument.text", odt_bytes),
            Format(
                "ods", "ODS 試算表", "application/vnd.oasis.opendocument.spreadsheet", ods_bytes
            ),
            Format("csv", "CSV 佐證資料", "text/csv; charset=utf-8", csv_bytes),
            Format(
                "docx",
                "DOCX 文件",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                docx_bytes,
            ),
            Format(
                "reply",
                "擬答與分辦單 ODT",
                "application/vnd.oasis.opendocument.text",
                reply_odt,
                called="擬答",
                suffix="odt",
                parted=True,
            ),
            Format("xlsx", "XLSX 試算表", xlsx.MEDIA_TYPE, xlsx.xlsx_bytes),
        )
    }
)


def offered(settings: Settings) -> tuple[Format, ...]:
    """The formats that are given, in the order in which they are offered."""
    return tuple(
        one for one in FORMATS.values() if settings.docx or one.name not in _OF_OTHER_OFFICES
    )


def attachment(pack: Pack, given: Format) -> Response:
    """Give a pack as a file to keep, under a name of its question's number and day."""
    return sent(given.write(pack), given, file_name(pack, given))


def sent(content: bytes, given: Format, name: str) -> Response:
    """Give a file to keep, which no cache on the way may."""
    answer = send_file(
        BytesIO(content), mimetype=given.media_type, as_attachment=True, download_name=name
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def renderer() -> Callable[..., bytes]:
    """What renders a template with its values after this request has ended."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    path, index = request.path, g.get("index")

    def render(template: str, **values: object) -> bytes:
        with app.test_request_context(path):
            g.index = index
            return render_template(template, **values).encode()

    return render


def page(pack: Pack) -> Response:
    """Give a pack as a page to look at and to print."""
    answer = Response(render_template("paper.html", paper=paper(pack)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def file_name(pack: Pack, given: Format) -> str:
    """Name a pack's file."""
    day = pack.made_at.date()
    stamp = f"{day.year - 1911}{day.month:02}{day.day:02}"
    number = safe_name(pack.head.number)[:60] if pack.head.number.strip() else ""
    suffix = given.suffix or given.name
    return "-".join(filter(None, (given.called, number, stamp))) + f".{suffix}"
