from __future__ import annotations

import pytest
from small_texts import read, split

from indexer.blocks import Furniture, ReadFile, Text
from indexer.splitting import Described
from indexer.splitting.drafts import merged
from indexer.splitting.split import split_file
from search.model import Omission, Source, Uncovered

SOURCE = Source("示範.txt", "0" * 64)
PLAN = """示範市政府勞工局109年度施政計畫

壹、年度施政目標
一、提升職場安全
（一）辦理訪視。
貳、年度重要計畫
工作計畫名稱\t重要計畫項目\t實施內容
勞動檢查\t營造減災\t辦理稽查。

第 1 頁
"""


def _read(*omissions: Omission, printed: int | None = None) -> ReadFile:
    text = "甲" * 100 + "乙" * 100
    blocks = (Text(text[:100], ((0, 100),), page=1), Text(text[100:], ((100, 200),), page=2))
    return ReadFile(text, blocks, "pdf", omissions=omissions, printed=printed)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (_read(), 200),
        (_read(printed=200), 200),
        # A page of which nothing is known counts as its average page, a picture as a character.
        (_read(Omission("scanned-page", "第 3 頁", "掃描"), printed=200), 300),
        (_read(Omission("image", "第 1 頁", "圖片"), printed=200), 201),
        (_read(Omission("watermark", "第 1 頁", "浮水印", 24), printed=224), 224),
        (_read(Omission("hidden", "工作表", "隱藏", 30)), 230),
        # What was guessed is in the text, and what was deleted is no part of the file.
        (_read(Omission("vertical", "第 1 頁", "直排", 90, guessed=True)), 200),
        (_read(Omission("deleted", "內文", "修訂", 90)), 200),
    ],
)
def test_the_share_is_of_what_the_file_prints(read: ReadFile, printed: int) -> None:
    (document,) = split_file(read, SOURCE, Described())
    assert (document.covered, document.characters, document.printed) == (200, 200, printed)
    assert document.omissions == read.omissions


def test_a_table_that_is_not_understood_is_named() -> None:
    document = split(PLAN.split("貳")[0] + "貳、附錄\n甲\t乙\t丙\n子\t丑\t寅\n卯\t辰\t巳\n")
    (omission,) = document.omissions
    assert (omission.reason, omission.guessed) == ("table", True)
    assert omission.told in document.warnings


def test_a_document_with_its_passages() -> None:
    document = split(PLAN)
    assert (document.title, document.kind, document.agency, document.year, document.sample) == (
        "示範市政府勞工局109年度施政計畫",
        "施政計畫",
        "示範市政府勞工局",
        2020,
        False,
    )
    assert [p.kind for p in document.passages] == ["narrative", "goal", "project"]
    assert {p.document_title for p in document.passages} == {document.title}
    assert all((p.id, p.document, p.edition) == ("", "", "") for p in document.passages)
    assert document.warnings == ()


def test_every_visible_character_is_in_a_passage_or_in_furniture() -> None:
    document = split(PLAN)
    assert document.characters == document.covered == len("".join(PLAN.split()))
    assert document.uncovered == ()
    assert {role for *_, role in document.furniture} == {"表頭", "頁碼"}


def test_passages_stand_in_reading_order_and_in_the_text() -> None:
    passages = split(PLAN).passages
    starts = [p.location.start for p in passages]
    assert starts == sorted(starts)
    for passage in passages:
        assert passage.text.split("\n")[0] in PLAN[passage.location.start : passage.location.end]


def test_samples_say_so() -> None:
    document = split(PLAN + "\n本文件為示範語料。\n")
    assert document.sample
    assert all(passage.sample for passage in document.passages)


def test_lost_characters_damage_a_passage() -> None:
    text = PLAN.replace("辦理訪視", "辦理\ufffd視")
    assert [p.kind for p in split(text).passages if p.damaged] == ["goal"]


def test_what_no_block_holds_is_reported_with_its_line() -> None:
    text = "甲。\n 漏掉的 文字 \n乙。"
    blocks = (Text("甲。", ((0, 2),)), Furniture("乙。", ((12, 14),), "頁尾"))
    (document,) = split_file(ReadFile(text, blocks, "txt"), SOURCE, Described())
    assert document.uncovered == (Uncovered(4, 10, 2, "漏掉的 文字"),)
    assert (document.characters, document.covered) == (9, 4)


def test_warnings_of_the_reader_are_passed_on() -> None:
    made = ReadFile("甲。", (Text("甲。", ((0, 2),)),), "txt", warnings=("某處無法解碼",))
    (document,) = split_file(made, SOURCE, Described())
    assert document.warnings[0] == "某處無法解碼"


def test_plans_of_several_agencies_are_documents_of_their_own() -> None:
    text = (
        "示範市政府110年度施政計畫\n\n"
        "示範市政府勞工局\n壹、年度施政目標\n一、安全職場\n（一）訪視。\n"
        "示範市政府消防局\n壹、年度施政目標\n一、預防火災\n（一）宣導。\n"
    )
    first, second = split_file(read(text), SOURCE, Described())
    assert (first.agency, second.agency) == ("示範市政府勞工局", "示範市政府消防局")
    assert first.title.endswith("（示範市政府勞工局）")
    assert (first.year, second.year) == (2021, 2021)
    assert first.characters + second.characters == len("".join(text.split()))
    assert first.covered == first.characters
    assert second.covered == second.characters
    assert [p.title for p in second.passages if p.kind == "goal"] == ["預防火災"]


def test_one_agency_named_twice_is_one_document() -> None:
    text = "示範市政府勞工局\n壹、甲\n內文。\n示範市政府勞工局\n壹、乙\n內文。\n"
    assert len(split_file(read(text), SOURCE, Described())) == 1


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], ()),
        ([(3, 5), (0, 2)], ((0, 2), (3, 5))),
        ([(0, 2), (2, 4)], ((0, 4),)),
        ([(0, 9), (2, 4)], ((0, 9),)),
    ],
)
def test_spans_that_touch_are_made_one(
    spans: list[tuple[int, int]], expected: tuple[tuple[int, int], ...]
) -> None:
    assert merged(spans) == expected
