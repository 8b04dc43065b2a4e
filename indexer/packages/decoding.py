"""From bytes to characters: byte order marks, UTF-8, Big5 and the rest."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

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


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a text file.

    Args:
        data: the bytes of the file.

    Returns:
        The text with line ends as line feeds, and warnings that name the place of each
        byte that could not be decoded (it costs one character, U+FFFD).

    Raises:
        DocumentError: the bytes are not text in any encoding known here.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], name)
    if data.count(b"\0") > len(data) // 50:
        guess = from_bytes(data[:65536]).best()
        if guess is not None and guess.encoding.startswith(("utf_16", "utf_32")):
            return _replaced(data, guess.encoding)
        raise DocumentError(
            "這是二進位檔，不是文字檔", "請確認檔案格式，或另存為 ODT、DOCX、PDF 或純文字"
        )
    for name in ("utf-8", "cp950", "big5hkscs"):
        try:
            return _lines(data.decode(name)), ()
        except UnicodeDecodeError:
            continue
    # One bad byte defeats every strict decoder: take the one that loses least.
    best = min((_replaced(data, name) for name in ("utf-8", "cp950", "big5hkscs")), key=_loss)
    if best[0].count("\ufffd") > max(3, len(best[0]) * _MAX_BAD_SHARE):
        guess = from_bytes(data[:65536]).best()
        if guess is not None:
            best = min(best, _replaced(data, guess.encoding), key=_loss)
        elif _loss(best) > max(3, len(best[0]) * _MAX_UNKNOWN_SHARE):
            raise DocumentError("無法辨識文字編碼", "請另存為 UTF-8 編碼的純文字")
    if _loss(best) > max(3, len(best[0]) * 0.3):
        raise DocumentError("無法辨識文字編碼", "請另存為 UTF-8 編碼的純文字")
    return best


def _loss(decoded: tuple[str, tuple[str, ...]]) -> int:
    return decoded[0].count("\ufffd")


def _replaced(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = _lines(data.decode(encoding, "replace"))
    warnings: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if "\ufffd" in line and len(warnings) < 20:
            warnings.append(
                f"第 {number} 行第 {line.index(chr(0xFFFD)) + 1} 字無法解碼（{encoding}）"
            )
    return text, tuple(warnings)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
