"""Generations: folders of store, index and manifest, switched in whole or not at all."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from search import clock
from search.errors import Damaged, DataError, Locked, NoIndex, Outdated

STORE = "store.sqlite"
INDEX = "index"
MANIFEST = "manifest.json"

_LOG = logging.getLogger(__name__)
_FOLDER = "generations"
_POINTER = "current"
_HOLDER = "building.json"
_UNFINISHED = ".building"
MOST_LASTING = 3
"""Generations that are kept beside the two newest, since documents left after them."""
_LOCK_SECONDS = 0.5
_NAME_LENGTH = 14
"""Six digits that count up, so that the newest sorts last, and eight at random."""
_INDEX_AGAIN = "請執行 zhengsuo index 重新建立索引"
_PARTS = {
    "store": "儲存檔格式",
    "analyzer": "斷詞與摺疊規則",
    "engine": "搜尋引擎",
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of.

    Attributes:
        files: path inside the generation, with /, → (bytes, SHA-256).
        versions: of each part that decides what is in the files.
        documents: how many there are.
        passages: groups, editions folded.
        failed: files that could not be read.
        fingerprint: the same for the same contents, another for others.
        built_at: ISO 8601, UTC.
        roots: label and path of each folder and file that it was made of.
        described: names of the files that a catalogue says something of; None where not noted.
        removed: documents of the generation before that are not in this one.
    """

    files: Mapping[str, tuple[int, str]]
    versions: Mapping[str, str]
    documents: int
    passages: int
    failed: int
    fingerprint: str
    built_at: str
    roots: Sequence[Sequence[str]] = ()
    described: Sequence[str] | None = None
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A generation that was found whole.

    Attributes:
        problems: why newer ones are not used, in Traditional Chinese.
    """

    name: str
    folder: Path
    manifest: Manifest
    problems: tuple[str, ...] = ()


def pointed(data: Path) -> tuple[str, ...]:
    """The names that the pointer file holds: the generation in service, then the one before.

    Returns:
        No name where there is no pointer or it cannot be understood.
    """
    try:
        lines = (data / _POINTER).read_text("ascii").split("\n")
    except (OSError, UnicodeDecodeError):
        return ()
    names = tuple(line for line in lines if line)
    return names if all(map(_is_name, names)) else ()


def pointer_state(data: Path) -> tuple[int, int, int] | None:
    """What changes whenever the pointer is switched; None where there is no pointer."""
    try:
        found = (data / _POINTER).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def open_newest(data: Path, versions: Mapping[str, str]) -> Opened:
    """Find the newest generation that is whole: the one in service unless it is damaged.

    Args:
        data: the data folder; nothing is written into it.
        versions: what each part must be of; parts that are not named may be of any version.

    Raises:
        NoIndex: nothing is indexed yet.
        Outdated: the newest whole generation is of other versions.
        Damaged: no generation is whole.
    """
    while True:
        before = pointer_state(data)
        try:
            return _open_newest(data, versions)
        except Damaged:
            # Switched while it was being looked at: what is gone was removed on purpose.
            if pointer_state(data) == before:
                raise


def _open_newest(data: Path, versions: Mapping[str, str]) -> Opened:
    problems: list[str] = []
    for name in _candidates(data):
        folder = data / _FOLDER / name
        try:
            manifest = load_manifest(folder)
            found = faults(folder, manifest)
        except Damaged as error:
            found = (error.message,)
        except FileNotFoundError:
            found = (f"沒有 {folder}",)
        if found:
            problems += found
            _LOG.error("generation damaged name=%s faults=%s", name, "; ".join(found))
            continue
        check_versions(manifest, versions)
        return Opened(name, folder, manifest, tuple(problems))
    if problems:
        raise Damaged("索引已損壞：" + "；".join(problems[:5]), _INDEX_AGAIN)
    raise NoIndex(f"{data} 裡還沒有索引", "請先執行 zhengsuo index 建立索引")


def listed(data: Path) -> tuple[tuple[str, Manifest], ...]:
    """The generations that are kept, the one in service first, each with its manifest.

    Those whose manifest is damaged are left out.
    """
    found = []
    for name in _candidates(data):
        with suppress(Damaged, FileNotFoundError):
            found.append((name, load_manifest(data / _FOLDER / name)))
    return tuple(found)


def store_of(data: Path, name: str) -> Path:
    """Where the store of a kept generation is."""
    return data / _FOLDER / name / STORE


def restore(data: Path, name: str, versions: Mapping[str, str]) -> Manifest:
    """Put a kept generation into service again; the caller holds the lock.

    Args:
        data: the data folder.
        name: of listed().
        versions: what each part must be of.

    Raises:
        DataError: there is no such generation.
        Outdated: it is of other versions.
        Damaged: it is not whole.
    """
    names = [one for one, _ in listed(data)]
    if name not in names:
        raise DataError(f"沒有「{name}」這一次的索引", f"留存的有 {'、'.join(names) or '（無）'}")
    folder = data / _FOLDER / name
    manifest = load_manifest(folder)
    if found := faults(folder, manifest):
        raise Damaged("；".join(found[:5]), "請改用別一次的索引")
    check_versions(manifest, versions)
    _point(data, [name, *(one for one in names if one != name)])
    return manifest


def check_versions(manifest: Manifest, versions: Mapping[str, str]) -> None:
    """Refuse a generation that was made by another version of a part.

    Raises:
        Outdated: it names the parts.
    """
    others = [
        _PARTS.get(part, part)
        for part, version in versions.items()
        if manifest.versions.get(part) != version
    ]
    if others:
        raise Outdated(f"索引是用另一個版本的{'、'.join(others)}建立的", _INDEX_AGAIN)


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of a generation.

    Raises:
        Damaged: it is missing, or its own checksum does not hold.
        FileNotFoundError: there is no such folder.
    """
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    path = folder / MANIFEST
    try:
        whole = json.loads(path.read_text("utf-8"))
        body = whole["manifest"]
        if sha256(_canonical(body)).hexdigest() != whole["sha256"]:
            raise ValueError("checksum")
        files = {name: (size, digest) for name, (size, digest) in body.pop("files").items()}
        return Manifest(files=files, **body)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"清單 {path} 不見了或已損壞", _INDEX_AGAIN) from error


