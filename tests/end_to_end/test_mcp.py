"""The tools for assistants, asked by the client of the official kit over a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")
from mcp import Client, StdioServerParameters, stdio_client
from processes import ROOT

from search.store.reading import Store

SECONDS = 60
ADDRESS = "https://plans.example.tw"
TOOLS = {
    "search",
    "passage",
    "document",
    "coverage",
    "program",
    "kpi_series",
    "verify_quotes",
}


def _talk(data: Path, talk: Callable[[Client], Coroutine[Any, Any, None]]) -> None:
    """Start `zhengsuo mcp` and talk to it."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "zhengsuo", "mcp", "--data", str(data)],
        env={"PYTHONPATH": str(ROOT), "ZHENGSUO_PUBLIC_ADDRESS": ADDRESS, "PATH": os.defpath},
        cwd=data.parent,
    )

    async def run() -> None:
        with anyio.fail_after(SECONDS):
            async with Client(stdio_client(server)) as client:
                await talk(client)

    anyio.run(run)


async def _call(client: Client, name: str, **arguments: object) -> dict[str, Any]:
    done = await client.call_tool(name, arguments)
    assert not done.is_error, done.content
    assert isinstance(done.structured_content, dict)
    return done.structured_content


async def _refusal(client: Client, name: str, **arguments: object) -> str:
    done = await client.call_tool(name, arguments)
    assert done.is_error, arguments
    return "".join(part.text for part in done.content if part.type == "text")


def test_a_question_leads_to_a_cited_passage(samples: Path) -> None:
    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == TOOLS
        for tool in tools.values():
            assert tool.output_schema is not None
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
        found = await _call(client, "search", query="職業災害", year=["109"], limit=5)
        assert found["total"] >= len(found["hits"]) > 0
        assert found["searched"]["documents"] == 20
        hit = next(one for one in found["hits"] if one["kind"] == "goal")
        assert hit["sample"]
        assert hit["citation"]["permalink"] == f"{ADDRESS}/p/{hit['id']}"

        given = await _call(client, "passage", id=hit["id"])
        assert given["citation"] == hit["citation"]
        assert any(snippet in given["passage"]["title"] for snippet in hit["snippets"])
        assert given["citation"]["location"]["line"] == 11

        held = await _call(client, "document", id=given["passage"]["document"])
        assert hit["id"] in {one["id"] for one in held["passages"]}
        assert held["permalink"] == f"{ADDRESS}/d/{held['document']['id']}"

        agency = given["citation"]["agency"]
        covered = await _call(client, "coverage", agency=[agency], year=["109"])
        assert [one["id"] for one in covered["documents"]] == [held["document"]["id"]]
        with Store.open(next(samples.glob("generations/*/store.sqlite"))) as store:
            assert covered["searched"]["passages"] == store.searched().passages

    _talk(samples, talk)


def test_a_question_ends_in_a_verified_quotation(samples: Path) -> None:
    async def talk(client: Client) -> None:
        found = await _call(client, "search", query="職業災害", year=["109"], kind=["goal"])
        given = await _call(client, "passage", id=found["hits"][0]["id"])
        words = given["passage"]["items"][0].rstrip("。")
        draft = f"本局說明：「{words}」。另有「{words[:-2]}無中生有」與「火星移民計畫書」。"
        checked = (await _call(client, "verify_quotes", draft=draft))["checks"]
        assert [one["status"] for one in checked] == ["found", "differs", "missing"]
        assert given["citation"] in checked[0]["citations"]
        assert checked[1]["printed"]
        assert draft[checked[2]["start"] : checked[2]["end"]] == "火星移民計畫書"
        assert "最多 20,000 個字" in await _refusal(client, "verify_quotes", draft="字" * 20_001)

    _talk(samples, talk)


def test_work_and_its_numbers_are_followed_through_the_years(samples: Path) -> None:
    async def talk(client: Client) -> None:
        found = await _call(client, "search", query="", kind=["kpi"], limit=50)
        several = None
        for hit in found["hits"]:
            given = await _call(client, "passage", id=hit["id"])
            own = given["programs"][0]
            assert own["kind"] == "kpi"
            if len(own["years_roc"]) > 1:
                several = own
                break
        assert several is not None
        whole = await _call(client, "program", id=several["id"])
        assert whole["program"]["years_roc"] == several["years_roc"]
        for member in whole["program"]["members"]:
            assert set(member["passages"]) <= set(whole["citations"])
        numbers = await _call(client, "kpi_series", id=hit["id"])
        (series,) = numbers["series"]
        for statement in series["statements"]:
            for source in statement["sources"]:
                assert numbers["citations"][source["passage"]]["file"] == source["file"]
        assert "沒有「x」這項計畫沿革" in await _refusal(client, "program", id="x")

    _talk(samples, talk)


def test_what_cannot_be_answered_is_told_in_words(samples: Path) -> None:
    async def talk(client: Client) -> None:
        assert "最多 2,000 字" in await _refusal(client, "search", query="字" * 2_001)
        assert "不認得的機關「沒有這個機關」" in await _refusal(
            client, "search", query="就業", agency=["沒有這個機關"]
        )
        assert "最多 50 個" in await _refusal(client, "search", query="就業", year=["109"] * 51)
        assert "limit 應該是 1 到 50" in await _refusal(client, "search", query="就業", limit=51)
        assert "page 應該是 1 到 200" in await _refusal(client, "search", query="就業", page=0)
        assert "沒有「../../etc」這個段落" in await _refusal(client, "passage", id="../../etc")
        assert "最多 300 字" in await _refusal(client, "document", id="x" * 301)
        assert "沒有「x」這份文件" in await _refusal(client, "document", id="x")
        assert await _refusal(client, "search", query=17)
        assert "years" in await _refusal(client, "search", query="就業", years=["106"])
        nothing = await _call(client, "search", query="\x00\u202e﷐", exact=True)
        assert nothing["searched"]["documents"] == 20

    _talk(samples, talk)


def test_without_an_index_the_tools_say_so(tmp_path: Path) -> None:
    async def talk(client: Client) -> None:
        assert "請先執行 zhengsuo index" in await _refusal(client, "search", query="就業")

    _talk(tmp_path / "nothing", talk)


def test_without_the_extra_the_command_names_it(tmp_path: Path) -> None:
    # As Python finds it where the extra is not installed.
    program = (
        "import sys; sys.modules['mcp'] = None; sys.argv[0] = 'zhengsuo'; "
        "import zhengsuo; zhengsuo.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "mcp", "--data", tmp_path], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == "錯誤：沒有安裝 mcp 套件（請執行 pip install 'zhengsuo[mcp]'）\n"
    assert done.stdout == ""
