"""Where copies of the indexed files are kept: in the data folder, by the hash of their bytes."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = "files"
_SHA256 = re.compile("[0-9a-f]{64}")


def kept_file(data: Path, sha256: str) -> Path | None:
    """Give the path of the copy of the file with these bytes, whether or not it is there.

    Args:
        data: the data folder.
        sha256: as anybody may have typed it.

    Returns:
        None where it is no SHA-256 in lower-case hexadecimal digits, so that no other text can
        ever become a part of a path.
    """
    return data / FOLDER / sha256 if _SHA256.fullmatch(sha256) else None
