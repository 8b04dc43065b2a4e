"""The command line: reads settings, wires the packages, prints."""

from __future__ import annotations

import csv
import json
import logging
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from search.config import ENGINES, Settings, read_settings
from search.errors import DataError, ZhengsuoError
from search.model import FailedFile, SearchRequest

if TYPE_CHECKING:
    from indexer.pipeline import Report
    from search.model import Match
    from search.searcher import Searcher

# What is slow to import is imported where it is used: --help answers at once.

REJECTED = 3
"""Exit code where some files were rejected and the rest is in service."""


class _Formatter(click.HelpFormatter):
    """Help pages in Traditional Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": "選項", "Commands": "命令"}.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class _Speaking(click.Command):
    """A command whose help page is all in Traditional Chinese."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[選項]", **kwargs})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "顯示這份說明"
        return option


class _Group(_Speaking, click.Group):
    command_class = _Speaking

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            names = "、".join(self.list_commands(ctx))
            raise click.UsageError(f"沒有「{args[0]}」這個命令，可用的是 {names}", ctx)
        return super().resolve_command(ctx, args)


def main() -> None:
    """Run the command line; all that goes wrong is told in Traditional Chinese on stderr."""
    for stream in (sys.stdout, sys.stderr):
        # A console of another encoding shows what it can and never fails.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = cli.main(standalone_mode=False, prog_name="zhengsuo")
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "zhengsuo"
        _say(f"錯誤：{_usage(error)}（說明：{command} --help）")
        code = 2
    except click.Abort:
        _say("已中止")
        code = 1
    except ZhengsuoError as error:
        _say(f"錯誤：{error}")
        code = 1
    except BrokenPipeError:
        # The reader of the output (head, say) has seen enough.
        sys.stderr.close()
        code = 0
    except KeyboardInterrupt:
        _say("已中止")
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=_Group, subcommand_metavar="命令 [參數]...", help="政索：政府施政文件的全文檢索。")
@click.option("--verbose", is_flag=True, help="在標準錯誤輸出顯示記錄")
def cli(verbose: bool) -> None:
    """Set up what all commands share."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.ERROR,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )


def _with(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
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


_PATHS = click.Path(exists=True, path_type=Path)


@cli.command("index", help="把檔案與資料夾裡的文件讀進索引；沒有變動的檔案不重讀。")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[路徑]...")
@_with("data", "engine")
@click.option("--watch", is_flag=True, help="持續留意變動，有變動就重新索引")
def index_command(paths: tuple[Path, ...], watch: bool, **options: str | None) -> int:
    """Index files and folders."""
    from indexer import pipeline
    from indexer.watch import changes

    settings = read_settings({**options, "corpus": paths or None})

    def run() -> int:
        with _Progress() as progress:
            report = pipeline.run(
                settings.corpus,
                settings.data,
                settings.engine,
                progress,
                keep_files=settings.downloads,
            )
        return _tell_report(report)

    if not watch:
        return run()
    seen = changes(settings.corpus)
    while True:
        try:
            run()
        except ZhengsuoError as error:
            _say(f"錯誤：{error}")
        _say("留意變動中，按 Ctrl-C 結束")
        next(seen)


@cli.command("passages", help="列出檔案切分成的段落，不必有索引。")
@click.argument("files", nargs=-1, required=True, type=_PATHS, metavar="檔案...")
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", help="輸出格式"
)
def passages_command(files: tuple[Path, ...], form: str) -> int:
    """Print the passages of files, without an index."""
    from indexer.preview import in_reading_order, preview
    from search.plain import preview_lines
    from search.present import passage_json

    rejected = False
    for name, content in preview(files):
        if isinstance(content, FailedFile):
            rejected = True
            _say(f"{name}：{content.reason}（{content.remedy}）")
        elif form == "table":
            passages = in_reading_order(content)
            for document in content.documents:
                own = [passage for passage in passages if passage.document == document.id]
                _print_lines(preview_lines(name, document, own))
        else:
            for passage in in_reading_order(content):
                _print_json(passage_json(passage), indent=None)
    return REJECTED if rejected else 0


@cli.command("corrections", help="寫出校正表，讓人修正規則讀不好的段落；存檔後重新索引即生效。")
@click.argument("file", type=_PATHS, metavar="檔案")
@click.option("--force", is_flag=True, help="覆寫已有的校正表")
def corrections_command(file: Path, force: bool) -> int:
    """Write the sheet by which a person mends what no rule can."""
    from indexer.corrections import SUFFIX, sheet_of

    target = file.with_name(file.name + SUFFIX)
    if target.exists() and not force:
        raise DataError(f"已有校正表：{target}", "要重新產生請加 --force，原有的修改會消失")
    text, count, damaged = sheet_of(file)
    target.write_text(text, "utf-8")
    _say(f"已寫出 {target}：{count} 段，其中 {damaged} 段文字可能受損（排在最前面）。")
    return 0


@cli.command("ocr", help="替掃描的 PDF 加上文字層（需要 tesseract 與 chi_tra），另存新檔。")
@click.argument("file", type=_PATHS, metavar="檔案")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="檔案", help="輸出的檔名")
def ocr_command(file: Path, output: Path | None) -> int:
    """Give a scanned PDF a text layer."""
    from indexer.ocr import recognise

    target = output or file.with_name(f"{file.stem}-ocr.pdf")
    if target.exists():
        raise DataError(f"已有這個檔案：{target}", "請以 -o 指定別的檔名，或先移走它")
    with _Progress() as progress:
        made = recognise(file.read_bytes(), lambda done, total: progress("辨識", done, total))
    target.write_bytes(made)
    _say(f"已寫出 {target}。辨識的文字可能有誤，引用前請對照原件。")
    return 0


@cli.command("search", help="在終端機查詢；json 與網路介面的回應相同。")
@click.argument("query", metavar="查詢")
@click.option("--agency", multiple=True, metavar="機關", help="可重複")
@click.option("--year", multiple=True, metavar="年度", help="民國或西元，可重複")
@click.option("--work-program", multiple=True, metavar="工作計畫", help="可重複")
@click.option("--category", "plan_category", multiple=True, metavar="計畫類別", help="可重複")
@click.option(
    "--kind", multiple=True, metavar="種類", help="goal、project、kpi、narrative 或中文名稱"
)
@click.option(
    "--match", type=click.Choice(["auto", "all", "any"]), default="auto", help="全部符合或任一符合"
)
@click.option("--exact", is_flag=True, help="只查原字，不用同義詞")
@click.option(
    "--limit", type=click.IntRange(1, 10000), default=20, metavar="筆", help="最多列出幾筆"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    help="輸出格式",
)
@_with("data", "engine")
def search_command(
    query: str,
    match: Match,
    exact: bool,
    limit: int,
    form: str,
    data: str | None,
    engine: str | None,
    **filters: tuple[str, ...],
) -> int:
    """Print the answer to a query."""
    settings = read_settings({"data": data, "engine": engine})
    chosen = _resolved(filters)
    searcher = _searcher(settings)
    request = SearchRequest(
        text=query, filters=chosen, match=match, exact=exact, size=min(limit, 100)
    )
    _print_results(searcher, request, limit, form)
    return 0


@cli.command("coverage", help="每份文件的段落數與涵蓋率、沒有涵蓋到的文字、讀不出來的檔案。")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="輸出格式"
)
@_with("data", "engine")
def coverage_command(form: str, **options: str | None) -> int:
    """Print what each document has in the index, and what is missing."""
    from search.misses import read_misses
    from search.plain import coverage_lines, coverage_rows
    from search.store import Store

    settings = read_settings(options)
    with Store.open(_store_path(settings)) as opened:
        documents = opened.documents()
        counts = {
            edition.id: Counter(passage.kind for passage in opened.passages_of(edition.id))
            for document in documents
            for edition in document.editions
        }
        failed = opened.failed()
    rows = coverage_rows(documents, counts)
    missed = read_misses(settings.data)
    if form == "json":
        from search.present import failed_json

        _print_json(
            {
                "documents": rows,
                "failed": [failed_json(one) for one in failed],
                "misses": [{"term": term, "times": times} for term, times in missed],
            }
        )
        return 0
    _print_lines(coverage_lines(rows, failed))
    _print_lines(f"查無結果：{term}（{times} 次）" for term, times in missed)
    return 0


@cli.command("synonyms", help="從文件找出縮寫與舊名，供維護同義詞參考；不會自行套用。")
@click.option(
    "--format", "form", type=click.Choice(["table", "toml"]), default="table", help="輸出格式"
)
@_with("data")
def synonyms_command(form: str, **options: str | None) -> int:
    """Print the abbreviations and former names that the documents introduce."""
    from search.abbreviations import pairs_in
    from search.plain import synonym_lines, synonym_toml
    from search.query.synonyms import load_synonyms
    from search.store import Store

    with Store.open(_store_path(read_settings(options))) as opened:
        pairs = pairs_in(
            (passage.id, passage.text) for group in opened.groups() for passage in group.passages
        )
    known = load_synonyms()
    new = [pair for pair in pairs if not known.joins(pair.short, pair.long)]
    _print_lines(synonym_toml(new) if form == "toml" else synonym_lines(new))
    _say(f"找到 {len(pairs)} 組，其中 {len(pairs) - len(new)} 組已在同義詞檔裡")
    return 0


@cli.command("check", help="核對索引的每個檔案與建立時是否相同。")
@_with("data")
def check_command(**options: str | None) -> int:
    """Compare the index with its checksums."""
    from search import generation

    settings = read_settings(options)
    opened = generation.open_newest(settings.data, {})
    for problem in opened.problems:
        _say(f"損壞：{problem}")
    if opened.problems:
        _say("補救：請執行 zhengsuo index 重新建立索引；在那之前由前一次的索引提供服務")
        return 1
    manifest = opened.manifest
    click.echo(
        f"索引完好：{manifest.documents} 份文件、{manifest.passages} 段，"
        f"指紋 {manifest.fingerprint}，建立於 {manifest.built_at}"
    )
    return 0


@cli.command("evaluate", help="用評定過的查詢衡量檢索效果。")
@click.argument(
    "queries",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="[查詢檔]",
)
@click.option(
    "--passages",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="檔案",
    help="自帶段落與問題的檔案；建成暫時的索引來問，不用現有的索引",
)
@click.option("--worst", type=click.IntRange(0), default=10, metavar="筆", help="列出最差的幾筆")
@_with("data", "engine")
def evaluate_command(
    queries: Path | None, passages: Path | None, worst: int, **options: str | None
) -> int:
    """Print how well judged queries are answered."""
    if (queries is None) == (passages is None):
        raise click.UsageError("請給查詢檔，或以 --passages 給自帶段落的檔案，兩者擇一")
    if passages is not None:
        return _evaluate_set(passages, worst, read_settings(options).engine)
    from search.evaluation import DEPTH, evaluate, parse_judged

    try:
        judged = parse_judged(json.loads(cast("Path", queries).read_text("utf-8")))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise click.BadParameter(f"{queries} 不是評定過的查詢（{error}）") from error
    if not judged:
        raise click.BadParameter(f"{queries} 裡沒有任何評定過的查詢")
    searcher = _searcher(read_settings(options))
    scores = [evaluate(searcher.search, one) for one in judged]
    for score in sorted(scores, key=lambda one: (one.recall, one.ndcg))[:worst]:
        click.echo(f"{_cut(score.query, 60)}：召回 {score.recall:.2f}、nDCG {score.ndcg:.2f}")
        for missed in score.missed[:3]:
            click.echo(f"    沒找到：{missed}")
    means = {
        name: sum(getattr(score, name) for score in scores) / len(scores)
        for name in ("recall", "precision", "ndcg", "mrr")
    }
    complete = sum(score.complete for score in scores) / len(scores)
    click.echo(
        f"查詢 {len(scores)}  recall@{DEPTH} {means['recall']:.3f}"
        f"  precision {means['precision']:.3f}  nDCG@10 {means['ndcg']:.3f}"
        f"  MRR@10 {means['mrr']:.3f}  完整 {complete:.3f}"
    )
    return 0


@cli.command("serve", help="啟動網站與網路介面。")
@_with("data", "engine", "host", "port", "threads")
def serve_command(**options: str | None) -> int:
    """Serve pages and API."""
    import waitress

    from search.live import LiveSearcher
    from search.misses import Misses
    from web.app import create_app

    settings = read_settings(options)
    misses = Misses(settings.data) if settings.log_misses else None
    live = LiveSearcher(settings.data, settings.engine, misses)
    try:
        live.searcher()
    except DataError as error:
        _say(f"注意：{error}；網站先啟動，索引好了會自動使用")
    app = create_app(settings, live)
    try:
        server = waitress.create_server(
            app, host=settings.host, port=settings.port, threads=settings.threads, ident=None
        )
    except OSError as error:
        raise DataError(
            f"無法在 {settings.host}:{settings.port} 啟動（{error.strerror}）",
            "請用 --port 指定別的埠，或先結束占用它的程式",
        ) from error
    port = getattr(server, "effective_port", settings.port)
    shown = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else settings.host  # noqa: S104  compared, not listened on
    # As with Ctrl-C, requests under way are answered before the end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _say(f"政索已啟動，請用瀏覽器開啟 http://{shown}:{port}/　（按 Ctrl-C 結束）")
    try:
        server.run()
    finally:
        server.close()
    return 0


def _evaluate_set(path: Path, worst: int, engine: str) -> int:
    """Ask the questions of a self-contained set, and print where their passages came."""
    from search.reading_set import TOP, ask, figures, parse_reading_set, searcher_of

    try:
        reading_set = parse_reading_set(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise click.BadParameter(f"{path} 不是自帶段落與問題的檔案（{error}）") from error
    if not reading_set.questions:
        raise click.BadParameter(f"{path} 裡沒有任何問題")
    with searcher_of(reading_set, engine) as searcher, _Progress() as progress:
        answers = []
        for answer in ask(searcher, reading_set.questions):
            answers.append(answer)
            progress("提問", len(answers), len(reading_set.questions))
    late = sorted(answers, key=lambda answer: (answer.rank > 0, -answer.rank))
    for answer in [answer for answer in late if answer.rank != 1][:worst]:
        place = f"第 {answer.rank}" if answer.rank else f"前 {TOP} 段沒有"
        click.echo(f"{_cut(answer.question.text, 60)}：{place}，應為 {answer.question.relevant}")
        click.echo(f"    排第一的是：{_cut(answer.first or '（沒有）', 60)}")
    mrr, recall = figures(answers)
    click.echo(
        f"問題 {len(answers)}  段落 {len(reading_set.groups)}"
        f"  MRR@{TOP} {mrr:.4f}  recall@{TOP} {recall:.4f}"
    )
    return 0


class _Progress:
    """Tells of progress on stderr: a bar on a terminal, else one line a stage."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: Any = None
        self._on_terminal = sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._end()
            self._stage = stage
            if self._on_terminal:
                self._bar = click.progressbar(length=total, label=stage, file=sys.stderr)
                self._bar.__enter__()
            else:
                _say(f"{stage}（{total}）…")
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def _tell_report(report: Report) -> int:
    for warning in report.warnings:
        _say(f"注意：{warning}")
    for outcome in report.outcomes:
        if outcome.status == "duplicate":
            _say(f"重複：{outcome.file} 與 {outcome.reason} 內容完全相同，只收一份")
        elif outcome.status == "rejected":
            _say(f"略過：{outcome.file}：{outcome.reason}（{outcome.remedy}）")
    counts = Counter(outcome.status for outcome in report.outcomes)
    parts = [
        f"{report.documents} 份文件、{report.passages} 段",
        f"新讀 {counts['indexed']} 個檔案",
        f"未變動 {counts['unchanged']} 個",
    ]
    if counts["duplicate"]:
        parts.append(f"重複 {counts['duplicate']} 個")
    if counts["rejected"]:
        parts.append(f"讀不出來 {counts['rejected']} 個")
    done = "索引完成" if report.changed else "沒有變動，沿用現有的索引"
    click.echo(f"{done}：{'，'.join(parts)}。")
    return REJECTED if counts["rejected"] else 0


