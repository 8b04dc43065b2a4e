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


def test_tables_are_read_from_the_file_and_from_variables() -> None:
    file = (
        'embed_origins = ["https://a.tw"]\n[embed_agencies]\n"https://a.tw" = ["mol", "教育部"]\n'
    )
    settings = load_settings({}, {"ZHENGSUO_EMBED_USERS": '{ mol = ["wang"] }'}, file)
    assert settings.embed_agencies == {"https://a.tw": ("mol", "教育部")}
    assert settings.embed_users == {"mol": ("wang",)}


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
        ({}, {}, 'embed_users = ["a"]', "zhengsuo.toml 的 embed_users"),
        ({}, {}, "embed_users = { mol = 1 }", "zhengsuo.toml 的 embed_users"),
        ({}, {"ZHENGSUO_EMBED_USERS": "mol"}, "", "ZHENGSUO_EMBED_USERS"),
        (
            {},
            {},
            '[embed_agencies]\n"https://a.tw" = ["mol"]',
            "「https://a.tw」不在 embed_origins",
        ),
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


@pytest.mark.parametrize(
    ("given", "held"),
    [("/plans", "/plans"), ("/plans/", "/plans"), ("/a/b-c.d", "/a/b-c.d"), ("/", "")],
)
def test_a_mount_is_a_path_without_a_slash_at_its_end(given: str, held: str) -> None:
    settings = load_settings({"mount": given, "public_address": "https://example.tw"}, {})
    assert settings.mount == held
    assert settings.address == f"https://example.tw{held}"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("mount", "plans"),
        ("mount", "//evil.example"),
        ("mount", "/a/../b"),
        ("mount", "/a?b"),
        ("mount", '/a"b'),
        ("mount", "/a b"),
        ("mount", "/計畫"),
        ("mount", "https://example.tw/plans"),
        ("trusted_proxies", "proxy.example.tw"),
        ("trusted_proxies", "10.0.0.5/24"),
        ("trusted_proxies", "*"),
        ("metrics_from", "10.0.0.0/33"),
        ("user_header", "Remote_User"),
        ("user_header", "Remote User"),
        ("user_header", "X:Y"),
        ("rate_limit", "0/minute"),
        ("rate_limit", "10"),
        ("rate_limit", "10/fortnight"),
        ("access_log", "perhaps"),
    ],
)
def test_what_a_proxy_needs_is_checked(setting: str, value: str) -> None:
    name = f"ZHENGSUO_{setting.upper()}"
    with pytest.raises(SettingError, match=name):
        load_settings({}, {name: value})


def test_what_a_proxy_needs_is_read() -> None:
    settings = load_settings(
        {},
        {
            "ZHENGSUO_TRUSTED_PROXIES": "10.0.0.5, 10.1.0.0/16,::1",
            "ZHENGSUO_USER_HEADER": "Remote-User",
            "ZHENGSUO_RATE_LIMIT": "120 / minute",
            "ZHENGSUO_ACCESS_LOG": "on",
            "ZHENGSUO_METRICS_FROM": "",
        },
    )
    assert settings.trusted_proxies == ("10.0.0.5", "10.1.0.0/16", "::1")
    assert settings.user_header == "Remote-User"
    assert settings.rate_limit == "120/minute"
    assert settings.access_log
    assert settings.metrics_from == ()
