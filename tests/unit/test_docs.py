"""What the papers say is there: commands, options, settings, facets, parameters, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import zhengsuo
from search import config
from search.model import FACETS
from web import wordings

ROOT = Path(__file__).resolve().parents[2]
PAPERS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
}
OPERATIONS = PAPERS["docs/operations.md"]
GUIDE = PAPERS["docs/使用手冊.md"]
COMMANDS = dict(zhengsuo.cli.commands)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_operator_s_paper(command: str) -> None:
    assert f"`zhengsuo {command}`" in OPERATIONS


def test_the_list_of_options_is_that_of_the_commands(request: pytest.FixtureRequest) -> None:
    """`pytest tests/unit/test_docs.py --rewrite-golden` writes the list anew."""
    pages = ["# Commands 指令\n\n由 `zhengsuo COMMAND --help` 產生。\n"]
    with zhengsuo.cli.make_context("zhengsuo", [], resilient_parsing=True) as above:
        for name, command in sorted(COMMANDS.items()):
            with command.make_context(name, [], parent=above, resilient_parsing=True) as context:
                context.terminal_width = context.max_content_width = 80
                pages.append(f"## zhengsuo {name}\n\n```text\n{command.get_help(context)}\n```\n")
    path = ROOT / "docs" / "commands.md"
    if request.config.getoption("--rewrite-golden"):
        path.write_text("\n".join(pages), "utf-8")
    assert path.read_text("utf-8") == "\n".join(pages)


def test_no_paper_names_a_command_or_an_option_that_is_not_there() -> None:
    for name, text in PAPERS.items():
        for line in re.findall(r"zhengsuo ((?:[a-z]+)(?: [^\n`|]*)?)", "\n".join(_code(text))):
            command, *words = line.split()
            assert command in COMMANDS, (name, line)
            known = {opt for p in COMMANDS[command].params for opt in (*p.opts, *p.secondary_opts)}
            for word in words:
                if word.startswith("--") and word != "--help":
                    assert word.split("=")[0] in known, (name, line)


@pytest.mark.parametrize("setting", config.NAMES)
def test_every_setting_is_in_the_operator_s_paper(setting: str) -> None:
    row = next(line for line in OPERATIONS.splitlines() if line.startswith(f"| `{setting}` |"))
    assert f"`{config.PREFIX}{setting.upper()}`" in row
    default = getattr(config.Settings(), setting)
    shown = " ".join(map(str, default)) if isinstance(default, tuple) else str(default)
    shown = shown.lower() if isinstance(default, bool) else shown
    shown = "" if default is None else shown
    assert (f"`{shown}`" if shown else "empty") in row


def test_no_setting_is_named_that_is_not_there() -> None:
    named = {
        name.removeprefix(config.PREFIX).lower()
        for text in PAPERS.values()
        for name in re.findall(rf"{config.PREFIX}[A-Z_]+", text)
    }
    assert named <= {*config.NAMES, "require"}


def test_facets_and_parameters_are_in_the_guide() -> None:
    for facet in FACETS:
        assert f"| {wordings.FACETS[facet]} |" in GUIDE
    for parameter in wordings.PARAMETERS:
        assert f"`{parameter}" in GUIDE, parameter
    for label in (*wordings.SORTS, *wordings.SORTS.values(), *wordings.KINDS.values()):
        assert label in GUIDE, label


def test_files_and_folders_that_the_papers_name_are_there() -> None:
    for name, text in PAPERS.items():
        for target in re.findall(r"\]\(([^)#]+?)\)", text):
            if not target.startswith("http"):
                assert ((ROOT / name).parent / target).exists(), (name, target)
    for folder in re.findall(r"^\| `([a-z.]+/?(?:\.py)?)` \|", PAPERS["README.md"], re.M):
        assert (ROOT / folder).exists(), folder


def test_targets_of_make_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name, text in PAPERS.items():
        for target in re.findall(r"(?:^|`)make ([a-z]+)", text, re.M):
            assert re.search(rf"^{target}:", makefile, re.M), (name, target)


def _code(text: str) -> list[str]:
    """The code of a paper: fenced blocks and spans."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    return fenced + re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
