"""The source files, given as attachments under their own names."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Blueprint, Response, send_file

from search.config import Settings
from search.model import Source
from search.store.sources import kept_file
from web import faults, wordings
from web.asking import searcher

_UNPRINTABLE = re.compile(
    '[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff/\\\\:*?"<>|]'
)


def folder(settings: Settings) -> Path | None:
    """Give the data folder that holds the copies, None where nothing may be downloaded."""
    return settings.data.absolute() if settings.downloads else None


def address(data: Path | None, source: Source) -> str | None:
    """Give where a file can be downloaded, None where it cannot."""
    kept = None if data is None else kept_file(data, source.sha256)
    return f"/f/{source.sha256}" if kept is not None and kept.is_file() else None


def blueprint(data: Path | None) -> Blueprint:
    """Make the view under /f/.

    Args:
        data: of folder().
    """
    files = Blueprint("downloads", __name__)

    @files.get("/f/<sha256>")
    def download(sha256: str) -> Response:
        kept = None if data is None else kept_file(data, sha256)
        name = _name(sha256)
        if data is None or kept is None or name is None or not kept.is_file():
            raise faults.not_found((), *wordings.NO_FILE)
        # Whatever it is, a browser must not show it as a page of this site.
        return send_file(
            kept,
            mimetype="application/octet-stream",
            as_attachment=True,
            download_name=name,
            etag=sha256,
        )

    return files


def _name(sha256: str) -> str | None:
    """The name of a file of the corpus in service; what has left the corpus has none."""
    for held in searcher().store.documents():
        for edition in held.editions:
            if edition.source.sha256 == sha256:
                return safe_name(edition.source.file)
    return None


def safe_name(name: str) -> str:
    """A file name that every system takes, as close to the file's own as can be."""
    return _UNPRINTABLE.sub("_", name).strip(" .") or wordings.NAMELESS_FILE
