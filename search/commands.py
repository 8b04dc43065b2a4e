"""Commands that ask an index."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from search.config import Settings, read_settings
from search.console import (
    Progress,
    Speaking,
    print_json,
    print_lines,
    say,
    setting_options,
)
from search.errors import NoIndex, SettingError
from search.model import SearchRequest
from search.text import cut

if TYPE_CHECKING:
    from search.model import Match
    from search.searcher import Searcher

# What is slow to import is imported where it is used: --help answers at once.


@click.command(cls=Speaking, name="search", help="在終端機查詢；json 與網路介面的回應相同。")
@click.argument("query", metavar="查詢")
@click.option("--agency", multiple=True, metavar="機關", help="可重複")
@click.option("--year", multiple=True, metavar="年度", help="民國或西元，可重複")
@click.option("--work-program", multiple=True, metavar="工作計畫", help="可重複")
@click.option("--category", "plan_category", multiple=True, metavar="計畫類別", help="可重複")
@click.option(
    "--kind", multiple=True, metavar="種類", help="goal、project、kpi、narrative 或中文名稱"
)
@click.option(
    "--match",
    type=click.Choice(["auto", "all", "any", "document"]),
    default="auto",
    help="各詞在同一段、任一詞，或各詞在同一份文件",
)
@click.option("--exact", is_flag=True, help="精確比對，不用同義詞")
@click.option("--inside", is_flag=True, help="更長的數字與英文字裡的也算：8% 也找 0.08%")
@click.option(
    "--conditions",
    type=click.Choice(["0", "1"]),
    help="0 把關鍵字裡的機關、年度、種類與章照原字查，1 都當作篩選條件；不給則自動判斷",
)
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
@setting_options("data", "engine")
def search_command(
    query: str,
    match: Match,
    exact: bool,
    inside: bool,
    conditions: str | None,
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
        text=query,
        filters=chosen,
        match=match,
        exact=exact,
        inside=inside,
        size=min(limit, 100),
        conditions=None if conditions is None else conditions == "1",
    )
    _print_results(searcher, request, limit, form)
    return 0


@click.command(
    cls=Speaking,
    name="coverage",
    help="每份文件的段落數與涵蓋率、沒有涵蓋到的文字、讀不出來的檔案。",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="輸出格式"
)
@setting_options("data", "engine")
def coverage_command(form: str, **options: str | None) -> int:
    """Print what each document has in the index, and what is missing."""
    from search.present.lines import coverage_lines
    from search.present.results import coverage_json, failed_json
    from search.store.misses import read_misses
    from search.store.reading import Store

    settings = read_settings(options)
    with Store.open(_store_path(settings)) as opened:
        rows = coverage_json(opened.documents(), opened.kinds())
        failed = opened.failed()
        passed_over = opened.passed_over()
    missed = read_misses(settings.data)
    if form == "json":
        print_json(
            {
                "documents": rows,
                "failed": [failed_json(one) for one in failed],
                "passed_over": list(passed_over),
                "misses": [{"term": term, "times": times} for term, times in missed],
            }
        )
        return 0
    print_lines(coverage_lines(rows, failed, passed_over))
    print_lines(f"查無結果：{term}（{times} 次）" for term, times in missed)
    return 0


@click.command(
    cls=Speaking, name="synonyms", help="從文件找出縮寫與舊名，供維護同義詞參考；不會自行套用。"
)
@click.option(
    "--format", "form", type=click.Choice(["table", "toml"]), default="table", help="輸出格式"
)
@setting_options("data")
def synonyms_command(form: str, **options: str | None) -> int:
    """Print the abbreviations and former names that the documents introduce."""
    from search.present.lines import synonym_lines, synonym_toml
    from search.query.abbreviations import pairs_in
    from search.query.lexicon.loading import load_lexicon
    from search.store.reading import Store

    settings = read_settings(options)
    known = load_lexicon(settings.lexicon)
    with Store.open(_store_path(settings)) as opened:
        pairs = pairs_in(
            (passage.id, passage.text) for group in opened.groups() for passage in group.passages
        )
    new = [pair for pair in pairs if not known.joins(pair.short, pair.long)]
    print_lines(synonym_toml(new) if form == "toml" else synonym_lines(new))
    say(f"找到 {len(pairs)} 組，其中 {len(pairs) - len(new)} 組已在詞彙檔裡")
    return 0


@click.command(cls=Speaking, name="check", help="核對索引的每個檔案與建立時是否相同。")
@setting_options("data")
def check_command(**options: str | None) -> int:
    """Compare the index with its checksums."""
    from search.store import generation

    settings = read_settings(options)
    opened = generation.open_newest(settings.data, {})
    for problem in opened.problems:
        say(f"損壞：{problem}")
    if opened.problems:
        say("補救：請執行 zhengsuo index 重新建立索引；在那之前由前一次的索引提供服務")
        return 1
    manifest = opened.manifest
    click.echo(
        f"索引完好：{manifest.documents} 份文件、{manifest.passages} 段，"
        f"指紋 {manifest.fingerprint}，建立於 {manifest.built_at}"
    )
    return 0


@click.command(
    cls=Speaking, name="generations", help="列出留存的各次索引；可以讓其中一次重新服務。"
)
@click.option("--restore", metavar="名稱", help="讓這一次的索引重新服務")
@setting_options("data", "engine")
def generations_command(restore: str | None, **options: str | None) -> int:
    """List the generations that are kept, or bring one back."""
    from search.live import versions
    from search.store import generation

    settings = read_settings(options)
    if restore is not None:
        with generation.build_lock(settings.data):
            manifest = generation.restore(settings.data, restore, versions(settings.engine_choice))
        say(f"{restore} 已重新服務：{manifest.documents} 份文件、{manifest.passages} 段")
        return 0
    listed = generation.listed(settings.data)
    if not listed:
        raise NoIndex(f"{settings.data} 裡還沒有索引", "請先執行 zhengsuo index 建立索引")
    for place, (name, manifest) in enumerate(listed):
        serving = "服務中" if place == 0 else "留存　"
        paths = "、".join(path for _, path in manifest.roots) or "路徑沒有記下"
        click.echo(
            f"{name}　{serving}　{manifest.built_at}　{manifest.documents} 份文件、"
            f"{manifest.passages} 段　{paths}"
        )
    return 0


@click.command(cls=Speaking, name="evaluate", help="用評定過的查詢衡量檢索效果。")
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
@setting_options("data", "engine")
def evaluate_command(
    queries: Path | None, passages: Path | None, worst: int, **options: str | None
) -> int:
    """Print how well judged queries are answered."""
    if (queries is None) == (passages is None):
        raise click.UsageError("請給查詢檔，或以 --passages 給自帶段落的檔案，兩者擇一")
    if passages is not None:
        return _evaluate_set(passages, worst, read_settings(options).engine)
    from search.evaluation.judged import DEPTH, evaluate, parse_judged

    try:
        judged = parse_judged(json.loads(cast("Path", queries).read_text("utf-8")))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise click.BadParameter(f"{queries} 不是評定過的查詢（{error}）") from error
    if not judged:
        raise click.BadParameter(f"{queries} 裡沒有任何評定過的查詢")
    searcher = _searcher(read_settings(options))
    scores = [evaluate(searcher.search, one) for one in judged]
    for score in sorted(scores, key=lambda one: (one.recall, one.ndcg))[:worst]:
        click.echo(f"{cut(score.query, 60)}：召回 {score.recall:.2f}、nDCG {score.ndcg:.2f}")
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


@click.command(
    cls=Speaking, name="mcp", help="讓機關內的 AI 助理以 MCP 查詢（標準輸入輸出；需要 mcp 套件）。"
)
@setting_options("data", "engine")
def mcp_command(**options: str | None) -> int:
    """Answer an assistant over standard input and output."""
    try:
        from search.assistant.server import make_server
    except ModuleNotFoundError as error:
        raise SettingError("沒有安裝 mcp 套件", "請執行 pip install 'zhengsuo[mcp]'") from error
    from search.live import LiveSearcher

    settings = read_settings(options)
    live = LiveSearcher(settings.data, settings.engine_choice, lexicon=settings.lexicon)
    make_server(live, settings.address).run("stdio")
    return 0


def _evaluate_set(path: Path, worst: int, engine: str) -> int:
    """Ask the questions of a self-contained set, and print where their passages came."""
    from search.evaluation.reading_set import TOP, ask, figures, parse_reading_set, searcher_of

    try:
        reading_set = parse_reading_set(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise click.BadParameter(f"{path} 不是自帶段落與問題的檔案（{error}）") from error
    if not reading_set.questions:
        raise click.BadParameter(f"{path} 裡沒有任何問題")
    with searcher_of(reading_set, engine) as searcher, Progress() as progress:
        answers = []
        for answer in ask(searcher, reading_set.questions):
            answers.append(answer)
            progress("提問", len(answers), len(reading_set.questions))
    late = sorted(answers, key=lambda answer: (answer.rank > 0, -answer.rank))
    for answer in [answer for answer in late if answer.rank != 1][:worst]:
        place = f"第 {answer.rank}" if answer.rank else f"前 {TOP} 段沒有"
        click.echo(f"{cut(answer.question.text, 60)}：{place}，應為 {answer.question.relevant}")
        click.echo(f"    排第一的是：{cut(answer.first or '（沒有）', 60)}")
    mrr, recall = figures(answers)
    click.echo(
        f"問題 {len(answers)}  段落 {len(reading_set.groups)}"
        f"  MRR@{TOP} {mrr:.4f}  recall@{TOP} {recall:.4f}"
    )
    return 0


def _print_results(searcher: Searcher, request: SearchRequest, limit: int, form: str) -> None:
    from dataclasses import replace
    from itertools import islice

    from search.present.lines import result_lines, sheet_rows
    from search.present.results import results_json

    results = searcher.search(request)
    if limit > request.size:
        results = replace(results, hits=tuple(islice(searcher.every(request).hits, limit)))
    if form == "json":
        print_json(results_json(results))
    elif form == "csv":
        csv.writer(sys.stdout).writerows(sheet_rows(results.hits))
    else:
        for problem in results.reading.problems:
            say(f"注意：{problem}")
        # click takes the styles away where the output is no terminal.
        print_lines(
            result_lines(results, lambda word: click.style(word, bold=True, underline=True))
        )


def _resolved(
    filters: dict[str, tuple[str, ...]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    from search.present.lines import FACETS
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

    return open_searcher(settings.data, settings.engine_choice, lexicon=settings.lexicon)


def _store_path(settings: Settings) -> Path:
    from search.store import generation
    from search.store.writing import SCHEMA

    opened = generation.open_newest(settings.data, {"store": SCHEMA})
    for problem in opened.problems:
        say(f"注意：{problem}")
    return opened.folder / generation.STORE


@click.command(
    cls=Speaking,
    name="changes",
    help="列出最近一次索引新增、刪除、改變的段落，目標值排在最前面。",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="輸出格式"
)
@setting_options("data")
def changes_command(form: str, **options: str | None) -> int:
    """Print what the last indexing run changed."""
    from search.present.change_lines import change_lines
    from search.present.programs import changes_json
    from search.store.reading import Store

    with Store.open(_store_path(read_settings(options))) as opened:
        at, compared = opened.last_indexing()
        changes = [change for change in opened.changes() if change.at == at]
    if form == "json":
        print_json(changes_json(at, compared, changes))
    else:
        print_lines(change_lines(at, compared, changes))
    return 0


COMMANDS = (
    search_command,
    coverage_command,
    changes_command,
    synonyms_command,
    check_command,
    generations_command,
    evaluate_command,
    mcp_command,
)
