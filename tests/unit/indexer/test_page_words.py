"""Running heads, header rows and contents as one passage that can be found."""

from __future__ import annotations

from indexer.blocks import Furniture, ReadFile, Text
from indexer.layout.linear import read_file_of
from indexer.splitting import Described, SplitDocument
from indexer.splitting.page_words import with_page_words
from indexer.splitting.split import split_file
from search.model import PAGE_WORDS, Source

SOURCE = Source("海岸巡護.pdf", "0" * 64)


def read_of(*, page: int | None) -> ReadFile:
    blocks = [
        Furniture("海岸巡護年報", (), "頁首", page),
        Furniture("一、巡護成果............3", (), "目錄", page),
        Furniture("二、來年安排............9", (), "目錄", page),
        Text("一、巡護成果", (), None, page),
        Text("全年完成淨灘四十場。", (), None, page),
        Furniture("第 3 頁", (), "頁碼", page),
        Furniture("海岸巡護年報", (), "頁首", page),
    ]
    return read_file_of(blocks, "pdf")


def words_of(read: ReadFile) -> tuple[SplitDocument, ...]:
    documents = split_file(read, SOURCE, Described())
    return with_page_words(documents, read.text, read.blocks, SOURCE, {2: "iv"})


def test_what_only_furniture_says_is_one_passage_at_its_first_place() -> None:
    read = read_of(page=2)
    *_, last = words_of(read)[0].passages
    assert last.is_page_words
    assert (last.title, last.kind, last.text) == (
        PAGE_WORDS,
        "narrative",
        "海岸巡護年報\n二、來年安排",
    )
    assert (last.location.page, last.location.page_label) == (2, "iv")
    assert [read.text[slice(*span)] for span in last.spans] == [
        "海岸巡護年報",
        "二、來年安排............9",
    ]


def test_a_file_without_pages_has_none() -> None:
    read = read_of(page=None)
    assert words_of(read) == split_file(read, SOURCE, Described())
