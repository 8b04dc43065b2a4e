"""The command line: what it prints, where, in which words, and its exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from search.present.lines import plain_cell
from search.store.misses import Misses

ROOT = Path(__file__).resolve().parents[2]
PLAN = """示範市政府勞工局109年度施政計畫
壹、年度施政目標
一、減少職業災害
（一）辦理高風險工地安全訪視與輔導，並追蹤缺失改善情形。
二、促進青年就業
（一）推動青年職涯探索，結合在地產業開設體驗營隊。
"""


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "zhengsuo.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an indexed corpus, and nothing set but defaults."""
    home = tmp_path_factory.mktemp("home")
    (home / "corpus").mkdir()
    (home / "corpus" / "plan.txt").write_text(PLAN, "utf-8")
    done = run("index", cwd=home)
    assert done.returncode == 0, done.stderr
    return home


def test_index_sums_up_on_one_line(home: Path) -> None:
    done = run("index", cwd=home)
    assert done.returncode == 0
    assert re.fullmatch(r"沒有變動，沿用現有的索引：1 份文件、\d+ 段，.+。\n", done.stdout)
    assert "檢查檔案" in done.stderr


def test_rejected_files_are_named_and_the_exit_code_is_3(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "plan.txt").write_text(PLAN, "utf-8")
    (tmp_path / "corpus" / "空白.txt").write_bytes(b"")
    done = run("index", cwd=tmp_path)
    assert done.returncode == 3
    assert "讀不出來 1 個" in done.stdout
    assert "corpus/空白.txt：檔案是空的" in done.stderr
    shown = run("coverage", cwd=tmp_path)
    assert "corpus/空白.txt：檔案是空的" in shown.stdout


def test_passages_are_json_lines_under_the_promised_names(home: Path) -> None:
    done = run("passages", "corpus/plan.txt", cwd=home)
    assert done.returncode == 0
    passages = [json.loads(line) for line in done.stdout.splitlines()]
    goal = next(one for one in passages if one["kind"] == "goal")
    assert set(goal) == {
        *("id", "document", "document_title", "document_kind", "agency", "year", "year_roc"),
        *("kind", "title", "number", "section", "work_program", "plan_category", "text"),
        *("items", "codes", "kpi_link", "kpi", "location", "also_at", "source", "editions"),
        "confidence",
        "sample",
    } - ({"sample"} if "sample" not in goal else set())
    assert goal["year_roc"] == 109
    assert set(goal["location"]) == {
        "page", "page_label", "line", "table", "row", "start", "end",
    }  # fmt: skip
    assert goal["source"]["file"] == "plan.txt"
    assert re.fullmatch(r"[a-z0-9.-]+", goal["id"])


def test_passages_have_the_ids_that_the_index_gives_them(home: Path) -> None:
    alone = {
        json.loads(line)["id"] for line in run("passages", "corpus", cwd=home).stdout.splitlines()
    }
    found = json.loads(run("search", "職業災害", "--format", "json", cwd=home).stdout)
    assert found["total"] >= 1
    assert {hit["id"] for hit in found["hits"]} <= alone


def test_passages_as_a_table_for_people(home: Path) -> None:
    done = run("passages", "corpus/plan.txt", "--format", "table", cwd=home)
    assert "機關：示範市政府勞工局　年度：109 年度　種類：施政計畫" in done.stdout
    assert "施政目標 2" in done.stdout
    assert "涵蓋：100.00%" in done.stdout


def test_what_could_not_be_read_is_told_once_in_either_form(tmp_path: Path) -> None:
    # An unpaired byte in a text of Big5.
    (tmp_path / "plan.txt").write_bytes(PLAN.encode("big5") + b"\xff\n")
    table = run("passages", "plan.txt", "--format", "table", cwd=tmp_path)
    lines = run("passages", "plan.txt", cwd=tmp_path)
    for done in (table, lines):
        assert len(re.findall("^plan.txt：未能完整讀取：.+讀不出來", done.stderr, re.M)) == 1
    assert "讀不出來" not in table.stdout + lines.stdout
    assert all(json.loads(line) for line in lines.stdout.splitlines())


def test_stages_of_reading_are_printed_for_people_and_for_machines(home: Path) -> None:
    done = run("passages", "corpus", "--explain", "roles", cwd=home)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert {"file", "place", "what", "text", "why", "details", "depth"} == set(rows[0])
    assert any(row["what"] == "施政目標" and row["why"] for row in rows)
    told = run("passages", "corpus", "--explain", "outline", "--format", "table", cwd=home)
    assert "一、減少職業災害" in told.stdout
    assert "← 編號「一」" in told.stdout


