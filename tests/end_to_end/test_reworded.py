"""A passage that is reworded after it was put into a basket: told with old and new words."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from indexer import pipeline
from search.config import Settings
from search.errors import Refused
from search.live import LiveSearcher
from web.app import create_app

PLAN = """示範市政府勞工局109年度施政計畫

壹、年度施政目標
一、預防職業災害，守護工作者的安全與健康
（一）辦理高風險工地安全訪視與輔導，全年完成{times}場次，並追蹤缺失改善情形。
二、促進勞資和諧，保障勞動條件
（一）強化勞資爭議調解量能，培訓調解委員並建置線上預約，縮短等候日數。
"""


def test_old_and_new_words_stand_side_by_side(tmp_path: Path) -> None:
    folder, data = tmp_path / "corpus", tmp_path / "data"
    folder.mkdir()
    plan = folder / "plan.txt"

    def write(times: str) -> None:
        plan.write_text(PLAN.format(times=times), "utf-8")
        pipeline.run([folder], data, "whoosh", lambda *_: None)

    def page(address: str) -> html.HtmlElement:
        # A server that starts anew, as after an upgrade: what it tells it has from the store.
        client = create_app(Settings(data=data), LiveSearcher(data)).test_client()
        return html.fromstring(client.get(address).text)

    write("三百二十")
    (link,) = page("/search?q=高風險工地").xpath("//button[contains(@class, 'keep')]/@value")
    address = f"/basket?basket={link}"
    assert page(address).xpath("//ol[@class='entries']/li/@class") == ["entry here"]
    write("四百五十")
    changed = page(address)
    assert changed.xpath("//ol[@class='entries']/li/@class") == ["entry changed"]
    assert [one.text_content() for one in changed.xpath("//*[@class='diff']/del")] == [
        "〔刪除〕三百二十"
    ]
    assert [one.text_content() for one in changed.xpath("//*[@class='diff']/ins")] == [
        "〔新增〕四百五十"
    ]
    plan.unlink()
    (folder / "other.txt").write_text(PLAN.format(times="五").replace("109", "110"), "utf-8")
    with pytest.raises(Refused) as refused:
        pipeline.run([folder], data, "whoosh", lambda *_: None)
    code = refused.value.code
    pipeline.run([folder], data, "whoosh", lambda *_: None, confirmed=code)
    gone = page(address)
    assert gone.xpath("//ol[@class='entries']/li/@class") == ["entry gone"]
    assert "四百五十" in gone.xpath("//ol[@class='entries']")[0].text_content()
