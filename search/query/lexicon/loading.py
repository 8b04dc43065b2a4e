"""Loading the lexicon: the files that are shipped, and an office's own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from search.errors import SettingError
from search.query.lexicon.entries import Entries, parse_entries
from search.query.lexicon.lookup import Lexicon, compiled

_MOST_FAULTS = 10


@cache
def shipped() -> tuple[tuple[str, Entries], ...]:
    """Read the files that are shipped, once a process.

    Returns:
        The name and the entries of each, by name.

    Raises:
        SettingError: a file was damaged.
    """
    folder = files("search.query.lexicon")
    texts = sorted(
        (file.name, file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    )
    return tuple((name, _sound(name, text)) for name, text in texts)


@cache
def load_lexicon(own: Path | None = None) -> Lexicon:
    """Load the lexicon, once a process.

    Args:
        own: an office's file, read after those that are shipped; None where there is none.

    Raises:
        SettingError: the file cannot be read, or says what it should not.
    """
    read = [entries for _, entries in shipped()]
    if own is not None:
        try:
            text = own.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(
                f"詞彙檔 {own} 讀不出來（{error}）", "請確認檔案存在，而且是 UTF-8 文字檔"
            ) from error
        read.append(_sound(str(own), text))
    return compiled(read)


def _sound(name: str, text: str) -> Entries:
    entries, faults = parse_entries(text)
    if faults:
        told = "；".join(faults[:_MOST_FAULTS])
        more = f"；另有 {len(faults) - _MOST_FAULTS} 處" if len(faults) > _MOST_FAULTS else ""
        raise SettingError(f"詞彙檔 {name}：{told}{more}", "請改正後再執行一次")
    return entries
