from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from made import docx, p, zipped

from indexer.formats import read_file
from indexer.packages.archive import is_archive, list_archive
from search.errors import DocumentError

PLAN = docx(p("勞動條件檢查"))


def archive(folder: Path, members: dict[str, bytes | str]) -> Path:
    path = folder / "計畫.zip"
    path.write_bytes(zipped(members))
    return path


def test_documents_of_an_archive_are_listed_and_read_in_place(tmp_path: Path) -> None:
    path = archive(tmp_path, {"106/計畫.docx": PLAN, "說明.txt": "職業災害\n", "__MACOSX/a": "x"})
    assert is_archive(path)
    listing = list_archive(path)
    assert listing.paths == (path / "106/計畫.docx", path / "說明.txt")
    assert listing.refused == ()
    assert [read_file(member).format for member in listing.paths] == ["docx", "txt"]
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_document_that_is_packed_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(PLAN)
    assert not is_archive(path)
    assert read_file(path).format == "docx"


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "a/../../b.txt", "C:/a.txt", "a//b.txt"])
def test_names_that_lead_outside_are_refused(name: str, tmp_path: Path) -> None:
    listing = list_archive(archive(tmp_path, {name: "甲", "b.txt": "乙"}))
    assert [path.name for path in listing.paths] == ["b.txt"]
    assert [reason for _, reason in listing.refused] == ["檔名指向壓縮檔之外"]


def test_links_and_second_copies_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "甲")
        packed.writestr(link, "/etc/passwd")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("a.txt", "乙")
    path = tmp_path / "a.zip"
    path.write_bytes(out.getvalue())
    listing = list_archive(path)
    assert listing.paths == (path / "a.txt",)
    assert dict(listing.refused) == {
        "a.txt": "同一個檔名出現兩次，只讀第一個",
        "link.txt": "是符號連結",
    }
    assert read_file(path / "a.txt").text.strip() == "甲"


def test_names_in_big5_are_read(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("計畫.txt".encode("cp950").decode("cp437"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(info, "職業災害")
    data = out.getvalue()
    # Python marks names outside ASCII as UTF-8; Windows' own packer does not.
    real, packed_name = "計畫.txt".encode("cp950"), info.filename.encode()
    data = bytearray(data.replace(packed_name, real.ljust(len(packed_name), b"x")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at + 1] &= ~0x08
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(data))
    assert list_archive(path).paths[0].name.startswith("計畫.txt")


def test_a_member_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.txt": "甲"})
    with pytest.raises(DocumentError, match=r"沒有「b\.txt」"):
        read_file(path / "b.txt")
