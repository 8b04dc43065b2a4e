"""The command line: wires the packages and tells of what goes wrong."""

from __future__ import annotations

import logging
import sys

import click

import indexer.commands
import search.commands
import web.commands
from search.console import REFUSED, Group, say, usage_message
from search.errors import Refused, ZhengsuoError


def main() -> None:
    """Run the command line; all that goes wrong is told in Traditional Chinese on stderr."""
    for stream in (sys.stdout, sys.stderr):
        # A console of another encoding shows what it can and never fails.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = cli.main(standalone_mode=False, prog_name="zhengsuo")
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "zhengsuo"
        say(f"錯誤：{usage_message(error)}（說明：{command} --help）")
        code = 2
    except click.Abort:
        say("已中止")
        code = 1
    except ZhengsuoError as error:
        say(f"錯誤：{error}")
        code = REFUSED if isinstance(error, Refused) else 1
    except BrokenPipeError:
        # The reader of the output (head, say) has seen enough.
        sys.stderr.close()
        code = 0
    except KeyboardInterrupt:
        say("已中止")
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=Group, subcommand_metavar="命令 [參數]...", help="政索：政府施政文件的全文檢索。")
@click.version_option(package_name="zhengsuo", message="%(prog)s %(version)s", help="顯示版本")
@click.option("--verbose", is_flag=True, help="在標準錯誤輸出顯示記錄")
def cli(verbose: bool) -> None:
    """Set up what all commands share."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.ERROR,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )


for command in (*indexer.commands.COMMANDS, *search.commands.COMMANDS, *web.commands.COMMANDS):
    cli.add_command(command)


if __name__ == "__main__":
    main()
