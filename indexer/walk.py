"""Finding the files of a corpus."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer import catalogue
from indexer.packages import archive
from indexer.roots import Root, clean
from search.errors import DocumentError
from search.model import FailedFile

_LOG = logging.getLogger(__name__)

# What stands beside documents and is none; anything else is tried, so that nothing that an
# agency sends is passed over in silence.
_HELPERS = frozenset(
    [
        ".py",
        ".pyc",
        ".toml",
        ".json",
        ".jsonl",
        ".yaml",
        ".yml",
        ".ini",
        ".cfg",
        ".sh",
        ".bat",
        ".ps1",
        ".log",
        ".lock",
        ".css",
        ".js",
        ".db",
        ".sqlite",
        ".tmp",
        ".part",
        ".crdownload",
        ".bak",
        ".lnk",
        ".url",
    ]
)
_HELPER_NAMES = frozenset(
    [
        "readme",
        "readme.md",
        "readme.txt",
        "license",
        "license.txt",
        "makefile",
        "thumbs.db",
        "desktop.ini",
    ]
)
_HELPER_FOLDERS = frozenset({"__pycache__", "__MACOSX", "node_modules"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file to index.

    Attributes:
        name: path inside the corpus, with /, the given folder's own name first.
        path: where it is; of a member of an archive, the archive's path and the member's name.
        folder: where its catalogue stands.
    """

    name: str
    path: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Walked:
    """The files found, by name, those that will not be read, and folders that cannot be.

    Attributes:
        closed: names of roots that are not there and of folders that cannot be read.
    """

    found: tuple[Found, ...]
    refused: tuple[FailedFile, ...]
    closed: tuple[str, ...] = ()


def walk(roots: Sequence[Root], data: Path | None = None) -> Walked:
    """Find the files of a corpus: in folders and the folders in them, in ZIP archives, by name.

    Hidden files and what is plainly no document (scripts, settings, a README) are passed over.

    Args:
        roots: the corpus; those that are not there are told.
        data: the data folder, which is no part of it wherever it lies.
    """
    own = None if data is None else data.resolve()
    found: dict[str, Found] = {}
    refused: list[FailedFile] = []
    closed: list[str] = []
    for root in roots:
        path = root.path
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError:  # such as that of a folder whose machine is away
            closed.append(root.label)
            continue
        files = (
            _files(path, root.label, path.resolve(), own, refused, closed)
            if is_folder
            else iter((Found(root.label, path, path.parent),))
        )
        for file in files:
            for one in _members(file, refused):
                found.setdefault(one.name, one)
    return Walked(tuple(found[name] for name in sorted(found)), tuple(refused), tuple(closed))


def _files(
    folder: Path,
    name: str,
    top: Path,
    own: Path | None,
    refused: list[FailedFile],
    closed: list[str],
) -> Iterator[Found]:
    # A list and no recursion: folders may lie deeper in each other than Python calls go.
    waiting = [(folder, name)]
    while waiting:
        folder, name = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            refused.append(
                FailedFile(
                    name,
                    f"資料夾讀不出來（{error.strerror}）",
                    "請開放讀取權限，或移到較淺的資料夾",
                )
            )
            closed.append(name)
            continue
        yield from _files_of(entries, folder, name, top, own, refused, waiting)


def _files_of(
    entries: Sequence[os.DirEntry[str]],
    folder: Path,
    name: str,
    top: Path,
    own: Path | None,
    refused: list[FailedFile],
    waiting: list[tuple[Path, str]],
) -> Iterator[Found]:
    for entry in entries:
        if _is_helper(entry):
            continue
        path, inner = folder / entry.name, f"{name}/{clean(entry.name)}"
        if entry.is_symlink() and not _stays(path, top):
            refused.append(
                FailedFile(inner, "符號連結指向資料夾之外", "請把檔案本身複製到資料夾裡")
            )
        elif entry.is_dir(follow_symlinks=False):
            # The whole path is looked up only where it can be the one: it may be very long.
            if own is None or entry.name != own.name or path.resolve() != own:
                waiting.append((path, inner))
        elif entry.is_file():
            yield Found(inner, path, folder)
        elif not entry.is_dir():  # the files of a linked folder are found where they are
            refused.append(FailedFile(inner, "不是一般的檔案", "請移走，或換成檔案本身"))


def _is_helper(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if name.startswith((".", "~$")) or entry.name == catalogue.NAME:
        return True
    if entry.is_dir(follow_symlinks=False):
        return entry.name in _HELPER_FOLDERS
    return name in _HELPER_NAMES or Path(name).suffix in _HELPERS


def _stays(link: Path, top: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(top)
    except (OSError, RuntimeError):
        return False


def refusal(file: str, error: Exception) -> FailedFile:
    """Say of a file why it is not read, and what to do, whatever went wrong."""
    if isinstance(error, DocumentError):
        return FailedFile(file, error.message, error.remedy)
    if isinstance(error, PermissionError):
        return FailedFile(file, "沒有讀取權限", "請開放讀取權限給執行本服務的帳號")
    if isinstance(error, OSError):
        reason = f"檔案讀不出來（{error.strerror}）"
        return FailedFile(file, reason, "請確認檔案還在，磁碟沒有問題")
    _LOG.error("file not taken in name=%s error=%r", file, error)
    reason = f"檔案處理失敗（{type(error).__name__}）"
    return FailedFile(file, reason, "請回報這個檔案，其他檔案不受影響")


def _members(found: Found, refused: list[FailedFile]) -> Iterator[Found]:
    if not archive.is_archive(found.path):
        yield found
        return
    try:
        listing = archive.list_archive(found.path)
    except Exception as error:  # noqa: BLE001  one archive must never end the run
        refused.append(refusal(found.name, error))
        return
    for name, reason in listing.refused:
        refused.append(
            FailedFile(f"{found.name}/{clean(name)}", reason, "請解開壓縮檔，放進一般的檔案")
        )
    for path in listing.paths:
        inner = path.relative_to(found.path)
        if inner.suffix.lower() not in _HELPERS and inner.name.lower() not in _HELPER_NAMES:
            yield Found(f"{found.name}/{clean(inner.as_posix())}", path, found.path.parent)
