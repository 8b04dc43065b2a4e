from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

WEB = Path(str(files("web")))
_WORDS = re.compile("[\u3400-\u9fff]{2}")


def _words_in_code(source: str) -> list[str]:
    """Chinese words in strings, but for docstrings and patterns that read documents."""
    tree = ast.parse(source)
    passed_over: set[int] = set()
    for node in ast.walk(tree):
        # A string that stands by itself documents what is above it.
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed_over.add(id(node.value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            passed_over.update(id(below) for below in ast.walk(node))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in passed_over
        and _WORDS.search(node.value)
    ]


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in WEB.rglob("*.py")
        # The words of files and of commands stand beside what writes them.
        if path.parent.name != "export"
        and path.stem not in ("wordings", "year_wordings", "words", "commands", "doctor")
    ],
    ids=lambda path: path.name,
)
def test_what_users_read_stands_in_templates_and_wordings_alone(path: Path) -> None:
    assert _words_in_code(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", list((WEB / "static").glob("*.js")), ids=lambda path: path.name)
def test_scripts_take_their_words_from_the_page(path: Path) -> None:
    code = [
        line for line in path.read_text("utf-8").split("\n") if not line.strip().startswith("//")
    ]
    assert [line for line in code if re.search("[\u3000-\u9fff]", line)] == []


def test_words_in_code_are_found() -> None:
    assert _words_in_code(
        '"""說明"""\nx = f"找{1}"\ny = (1, "找不到")\nz = re.compile("計畫")'
    ) == ["找不到"]
