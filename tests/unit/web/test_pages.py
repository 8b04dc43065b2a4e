from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
import small_corpus
from flask.testing import FlaskClient
from page import found, text, tree

from indexer import pipeline
from search.config import Settings
from search.errors import Refused
from search.live import LiveSearcher
from web.app import create_app

HITS = "//*[@id='found']/ol[contains(@class, 'hits')]/li//h3"
PAGES = ("/", "/search", "/coverage", "/help", "/sitemap", "/accessibility", "/d/mol-109-plan")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_stands_on_the_same_frame(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    body = tree(page)
    assert body.get("lang") == "zh-Hant-TW"
    assert len(body.xpath("//h1")) == 1
    assert body.xpath("//a[@class='skip']/@href")[0] == "#C"
    keys = {item.get("accesskey"): item.get("title") for item in body.xpath("//*[@accesskey]")}
    assert keys == {
        "U": "上方功能區",
        "C": "中央內容區",
        "Z": "下方功能區",
        "S": "關鍵字",
    }
    assert "更新日期：民國" in text(page)
    ids = body.xpath("//@id")
    assert len(ids) == len(set(ids))
    levels = [int(item.tag[1]) for item in body.xpath("//h1|//h2|//h3|//h4")]
    assert all(below - above <= 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("address", ["/p/unknown", "/d/unknown", "/search?agency=nobody"])
def test_pages_of_faults_name_the_day_of_the_index_too(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code in (400, 404)
    assert "更新日期：民國" in text(page)


def test_keys_are_explained_where_they_lead(client: FlaskClient) -> None:
    page = client.get("/sitemap")
    listed = dict(zip(found(page, "//tbody/tr/th"), found(page, "//tbody/tr/td[1]"), strict=True))
    assert listed == {
        item.get("accesskey"): item.get("title") for item in tree(page).xpath("//*[@accesskey]")
    }


def test_titles_tell_pages_apart(client: FlaskClient) -> None:
    titles = [found(client.get(address), "//title")[0] for address in PAGES]
    assert len(set(titles)) == len(PAGES)
    page = client.get("/search?q=就業&agency=mol&page=1", follow_redirects=True)
    assert found(page, "//title") == ["就業・勞動部－查詢結果－政索"]


def test_home_says_what_there_is(client: FlaskClient) -> None:
    page = client.get("/")
    assert "29 段全文" in text(page)
    assert "3 份文件" in text(page)
    assert "106–110 年度" in text(page)
    assert "1 個檔案讀取失敗" in text(page)
    agencies = tree(page).xpath("//section[@aria-labelledby='agencies-title']//li")
    assert [" ".join(item.text_content().split()) for item in agencies] == [
        "勞動部最新：勞動部109年度施政計畫2 份",
        "示範市政府最新：示範市政府110年度施政計畫1 份",
    ]
    assert "職業災害" in found(page, "//*[@class='examples']/a")
    assert "淨零" not in found(page, "//*[@class='examples']/a")
    newest = found(page, "//section[@aria-labelledby='newest-title']//li")
    assert newest[0].startswith("示範市政府110年度施政計畫示範語料")


def test_every_link_of_the_home_page_leads_somewhere(client: FlaskClient) -> None:
    links = {link for link in found(client.get("/"), "//a/@href") if link.startswith("/")}
    assert len(links) > 8
    for link in links:
        assert client.get(link).status_code == 200, link


def test_results_count_in_their_units(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('職業災害')}")
    assert found(page, "//*[@id='total']") == ["2 段／2 份文件（已併 1 段重複版本）"]
    assert sorted(found(page, HITS)) == ["職業災害發生率", "預防職業災害"]
    assert set(found(page, "//*[@id='found']/ol//mark")) == {"職業災害"}
    assert "本次查過 3 份文件、29 段；另有 1 個檔案讀取失敗" in text(page)


def test_ticked_facets_are_the_state(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('就業')}&agency=mol")
    assert found(page, HITS) == ["就業服務"]
    body = tree(page)
    agencies = body.xpath("//fieldset[@data-facet='agency']//input")
    ticked = [item.get("value") for item in agencies if item.get("checked") is not None]
    assert ticked == ["mol"]
    # Counted without the pick of its own facet.
    counts = found(page, "//fieldset[@data-facet='agency']//span[@class='count']")
    assert counts == ["1 段", "26 段"]
    (chip,) = body.xpath("//a[@class='chip']")
    assert chip.get("aria-label") == "移除篩選：機關 勞動部"
    assert chip.get("href") == f"/search?q={quote('就業')}"
    assert {item.get("form") for item in agencies} == {"search"}
    assert found(page, "//fieldset/legend")[:2] == ["機關", "年度"]


@pytest.mark.parametrize("year", ["2020", "１０９", "民國109年", "一○九", "109年"])
def test_years_have_one_address(client: FlaskClient, year: str) -> None:
    answer = client.get(f"/search?q={quote('就業')}&year={quote(year)}")
    assert (answer.status_code, answer.location) == (301, f"/search?q={quote('就業')}&year=109")


def test_names_lead_to_codes(client: FlaskClient) -> None:
    answer = client.get(f"/search?agency={quote('勞動部')}&sort=relevance&utm_source=x&q=")
    assert (answer.status_code, answer.location) == (301, "/search?agency=mol")


def test_every_value_of_every_facet_can_be_picked(client: FlaskClient) -> None:
    body = tree(client.get("/search"))
    for box in body.xpath("//fieldset//input[@type='checkbox']"):
        name, code = box.get("name"), box.get("value")
        count = " ".join(box.getparent().xpath("span[@class='count']")[0].text_content().split())
        page = client.get(f"/search?{name}={quote(code)}")
        assert page.status_code == 200, (name, code)
        assert found(page, "//*[@id='total']")[0].startswith(f"{count}／"), (name, code)


def test_pages_follow_each_other_and_end(client: FlaskClient) -> None:
    first = client.get(f"/search?agency={quote('示範市政府')}", follow_redirects=True)
    assert len(found(first, HITS)) == 20
    following = found(first, "//a[@rel='next']/@href")[0]
    second = client.get(following)
    assert len(found(second, HITS)) == 6
    assert found(second, "//ol[@class='hits']/@start") == ["21"]
    assert not set(found(first, HITS)) & set(found(second, HITS))
    # As far as a page can be asked for.
    for page in ("3", "501", "10000"):
        past = client.get(following.replace("page=2", f"page={page}"))
        assert past.status_code == 404
        assert client.get(f"/search?q=恐龍&page={page}").status_code == 404
        assert client.get(f"/search/feed?q=就業&page={page}").status_code == 404
    ways = found(past, "//main//a/@href")
    assert following in ways
    assert following.replace("&page=2", "") in ways


def test_sorting_keeps_all_else(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('就業')}&kind=project&sort=newest")
    links = tree(page).xpath("//nav[@class='sorts']/a")
    assert [link.get("href") for link in links][:2] == [
        f"/search?q={quote('就業')}&kind=project",
        f"/search?q={quote('就業')}&kind=project&sort=newest",
    ]
    assert [link.text for link in links if link.get("aria-current")] == ["新到舊"]
    assert "示範市政府" in found(page, "//ol//p[@class='where']")[0]


def test_nothing_found_helps_on(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('青年 恐龍')}&agency=mol&year=110&kind=kpi")
    assert page.status_code == 200
    assert "查無符合「青年 恐龍」與所選條件的段落" in text(page)
    rows = found(page, "//section[@class='nothing']//tbody/tr/th")
    counts = found(page, "//section[@class='nothing']//tbody/tr/td[2]")
    assert dict(zip(rows, counts, strict=True)) == {"青年": "2", "恐龍": "0"}
    assert "勞動部 110 年度的文件不在收錄範圍內" in text(page)


def test_a_long_question_leaves_room_for_what_is_related(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('如何減少職業災害並照顧受傷的勞工，讓青年安心就業？')}")
    assert not found(page, "//section[@class='nothing']//table")
    assert any(
        term.startswith("職業災害 2 段")
        for term in found(page, "//ul[contains(@class, 'terms')]/li")
    )
    assert len(found(page, "//section[@class='related']//article")) >= 2


def test_each_pick_can_be_given_up_for_a_count(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('青年')}&agency=mol&year=109&kind=kpi")
    relaxed = found(page, "//section[@class='nothing']//li[contains(., '不限')]")
    assert relaxed == [
        "不限機關：0 段 目前為 勞動部",
        "不限年度：0 段 目前為 109 年（2020）",
        "不限種類：1 段 目前為 關鍵績效指標",
    ]
    (link,) = tree(page).xpath("//section[@class='nothing']//li[contains(., '不限種類')]/a/@href")
    assert found(client.get(link), "//*[@id='total']")[0].startswith("1 段／")


def test_samples_and_damage_are_marked(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('本市推動')}")
    tags = found(page, "//ol//*[contains(@class, 'tag')]")
    assert tags == ["示範語料", "原文有缺損", "已由同文件補回缺字"]
    shown = client.get("/p/city-110-plan-word-narrative-1")
    assert "這份文件是示範語料" in text(shown)
    assert "原文有缺損。" in text(shown)
    assert "已補回缺字。" in text(shown)


def test_a_passage_stands_between_its_neighbours(client: FlaskClient) -> None:
    page = client.get("/p/mol-109-plan-word-goal-1")
    assert found(page, "//div[@class='prose']/p") == [
        "（一）減少職業災害的發生。",
        "（二）照顧受傷的勞工。",
    ]
    assert found(page, "//a[@rel='next']/@href") == ["/p/mol-109-plan-word-project-1"]
    assert found(page, "//a[@rel='prev']") == []
    assert "mol-109-plan-word.docx" in text(page)
    (cited,) = found(page, "//textarea[@id='citation']")
    (whole,) = found(page, "//textarea[@id='whole-text']")
    assert whole == "預防職業災害 （一）減少職業災害的發生。（二）照顧受傷的勞工。"
    assert cited.startswith("勞動部109年度施政計畫，〈預防職業災害〉，壹、施政目標，第 3 行")
    assert cited.endswith("檔名：mol-109-plan-word.docx，取得日期：民國 115 年 11 月 21 日。")


def test_a_passage_shows_why_it_was_found(client: FlaskClient) -> None:
    results = client.get(f"/search?q={quote('雇主 職災')}&match=any&exact=1")
    plain = f"/search?q={quote('僱主')}"
    (link,) = tree(client.get(plain)).xpath("//ol//h3/a/@href")
    assert link == f"/p/mol-109-plan-word-project-1?q={quote('僱主')}"
    page = client.get(link)
    assert found(page, "//mark") == ["雇主"]
    assert found(page, "//link[@rel='canonical']/@href") == ["/p/mol-109-plan-word-project-1"]
    assert "?q=" not in found(page, "//textarea[@id='citation']")[0]
    assert found(client.get("/p/mol-109-plan-word-project-1"), "//mark") == []
    assert "exact=1" in tree(results).xpath("//ol//h3/a/@href")[0]


def test_a_printed_page_says_where_and_when(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('就業')}")
    (line,) = found(page, "//*[@class='printed-from']")
    assert line == "本頁網址：/search?q=就業 列印日期：民國 115 年 11 月 21 日"


def test_other_editions_show_what_differs(client: FlaskClient) -> None:
    page = client.get("/p/mol-109-plan-word-goal-1")
    assert found(page, "//h2[@id='editions-title']") == ["其他版本（1）"]
    assert found(page, "//article[@class='edition']//p[@class='diff']//del") == [
        "〔刪除〕照護",
        "〔刪除〕與家人",
    ]
    assert found(page, "//article[@class='edition']//p[@class='diff']//ins") == ["〔新增〕照顧"]
    same = client.get("/p/mol-109-plan-word-project-1")
    assert "文字相同。" in text(same)
    other = client.get("/p/mol-109-plan-print-goal-1")
    assert "照護受傷的勞工與家人" in text(other)


def test_cells_of_an_indicator_are_a_table(client: FlaskClient) -> None:
    page = client.get("/p/mol-106-plan-word-kpi-1")
    labels = found(page, "//table[@class='cells']//th")
    values = found(page, "//table[@class='cells']//td")
    cells = dict(zip(labels, values, strict=True))
    assert cells["衡量標準"] == "每千人職業災害的人數"
    assert cells["106 年（2017）目標值"] == "2.9"
    assert cells["106 年（2017）實際值"] == "2.8"
    assert "表 3 第 7 列" in text(page)
    assert "表 9 第 1 列" in text(page)
    assert "2.75" in text(page)


def test_ids_that_moved_or_went_still_answer(client: FlaskClient) -> None:
    moved = client.get(f"/p/{small_corpus.MOVED}")
    assert (moved.status_code, moved.location) == (301, "/p/mol-109-plan-word-goal-1")
    gone = client.get(f"/p/{small_corpus.GONE}")
    assert gone.status_code == 410
    assert "預防職業災害" in text(gone)
    assert client.get("/p/never-was").status_code == 404


def test_an_id_whose_text_went_into_others_names_them(client: FlaskClient) -> None:
    gone = client.get(f"/p/{small_corpus.PARTED}")
    assert gone.status_code == 410
    assert "預防職業災害" in text(gone)
    heirs = found(gone, "//h2[.='現在的段落']/following::ul[1]//a/@href")
    assert heirs == ["/p/mol-109-plan-word-goal-1", f"/p/{small_corpus.CHANGED}"]


def test_a_passage_that_was_reworded_says_so(client: FlaskClient) -> None:
    page = client.get(f"/p/{small_corpus.CHANGED}")
    assert found(page, "//summary[contains(., '與先前收錄的不同')]")
    assert found(page, "//summary[contains(., '與先前')]/following-sibling::p[@class='diff']//del")
    same = client.get("/p/mol-109-plan-word-goal-1")
    assert not found(same, "//summary[contains(., '與先前收錄的不同')]")


def test_a_document_shows_its_outline_and_its_editions(client: FlaskClient) -> None:
    page = client.get("/d/mol-109-plan")
    assert found(page, "//details[@class='branch']/summary") == [
        "壹、施政目標 1 段",
        "貳、重要計畫 1 段",
    ]
    assert found(page, "//h2[@id='editions-title']") == ["版本（2）"]
    assert "1,000／1,000 字（100%）" in text(page)
    (other,) = found(page, "//a[starts-with(@href, '?edition=')]/@href")
    shown = client.get(f"/d/mol-109-plan{other}")
    assert "/p/mol-109-plan-print-goal-1" in found(shown, "//ul[@class='leaves']//a/@href")
    within = tree(page).xpath("//form[@class='within']//input[@type='hidden']")
    assert [(item.get("name"), item.get("value")) for item in within] == [
        ("document", "mol-109-plan"),
    ]
    partial = client.get("/d/city-110-plan")
    assert "第 33 行的圖沒有文字。" in text(partial)
    assert "組織架構圖" in text(partial)
    assert "整頁影像：第 4 頁、第 6 頁：沒有文字，可能是掃描的影像" in text(partial)
    # A warning that says what is listed is not said again.
    assert not found(partial, "//h4[.='讀取時的提醒']")
    assert "86.4%" in text(partial)
    assert client.get("/d/none").status_code == 404
    assert client.get("/d/mol-109-plan?edition=none").status_code == 404


def test_many_documents_of_one_year_are_folded_into_their_sum(tmp_path: Path) -> None:
    plans, data = tmp_path / "plans", tmp_path / "data"
    plans.mkdir()
    about = []
    for name in "甲乙丙丁":
        (plans / f"{name}.txt").write_text(f"壹、前言\n{name}區的道路逐年更新。\n", "utf-8")
        told = f"title = '{name}區計畫'\ndocument_kind = '{name}區計畫'\n"
        about.append(f'["{name}.txt"]\n{told}agency = "勞動部"\nyear_roc = 109\n')
    (plans / "corpus.toml").write_text("\n".join(about), "utf-8")
    pipeline.run([plans], data, "whoosh", lambda stage, done, total: None)
    client = create_app(Settings(data=data), LiveSearcher(data)).test_client()
    page = client.get("/coverage")
    (passages,) = found(page, "//table[@class='grid']//td/details/summary/text()")
    each = found(page, "//table[@class='grid']//td/details/a/text()")
    assert found(page, "//table[@class='grid']//summary/span") == ["共 4 份"]
    assert (len(each), int(passages)) == (4, sum(map(int, each)))


def test_coverage_names_the_lists_of_files_that_are_no_documents(tmp_path: Path) -> None:
    plans, data = tmp_path / "plans", tmp_path / "data"
    plans.mkdir()
    for name in ("甲區計畫109年", "乙區計畫109年"):
        (plans / f"{name}.txt").write_text(f"{name}\n壹、前言\n道路逐年更新。\n", "utf-8")
    (plans / "清單.csv").write_text("檔名,說明\n甲區計畫109年,甲\n乙區計畫109年,乙\n", "utf-8")
    pipeline.run([plans], data, "whoosh", lambda stage, done, total: None)
    client = create_app(Settings(data=data), LiveSearcher(data)).test_client()
    listed = found(client.get("/coverage"), "//section[@id='passed-over']//li")
    assert listed == ["plans/清單.csv"]
    assert client.get("/api/v1/coverage").get_json()["passed_over"] == ["plans/清單.csv"]


def test_coverage_tells_of_the_last_runs(tmp_path: Path) -> None:
    plans, data = tmp_path / "plans", tmp_path / "data"
    plans.mkdir()
    (plans / "甲區計畫109年.txt").write_text("甲區計畫109年\n壹、前言\n道路逐年更新。\n", "utf-8")
    pipeline.run([plans], data, "whoosh", lambda stage, done, total: None)
    (plans / "甲區計畫109年.txt").unlink()
    with pytest.raises(Refused):
        pipeline.run([plans], data, "whoosh", lambda stage, done, total: None)
    client = create_app(Settings(data=data), LiveSearcher(data)).test_client()
    rows = tree(client.get("/coverage")).xpath("//section[@id='runs']//tbody/tr")
    cells = [[cell.text_content() for cell in row.xpath("td")] for row in rows]
    assert cells[0] == ["1", "0", "0", "0", "0", "沒有更換，沿用原來的索引：會失去原有的內容"]
    assert cells[1] == ["1", "1", "0", "0", "0", "已更換"]


def test_coverage_tells_held_from_not_held(client: FlaskClient) -> None:
    page = client.get("/coverage")
    assert found(page, "//table[@class='grid']/thead//th") == [
        "機關",
        "110 年",
        "109 年",
        "106 年",
    ]
    assert "108、107 年沒有收錄任何文件" in text(page)
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
        for row in tree(page).xpath("//table[@class='grid']/tbody/tr")
    ]
    assert [cell == "未收錄" for cell in rows[0]] == [True, False, False]
    assert "2施政計畫" in rows[0][1]
    assert "86.4%" in rows[1][0]
    assert "1 份文件有部分內容未能讀取" in text(page)
    assert [" ".join(row.split()) for row in found(page, "//section[@id='incomplete']//td[1]")] == [
        "整頁影像",
        "圖片",
        "直排的文字推定40 字",
    ]
    assert found(page, "//section[@id='incomplete']//td[2]")[0] == "第 4 頁、第 6 頁"
    assert found(page, "//section[@id='failed']//tbody/tr") == [
        "壞檔.docx壓縮檔的目錄讀不出來請重新取得這個檔案"
    ]


def test_every_example_of_the_help_page_is_live(client: FlaskClient) -> None:
    links = found(client.get("/help"), "//dl[@class='examples-list']//dt/a/@href")
    assert len(links) >= 8
    for link in links:
        page = client.get(link)
        assert page.status_code == 200, link
        assert not found(page, "//*[@class='problems']/li"), link


def test_what_documents_say_is_text(client: FlaskClient) -> None:
    addresses = (
        f"/search?q={quote('本市推動')}",
        "/p/city-110-plan-word-narrative-1",
        f"/search?q={quote(small_corpus.HOSTILE)}",
        f"/search?agency={quote(small_corpus.HOSTILE)}&sort={quote(small_corpus.HOSTILE)}",
        f"/{quote(small_corpus.HOSTILE)}",
    )
    for address in addresses:
        page = client.get(address)
        body = page.get_data(as_text=True)
        assert "<script>alert" not in body, address
        assert not tree(page).xpath("//img | //script[not(@src)] | //*[@onerror]"), address


def test_characters_that_turn_the_reading_direction_are_written_out(client: FlaskClient) -> None:
    page = client.get("/p/city-110-plan-word-project-3")
    assert "\u202e" not in page.get_data(as_text=True)
    assert "[U+202E]並辦理就業說明會" in text(page)


def test_faults_are_all_named_with_a_way_on(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('就業')}&agency=nobody&page=x&sort=up")
    assert page.status_code == 400
    assert len(found(page, "//ul[@class='problems']/li")) == 3
    assert f"/search?q={quote('就業')}" in found(page, "//main//a/@href")


def test_nothing_comes_from_elsewhere(client: FlaskClient) -> None:
    for address in PAGES:
        body = client.get(address).get_data(as_text=True)
        sources = re.findall(r"(?:src|href|action)=\"([^\"]*)\"", body)
        assert sources
        assert all(source.startswith(("/", "#", "?")) for source in sources), address
        assert "style=" not in body
        page = tree(client.get(address))
        assert not [name for item in page.iter() for name in item.attrib if name.startswith("on")]


def test_a_citation_names_a_host_only_where_it_is_sure(data: Path) -> None:
    id_ = "mol-109-plan-word-goal-1"

    def cited(settings: Settings) -> str:
        site = create_app(settings, LiveSearcher(data)).test_client()
        page = site.get(f"/p/{id_}", base_url="http://plans.example.tw")
        return found(page, "//textarea[@id='citation']")[0]

    assert "網址" not in cited(Settings(data=data))
    trusted = cited(Settings(data=data, trusted_hosts=("plans.example.tw",), mount="/m"))
    assert f"網址：http://plans.example.tw/m/p/{id_}，" in trusted
    public = cited(Settings(data=data, public_address="https://a.example.tw"))
    assert f"網址：https://a.example.tw/p/{id_}，" in public


def test_coverage_lists_files_by_how_sure_their_reading_is(client: FlaskClient) -> None:
    page = client.get("/coverage")
    sure = found(page, "//section[@id='understood']//tbody/tr/td[1]/text()")
    told = client.get("/api/v1/coverage").get_json()["documents"]
    editions = [edition for document in told for edition in document["editions"]]
    assert sure == sorted(f"{edition['confidence']:.2f}" for edition in editions)
    named = {part["id"]: part for edition in editions for part in edition["unsure"]}
    links = found(page, "//section[@id='understood']//li/a/@href")
    assert {link.partition("/p/")[2].partition("?")[0] for link in links} == set(named)
    assert all(part["confidence"] < 0.5 for part in named.values())
    for id_, part in list(named.items())[:2]:
        body = client.get(f"/api/v1/passages/{id_}").get_json()
        assert body["confidence"] == part["confidence"]
        assert "判讀沒有把握" in client.get(f"/p/{id_}").get_data(as_text=True)
