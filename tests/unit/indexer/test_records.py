"""Headings over the same labelled lines are records, and their names the first column."""

from __future__ import annotations

from indexer.blocks import Table, Text
from indexer.outline.records import join_records
from indexer.outline.tree import Node, outline


def tree(text: str) -> Node:
    blocks = [Text(line, ((at, at + 1),)) for at, line in enumerate(text.split("\n"))]
    root = outline(blocks, "")
    join_records(root)
    return root


def test_headings_over_the_same_unknown_labels_become_a_table() -> None:
    root = tree(
        "壹、量尺\n一、志工人數\n算哪些：登錄在案的。\n要到多少：80 人\n"
        "二、課程場次\n算哪些：開成的。\n要到多少：12 場"
    )
    (section,) = root.children
    (table,) = section.body
    assert isinstance(table, Table)
    assert not section.children
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["指標名稱", "算哪些", "要到多少"],
        ["志工人數", "登錄在案的。", "80 人"],
        ["課程場次", "開成的。", "12 場"],
    ]


def test_goals_over_their_labelled_indicators_stay_headings() -> None:
    root = tree(
        "壹、量尺\n一、守護樹木\n看什麼：樹數\n要到多少：80 棵\n二、打造街道\n看什麼：箱涵\n要到多少：12 座"
    )
    assert [child.title for child in root.children[0].children] == ["守護樹木", "打造街道"]


def test_labels_that_differ_from_heading_to_heading_are_text() -> None:
    root = tree("壹、地方\n一、東區\n人口：多\n面積：小\n二、西區\n特產：米\n古蹟：廟")
    assert len(root.children[0].children) == 2