def _print_results(searcher: Searcher, request: SearchRequest, limit: int, form: str) -> None:
    from dataclasses import replace

    from search.plain import result_lines, sheet_rows
    from search.present import results_json

    results = searcher.search(request)
    hits = list(results.hits)
    page = 1
    while len(hits) < min(limit, results.total) and page * request.size < results.total:
        page += 1
        hits += searcher.search(replace(request, page=page)).hits
    results = replace(results, hits=tuple(hits[:limit]))
    if form == "json":
        _print_json(results_json(results))
    elif form == "csv":
        csv.writer(sys.stdout).writerows(sheet_rows(results.hits))
    else:
        for problem in results.reading.problems:
            _say(f"注意：{problem}")
        # click takes the styles away where the output is no terminal.
        _print_lines(
            result_lines(results, lambda word: click.style(word, bold=True, underline=True))
        )


def _resolved(
    filters: dict[str, tuple[str, ...]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    from search.plain import FACETS
    from search.query.facets import resolve

    chosen = []
    for facet, values in filters.items():
        found = []
        for value in values:
            name = resolve(facet, value)
            if name is None:
                raise click.BadParameter(f"不認得的{FACETS[facet]}「{value}」")
            found.append(name)
        if found:
            chosen.append((facet, tuple(found)))
    return tuple(chosen)


def _searcher(settings: Settings) -> Searcher:
    from search.live import open_searcher

    return open_searcher(settings.data, settings.engine)


def _store_path(settings: Settings) -> Path:
    from search import generation, store

    opened = generation.open_newest(settings.data, {"store": store.SCHEMA})
    for problem in opened.problems:
        _say(f"注意：{problem}")
    return opened.folder / generation.STORE


def _usage(error: click.UsageError) -> str:
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


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _print_json(body: object, indent: int | None = 1) -> None:
    # Written as it is and not through a console's encoding: machines read it.
    text = json.dumps(body, ensure_ascii=False, indent=indent)
    click.echo(text.encode("utf-8", "replace"))


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