def test_a_file_that_cannot_be_read_is_told_on_stderr(home: Path) -> None:
    (home / "noise.bin").write_bytes(b"")
    done = run("passages", "noise.bin", "corpus/plan.txt", cwd=home)
    assert done.returncode == 3
    assert "noise.bin：檔案是空的" in done.stderr
    assert done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be there")
def test_no_file_name_steers_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a\x1b[31m\x9b1mb\nc.txt").write_text(PLAN, "utf-8")
    (tmp_path / "plans" / "d\x1b]0;e\x07.txt").write_bytes(b"")
    shown = [
        run("index", "plans", cwd=tmp_path),
        run("passages", "plans", cwd=tmp_path),
        run("passages", "--format", "table", "plans", cwd=tmp_path),
        run("coverage", cwd=tmp_path),
        run("index", "no\x1bwhere", cwd=tmp_path),
    ]
    for done in shown:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.stdout + done.stderr)
        assert "\\x1b" in done.stdout + done.stderr
    for line in shown[1].stdout.splitlines():
        assert json.loads(line)["source"]["file"] == "a\\x1b[31m\\x9b1mb\\nc.txt"


def test_search_prints_counts_and_places(home: Path) -> None:
    done = run("search", "職業災害", cwd=home)
    assert done.returncode == 0
    assert re.match(r"共 \d+ 段，在 1 份文件裡（查了 1 份、\d+ 段）\n", done.stdout)
    assert "plan.txt" in done.stdout
    assert "\x1b" not in done.stdout


def test_filters_take_names_and_years_of_both_calendars(home: Path) -> None:
    totals = [
        json.loads(run("search", "就業", *more, "--format", "json", cwd=home).stdout)["total"]
        for more in (
            (),
            ("--year", "109", "--agency", "示範市政府勞工局", "--kind", "施政目標"),
            ("--year", "2020", "--kind", "goal"),
        )
    ]
    assert totals[0] >= 1
    assert totals[1] == totals[2] >= 1


def test_an_unknown_filter_is_a_usage_error(home: Path) -> None:
    done = run("search", "就業", "--year", "去年", cwd=home)
    assert done.returncode == 2
    assert "不認得的年度「去年」" in done.stderr


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", " =1+1", "＝1", "\t=1"])
def test_no_cell_of_a_sheet_is_taken_for_a_formula(text: str) -> None:
    assert plain_cell(text) == "'" + text


@pytest.mark.parametrize("cell", ["就業", "1=1", "", 109])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert plain_cell(cell) == cell


def test_csv_has_a_head_and_plain_cells(home: Path) -> None:
    done = run("search", "職業災害", "--format", "csv", cwd=home)
    head, first, *_ = done.stdout.splitlines()
    assert head.startswith("機關,年度,")
    assert first.startswith("示範市政府勞工局,109,")


def test_coverage_as_json(home: Path) -> None:
    body = json.loads(run("coverage", "--format", "json", cwd=home).stdout)
    (document,) = body["documents"]
    (edition,) = document["editions"]
    assert edition["share"] == 1.0
    assert edition["passages"]["goal"] == 2
    assert body["failed"] == []


def test_synonyms_are_offered_and_misses_shown(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    plan = PLAN.replace("（一）推動青年", "（一）依青年職涯發展中心（以下簡稱青職中心）推動青年")
    (tmp_path / "corpus" / "plan.txt").write_text(plan, "utf-8")
    run("index", cwd=tmp_path)
    done = run("synonyms", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"青職中心\s+青年職涯發展中心\s+縮寫\s+1", done.stdout)
    assert (
        '["青年職涯發展中心", "青職中心"]'
        in run("synonyms", "--format", "toml", cwd=tmp_path).stdout
    )
    Misses(tmp_path / ".zhengsuo").count(["漁業"])
    assert "查無結果：漁業（1 次）" in run("coverage", cwd=tmp_path).stdout
    body = json.loads(run("coverage", "--format", "json", cwd=tmp_path).stdout)
    assert body["misses"] == [{"term": "漁業", "times": 1}]


def test_check_is_content_with_a_whole_index(home: Path) -> None:
    done = run("check", cwd=home)
    assert done.returncode == 0
    assert "索引完好" in done.stdout


def test_check_names_damage_and_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "plan.txt").write_text(PLAN, "utf-8")
    run("index", cwd=tmp_path)
    store = next((tmp_path / ".zhengsuo").glob("generations/*/store.sqlite"))
    store.write_bytes(store.read_bytes()[:-1])
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "store.sqlite" in done.stderr
    assert "zhengsuo index" in done.stderr


