"""Commands that read files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from search.config import read_settings
from search.console import (
    PATHS,
    REJECTED,
    Progress,
    Speaking,
    print_json,
    print_lines,
    say,
    setting_options,
)
from search.errors import DataError, ZhengsuoError
from search.model import FailedFile
from search.present.lines import FILE_LIST

if TYPE_CHECKING:
    from indexer.explain import Stage
    from indexer.pipeline import Report

# What is slow to import is imported where it is used: --help answers at once.


@click.command(
    cls=Speaking,
    name="index",
    help="把檔案與資料夾裡的文件加進索引；先前收錄的路徑照舊，沒有變動的檔案不重讀。",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[路徑]...")
@setting_options("data", "engine")
@click.option("--watch", is_flag=True, help="持續留意變動，有變動就重新索引")
@click.option("--replace", "replacing", is_flag=True, help="只留這次指定的路徑，其他的不再收錄")
@click.option("--confirm", metavar="代碼", help="同意失去上一次說明的內容")
def index_command(
    paths: tuple[Path, ...],
    watch: bool,
    replacing: bool,
    confirm: str | None,
    **options: str | None,
) -> int:
    """Index files and folders, beside those that the index remembers."""
    from indexer import pipeline
    from indexer.watch import changes
    from search.store import generation

    settings = read_settings({**options, "corpus": paths or None})
    if replacing and not settings.corpus:
        raise click.UsageError("--replace 要指定留下哪些路徑")

    def run() -> int:
        with Progress() as progress:
            report = pipeline.run(
                settings.corpus,
                settings.data,
                settings.engine_choice,
                progress,
                keep_files=settings.downloads,
                replacing=replacing,
                confirmed=confirm or "",
            )
        return _tell_report(report)

    if not watch:
        return run()
    roots = pipeline.roots_of(settings.corpus, settings.data, replacing=replacing)
    seen = changes(
        [root.path for root in roots],
        lambda thoroughly: generation.needs_repair(settings.data, thoroughly=thoroughly),
    )
    while True:
        try:
            run()
        except ZhengsuoError as error:
            say(f"錯誤：{error}")
        say("留意變動中，按 Ctrl-C 結束")
        next(seen)


@click.command(cls=Speaking, name="passages", help="列出檔案切分成的段落，不必有索引。")
@click.argument("files", nargs=-1, required=True, type=PATHS, metavar="檔案...")
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", help="輸出格式"
)
@click.option(
    "--explain",
    "stage",
    type=click.Choice(["lines", "blocks", "tables", "outline", "roles"]),
    help="改列出讀取的某一階段：每一行、區塊、表格、大綱或角色，與判斷的依據",
)
def passages_command(files: tuple[Path, ...], form: str, stage: Stage | None) -> int:
    """Print the passages of files, or what a stage of reading gives, without an index."""
    if stage is not None:
        return _explain(files, form, stage)
    from indexer.preview import in_reading_order, preview
    from search.present.lines import preview_lines
    from search.present.omissions import sentences
    from search.present.results import passage_json

    rejected = False
    for name, content in preview(files):
        if isinstance(content, FailedFile):
            rejected = True
            say(f"{name}：{content.reason}（{content.remedy}）")
            continue
        # What was left out of a file is the same for all documents in it.
        of_file = content.documents[0].editions[0]
        for told in sentences(of_file.omissions, of_file.warnings):
            say(f"{name}：未能完整讀取：{told}")
        if form == "table":
            passages = in_reading_order(content)
            for document in content.documents:
                own = [passage for passage in passages if passage.document == document.id]
                print_lines(preview_lines(name, document, own))
        else:
            for document in content.documents:
                for warning in document.editions[0].warnings:
                    say(f"{name}：注意：{warning}")
            for passage in in_reading_order(content):
                print_json(passage_json(passage), indent=None)
    return REJECTED if rejected else 0


def _explain(files: tuple[Path, ...], form: str, stage: Stage) -> int:
    from indexer.explain import body_of, line_of
    from indexer.preview import explained

    rejected = False
    for name, found in explained(files, stage):
        if isinstance(found, FailedFile):
            rejected = True
            say(f"{name}：{found.reason}（{found.remedy}）")
        elif form == "table":
            print_lines((name, *map(line_of, found)))
        else:
            for one in found:
                print_json({"file": name, **body_of(one)}, indent=None)
    return REJECTED if rejected else 0


@click.command(
    cls=Speaking,
    name="corrections",
    help="寫出校正表，讓人修正規則讀不好的段落；存檔後重新索引即生效。",
)
@click.argument("file", type=PATHS, metavar="檔案")
@click.option("--force", is_flag=True, help="覆寫已有的校正表")
def corrections_command(file: Path, force: bool) -> int:
    """Write the sheet by which a person mends what no rule can."""
    from indexer.corrections import SUFFIX
    from indexer.preview import sheet_of

    target = file.with_name(file.name + SUFFIX)
    if target.exists() and not force:
        raise DataError(f"已有校正表：{target}", "要重新產生請加 --force，原有的修改會消失")
    text, count, damaged = sheet_of(file, read_settings({}).data)
    target.write_text(text, "utf-8")
    say(f"已寫出 {target}：{count} 段，其中 {damaged} 段文字可能受損（排在最前面）。")
    return 0


@click.command(
    cls=Speaking,
    name="ocr",
    help="替掃描的 PDF 加上文字層（需要 tesseract 與 chi_tra），另存新檔。",
)
@click.argument("file", type=PATHS, metavar="檔案")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="檔案", help="輸出的檔名")
def ocr_command(file: Path, output: Path | None) -> int:
    """Give a scanned PDF a text layer."""
    from indexer.ocr import recognise

    target = output or file.with_name(f"{file.stem}-ocr.pdf")
    if target.exists():
        raise DataError(f"已有這個檔案：{target}", "請以 -o 指定別的檔名，或先移走它")
    with Progress() as progress:
        made = recognise(file.read_bytes(), lambda done, total: progress("辨識", done, total))
    target.write_bytes(made)
    say(f"已寫出 {target}。辨識的文字可能有誤，引用前請對照原件。")
    return 0


def _tell_report(report: Report) -> int:
    for warning in report.warnings:
        say(f"注意：{warning}")
    for outcome in report.outcomes:
        if outcome.status == "duplicate":
            say(f"重複：{outcome.file} 與 {outcome.reason} 內容完全相同，只收一份")
        elif outcome.status == "listing":
            say(f"沒有收錄：{outcome.file}：{FILE_LIST}")
        elif outcome.status == "rejected":
            say(f"略過：{outcome.file}：{outcome.reason}（{outcome.remedy}）")
    for document in report.removed:
        say(f"移除：{document}")
    say(f"收錄的路徑：{'、'.join(map(str, report.roots))}")
    counts = Counter(outcome.status for outcome in report.outcomes)
    parts = [
        f"{report.documents} 份文件、{report.passages} 段",
        f"新增 {len(report.added)} 份、改變 {len(report.altered)} 份、移除 {len(report.removed)} 份",
        f"新讀 {counts['indexed']} 個檔案",
        f"未變動 {counts['unchanged']} 個",
    ]
    if counts["duplicate"]:
        parts.append(f"重複 {counts['duplicate']} 個")
    if counts["listing"]:
        parts.append(f"檔案清單 {counts['listing']} 個")
    if counts["rejected"]:
        parts.append(f"讀不出來 {counts['rejected']} 個")
    done = "索引完成" if report.changed else "沒有變動，沿用現有的索引"
    click.echo(f"{done}：{'，'.join(parts)}。")
    return REJECTED if counts["rejected"] else 0


COMMANDS = (index_command, passages_command, corrections_command, ocr_command)
