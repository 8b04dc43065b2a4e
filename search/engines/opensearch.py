"""OpenSearch behind the port: a cluster that is there already, for what one machine does not hold.

A segment is an index of the cluster, which is written once and never changed after. Tokens are cut
here and sent as text between blanks, so that the cluster needs no plug-in.
"""

from __future__ import annotations

import base64
import json
import math
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NotReached
from opensearchpy.exceptions import SSLError, TransportError
from pyroaring import BitMap

from search.analysis.normalise import fold
from search.config import Cluster
from search.engines.base import STEP, Filters, Live, Part, Progress, our_errors, own_year, year_key
from search.engines.texts import Texts, TextWriter, with_surrogates, without_surrogates
from search.engines.translating import Translator, field_of
from search.errors import EngineError
from search.fields import BY_NAME, COLUMNS, TEXT, IndexUnit
from search.filters import chosen, excluded, is_plain
from search.model import Sort
from search.query.tree import Node, Weight

Query = Mapping[str, Any]
Answer = TypeVar("Answer")
_FILE = "index.json"
_PARTING = "\x1e"
# What the cluster's analyzer takes for a blank, and no character that is typed: Java's whitespace.
_BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2028\u2029\u205f\u3000" + "".join(
    chr(code) for code in range(0x2000, 0x200B) if code != 0x2007
)
_SHOWN = {ord(blank): 0x10F700 + place for place, blank in enumerate(_BLANKS)}
_BULK_BYTES = 4_000_000
_PAGE = 10_000
"""Hits that are asked for at a time; more than this the cluster gives only with a setting."""
# Buckets of one answer, of which the cluster makes no more.
_MOST_VALUES = 65_000
_SEARCH_SECONDS, _BULK_SECONDS = 30, 90
_PATIENCE_SECONDS = 180
"""How long loading waits for a cluster that is overloaded or has lost a node."""
_BUSY = (429, 502, 503, 504)
_AGAIN = "請確認叢集正常後執行 zhengsuo index"


