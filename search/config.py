"""Settings, from options, then environment, then zhengsuo.toml, then defaults."""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from search.errors import SettingError

FILE = "zhengsuo.toml"
PREFIX = "ZHENGSUO_"
ENGINES = ("whoosh", "tantivy", "opensearch")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a cluster of OpenSearch is, and how its indices are made.

    Attributes:
        hosts: address of each node, such as https://node1:9200.
        user: name to sign in with, empty for none.
        password: of the user.
        ca: file with the certificate of whoever signed those of the nodes, None for the system's.
        index: what the names of our indices begin with; the alias of those in service.
        shards: into which each index is cut.
        replicas: copies of each shard beside the first.
    """

    hosts: tuple[str, ...] = ("http://127.0.0.1:9200",)
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    index: str = "zhengsuo"
    shards: int = 1
    replicas: int = 1


EngineChoice = str | Cluster
"""An engine by its name, or the cluster that is one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set.

    Attributes:
        data: folder of the index.
        corpus: files and folders to index, beside those that the index remembers.
        engine: one of ENGINES.
        opensearch_hosts: address of each node of the cluster, for the engine opensearch.
        opensearch_user: name to sign in to the cluster with, empty for none.
        opensearch_password: of that user; better in the environment than in a file.
        opensearch_ca: file with the certificate that signed those of the nodes, None for the
            system's.
        opensearch_index: what the names of our indices in the cluster begin with.
        opensearch_shards: into which each index is cut.
        opensearch_replicas: copies of each shard beside the first.
        host: address that the server listens on.
        port: 0 takes any free one.
        threads: requests that the server answers at once.
        stop_seconds: how long answers that were begun may still take when the server is stopped.
        trusted_hosts: host names that requests may carry; empty accepts any.
        embed_origins: origins of other sites, such as https://www.example.tw, whose scripts may
            ask the API and whose pages may show the box in a frame; each written as browsers
            write it.
        embed_agencies: origin of embed_origins → agencies, names or codes, to which its boxes are
            limited; an origin that is left out is not limited.
        embed_users: agency → users, as the trusted proxy names them, whom boxes that are narrowed
            to that agency serve; an agency that is left out is for everyone.
        public_address: where the site is found, such as https://plans.example.tw, without a
            path; it stands in citations. Empty leaves addresses without a host.
        mount: the path under which the site is found behind a proxy, such as /plans; empty where
            it has the host for itself.
        trusted_proxies: addresses and networks of the proxies whose word on the client, the host
            and the user is believed.
        user_header: header in which a trusted proxy names the user who has signed in, such as
            Remote-User; empty believes none.
        access_log: each request is logged, without what was searched for.
        rate_limit: requests that an address may send in a time, such as 120/minute; empty is any.
        metrics_from: addresses and networks that may read /metrics.
        downloads: copies of the indexed files are kept, and given to whoever asks.
        docx: files are given as DOCX and XLSX too, beside ODF.
        log_misses: terms that were searched without a hit are counted.
        lexicon: an office's own file of words with their other wordings, None where there is none.
        office: name of the office that runs the site.
        contact: how to reach it, in words.
        privacy: web address of its 隱私權及資訊安全宣告.
        logo: an SVG or PNG file that stands in place of our seal, None for ours.
        report_to: where errors of reading are reported: an e-mail or web address.
        reports: errors of reading are taken on the site and kept in the data folder.
    """

    data: Path = Path(".zhengsuo")
    corpus: tuple[Path, ...] = ()
    engine: str = "whoosh"
    opensearch_hosts: tuple[str, ...] = ("http://127.0.0.1:9200",)
    opensearch_user: str = ""
    opensearch_password: str = field(default="", repr=False)
    opensearch_ca: Path | None = None
    opensearch_index: str = "zhengsuo"
    opensearch_shards: int = 1
    opensearch_replicas: int = 1
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    stop_seconds: int = 30
    trusted_hosts: tuple[str, ...] = ()
    embed_origins: tuple[str, ...] = ()
    embed_agencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    embed_users: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    public_address: str = ""
    mount: str = ""
    trusted_proxies: tuple[str, ...] = ()
    user_header: str = ""
    access_log: bool = False
    rate_limit: str = ""
    metrics_from: tuple[str, ...] = ("127.0.0.1", "::1")
    downloads: bool = True
    docx: bool = True
    log_misses: bool = False
    lexicon: Path | None = None
    office: str = ""
    contact: str = ""
    privacy: str = ""
    logo: Path | None = None
    report_to: str = ""
    reports: bool = False

    @property
    def engine_choice(self) -> EngineChoice:
        """The engine, with all that it takes to reach it."""
        if self.engine != "opensearch":
            return self.engine
        return Cluster(
            self.opensearch_hosts,
            self.opensearch_user,
            self.opensearch_password,
            self.opensearch_ca,
            self.opensearch_index,
            self.opensearch_shards,
            self.opensearch_replicas,
        )

    @property
    def address(self) -> str:
        """What stands before the site's paths for whoever reads them elsewhere."""
        return self.public_address + self.mount


