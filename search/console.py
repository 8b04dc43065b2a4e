"""The manners of the command line, which all commands share."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

import click

from search.config import ENGINES
from search.text import OBEYED, visible

REJECTED = 3
"""Exit code where some files were rejected and the rest is in service."""
REFUSED = 4
"""Exit code where the index stays as it was, since documents would be lost that nobody gave up."""


PATHS = click.Path(exists=True, path_type=Path)
"""A file or folder that is there."""


class _Formatter(click.HelpFormatter):
    """Help pages in Traditional Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": "選項", "Commands": "命令"}.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Speaking(click.Command):
    """A command whose help page is all in Traditional Chinese."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[選項]", **kwargs})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Word the option that every command has."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "顯示這份說明"
        return option


class Group(Speaking, click.Group):
    """Commands under one name, whose help page and errors are all in Traditional Chinese."""

    command_class = Speaking

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or tell which there are."""
        if self.get_command(ctx, args[0]) is None:
            names = "、".join(self.list_commands(ctx))
            raise click.UsageError(f"沒有「{args[0]}」這個命令，可用的是 {names}", ctx)
        return super().resolve_command(ctx, args)


def setting_options(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add options that are settings, so that each is worded once."""
    options = {
        "data": click.option("--data", metavar="資料夾", help="索引的資料夾（預設 .zhengsuo）"),
        "engine": click.option("--engine", metavar="引擎", help="、".join(ENGINES)),
        "host": click.option("--host", metavar="位址", help="監聽的位址（預設 127.0.0.1）"),
        "port": click.option("--port", metavar="埠", help="監聽的埠（預設 8000）"),
        "threads": click.option("--threads", metavar="個", help="同時回應的要求數（預設 8）"),
    }

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            command = options[name](command)
        return command

    return add


class Progress:
    """Tells of progress on stderr: a bar on a terminal, else one line a stage."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: Any = None
        self._on_terminal = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def __call__(self, stage: str, done: int, total: int, at: str = "", /) -> None:
        """Tell that so many of a stage's steps are done, and what is worked on now."""
        if stage != self._stage:
            self._end()
            self._stage = stage
            if self._on_terminal:
                self._bar = click.progressbar(length=total, label=stage, file=sys.stderr)
                self._bar.__enter__()
            else:
                say(f"{stage}（{total}）…")
        if self._bar is not None:
            self._bar.label = f"{stage}　{visible(at)}" if at else stage
            self._bar.update(done - self._bar.pos)
            self._bar.render_progress()

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def usage_message(error: click.UsageError) -> str:
    """Say in Traditional Chinese what click says in English."""
    name = getattr(error, "param", None)
    label = name.get_error_hint(cast("click.Context", error.ctx)) if name is not None else ""
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"沒有 {error.option_name} 這個選項{near}"
    if isinstance(error, click.MissingParameter):
        return f"少了 {label}"
    if isinstance(error, click.BadParameter):
        kind = getattr(name, "type", None)
        if isinstance(kind, click.Path):
            return f"{label}：{_missing(error)}"
        if isinstance(kind, click.Choice):
            return f"{label} 只能是 {'、'.join(map(str, kind.choices))}"
        if isinstance(kind, click.IntRange):
            return f"{label} 應該是 {kind.min} 以上的整數"
        return error.message
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} 後面少了它的值"
    return error.message if not error.message.isascii() else "參數太多或不對"


def _missing(error: click.BadParameter) -> str:
    quoted = error.message.split("'")
    return f"找不到「{quoted[1]}」" if len(quoted) > 2 else "找不到檔案"


def print_lines(lines: Iterable[str]) -> None:
    """Write results, line by line, to stdout."""
    for line in lines:
        click.echo(visible(line, keep="\n\t"))


def print_json(body: object, indent: int | None = 1) -> None:
    """Write a result for machines to stdout, in UTF-8 whatever the console's encoding is."""
    text = json.dumps(body, ensure_ascii=False, indent=indent)
    # Line feeds are those of the indent alone: in strings, json has escaped them.
    safe = OBEYED.sub(
        lambda found: found[0] if found[0] == "\n" else json.dumps(found[0])[1:-1], text
    )
    click.echo(safe.encode("utf-8", "replace"))


def say(line: str) -> None:
    """Tell the person at the console something that is no result: it goes to stderr."""
    click.echo(visible(line, keep="\n\t"), err=True)
