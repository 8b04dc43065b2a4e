from __future__ import annotations

from email.message import EmailMessage

import pytest
from made import docx, p

from indexer.blocks import Table, Text
from indexer.formats import read_bytes

PAGE = "<html><body><h1>青溪縣計畫</h1><table><tr><td>檢查</td><td>1,200</td></tr></table></body></html>"


def texts(data: bytes, suffix: str = "") -> list[str]:
    return [
        block.text if isinstance(block, Text) else "|".join(c.text for c in block.rows[0].cells)
        for block in read_bytes(data, suffix).blocks
        if isinstance(block, Text | Table)
    ]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "big5"])
@pytest.mark.parametrize("suffix", [".mht", ".doc", ".xls"])
def test_a_saved_page_is_read_whatever_its_name(encoding: str, charset: str, suffix: str) -> None:
    message = EmailMessage()
    message.set_content(PAGE.encode(charset), "text", "html", cte=encoding)
    message.replace_header("Content-Type", f"text/html; charset={charset}")
    related = EmailMessage()
    related.make_related()
    related.attach(message)
    assert texts(related.as_bytes(), suffix) == ["青溪縣計畫", "檢查|1,200"]


def test_of_a_message_the_text_is_read_once_and_attachments_behind_it() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "勞工處 <a@example.tw>", "函送計畫"
    message.set_content("純文字")
    message.add_alternative("<p>網頁文字</p>", subtype="html")
    message.add_attachment(docx(p("附件內文")), "application", "msword", filename="甲.docx")
    message.add_attachment(b"\x89PNG....", "image", "png", filename="乙.png")
    read = read_bytes(message.as_bytes(), ".eml")
    assert [b.text for b in read.blocks if isinstance(b, Text)] == [
        "主旨：函送計畫",
        "寄件者：勞工處 <a@example.tw>",
        "網頁文字",
        "附件：甲.docx",
        "附件內文",
    ]
    assert read.title == "函送計畫"
    assert [(one.reason, "乙.png" in one.told) for one in read.omissions] == [("object", True)]


def test_a_frame_without_text_leads_to_the_pages_in_it() -> None:
    message = EmailMessage()
    message.make_related()
    for page in ("<frameset><frame src=a></frameset>", "<p>甲頁</p>", "<p>乙頁</p>"):
        part = EmailMessage()
        part.set_content(page, subtype="html")
        message.attach(part)
    assert texts(message.as_bytes()) == ["甲頁", "乙頁"]


def test_lines_with_colons_are_no_message() -> None:
    assert texts("Subject: 甲\nNote: 乙\n".encode()) == ["Subject: 甲", "Note: 乙"]