NAMES: tuple[str, ...] = tuple(one.name for one in fields(Settings))


def load_settings(
    options: Mapping[str, Any], environment: Mapping[str, str], toml: str = ""
) -> Settings:
    """Make the settings; all faults are reported at once.

    Args:
        options: name → value of the command line; None where not given.
        environment: variables; those that begin with ZHENGSUO_ are settings.
        toml: text of zhengsuo.toml, empty where there is none.

    Raises:
        SettingError: a key is unknown or a value is bad; it names each and the remedy.
    """
    faults: list[str] = []
    values: dict[str, Any] = {}
    sources = (
        (FILE, _declared(toml, faults)),
        (
            "環境變數",
            {
                name.removeprefix(PREFIX).lower(): value
                for name, value in environment.items()
                if name.startswith(PREFIX) and name not in _NOT_SETTINGS
            },
        ),
        ("選項", {name: value for name, value in options.items() if value is not None}),
    )
    for where, given in sources:
        for name, value in given.items():
            label = _label(where, name)
            if name not in NAMES:
                faults.append(f"{label} 不是設定，可用的是 {'、'.join(NAMES)}")
                continue
            try:
                values[name] = _PARSERS[name](value)
            except (TypeError, ValueError) as error:
                faults.append(f"{label} 的值「{value}」不對：{error}")
    # An entry that is misspelt would leave the origin that it means without a limit.
    faults += (
        f"embed_agencies 的「{origin}」不在 embed_origins 裡"
        for origin in values.get("embed_agencies", {})
        if origin not in values.get("embed_origins", ())
    )
    if faults:
        raise SettingError("；".join(faults), "請改正後再執行一次")
    return Settings(**values)


def read_settings(options: Mapping[str, Any], folder: Path | None = None) -> Settings:
    """Make the settings of this process: its environment and the folder's zhengsuo.toml.

    Args:
        options: name → value of the command line; None where not given.
        folder: where zhengsuo.toml stands, by default the current folder.

    Raises:
        SettingError: see load_settings; also where the file cannot be read.
    """
    path = (folder or Path()) / FILE
    try:
        toml = path.read_text("utf-8-sig") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} 讀不出來（{error}）", "請確認它是 UTF-8 文字檔") from error
    return load_settings(options, os.environ, toml)


# Switches of the test suite and of make; they are no settings of the service.
_NOT_SETTINGS = frozenset({"ZHENGSUO_REQUIRE"})


def _declared(toml: str, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{FILE} 的格式有誤（{error}）")
        return {}


def _label(where: str, name: str) -> str:
    if where == "環境變數":
        return f"環境變數 {PREFIX}{name.upper()}"
    if where == "選項":
        return f"選項 --{name.replace('_', '-')}"
    return f"{where} 的 {name}"


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("應該是一段文字")
    return value.strip()


def _path(value: Any) -> Path:
    return value if isinstance(value, Path) else Path(_text(value)).expanduser()


def _many(value: Any, separator: str) -> tuple[Any, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(separator) if part.strip())
    if not isinstance(value, list | tuple):
        raise ValueError("應該是一串文字")
    return tuple(value)


def _paths(value: Any) -> tuple[Path, ...]:
    # Paths may hold commas; the system's own separator parts them in an environment variable.
    paths = tuple(map(_path, _many(value, os.pathsep)))
    if not paths:
        raise ValueError("至少要有一個檔案或資料夾")
    return paths


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(_text, _many(value, ",")))


def _table(value: Any) -> dict[str, tuple[str, ...]]:
    hint = '應該是一個表，每一項是一串文字，例如 { "名稱" = ["甲", "乙"] }'
    try:
        # A variable holds the table in the form that it has in one line of the file.
        table = tomllib.loads(f"table = {value}")["table"] if isinstance(value, str) else value
    except tomllib.TOMLDecodeError:
        raise ValueError(hint) from None
    if not isinstance(table, dict) or not all(isinstance(one, list) for one in table.values()):
        raise ValueError(hint)
    return {_text(name): _texts(listed) for name, listed in table.items()}


def _engine(value: Any) -> str:
    if value not in ENGINES:
        raise ValueError(f"可用的是 {'、'.join(ENGINES)}")
    return str(value)


def _nodes(value: Any) -> tuple[str, ...]:
    hosts = _texts(value)
    if not hosts or not all(re.fullmatch(r"https?://[^\s/?#@\\]+", host) for host in hosts):
        raise ValueError("應該是一串像 https://node1:9200 的網址，不含帳號與路徑")
    return hosts


