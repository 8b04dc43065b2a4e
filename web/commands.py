"""Commands that need the web."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import click

from search.config import read_settings
from search.console import PATHS, Progress, Speaking, say, setting_options
from search.errors import DataError
from search.text import visible

# The longest query that is read, and as much again for headers.
MOST_HEADER_BYTES = 64 * 1024
# Views hold forms and files to limits of their own; beyond this nothing is even taken in.
MOST_SENT_BYTES = 32 * 1024 * 1024
# A client that neither sends nor takes anything for so long is let go.
IDLE_SECONDS = 30

# What is slow to import is imported where it is used: --help answers at once.


@click.command(cls=Speaking, name="serve", help="啟動網站與網路介面。")
@setting_options("data", "engine", "host", "port", "threads")
def serve_command(**options: str | None) -> int:
    """Serve pages and API."""
    import waitress

    from search.analysis import load_analyzer
    from search.live import LiveSearcher
    from search.store.misses import Misses
    from web.app import create_app
    from web.edge.grants import doubts
    from web.edge.stopping import serve_until_stopped

    settings = read_settings(options)
    misses = Misses(settings.data) if settings.log_misses else None
    if settings.access_log:
        # Requests, and what was not believed of them.
        logging.getLogger("web").setLevel(logging.INFO)
    # The first who asks would wait a second or more while the dictionary is read.
    threading.Thread(target=load_analyzer().words, args=("政索",), daemon=True).start()
    live = LiveSearcher(settings.data, settings.engine_choice, misses, settings.lexicon)
    try:
        live.searcher()
    except DataError as error:
        say(f"注意：{error}；網站先啟動，索引好了會自動使用")
    for problem in live.problems():
        say(f"注意：{problem}；目前由較早的索引提供服務，請執行 zhengsuo index")
    for doubt in doubts(settings):
        say(f"注意：設定可能有誤：{doubt}")
    app = create_app(settings, live)
    sockets: dict[int, Any] = {}
    try:
        server = waitress.create_server(
            app,
            map=sockets,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident=None,
            max_request_header_size=MOST_HEADER_BYTES,
            max_request_body_size=MOST_SENT_BYTES,
            channel_timeout=IDLE_SECONDS,
            # The application hears proxies itself: several of them, where waitress knows one.
            clear_untrusted_proxy_headers=False,
        )
    except OSError as error:
        raise DataError(
            f"無法在 {settings.host}:{settings.port} 啟動（{error.strerror}）",
            "請用 --port 指定別的埠，或先結束占用它的程式",
        ) from error
    port = getattr(server, "effective_port", settings.port)
    shown = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else settings.host  # noqa: S104  compared, not listened on
    say(f"政索已啟動，請用瀏覽器開啟 http://{shown}:{port}/　（按 Ctrl-C 結束）")
    serve_until_stopped(server, sockets, settings.stop_seconds)
    return 0


@click.command(cls=Speaking, name="batch", help="查一個檔案裡的許多題，做成一份答復資料。")
@click.argument("questions", type=PATHS, metavar="題目檔")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="檔案",
    help="寫到這個檔案，副檔名決定格式：odt、ods、csv、docx、xlsx",
)
@click.option(
    "--propose",
    is_flag=True,
    help="只把題目連同系統提出的議題詞寫成 CSV，刪改「議題詞」一欄後再拿來查",
)
@setting_options("data", "engine")
def batch_command(questions: Path, output: Path, propose: bool, **options: str | None) -> int:
    """Answer many questions with one pack, or propose the topics to be proven absent."""
    from search import agencies, clock
    from search.analysis import load_analyzer
    from search.evidence import topics
    from search.evidence.assemble import assemble
    from search.evidence.texts import StoredTexts
    from search.live import open_searcher
    from web.desk.batches import order_of
    from web.desk.questions import read_questions, topics_csv
    from web.export.formats import FORMATS

    suffix = output.suffix.removeprefix(".").lower()
    given = FORMATS.get(suffix)
    if given is None or given.suffix or (propose and suffix != "csv"):
        raise click.UsageError(
            f"-o 的副檔名只能是 {'csv' if propose else 'odt、ods、csv、docx、xlsx'}"
        )
    settings = read_settings(options)
    asked = read_questions(questions.read_bytes())
    searcher = open_searcher(settings.data, settings.engine_choice, lexicon=settings.lexicon)
    analyzer = load_analyzer()
    if propose:
        offered = (topics.proposed(one.text, searcher, analyzer, agencies.load()) for one in asked)
        _write(output, topics_csv(zip(asked, offered, strict=True)))
        say(f"{len(asked)} 題的議題詞寫到 {output}")
        return 0
    order = order_of(asked, clock.now(), settings.address)
    with Progress() as progress:
        pack = assemble(
            order,
            searcher,
            StoredTexts(analyzer),
            analyzer,
            agencies.load(),
            lambda done, total: progress("查詢", done, total),
        )
    _write(output, given.write(pack))
    say(f"{len(asked)} 題，{len(pack.evidence)} 段，寫到 {output}")
    return 0


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise DataError(
            f"寫不進 {output}（{error.strerror}）", "請確認資料夾存在而且可以寫入"
        ) from error


@click.command(
    cls=Speaking,
    name="doctor",
    help="檢查安裝、設定、索引與這台電腦，說出問題與補救；不改變任何東西。",
)
@setting_options("data", "engine", "host", "port")
def doctor_command(**options: str | None) -> int:
    """Examine the installation; exit code 1 where something must be mended."""
    from web.doctor import examine

    marks = {"fine": "好　", "notice": "注意", "fault": "問題"}
    faults = 0
    for finding in examine(read_settings(options)):
        faults += finding.level == "fault"
        remedy = f"（{finding.remedy}）" if finding.remedy else ""
        click.echo(visible(f"{marks[finding.level]}　{finding.text}{remedy}"))
    say(f"{faults} 個問題要處理" if faults else "沒有要處理的問題")
    return 1 if faults else 0


COMMANDS = (serve_command, batch_command, doctor_command)
