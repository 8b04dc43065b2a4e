"""Text recognition for scanned PDF files: the same pages with a text layer, read like any other."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from search.errors import DocumentError, SettingError

_DPI = 300
_MAX_PIXELS = 60_000_000
_PAGE_SECONDS = 180
_LANGUAGES = ("chi_tra", "eng")


def recognise(data: bytes, progress: Callable[[int, int], None]) -> bytes:
    """Give a scanned PDF a text layer.

    Args:
        data: the file; pages that have text already are recognised anew, too.
        progress: told how many of how many pages are done.

    Returns:
        A PDF of the same pages as images, with the recognised text behind them.

    Raises:
        SettingError: tesseract or its Traditional Chinese data is not installed.
        DocumentError: the file cannot be opened, or a page cannot be recognised.
    """
    program = _program()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DocumentError("PDF 打不開", "請確認檔案完整，且沒有密碼保護") from error
    made = pypdfium2.PdfDocument.new()
    with contextlib.closing(document), contextlib.closing(made):
        for number, page in enumerate(document, 1):
            progress(number - 1, len(document))
            layer = pypdfium2.PdfDocument(_page_with_text(program, page, number))
            with contextlib.closing(layer):
                made.import_pages(layer)
        progress(len(document), len(document))
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def _program() -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise SettingError(
            "沒有安裝文字辨識程式 tesseract",
            "請安裝 tesseract-ocr 與 tesseract-ocr-chi-tra 後再試",
        )
    listed = subprocess.run(  # noqa: S603  a program that the operator installed
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30
    )
    if _LANGUAGES[0] not in listed.stdout.split():
        raise SettingError("tesseract 缺少繁體中文資料", "請安裝 tesseract-ocr-chi-tra 後再試")
    return program


def _page_with_text(program: str, page: pypdfium2.PdfPage, number: int) -> bytes:
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.png"
        page.render(scale=scale, grayscale=True).to_pil().save(image, dpi=(scale * 72,) * 2)
        try:
            done = subprocess.run(  # noqa: S603  fixed arguments, no shell
                [program, str(image), "-", "-l", "+".join(_LANGUAGES), "--psm", "3", "pdf"],
                capture_output=True,
                check=False,
                timeout=_PAGE_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise DocumentError(
                f"第 {number} 頁辨識超過 {_PAGE_SECONDS} 秒", "請把這一頁裁小或重新掃描"
            ) from error
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise DocumentError(f"第 {number} 頁無法辨識", "請重新掃描這一頁")
    return done.stdout
