"""Settings come from options, then environment, then file, then defaults."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from search.config import Settings, load_settings
from search.errors import SettingError

TOML = 'data = "from-file"\nport = 1\ncorpus = ["a", "b"]\ntrusted_hosts = ["x.gov.tw"]\n'


def test_defaults_need_nothing() -> None:
    assert load_settings({}, {}) == Settings()


@pytest.mark.parametrize(
    ("options", "environment", "toml", "expected"),
    [
        ({}, {}, TOML, 1),
        ({}, {"ZHENGSUO_PORT": "2"}, TOML, 2),
        ({"port": "3"}, {"ZHENGSUO_PORT": "2"}, TOML, 3),
        ({"port": None}, {"ZHENGSUO_PORT": "2"}, TOML, 2),
        ({"port": None}, {"PORT": "9"}, "", 8000),
    ],
)
def test_the_nearer_source_wins(
    options: dict[str, Any], environment: dict[str, str], toml: str, expected: int
) -> None:
    assert load_settings(options, environment, toml).port == expected


def test_lists_and_paths() -> None:
    settings = load_settings({}, {"ZHENGSUO_EMBED_ORIGINS": "https://a.tw, http://b:81"}, TOML)
    assert settings.data == Path("from-file")
    assert settings.corpus == (Path("a"), Path("b"))
    assert settings.trusted_hosts == ("x.gov.tw",)
    assert settings.embed_origins == ("https://a.tw", "http://b:81")


@pytest.mark.parametrize(
    ("options", "environment", "toml", "named"),
    [
        ({}, {"ZHENGSUO_PROT": "1"}, "", "環境變數 ZHENGSUO_PROT"),
        ({}, {}, "prot = 1", "zhengsuo.toml 的 prot"),
        ({"port": "abc"}, {}, "", "選項 --port"),
        ({"trusted_hosts": 3}, {}, "", "選項 --trusted-hosts"),
        ({}, {"ZHENGSUO_PORT": "65536"}, "", "0 到 65535"),
        ({}, {}, "port = true", "zhengsuo.toml 的 port"),
        ({}, {}, "port = 1.5", "zhengsuo.toml 的 port"),
        ({}, {"ZHENGSUO_THREADS": "0"}, "", "1 到 256"),
        ({}, {"ZHENGSUO_DATA": " "}, "", "ZHENGSUO_DATA"),
        ({}, {}, "corpus = []", "至少要有一個"),
        ({"engine": "lucene"}, {}, "", "whoosh"),
        ({}, {}, "port = ", "格式有誤"),
        *(
            ({}, {"ZHENGSUO_EMBED_ORIGINS": origin}, "", re.escape(origin))
            for origin in (
                "*",
                "null",
                "a.tw",
                "HTTPS://a.tw",
                "https://A.tw",
                "https://a.tw/",
                "https://*.a.tw",
                "https://user@a.tw",
                "https://a.tw:443",
                "https://a.tw:70000",
                "https://a.tw; script-src *",
                "https://政.tw",
                "ftp://a.tw",
                "https://",
            )
        ),
    ],
)
def test_a_bad_setting_is_named_with_its_source(
    options: dict[str, Any], environment: dict[str, str], toml: str, named: str
) -> None:
    with pytest.raises(SettingError, match=named) as caught:
        load_settings(options, environment, toml)
    assert caught.value.remedy


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingError) as caught:
        load_settings({"port": "x"}, {"ZHENGSUO_NO": "1"}, "threads = 0")
    assert all(word in caught.value.message for word in ("--port", "ZHENGSUO_NO", "threads"))
