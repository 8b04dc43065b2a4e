"""A ZIP file that is not trusted: its members are read by exact name, within limits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

from lxml import etree

from indexer.packages import limits
from search.errors import DocumentError

_END: Final = b"PK\x05\x06"
_DIRECTORY_BYTES: Final = 8 * 1024 * 1024


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a ZIP file does."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


class Parcel:
    """The members of a ZIP file.

    Args:
        data: the bytes of the whole file.

    Raises:
        DocumentError: it is broken, or larger than limits.py allows, by its own directory.
    """

    def __init__(self, data: bytes) -> None:
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (
            zipfile.BadZipFile,
            ValueError,
            NotImplementedError,
            struct.error,
            OSError,
        ) as error:
            raise DocumentError(
                "檔案不完整或已損壞，壓縮目錄讀不出來", "請重新取得完整的檔案"
            ) from error
        infos = self._zip.infolist()
        if len(infos) > limits.ENTRIES:
            raise DocumentError(
                f"檔案裡有 {len(infos):,} 個項目，超過上限 {limits.ENTRIES:,}",
                "請分成幾個較小的檔案",
            )
        unpacked = sum(info.file_size for info in infos)
        _check_unpacked(unpacked, len(data))
        for info in infos:
            _check_unpacked(info.file_size, info.compress_size)
        self.infos: Final = tuple(infos)
        self._by_name: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            # The first of duplicate names is read, and a duplicate is told, so that what was
            # checked is always what is read.
            self._by_name.setdefault(info.filename, info)
        self.duplicates: Final = len(infos) - len(self._by_name)
        self._left = limits.UNPACKED_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def read(self, name: str) -> bytes:
        """One member, unpacked; sizes are counted while reading because a directory can lie.

        Raises:
            DocumentError: there is no such member, or it is encrypted, damaged or too large.
        """
        info = self._by_name.get(name)
        if info is None:
            raise DocumentError(f"檔案缺少必要的部分：{name}", "請用原來的軟體開啟後另存新檔")
        if info.flag_bits & 0x1:
            raise DocumentError("檔案有密碼保護", "請移除密碼後再放進資料夾")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(self._left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            RuntimeError,
        ) as error:
            raise DocumentError(
                f"檔案已損壞，「{info.filename}」解不開", "請重新取得完整的檔案"
            ) from error
        except NotImplementedError as error:
            raise DocumentError(
                f"「{info.filename}」用了不支援的壓縮方法", "請重新壓縮成一般的 ZIP"
            ) from error
        self._left -= len(data)
        if self._left < 0:
            _refuse_unpacked()
        return data


def parse_xml(data: bytes, name: str) -> etree._Element:
    """XML with no entities, no network and no outside definitions.

    Raises:
        DocumentError: it is not well formed, or nested or long beyond the parser's limits.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(
            f"檔案內容不合格式，「{name}」讀不出來（{_short(error)}）",
            "請用原來的軟體開啟後另存新檔",
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(
            f"「{name}」帶有文件型別宣告，為了安全不予處理", "請用原來的軟體開啟後另存新檔"
        )
    return root


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:80]


def _check_directory(data: bytes) -> None:
    # zipfile reads the whole directory into objects before anything can be counted.
    at = data.rfind(_END, max(0, len(data) - 65_557))
    if at < 0 or at + 22 > len(data):
        raise DocumentError("檔案不完整，壓縮目錄不見了", "請重新取得完整的檔案")
    entries, size = struct.unpack_from("<HI", data, at + 10)
    if entries > limits.ENTRIES or size > _DIRECTORY_BYTES:
        raise DocumentError(f"檔案裡的項目超過上限 {limits.ENTRIES:,} 個", "請分成幾個較小的檔案")


def _check_unpacked(unpacked: int, packed: int) -> None:
    if unpacked > limits.UNPACKED_BYTES:
        _refuse_unpacked()
    if unpacked > limits.RATIO_FROM_BYTES and unpacked > packed * limits.RATIO:
        raise DocumentError(
            f"壓縮比超過 {limits.RATIO} 倍，像是惡意檔案", "請確認來源，或用原來的軟體另存新檔"
        )


def _refuse_unpacked() -> None:
    raise DocumentError(
        f"解開後超過 {limits.UNPACKED_BYTES // 1024 // 1024} MB 的上限", "請分成幾個較小的檔案"
    )
