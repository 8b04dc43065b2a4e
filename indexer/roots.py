"""The folders and files that an index is made of: remembered with it, and added to."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.text import visible


@dataclass(frozen=True, slots=True)
class Root:
    """A folder or file of the corpus.

    Attributes:
        label: what the names of its files begin with.
        path: absolute.
    """

    label: str
    path: Path

    def holds(self, name: str) -> bool:
        """Whether a file of that name in the corpus is from here."""
        return name == self.label or name.startswith(f"{self.label}/")


def labelled(paths: Sequence[Path]) -> tuple[Root, ...]:
    """Name paths by their last part, or by all of it where two end alike."""
    names = [path.resolve().name or "corpus" for path in paths]
    counts = Counter(names)
    return tuple(
        Root(clean(name), _absolute(path)) if counts[name] == 1 else _by_whole_path(path)
        for name, path in zip(names, paths, strict=True)
    )


def joined(kept: Sequence[Root], given: Sequence[Path]) -> tuple[Root, ...]:
    """Add paths to the roots of an index; what lies in a root already adds nothing.

    A root that lies in one of the paths is found there from now on.
    """
    paths = dict.fromkeys(map(_absolute, given))
    new = [
        path
        for path in paths
        if not any(path.is_relative_to(root.path) for root in kept)
        and not any(path != other and path.is_relative_to(other) for other in paths)
    ]
    stay = tuple(root for root in kept if not any(root.path.is_relative_to(path) for path in new))
    taken = {root.label for root in stay}
    return stay + tuple(
        _by_whole_path(root.path) if root.label in taken else root for root in labelled(new)
    )


def write_roots(roots: Iterable[Root], data: Path) -> tuple[tuple[str, str], ...]:
    """Give label and path of each root; beside the data folder relative to it, so that both move."""
    home = _absolute(data).parent
    return tuple(
        (
            root.label,
            root.path.relative_to(home).as_posix()
            if root.path.is_relative_to(home)
            else str(root.path),
        )
        for root in roots
    )


def read_roots(written: Iterable[Sequence[str]], data: Path) -> tuple[Root, ...]:
    """Read what write_roots gave."""
    home = _absolute(data).parent
    return tuple(Root(label, home / path) for label, path in written)


def _by_whole_path(path: Path) -> Root:
    return Root(clean(path.resolve().as_posix().lstrip("/")), _absolute(path))


def _absolute(path: Path) -> Path:
    # A link is remembered as such: it may be made to lead elsewhere.
    return Path(os.path.abspath(path))  # noqa: PTH100


def clean(name: str) -> str:
    """Write bytes of a file name that are no text, and control characters, as escapes."""
    return visible(name.encode("utf-8", "backslashreplace").decode())
