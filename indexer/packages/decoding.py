"""From bytes to characters: byte order marks, UTF-8, Big5 and the rest."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from indexer.blocks import Omission
from search.errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAX_BAD_SHARE = 0.02
_MAX_UNKNOWN_SHARE = 0.1
"""Random bytes lose twice as much in Big5, in which most pairs of bytes are characters."""
_CANTONESE_SHARE = 0.05
"""Text of Hong Kong uses its own characters throughout; in Taiwan their codes are those of
characters that an office made itself, for a name or two."""
_LEAST_PAIRS = 20
_PAIR = re.compile(rb"[\x81-\xfe]([\x40-\xfe])")
_NAMED = 20
_ERRORS = "zhengsuo-big5"
_UNKNOWN = "\ufffd"


def decode(data: bytes) -> tuple[str, tuple[Omission, ...]]:
    """Decode a text file.

    Args:
        data: the bytes of the file.

    Returns:
        The text with line ends as line feeds, and what could not be decoded, line by line
        with each place in it (each costs one character, U+FFFD).

    Raises:
        DocumentError: the bytes are not text in any encoding known here.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _told(data[len(mark) :], name)
    if data.count(b"\0") > len(data) // 50:
        guess = from_bytes(data[:65536]).best()
        if guess is not None and guess.encoding.startswith(("utf_16", "utf_32")):
            return _told(data, guess.encoding)
        raise DocumentError(
            "這是二進位檔，不是文字檔", "請確認檔案格式，或另存為 ODT、DOCX、PDF 或純文字"
        )
    return _told(data, _encoding(data))


def decode_as(data: bytes, encoding: str) -> tuple[str, tuple[Omission, ...]] | None:
    """Decode bytes that say in which encoding they are.

    Returns:
        As decode(); None where the encoding is unknown or many bytes are none of its characters.
    """
    name = {"big5": "cp950", "gb2312": "gb18030", "gbk": "gb18030"}.get(encoding, encoding)
    try:
        text, told = _told(data, name)
    except LookupError:
        return None
    return None if text.count(_UNKNOWN) > max(3, len(text) * _MAX_BAD_SHARE) else (text, told)


def _encoding(data: bytes) -> str:
    """The encoding in which least is lost.

    Raises:
        DocumentError: much is lost in all.
    """
    if _decodes(data, "utf-8"):
        return "utf-8"
    if _is_gb(data):
        return "gb18030"
    lost = _loss(data, "cp950")
    if lost > max(5, len(data) / 2 * _CANTONESE_SHARE) and _decodes(data, "big5hkscs"):
        return "big5hkscs"
    if not lost:
        return "cp950"
    best = min(("utf-8", "cp950"), key=lambda name: _loss(data, name))
    if _loss(data, best) > max(3, len(data) / 2 * _MAX_BAD_SHARE):
        guess = from_bytes(data[:65536]).best()
        if guess is not None:
            best = min(best, guess.encoding, key=lambda name: _loss(data, name))
        elif _loss(data, best) > max(3, len(data) / 2 * _MAX_UNKNOWN_SHARE):
            raise DocumentError("無法辨識文字編碼", "請另存為 UTF-8 編碼的純文字")
    if _loss(data, best) > max(3, len(data) / 2 * 0.3):
        raise DocumentError("無法辨識文字編碼", "請另存為 UTF-8 編碼的純文字")
    return best


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _loss(data: bytes, encoding: str) -> int:
    return data.decode(encoding, _ERRORS).count(_UNKNOWN)


def _one_unknown(error: UnicodeError) -> tuple[str, int]:
    """One character for what cannot be decoded, both bytes of a pair of Big5 together."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if error.encoding not in ("cp950", "big5", "big5hkscs") or not _is_pair(pair):
        return _UNKNOWN, error.end
    if 0xC6 <= pair[0] <= 0xC8:
        # Circled numbers, kana and the like, which most programs of Taiwan have there.
        return pair.decode("big5hkscs", "replace")[0], error.start + 2
    return _UNKNOWN, error.start + 2


def _is_pair(pair: bytes) -> bool:
    """True for the two bytes of a character of Big5, one that an office made itself too."""
    return (
        len(pair) == 2
        and 0x81 <= pair[0] <= 0xFE
        and (0x40 <= pair[1] <= 0x7E or 0xA1 <= pair[1] <= 0xFE)
    )


def _eten() -> dict[int, str]:
    """What Python's table has for codes from C6A1 on → what the programs of Taiwan have there."""
    pairs = (bytes((high, low)) for high in (0xC6, 0xC7) for low in range(0xA1, 0xFF))
    known = ((pair.decode("cp950", "ignore"), pair.decode("big5hkscs", "ignore")) for pair in pairs)
    return {ord(here): there for here, there in known if len(here) == 1 and there}


codecs.register_error(_ERRORS, _one_unknown)
_ETEN = _eten()


def _is_gb(data: bytes) -> bool:
    """True for text of the mainland: every second byte is high, of Big5 only three in five are."""
    seconds = b"".join(_PAIR.findall(data[:65536]))
    return len(seconds) >= _LEAST_PAIRS and min(seconds) >= 0xA1 and _decodes(data, "gb18030")


def _told(data: bytes, encoding: str) -> tuple[str, tuple[Omission, ...]]:
    text = data.decode(encoding, _ERRORS)
    if encoding == "cp950":
        text = text.translate(_ETEN)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    told: list[Omission] = []
    more = 0
    for number, line in enumerate(text.split("\n"), 1) if _UNKNOWN in text else ():
        places = [str(at) for at, char in enumerate(line, 1) if char == _UNKNOWN]
        if places and len(told) < _NAMED:
            named = "、".join(places[:_NAMED]) + ("…" if len(places) > _NAMED else "")
            sentence = f"第 {number} 行第 {named} 字讀不出來（{encoding}，共 {len(places)} 個字）"
            told.append(Omission("unknown-characters", f"第 {number} 行", sentence, len(places)))
        elif places:
            more += len(places)
    if more:
        told.append(
            Omission(
                "unknown-characters", "其他各行", f"另有 {more} 個字讀不出來（{encoding}）", more
            )
        )
    return text, tuple(told)
