"""The answers as tools of the Model Context Protocol, over standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import Annotated, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase
from mcp_types import ToolAnnotations
from pydantic import Field

from search.agencies import load as load_agencies
from search.analysis import load_analyzer
from search.assistant import answers, following, verifying
from search.assistant.bodies import (
    AnswerBody,
    CitedPassageBody,
    CitedProgramBody,
    CitedSeriesBody,
    HeldBody,
    HeldDocumentsBody,
    VerifiedBody,
)
from search.errors import ZhengsuoError
from search.evidence.quotes import MOST_CHARACTERS as MOST_DRAFT
from search.evidence.texts import StoredTexts
from search.live import LiveSearcher
from search.model import Match

_ABOUT = (
    "政索收錄政府施政計畫與報告，以原文逐字回答。total 是確切的段數；partial 只是相關，不計入 total。"
    "引用時請附上 citation 的文件、檔案、位置與 permalink，草稿的引文與數字先以 verify_quotes 核對；"
    "查無結果時，請說明查了幾份文件、幾段，不要推測。標示 sample 的是示範語料，內容純屬虛構。"
)
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_Given = ParamSpec("_Given")
_Body = TypeVar("_Body")

# What passes a limit is refused by answers.py in words; here the limits are only told.
Query = Annotated[
    str,
    Field(
        description='查詢文字，如同在網頁上輸入；「"…"」照原樣查，減號排除，或、OR 任一',
        json_schema_extra={"maxLength": answers.MOST_CHARACTERS},
    ),
]
Id = Annotated[
    str, Field(description="查詢結果給的代碼", json_schema_extra={"maxLength": answers.MOST_ID})
]
ProgramId = Annotated[
    str,
    Field(
        description="passage 給的計畫沿革代碼，或其中任一段落的代碼",
        json_schema_extra={"maxLength": answers.MOST_ID},
    ),
]
Draft = Annotated[
    str,
    Field(
        description="答復草稿；引文加引號，數字寫明年度",
        json_schema_extra={"maxLength": MOST_DRAFT},
    ),
]
Agencies = Annotated[list[str], Field(description="機關名稱、簡稱或代碼")]
Years = Annotated[list[str], Field(description="年度，民國或西元")]
Programs = Annotated[list[str], Field(description="工作計畫名稱")]
Categories = Annotated[list[str], Field(description="計畫類別")]
Kinds = Annotated[
    list[str],
    Field(description="goal 施政目標、project 計畫項目、kpi 關鍵績效指標、narrative 敘述"),
]
Exact = Annotated[bool, Field(description="精確比對，不用同義詞")]
Conditions = Annotated[
    bool, Field(description="關鍵字裡的機關、年度、種類與章可當作篩選條件；false 表示都照原字查")
]
Matching = Annotated[
    Match, Field(description="auto、all 各詞在同一段、any 任一符合、document 各詞在同一份文件")
]
Page = Annotated[
    int, Field(description="第幾頁，從 1 起", json_schema_extra={"maximum": answers.MOST_PAGE})
]
Size = Annotated[
    int, Field(description="一頁幾段", json_schema_extra={"maximum": answers.MOST_HITS})
]


def make_server(live: LiveSearcher, address: str) -> MCPServer:
    """Make the server; each call is answered from the generation in service at that moment.

    Args:
        live: gives the searcher.
        address: what stands before /p/ in permalinks; empty where the site has none.
    """
    # The library drops arguments that no tool has: `years` for `year` would be answered for all
    # years. The models of arguments, which it makes of our functions, inherit this.
    ArgModelBase.model_config["extra"] = "forbid"
    server: MCPServer = MCPServer(
        "zhengsuo",
        title="政索",
        instructions=_ABOUT,
        version=version("zhengsuo"),
        log_level="ERROR",
    )

    analyzer = load_analyzer()
    texts = StoredTexts(analyzer)

    def tool(title: str, about: str) -> Callable[[Callable[_Given, _Body]], None]:
        def add(answer: Callable[_Given, _Body]) -> None:
            server.tool(title=title, description=about, annotations=_READS)(_told(answer))

        return add

    @tool(
        "查詢",
        "查詢收錄的文件：確切的段數、符合的段落與出處；同一條件的多個值是「或」，不同條件是「且」",
    )
    def search(
        query: Query,
        agency: Agencies = [],  # noqa: B006  never changed; None would be another type to explain
        year: Years = [],  # noqa: B006
        work_program: Programs = [],  # noqa: B006
        plan_category: Categories = [],  # noqa: B006
        kind: Kinds = [],  # noqa: B006
        match: Matching = "auto",
        exact: Exact = False,
        conditions: Conditions = True,
        page: Page = 1,
        limit: Size = 20,
    ) -> AnswerBody:
        chosen = {
            "agency": agency,
            "year": year,
            "work_program": work_program,
            "plan_category": plan_category,
            "kind": kind,
        }
        return answers.search(
            live.searcher(),
            address,
            query,
            chosen,
            match=match,
            exact=exact,
            conditions=conditions,
            page=page,
            size=limit,
        )

    @tool("段落", "一個段落的全文、各欄位、所在檔案的位置，以及其他版本")
    def passage(id: Id) -> CitedPassageBody:
        return answers.passage(live.searcher(), address, id)

    @tool("文件", "一份文件的各版本、沒有收進段落的文字，以及依閱讀順序的段落清單")
    def document(id: Id, page: Page = 1) -> HeldBody:
        return answers.document(live.searcher(), address, id, page)

    @tool(
        "收錄範圍", "收錄了哪些文件、涵蓋多少、哪些檔案讀不出來；用來區分「沒有提到」與「沒有收錄」"
    )
    def coverage(agency: Agencies = [], year: Years = [], page: Page = 1) -> HeldDocumentsBody:  # noqa: B006
        return answers.coverage(live.searcher(), agency, year, page)

    @tool(
        "計畫沿革", "同一項工作、目標或指標在各年度文件裡的名稱、段落與前後關係（更名、合併、拆分）"
    )
    def program(id: ProgramId) -> CitedProgramBody:
        return following.program(live.searcher(), address, id)

    @tool(
        "指標數列", "關鍵績效指標歷年的目標值與實際值，附每個數字的出處；衡量方式改變之處另行標明"
    )
    def kpi_series(id: ProgramId) -> CitedSeriesBody:
        return following.kpi_series(live.searcher(), address, id)

    @tool("核對引文", "逐一核對草稿裡的引文與數字是否與原文相同；不同時給原文，找不到時說明")
    def verify_quotes(draft: Draft) -> VerifiedBody:
        return verifying.verify(live.searcher(), address, draft, texts, analyzer, load_agencies())

    return server


def _told(answer: Callable[_Given, _Body]) -> Callable[_Given, _Body]:
    """Tell an assistant of our errors in their own words."""

    @wraps(answer)
    def ask(*given: _Given.args, **named: _Given.kwargs) -> _Body:
        try:
            return answer(*given, **named)
        except ZhengsuoError as error:
            raise ToolError(str(error)) from error

    return ask