def test_without_an_index_the_remedy_is_told(tmp_path: Path) -> None:
    for command in (("search", "x"), ("coverage",), ("check",)):
        done = run(*command, cwd=tmp_path)
        assert done.returncode == 1
        assert "還沒有索引" in done.stderr
        assert "zhengsuo index" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_evaluate_prints_the_figures(home: Path, tmp_path: Path) -> None:
    queries = [
        {
            "query": "職業災害",
            "judged": ["plan.txt"],
            "relevant": [
                {
                    "group": 1,
                    "file": "plan.txt",
                    "kind": "goal",
                    "snippet": "減少職業災害",
                    "grade": 2,
                }
            ],
        }
    ]
    path = tmp_path / "queries.json"
    path.write_text(json.dumps(queries), "utf-8")
    done = run("evaluate", path, cwd=home)
    assert done.returncode == 0
    assert "recall@50 1.000" in done.stdout
    assert "MRR@10 1.000" in done.stdout
    path.write_text("{}", "utf-8")
    assert run("evaluate", path, cwd=home).returncode == 2


def test_evaluate_takes_a_set_with_its_own_passages(home: Path, tmp_path: Path) -> None:
    given = {
        "passages": [
            {"id": "a", "title": "勞工", "text": "工會可以和雇主協商工資與工時。"},
            {"id": "b", "title": "農業", "text": "稻米一年可以收成兩次。"},
        ],
        "queries": [
            {"query": "稻米一年收成幾次？", "relevant": "b"},
            {"query": "稻米由誰協商？", "relevant": "a"},
        ],
    }
    path = tmp_path / "set.json"
    path.write_text(json.dumps(given), "utf-8")
    done = run("evaluate", "--passages", path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"問題 2  段落 2  MRR@10 \d\.\d{4}  recall@10 1\.0000", done.stdout)
    assert list(tmp_path.iterdir()) == [path], "it needs no index and leaves none"
    path.write_text(json.dumps(given | {"passages": []}), "utf-8")
    assert run("evaluate", "--passages", path, cwd=tmp_path).returncode == 2
    assert run("evaluate", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pasages",), "沒有「pasages」這個命令"),
        (("passages",), "少了"),
        (("passages", "nothing.txt"), "找不到「nothing.txt」"),
        (("search", "x", "--limt", "3"), "是不是 --limit"),
        (("search", "x", "--limit", "0"), "1 以上"),
        (("search", "x", "--format", "xml"), "table、json、csv"),
        (("search", "x", "y"), "參數"),
        (("index", "--data"), "少了它的值"),
    ],
)
def test_usage_errors_are_told_in_chinese(
    home: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = run(*arguments, cwd=home)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_bad_settings_are_told_with_their_source(home: Path, tmp_path: Path) -> None:
    (tmp_path / "zhengsuo.toml").write_text('prot = 1\nport = "x"\n', "utf-8")
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "prot" in done.stderr
    assert "port" in done.stderr


def test_a_path_that_is_not_there_is_told(home: Path) -> None:
    done = run("index", "corpsu", cwd=home)
    assert done.returncode == 1
    assert "找不到 corpsu" in done.stderr


COMMANDS = ("index", "passages", "search", "coverage", "check", "evaluate", "serve")


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_pages_hold_no_english_sentence(home: Path, command: tuple[str, ...]) -> None:
    done = run(*command, "--help", cwd=home)
    assert done.returncode == 0
    assert "用法：" in done.stdout
    for word in ("Usage", "Options", "Show this", "Commands"):
        assert word not in done.stdout


@pytest.mark.parametrize("name", ["odt", "ods", "csv", "docx"])
def test_a_batch_of_questions_becomes_one_pack(home: Path, tmp_path: Path, name: str) -> None:
    questions = tmp_path / "題目.csv"
    questions.write_text("問題\n職業災害\n恐龍\n", "utf-8")
    output = tmp_path / f"答復.{name}"
    done = run("batch", questions, "-o", output, cwd=home)
    assert done.returncode == 0, done.stderr
    assert "2 題" in done.stderr
    assert "查詢（4）…" in done.stderr
    assert output.read_bytes().startswith(b"\xef\xbb\xbf" if name == "csv" else b"PK")


@pytest.mark.parametrize(
    ("content", "name", "code", "message"),
    [
        (b"", "x.odt", 1, "沒有題目"),
        (b"\x7fELF\x00", "x.odt", 1, "這個檔案讀不出題目"),
        ("職業災害".encode(), "x.pdf", 2, "副檔名只能是 odt、ods、csv、docx"),
        ("職業災害".encode(), "沒有/x.odt", 1, "沒有"),
    ],
)
def test_batches_that_cannot_be_made_say_why(
    home: Path, tmp_path: Path, content: bytes, name: str, code: int, message: str
) -> None:
    questions = tmp_path / "題目"
    questions.write_bytes(content)
    done = run("batch", questions, "-o", tmp_path / name, cwd=home)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
