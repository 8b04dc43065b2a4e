"""Bulleted paragraphs and lone sentences as nodes of the tree, where nothing is numbered."""

from __future__ import annotations

from indexer.blocks import Table, Text
from indexer.numbering import bullet
from indexer.outline.tree import Node, colon_title

_STYLE = "bullet"
_LONGEST_TITLE = 40
_LONGEST_POINT = 100


def is_bulleted(node: Node) -> bool:
    """Whether a heading stands over bullets, and nothing that is numbered or a heading."""
    return not node.children and any(_mark(block) for block in node.body)


def are_titled(node: Node) -> bool:
    """Whether most bullets beneath a heading name what they tell of: •花火節：辦理…."""
    texts = [block.text for block in node.body if isinstance(block, Text) and _mark(block)]
    titled = [
        parted
        for text in texts
        if (parted := colon_title(text[bullet(text) :].strip())) is not None
        and len(parted[0]) <= _LONGEST_TITLE
    ]
    return len(titled) * 2 > len(texts)


def raise_bullets(node: Node) -> None:
    """Make children of the bullets in a node's body; what follows a bullet goes with it.

    The mark of the first one counts; bullets of another mark are points of the one above.
    """
    first = next(mark for block in node.body if (mark := _mark(block)))
    body, node.body = node.body, []
    for block in body:
        if isinstance(block, Text) and _mark(block) == first:
            title = block.text[bullet(block.text) :].strip()
            node.children.append(Node(block, None, title, _STYLE, block.level, node))
        elif node.children:
            node.children[-1].body.append(block)
        else:
            node.body.append(block)


def is_list_of_sentences(node: Node) -> bool:
    """Whether paragraphs beneath a heading are points without marks: one short sentence each."""
    points = _points(node)
    return len(points) > 1 and all(
        len(text) <= _LONGEST_POINT and text.endswith("。") and text.count("。") == 1
        for text in points
    )


def raise_sentences(node: Node) -> None:
    """Make children of the paragraphs in a node's body; a line that leads to them stays."""
    points = {*_points(node)}
    body, node.body = node.body, []
    for block in body:
        if isinstance(block, Text) and block.text.strip() in points:
            node.children.append(Node(block, None, block.text.strip(), _STYLE, block.level, node))
        else:
            node.body.append(block)


def _points(node: Node) -> list[str]:
    texts = [block.text.strip() for block in node.body if isinstance(block, Text)]
    return texts[1:] if texts and texts[0].endswith(("：", ":")) else texts


def _mark(block: Text | Table) -> str:
    return block.text[0] if isinstance(block, Text) and bullet(block.text) else ""
