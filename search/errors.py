"""The error tree, split by what the reader of the message must do.

ZhengsuoError
├── QueryError        the person who typed must change the query
├── SettingError      the operator must change a setting
├── DocumentError     a file must be mended or removed
├── DataError         the data folder must be repaired
│   ├── NoIndex       nothing is indexed yet
│   ├── Outdated      the index was made by another version: index again
│   ├── Damaged       a checksum does not hold
│   ├── Locked        another process is building
│   └── Refused       a build would lose what is indexed: a person must say so
└── EngineError       the engine behind the port failed
"""

from __future__ import annotations


class ZhengsuoError(Exception):
    """Base of all errors of our own.

    Args:
        message: what went wrong and where, in Traditional Chinese.
        remedy: what the reader can do about it, in Traditional Chinese.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}（{self.remedy}）" if self.remedy else self.message


class QueryError(ZhengsuoError):
    """A query outside the limits."""


class SettingError(ZhengsuoError):
    """A setting that is unknown or has a bad value."""


class DocumentError(ZhengsuoError):
    """A file that cannot be read: the only error that may leave a reader."""


class DataError(ZhengsuoError):
    """The data folder does not hold what it should."""


class NoIndex(DataError):
    """There is no generation to search."""


class Outdated(DataError):
    """The generation was made by another version of the analyzer, splitter or store."""


class Damaged(DataError):
    """A file of the generation does not match its checksum."""


class Locked(DataError):
    """Another process is building."""


class Refused(DataError):
    """A build would take documents out of service that nobody asked to take out.

    Args:
        message: what would be lost.
        remedy: the command that does it all the same.
        code: by which that command agrees to this very loss.
    """

    def __init__(self, message: str, remedy: str, code: str) -> None:
        super().__init__(message, remedy)
        self.code = code

    def __str__(self) -> str:
        # Several lines: what would be lost, then the command that does it all the same.
        return f"{self.message}\n{self.remedy}"


class EngineError(ZhengsuoError):
    """The engine behind the port failed; the cause is kept."""
