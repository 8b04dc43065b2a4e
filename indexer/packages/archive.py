"""ZIP archives of documents, read as folders: their members are listed and read in place."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer.packages import limits
from indexer.packages.parcel import Parcel, is_zip
from search.errors import DocumentError

# A document that is itself a ZIP file shows it by one of these members.
_DOCUMENT_MEMBERS = ("[Content_Types].xml", "mimetype", "content.xml")


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive holds.

    Attributes:
        paths: the archive's path joined with each member's name, sorted; read_file takes them.
        refused: (name, reason) of members that are never read.
    """

    paths: tuple[Path, ...]
    refused: tuple[tuple[str, str], ...] = ()


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive of files, and not one document that is packed as ZIP."""
    try:
        with path.open("rb") as file:
            if not is_zip(file.read(4)):
                return False
        if path.stat().st_size > limits.FILE_BYTES:
            return False
        parcel = Parcel(path.read_bytes())
    except (OSError, DocumentError):
        # What it is cannot be known: reading it as a document gives the reason.
        return False
    return not any(name in parcel for name in _DOCUMENT_MEMBERS)


def list_archive(path: Path) -> Listing:
    """List the documents of an archive without unpacking anything.

    Raises:
        DocumentError: the archive is broken or past the limits.
    """
    parcel = Parcel(path.read_bytes())
    paths: dict[str, Path] = {}
    refused: list[tuple[str, str]] = []
    for info in parcel.infos:
        name = member_name(info)
        parts = PurePosixPath(name).parts
        if info.is_dir() or not parts or parts[0] == "__MACOSX" or parts[-1].startswith("."):
            continue
        if stat.S_ISLNK(info.external_attr >> 16):
            refused.append((name, "是符號連結"))
        elif not _is_safe(name):
            refused.append((name, "檔名指向壓縮檔之外"))
        elif info.flag_bits & 0x1:
            refused.append((name, "有密碼保護"))
        elif name in paths:
            refused.append((name, "同一個檔名出現兩次，只讀第一個"))
        else:
            paths[name] = path / name
    return Listing(tuple(paths[name] for name in sorted(paths)), tuple(refused))


def split_member(path: Path) -> tuple[Path, str] | None:
    """The archive and the member's name that a path into an archive stands for, or None."""
    for parent in path.parents:
        if parent.is_file():
            return parent, path.relative_to(parent).as_posix()
        if parent.exists():
            return None
    return None


def read_member(archive: Path, name: str) -> bytes:
    """The bytes of the member of that name.

    Raises:
        DocumentError: there is none, or it is past the limits.
    """
    parcel = Parcel(archive.read_bytes())
    for info in parcel.infos:
        if member_name(info) == name and _is_safe(name):
            return parcel.read(info.filename)
    raise DocumentError(f"壓縮檔裡沒有「{name}」", "請重新建立索引")


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's name as its maker meant it: ZIP files of Taiwanese Windows have Big5 names."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp950"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_safe(name: str) -> bool:
    return not (
        name.startswith(("/", "\\"))
        or ":" in name.split("/", maxsplit=1)[0]
        or "\\" in name
        or "\x00" in name
        or any(part in ("..", ".", "") for part in name.split("/"))
    )