class Adapter:
    """What the port asks of an engine, for one cluster.

    Args:
        cluster: where it is, and what its indices are called.
    """

    NAME = "opensearch"
    FORMAT = "1"
    """Raise when the fields of an index of the cluster change."""
    MOST_CHARACTERS = 1 << 40

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._client = OpenSearch(
            hosts=list(cluster.hosts),
            headers=_signed_in(cluster),
            ca_certs=None if cluster.ca is None else str(cluster.ca),
            timeout=_SEARCH_SECONDS,
            # One node may be gone: the next one is asked, and the one that failed is left alone.
            max_retries=2 * len(cluster.hosts) + 1,
            retry_on_timeout=True,
            # 500 is what a search gives whose node goes between finding and fetching.
            retry_on_status=(500, 502, 503, 504),
            pool_maxsize=32,
        )

    def build(
        self, folder: Path, units: Iterable[IndexUnit], progress: Progress | None = None
    ) -> None:
        """Write a segment of units into an index of its own.

        Raises:
            EngineError: writing failed.
        """
        name = f"{self._cluster.index}-{secrets.token_hex(8)}"
        with our_errors("建立索引"):
            # Written first, so that what a build leaves that is killed has a name somewhere.
            (folder / _FILE).write_text(json.dumps({"index": name}), encoding="utf-8")
            self._create(name)
            count = 0
            with TextWriter(folder) as texts:
                for chunk in _chunks(units, texts):
                    self._load(name, chunk)
                    count += len(chunk)
                    if progress:
                        progress(count)
            self._finish(name, count)

    def _create(self, name: str) -> None:
        def create() -> None:
            try:
                self._client.indices.create(index=name, body=_body(self._cluster))
            except TransportError as error:
                # The answer to an earlier try was lost, but the index was made.
                if error.error != "resource_already_exists_exception":
                    raise

        _patiently(create)

    def _load(self, name: str, chunk: Mapping[int, bytes]) -> None:
        """Send units until each is taken: sending one again writes the same again."""
        pending = dict(chunk)

        def send() -> None:
            answer = self._client.bulk(
                index=name,
                body=b"".join(pending.values()),
                params={
                    "request_timeout": _BULK_SECONDS,
                    "filter_path": "errors,items.*.status,items.*._id,items.*.error",
                },
            )
            for item in answer["items"]:
                (told,) = item.values()
                if told["status"] < 300:
                    pending.pop(int(told["_id"]), None)
                elif told["status"] not in _BUSY:
                    raise EngineError(f"叢集不收段落：{told.get('error')}", _AGAIN)
            if pending:
                raise TransportError(429, "busy", {})

        _patiently(send)

    def _finish(self, name: str, count: int) -> None:
        """Make all units visible, and see that none is missing."""
        _patiently(lambda: self._client.indices.refresh(index=name))
        held = _patiently(lambda: int(self._client.count(index=name)["count"]))
        if held != count:
            raise EngineError(f"叢集收到 {held} 段，應為 {count} 段", _AGAIN)
        _patiently(lambda: self._client.indices.add_block(index=name, block="write"))

    def open_segment(self, folder: Path, units: int, live: Live, characters: str) -> ClusterSegment:
        """Open a segment that `build` wrote.

        Raises:
            EngineError: it is not there, or holds other than it should.
        """
        with our_errors("開啟索引"):
            name = index_of(folder)
            held = int(self._client.count(index=name)["count"])
            if held != units:
                raise EngineError("索引的段落數不一致", "請執行 zhengsuo index 重新建立索引")
            return ClusterSegment(self._client, name, Texts(folder, units), live, characters)

    def settle(self, serving: Iterable[Path], kept: Iterable[Path]) -> None:
        """Move the alias to the indices in service, at once, and drop those that nothing needs.

        Args:
            serving: the segments' folders of the generation in service.
            kept: those of all generations that are kept.
        """
        with our_errors("更換叢集的索引"):
            wanted = {index_of(folder) for folder in kept}
            now = {index_of(folder) for folder in serving}
            there = set(self._client.indices.get(index=f"{self._cluster.index}-*"))
            alias = self._cluster.index
            actions = [{"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}}]
            actions += [{"add": {"index": name, "alias": alias}} for name in sorted(now)]
            self._client.indices.update_aliases(body={"actions": actions})
            for name in sorted(there - wanted - now):
                self._client.indices.delete(index=name, ignore=[404])


def index_of(folder: Path) -> str:
    """The index of the cluster that a segment's folder names."""
    return str(json.loads((folder / _FILE).read_text(encoding="utf-8"))["index"])


def _body(cluster: Cluster) -> dict[str, Any]:
    token = {"type": "text", "analyzer": "whitespace", "norms": False}
    properties: dict[str, Any] = {
        "number": {"type": "integer"},
        "year": {"type": "long"},
        "pairs": {**token, "index_options": "positions"},
        "singles": {**token, "index_options": "docs"},
        "heads": {**token, "index_options": "docs"},
    }
    properties |= {f"c_{name}": {"type": "keyword"} for name in COLUMNS}
    return {
        "settings": {
            "number_of_shards": cluster.shards,
            "number_of_replicas": cluster.replicas,
            # What is written once needs no more than the refresh at its end.
            "refresh_interval": "-1",
            "max_result_window": 10_000_000,
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "properties": properties,
        },
    }


def _signed_in(cluster: Cluster) -> dict[str, str]:
    """The header of a user; the library's own writes no names but Western ones."""
    if not cluster.user:
        return {}
    pair = f"{cluster.user}:{cluster.password}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def _patiently(call: Callable[[], Answer]) -> Answer:
    """Call until the cluster takes it, with longer and longer waits: it may be overloaded."""
    end = time.monotonic() + _PATIENCE_SECONDS
    wait = 0.2
    while True:
        try:
            return call()
        except NotReached as error:
            # A certificate that is not believed is not believed later either.
            if isinstance(error, SSLError) or time.monotonic() > end:
                raise
        except TransportError as error:
            if error.status_code not in _BUSY or time.monotonic() > end:
                raise
        time.sleep(wait)
        wait = min(2 * wait, 10.0)


def _chunks(units: Iterable[IndexUnit], texts: TextWriter) -> Iterator[dict[int, bytes]]:
    """Units as lines of a bulk request, by number, so many at a time as one request takes."""
    chunk: dict[int, bytes] = {}
    size = 0
    for unit in units:
        texts.add(unit)
        head = {"index": {"_id": str(unit.number)}}
        lines = f"{json.dumps(head)}\n{json.dumps(_entry(unit), ensure_ascii=False)}\n".encode()
        chunk[unit.number] = lines
        size += len(lines)
        if size >= _BULK_BYTES:
            yield chunk
            chunk, size = {}, 0
    if chunk:
        yield chunk


def _entry(unit: IndexUnit) -> dict[str, object]:
    merged = [(field, fold(text)) for field, text in unit.texts]
    columns: dict[str, list[str]] = {}
    for name, value in unit.columns:
        columns.setdefault(f"c_{name}", []).append(without_surrogates(value))
    year = year_key(own_year(unit), "oldest")
    return {
        "number": unit.number,
        **({} if math.isinf(year) else {"year": int(year)}),
        "pairs": _tokens((*map("".join, pairwise(text)), _PARTING) for _, text in merged),
        "singles": _tokens([sorted({one for _, text in merged for one in text})]),
        "heads": _tokens(
            sorted({*text, *map("".join, pairwise(text))})
            for field, text in merged
            if BY_NAME[field].weight > TEXT.weight
        ),
        **columns,
    }


def _one_of(name: str, values: Iterable[str]) -> Query:
    return {"terms": {f"c_{name}": [without_surrogates(value) for value in values]}}


def _tokens(texts: Iterable[Iterable[str]]) -> str:
    return " ".join(_token(token) for text in texts for token in text)


def _token(text: str) -> str:
    return without_surrogates(text.translate(_SHOWN))


class _Language:
    """What an index of the cluster can be asked for."""

    def __init__(self, client: OpenSearch, index: str) -> None:
        self._client = client
        self._index = index

    def everything(self) -> Query:
        return {"match_all": {}}

    def row(self, text: str) -> Query:
        if len(text) <= 2:
            return {"term": {field_of(text): _token(text)}}
        return {"match_phrase": {"pairs": _tokens([map("".join, pairwise(text))])}}

    def every(self, parts: Sequence[Query]) -> Query:
        return {"bool": {"filter": list(parts)}}

    def some(self, parts: Sequence[Query]) -> Query:
        if not parts:
            return {"match_none": {}}
        if len(parts) == 1:
            return parts[0]
        # Many single tokens, as where any part of a question will do, are one clause and not many.
        tokens: dict[str, list[str]] = {}
        others: list[Query] = []
        for part in parts:
            if "term" in part:
                ((field, token),) = part["term"].items()
                tokens.setdefault(field, []).append(token)
            else:
                others.append(part)
        others += [{"terms": {field: held}} for field, held in tokens.items()]
        return {"bool": {"should": others, "minimum_should_match": 1}}

    def but(self, found: Query, others: Query) -> Query:
        return {"bool": {"filter": [found], "must_not": [others]}}

    def numbered(self, numbers: Sequence[int]) -> Query:
        written = base64.b64encode(BitMap(numbers).serialize()).decode()
        return {"terms": {"number": [written], "value_type": "bitmap"}}

    def numbers(self, query: Query) -> Iterator[int]:
        body: dict[str, Any] = {
            "query": {"bool": {"filter": [query]}},
            "sort": [{"number": "asc"}],
            "size": _PAGE,
            "track_total_hits": False,
        }
        while True:
            hits = search(self._client, self._index, body).get("hits", {}).get("hits", [])
            for hit in hits:
                yield int(hit["sort"][0])
            if len(hits) < _PAGE:
                return
            body["search_after"] = hits[-1]["sort"]


def search(client: OpenSearch, index: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Ask an index; a shard that does not answer is an error and never fewer hits.

    Raises:
        EngineError: it took too long.
    """
    answer: dict[str, Any] = client.search(
        index=index,
        body={"_source": False, "stored_fields": "_none_", **body},
        params={
            "allow_partial_search_results": "false",
            "filter_path": "timed_out,hits.total.value,hits.hits.sort,"
            "aggregations.*.buckets,aggregations.*.counted.buckets",
        },
    )
    if answer["timed_out"]:
        raise EngineError("叢集太久沒有回答", "請稍後再試")
    return answer


class ClusterSegment:
    """A segment whose queries the cluster answers, but for what only the text itself can tell."""

    def __init__(
        self, client: OpenSearch, index: str, texts: Texts, live: Live, characters: str
    ) -> None:
        self._client = client
        self._index = index
        self._language = _Language(client, index)
        self._translator: Translator[Query] = Translator(self._language, texts, characters)
        self._values: dict[str, tuple[str, ...]] = {}
        whole = len(live) == 1 and live[0] == (0, texts.units)
        numbers = (number for first, end in live for number in range(first, end))
        self._live = () if whole else (self._language.numbered(list(numbers)),)

    def search(
        self,
        tree: Node,
        *,
        filters: Filters,
        columns: Sequence[str],
        weights: Sequence[Weight],
        sort: Sort,
        most: int,
    ) -> Part:
        """Find units, as the port says."""
        scored = sort == "relevance" and bool(weights) and most > 0
        allowed = {name: self._allowed(name, values) for name, values in filters.items()}
        # Columns that are counted without their own filter are narrowed after counting.
        after = [query for name, query in allowed.items() if name in columns]
        before = [query for name, query in allowed.items() if name not in columns]
        whole: dict[str, Any] = {
            "filter": [self._translator.query(tree), *self._live, *before],
            "should": [_weighed(one) for one in weights] if scored else [],
            "minimum_should_match": 0,
        }
        body: dict[str, Any] = {
            "query": {"bool": whole},
            "size": most,
            "track_total_hits": True,
            "sort": _SORTS["score" if scored else sort],
        }
        if after:
            body["post_filter"] = self._language.every(after)
        if columns:
            body["aggs"] = {name: _counting(name, columns, allowed) for name in columns}
        answer = search(self._client, self._index, body)
        found = answer["hits"].get("hits", [])
        numbers = [int(hit["sort"][-1]) for hit in found]
        keys = [_key(hit["sort"][0], scored=scored, sort=sort) for hit in found]
        counts = {name: _buckets(answer, name) for name in columns}
        return Part(int(answer["hits"]["total"]["value"]), numbers, keys, counts)

    def frequencies(self, grams: Sequence[str]) -> tuple[int, ...]:
        """Give for each gram the number of live units that hold it."""
        if not grams:
            return ()
        lines: list[dict[str, Any]] = []
        for gram in grams:
            lines.append({"allow_partial_search_results": False})
            asked = {"term": {field_of(gram): _token(gram)}}
            query = self._language.every([asked, *self._live]) if self._live else asked
            lines.append({"size": 0, "track_total_hits": True, "query": query})
        path = "responses.hits.total.value,responses.error"
        answer = self._client.msearch(index=self._index, body=lines, params={"filter_path": path})
        if any("error" in one for one in answer["responses"]):
            raise EngineError("叢集沒有回答", "請稍後再試")
        return tuple(int(one["hits"]["total"]["value"]) for one in answer["responses"])

    def close(self) -> None:
        """Do nothing: connections belong to the adapter."""

    def _allowed(self, name: str, values: tuple[str, ...]) -> Query:
        out = [value for value in map(excluded, values) if value is not None]
        if not all(map(is_plain, values)):
            values = tuple(chosen(values, self._held(name)))
        # A plan over several years has several values: one that is excluded is enough.
        but = {"must_not": [_one_of(name, out)]} if out else {}
        return {"bool": {"filter": [_one_of(name, values)], **but}}

    def _held(self, name: str) -> tuple[str, ...]:
        """The values of a column, read when they are first asked for."""
        held = self._values.get(name)
        if held is None:
            body = {
                "query": {"bool": {"filter": list(self._live)}},
                "size": 0,
                "aggs": {name: _counting(name, (), {})},
            }
            held = tuple(_buckets(search(self._client, self._index, body), name))
            self._values[name] = held
        return held


_NUMBER = {"number": "asc"}
_SORTS: dict[str, list[dict[str, Any]]] = {
    "score": [{"_score": "desc"}, _NUMBER],
    "newest": [{"year": {"order": "desc", "missing": "_last"}}, _NUMBER],
    "oldest": [{"year": {"order": "asc", "missing": "_last"}}, _NUMBER],
    "relevance": [_NUMBER],
    "document": [_NUMBER],
}
# What the cluster sorts by where there is no year.
_NO_YEAR = (-(1 << 63), (1 << 63) - 1)


def _weighed(one: Weight) -> Query:
    field = "heads" if one.heading else field_of(one.gram)
    return {"constant_score": {"filter": {"term": {field: _token(one.gram)}}, "boost": one.weight}}


def _key(value: Any, *, scored: bool, sort: Sort) -> float:
    if scored:
        # Written with as few digits as tell single precision apart.
        return -round(float(value) * STEP) / STEP
    if sort not in ("newest", "oldest"):
        return 0.0
    if value is None or int(value) in _NO_YEAR:
        return math.inf
    return year_key(str(value), sort)


def _counting(name: str, columns: Sequence[str], allowed: Mapping[str, Query]) -> Query:
    """What counts a column among the units that the filters on other counted columns let through."""
    terms = {"terms": {"field": f"c_{name}", "size": _MOST_VALUES}}
    others = [query for other, query in allowed.items() if other != name and other in columns]
    if not others:
        return terms
    return {"filter": {"bool": {"filter": others}}, "aggs": {"counted": terms}}


def _buckets(answer: Mapping[str, Any], name: str) -> dict[str, int]:
    counted = answer.get("aggregations", {}).get(name, {})
    counted = counted.get("counted", counted)
    return {with_surrogates(one["key"]): one["doc_count"] for one in counted.get("buckets", ())}