def faults(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    """Compare every file of a generation with its manifest.

    Returns:
        One sentence in Traditional Chinese for each fault, none where all is whole.
    """
    found = [
        fault
        for name, (size, digest) in manifest.files.items()
        if (fault := _size_fault(folder / name, size) or _content_fault(folder / name, digest))
    ]
    strangers = {*_files(folder)} - {*manifest.files, MANIFEST}
    found += (f"{folder / name} 不是索引的檔案" for name in sorted(strangers))
    return tuple(found)


def size_faults(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    """Compare only the sizes of a generation's files, which costs no reading.

    Returns:
        One sentence in Traditional Chinese for each file that was cut, grew or is gone.
    """
    sizes = ((folder / name, size) for name, (size, _) in manifest.files.items())
    return tuple(fault for path, size in sizes if (fault := _size_fault(path, size)))


def needs_repair(data: Path, *, thoroughly: bool) -> bool:
    """True if the generation in service is damaged.

    Args:
        data: the data folder.
        thoroughly: contents are compared too, not only sizes.
    """
    names = pointed(data)
    if not names:
        return False
    folder = data / _FOLDER / names[0]
    try:
        manifest = load_manifest(folder)
    except (Damaged, FileNotFoundError):
        # Where the pointer has been switched meanwhile, the folder was removed on purpose.
        return pointed(data) == names
    found = faults(folder, manifest) if thoroughly else size_faults(folder, manifest)
    return bool(found) and pointed(data) == names


def _size_fault(path: Path, size: int) -> str:
    try:
        return "" if path.stat().st_size == size else f"{path} 的大小不對"
    except OSError as error:
        return f"{path} 讀不出來（{error.strerror}）"


def _content_fault(path: Path, digest: str) -> str:
    try:
        return "" if _digest(path) == digest else f"{path} 的內容與建立時不同"
    except OSError as error:
        return f"{path} 讀不出來（{error.strerror}）"


@contextmanager
def build_lock(data: Path) -> Iterator[None]:
    """Hold the right to build, as the only process; it ends with the process that holds it.

    Raises:
        Locked: another process builds; the message names it.
        DataError: the data folder cannot be written.
    """
    try:
        (data / _FOLDER).mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / "lock", timeout=_LOCK_SECONDS)
        lock.acquire()
    except Timeout as error:
        raise Locked(
            f"另一個程序正在建立索引（{_holder(data)}）", "請等它結束，再執行一次"
        ) from error
    except OSError as error:
        raise DataError(
            f"資料夾 {data} 無法寫入（{error.strerror}）",
            "請開放寫入權限，或用 --data 指定別的資料夾",
        ) from error
    holder = data / _HOLDER
    try:
        # Only a courtesy to the next one who asks: a full disk must not stop here.
        with suppress(OSError):
            since = clock.now().isoformat(timespec="seconds")
            holder.write_text(json.dumps({"pid": os.getpid(), "since": since}), "utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def start(data: Path) -> Path:
    """Make an empty folder for the next generation and remove what killed builds left.

    The caller holds the lock.
    """
    clean(data)
    last = max((int(name[:6], 16) for name in _candidates(data)), default=0)
    # The random part parts this build from one that was killed under the same number and
    # whose children may still be ending.
    folder = data / _FOLDER / f"{last + 1:06x}{secrets.token_hex(4)}{_UNFINISHED}"
    folder.mkdir(parents=True)
    return folder


def seal(folder: Path, **facts: Any) -> Manifest:
    """Write the manifest of a finished folder and make all of it last.

    Args:
        folder: of start().
        facts: what a Manifest holds beside files and time.
    """
    files = {
        name: ((folder / name).stat().st_size, _digest(folder / name)) for name in _files(folder)
    }
    built_at = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(files=files, built_at=built_at, **facts)
    body = asdict(manifest)
    whole = {"manifest": body, "sha256": sha256(_canonical(body)).hexdigest()}
    # Names of files may hold bytes that are no text; escapes can be written all the same.
    (folder / MANIFEST).write_text(json.dumps(whole, indent=1), "utf-8")
    for name in (*files, MANIFEST):
        _sync(folder / name)
    for inner in sorted({(folder / name).parent for name in files} | {folder}):
        _sync_folder(inner)
    return manifest


def switch(data: Path, folder: Path) -> Path:
    """Put a sealed folder into service; the one before stays for one round.

    Where documents had left since, it stays for longer, so that they can be brought back.

    Returns:
        Where the generation is now.
    """
    final = folder.with_name(folder.name.removesuffix(_UNFINISHED))
    folder.rename(final)
    _sync_folder(final.parent)
    before = next(
        (
            name
            for name in _candidates(data)
            if name != final.name and _is_whole(data / _FOLDER / name)
        ),
        None,
    )
    names = [final.name] if before is None else [final.name, before]
    names += _lasting(data, names)
    _point(data, names)
    clean(data)
    return final


def _lasting(data: Path, newest: Sequence[str]) -> list[str]:
    """The generations beside the newest that held documents which have left, newest first."""
    old = pointed(data)
    shrank = False
    with suppress(Damaged, FileNotFoundError, IndexError):
        shrank = load_manifest(data / _FOLDER / old[0]).removed > 0
    kept = (*(old[1:2] if shrank else ()), *old[2:])
    return [n for n in kept if n not in newest and (data / _FOLDER / n).is_dir()][:MOST_LASTING]


def _point(data: Path, names: Sequence[str]) -> None:
    """Write the pointer so that it holds these names, or what it held, whatever happens."""
    pointer = data / _POINTER
    fresh = pointer.with_name(f"{_POINTER}.{secrets.token_hex(4)}.new")
    try:
        fresh.write_text("\n".join(names) + "\n", "ascii")
        _sync(fresh)
        fresh.replace(pointer)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
    _sync_folder(data)


def clean(data: Path) -> None:
    """Remove all generations that the pointer does not name; the caller holds the lock.

    Where the pointer is lost or names what is not there, finished generations are all kept.
    """
    names = pointed(data)
    kept = set(names if _all_there(data, names[:2]) else _candidates(data))
    for folder in (data / _FOLDER).iterdir():
        if folder.name not in kept:
            # On Windows a server may still hold a file: the next build tries again.
            shutil.rmtree(folder, ignore_errors=True)
    for left in data.glob(f"{_POINTER}.*.new"):
        with suppress(OSError):
            left.unlink()


def size_bytes(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum((folder / name).stat().st_size for name in _files(folder))


def _candidates(data: Path) -> list[str]:
    """Names of finished generations: as a sound pointer has them, then the others, newest first."""
    with suppress(OSError):
        found = sorted(
            (p.name for p in (data / _FOLDER).iterdir() if _is_name(p.name)), reverse=True
        )
        names = pointed(data)
        first = [name for name in names if name in found] if _all_there(data, names[:2]) else []
        return first + [name for name in found if name not in first]
    return []


def _all_there(data: Path, names: tuple[str, ...]) -> bool:
    return bool(names) and all((data / _FOLDER / name).is_dir() for name in names)


def _is_name(name: str) -> bool:
    return len(name) == _NAME_LENGTH and name.isalnum()


def _is_whole(folder: Path) -> bool:
    try:
        return not faults(folder, load_manifest(folder))
    except (Damaged, FileNotFoundError):
        return False


def _holder(data: Path) -> str:
    try:
        holder = json.loads((data / _HOLDER).read_text("utf-8"))
        return f"程序編號 {holder['pid']}，{holder['since']} 開始"
    except (OSError, ValueError, KeyError, TypeError):
        return "程序編號不明"


def _files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _canonical(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=True, sort_keys=True).encode()


def _sync(path: Path) -> None:
    # Opened for writing, since Windows flushes no other handle.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
