from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from made import docx

from indexer.blocks import Table, Text
from indexer.formats import read_bytes
from search.errors import DocumentError

RTF = (
    b"{\\rtf1\\ansi\\pard \\u32887?\\u26989?\\u28797?\\u23475?\\par "
    b"\\trowd\\cellx2000\\cellx4000\\intbl A\\cell B\\cell\\row\\pard x\\par}"
)


def test_an_rtf_file_is_read_by_libreoffice(needs: Callable[[str], str]) -> None:
    needs("libreoffice")
    read = read_bytes(RTF)
    assert read.format == "rtf"
    first, table, last = read.blocks
    assert isinstance(first, Text)
    assert first.text == "職業災害"
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0].cells] == ["A", "B"]
    assert isinstance(last, Text)


def test_without_any_program_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")
    for data, name in ((old, "DOC"), (RTF, "RTF")):
        with pytest.raises(DocumentError, match=name) as caught:
            read_bytes(data)
        assert "LibreOffice" in caught.value.remedy


def test_antiword_says_what_it_could_not_read(
    shared: Path, needs: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    antiword = needs("antiword")
    (tmp_path / "antiword").symlink_to(antiword)
    monkeypatch.setenv("PATH", str(tmp_path))
    read = read_bytes((shared / "formats" / "mol-106-plan.doc").read_bytes())
    assert read.format == "doc"
    assert any("antiword" in warning for warning in read.warnings)
    assert len(read.text) > 5000


def test_a_broken_old_file_is_refused(needs: Callable[[str], str]) -> None:
    needs("libreoffice")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")
    with pytest.raises(DocumentError):
        read_bytes(old + struct.pack("<L", 7) + docx(""))