def _index_name(value: Any) -> str:
    name = _text(value)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,99}", name):
        raise ValueError("只能用小寫英文字母、數字與 - _")
    return name


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        hint = f"應該是 {least} 到 {most} 的整數"
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValueError(hint)
        try:
            number = int(value)
        except ValueError:
            raise ValueError(hint) from None
        if not least <= number <= most:
            raise ValueError(hint)
        return number

    return parse


def _public(value: Any) -> str:
    address = _text(value).rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#@\\]+", address):
        raise ValueError("應該像 https://plans.example.tw，不含路徑")
    return address


def _mount(value: Any) -> str:
    path = _text(value).rstrip("/")
    parts = path.split("/")
    if path and (parts[0] or not all(re.fullmatch(r"[\w~-][\w.~-]*", part) for part in parts[1:])):
        raise ValueError("應該像 /plans，以斜線開頭，只用英文字母、數字與 . _ ~ -")
    if not path.isascii():
        raise ValueError("只能用英文字母與數字")
    return path


def _networks(value: Any) -> tuple[str, ...]:
    texts = _texts(value)
    for text in texts:
        try:
            ipaddress.ip_network(text)
        except ValueError:
            raise ValueError(f"「{text}」應該是位址或網段，例如 10.0.0.5 或 10.0.0.0/24") from None
    return texts


def _header(value: Any) -> str:
    name = _text(value)
    # A server that takes underscores for dashes could not tell such a header from its double.
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise ValueError("應該是標頭的名稱，例如 Remote-User，不含底線")
    return name


def _rate(value: Any) -> str:
    found = re.fullmatch(r"([1-9][0-9]{0,8})\s*/\s*(second|minute|hour|day)", _text(value))
    if found is None:
        raise ValueError("應該像 120/minute，單位可用 second、minute、hour、day")
    return f"{found[1]}/{found[2]}"


def _origins(value: Any) -> tuple[str, ...]:
    return tuple(map(_origin, _texts(value)))


# What browsers send as Origin: small letters, names of other scripts in Punycode, no path.
_HOST = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]"
_ORIGIN = re.compile(rf"(https?)://(?:{_HOST})(?::([1-9][0-9]{{0,4}}))?")
_USUAL_PORTS = {"http": 80, "https": 443}


def _origin(text: str) -> str:
    found = _ORIGIN.fullmatch(text)
    if found is None:
        raise ValueError(
            f"「{text}」應該像 https://www.example.tw 或 http://intranet:8080："
            "小寫，不含路徑、帳號、萬用字元與結尾的斜線"
        )
    port = int(found[2] or 0)
    if port > 65535 or port == _USUAL_PORTS[found[1]]:
        raise ValueError(f"「{text}」的埠應該在 1 到 65535 之間，{port} 若是預設的埠請省略")
    return text


_SWITCH = {"on": True, "true": True, "yes": True, "1": True}
_SWITCH |= {"off": False, "false": False, "no": False, "0": False}


def _switch(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.strip().lower() not in _SWITCH:
        raise ValueError("應該是 on 或 off")
    return _SWITCH[value.strip().lower()]


def _web(value: Any) -> str:
    address = _text(value)
    if not re.fullmatch(r"https?://[^\s\"'<>\\]+", address):
        raise ValueError("應該是 https:// 開頭的網址")
    return address


def _reported_to(value: Any) -> str:
    text = _text(value)
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text, re.ASCII):
        return text
    return _web(text)


def _logo(value: Any) -> Path:
    path = _path(value)
    if path.suffix.lower() not in (".svg", ".png") or not path.is_file():
        raise ValueError("應該是已有的 SVG 或 PNG 檔")
    return Path(path)


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "data": _path,
    "corpus": _paths,
    "engine": _engine,
    "opensearch_hosts": _nodes,
    "opensearch_user": _text,
    "opensearch_password": _text,
    "opensearch_ca": _path,
    "opensearch_index": _index_name,
    "opensearch_shards": _whole(1, 1024),
    "opensearch_replicas": _whole(0, 100),
    "host": _text,
    "port": _whole(0, 65535),
    "threads": _whole(1, 256),
    "stop_seconds": _whole(0, 3600),
    "trusted_hosts": _texts,
    "embed_origins": _origins,
    "embed_agencies": _table,
    "embed_users": _table,
    "public_address": _public,
    "mount": _mount,
    "trusted_proxies": _networks,
    "user_header": _header,
    "access_log": _switch,
    "rate_limit": _rate,
    "metrics_from": _networks,
    "downloads": _switch,
    "docx": _switch,
    "log_misses": _switch,
    "lexicon": _path,
    "office": _text,
    "contact": _text,
    "privacy": _web,
    "logo": _logo,
    "report_to": _reported_to,
    "reports": _switch,
}
