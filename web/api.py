"""The JSON interface, the same answers as the pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from search.editions import edition_links
from search.present.bodies import CoverageBody, DocumentsBody, SearchBody, SuggestBody
from search.present.program_bodies import ProgramsBody
from search.present.program_view import moved_to, view
from search.present.programs import program_json, program_view_json
from search.present.results import (
    coverage_json,
    document_json,
    failed_json,
    index_json,
    passage_json,
    results_json,
    searched_json,
    whole_document_json,
)
from web import faults, streams, wordings
from web.asking import passage_counts, searcher, suggestions
from web.edge.grants import Grants
from web.openapi.operations import OPERATIONS, Operation, field_names
from web.params import MOST_REACHED, Asked, Fault, read, read_fields, unknown

PATH = "/api/v1"
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The fields that are wanted of each thing; none where all are."""

    fields: tuple[str, ...] = ()

    def of(self, body: Body) -> Body:
        """Leave out the other fields; the id stays."""
        if not self.fields:
            return body
        return {name: body[name] for name in body if name in self.fields or name == "id"}

    def of_all(self, bodies: Iterable[Body]) -> list[Body]:
        """Leave out the other fields of each."""
        return [self.of(body) for body in bodies]


def blueprint(mount: str, most_streams: int, granted: Grants) -> Blueprint:
    """Make the views under /api/v1.

    Args:
        mount: the path before the addresses in bodies, which nobody else puts there.
        most_streams: whole results that are sent at a time.
        granted: what is suggested to boxes on other pages.
    """
    api = Blueprint("api", __name__, url_prefix=PATH)
    sending = streams.Streams(most_streams)
    api.add_url_rule("/search", "search", lambda: search(mount))
    api.add_url_rule("/search.ndjson", "every_ndjson", lambda: every_ndjson(sending))
    api.add_url_rule("/search.csv", "every_csv", lambda: every_csv(sending))
    api.add_url_rule("/suggest", "suggest", lambda: suggest(granted))
    api.add_url_rule("/documents", "documents", documents)
    api.add_url_rule("/documents/<id_>", "document", document)
    api.add_url_rule("/passages/<id_>", "passage", passage)
    api.add_url_rule("/programs", "programs", lambda: programs(mount))
    api.add_url_rule("/programs/<id_>", "program", program)
    api.add_url_rule("/coverage", "coverage", coverage)
    return api


def search(mount: str) -> Response:
    """A page of an answer; one past the end has no hits."""
    asked, wanted = _asked()
    results = searcher().search(asked.request())
    ways = _ways("/search", asked, wanted, results.total)
    body: SearchBody = {
        **results_json(results),
        "next": mount + ways["next"] if "next" in ways else None,
    }
    hits, related = wanted.of_all(body["hits"]), wanted.of_all(body["related"])
    return _linked(_json({**body, "hits": hits, "related": related}), ways)


def every_ndjson(sending: streams.Streams) -> Response:
    """All hits, a line each."""
    asked, wanted = _asked()
    find = searcher().every
    write = streams.ndjson(wanted.of)
    return sending.send(
        lambda: find(asked.request()), write, "application/x-ndjson", "zhengsuo.ndjson"
    )


def every_csv(sending: streams.Streams) -> Response:
    """All hits as a sheet."""
    asked, _ = _asked()
    find = searcher().every
    return sending.send(
        lambda: find(asked.request()), streams.sheet, "text/csv; charset=utf-8", "zhengsuo.csv"
    )


def suggest(granted: Grants) -> Response:
    """What the typed beginning may become; to a box of another page, as far as is granted."""
    agencies = granted.agencies(request.headers.get("Origin"))
    if not granted.serve(agencies or (), request.remote_user):
        raise faults.forbidden(*wordings.BOX_NOT_FOR_YOU)
    _asked()
    typed, found = suggestions(agencies)
    body: SuggestBody = {
        "query": typed,
        "suggestions": list(found),
        "groups": [
            {
                "kind": kind,
                "label": wordings.SUGGESTED[kind],
                "names": [{"text": text, "count": count} for text, count in names],
            }
            for kind, names in searcher().grouped(found)
        ],
    }
    return _json(body)


def documents() -> Response:
    """All documents with their editions, and the files that failed."""
    wanted = _only_wanted()
    engine = searcher()
    counts = passage_counts()
    held = [document_json(one, counts.get(one.id, 0)) for one in engine.store.documents()]
    body: DocumentsBody = {
        "documents": held,
        "failed": [failed_json(failed) for failed in engine.store.failed()],
        "index": index_json(engine.fingerprint, engine.built_at),
    }
    return _json({**body, "documents": wanted.of_all(held)})


def document(id_: str) -> Response:
    """A document with what of it is in no passage."""
    _only_wanted()
    engine = searcher()
    held = engine.store.document(id_)
    if held is None:
        raise faults.not_found()
    ids = [[one.id for one in engine.store.passages_of(edition.id)] for edition in held.editions]
    return _json(whole_document_json(held, passage_counts().get(id_, 0), ids))


def passage(id_: str) -> AnyResponse:
    """A passage; one that has moved is redirected."""
    wanted = _only_wanted()
    store = searcher().store
    group = store.group_of(id_)
    if group is None:
        moved = store.moved(id_)
        if moved is not None:
            return redirect(_moved_to(moved, wanted), 301)
        raise faults.no_passage(store, id_)
    shown = next(passage for passage in group.passages if passage.id == id_)
    return _json(wanted.of(passage_json(shown, edition_links(group, shown))))


def _moved_to(id_: str, wanted: Wanted) -> str:
    return url_for("api.passage", id_=id_, fields=",".join(wanted.fields) or None)


def programs(mount: str) -> Response:
    """A page of programs; one past the end is empty."""
    asked, wanted = _asked()
    total, found = searcher().store.programs(
        asked.values_of("kind"),
        asked.values_of("agency"),
        offset=(asked.page - 1) * asked.size,
        limit=asked.size,
    )
    ways = _ways("/programs", asked, wanted, total)
    body: ProgramsBody = {
        "total": total,
        "page": asked.page,
        "size": asked.size,
        "programs": [program_json(one) for one in found],
        "next": mount + ways["next"] if "next" in ways else None,
    }
    return _linked(_json({**body, "programs": wanted.of_all(body["programs"])}), ways)


def program(id_: str) -> AnyResponse:
    """A program through the years; one that is now part of another is redirected."""
    _only_wanted()
    store = searcher().store
    held = store.program(id_)
    if held is None:
        now = moved_to(store, id_)
        if now is not None:
            return redirect(url_for("api.program", id_=now.id), 301)
        ever = store.program_ever(id_)
        raise faults.not_found() if ever is None else faults.gone_program(ever.title)
    return _json(program_view_json(view(store, held)))


def coverage() -> Response:
    """How much of each document is in passages, and what is not."""
    _only_wanted()
    engine = searcher()
    body: CoverageBody = {
        "documents": coverage_json(engine.store.documents(), engine.store.kinds()),
        "failed": [failed_json(failed) for failed in engine.store.failed()],
        "passed_over": list(engine.store.passed_over()),
        "searched": searched_json(engine.store.searched()),
        "index": index_json(engine.fingerprint, engine.built_at),
    }
    return _json(body)


def _asked() -> tuple[Asked, Wanted]:
    """What is searched for, and what of each hit is wanted.

    Raises:
        Refused: arguments have faults, which are all told.
    """
    given = request.args.to_dict(flat=False)
    operation = OPERATIONS[str(request.endpoint)]
    asked, wrong = read(given, searcher(), strict=True, known=operation.parameters)
    wanted, more = _wanted(given, operation)
    _refuse((*wrong, *more))
    return asked, wanted


def _only_wanted() -> Wanted:
    """What of each thing is wanted, where nothing is searched for; else as _asked."""
    given = request.args.to_dict(flat=False)
    operation = OPERATIONS[str(request.endpoint)]
    wanted, wrong = _wanted(given, operation)
    _refuse((*unknown(given, operation.parameters), *wrong))
    return wanted


def _wanted(
    given: Mapping[str, Sequence[str]], operation: Operation
) -> tuple[Wanted, tuple[Fault, ...]]:
    if operation.slim is None:
        return Wanted(), ()
    fields, wrong = read_fields(given.get("fields", ()), field_names(operation.slim))
    return Wanted(fields), wrong


def _refuse(wrong: Sequence[Fault]) -> None:
    if wrong:
        raise faults.bad_request(wrong)


def _ways(path: str, asked: Asked, wanted: Wanted, total: int) -> dict[str, str]:
    """The pages before and after one, by their relation, as addresses from the root."""
    pages = {}
    if asked.page > 1:
        pages["prev"] = asked.page - 1
    if asked.page * asked.size < min(total, MOST_REACHED - asked.size + 1):
        pages["next"] = asked.page + 1
    more = (("fields", ",".join(wanted.fields)),) if wanted.fields else ()
    return {
        to: f"{PATH}{path}?{urlencode((*replace(asked, page=page).arguments(), *more))}"
        for to, page in pages.items()
    }


def _linked(response: Response, ways: Mapping[str, str]) -> Response:
    if ways:
        response.headers["Link"] = ", ".join(f'<{way}>; rel="{to}"' for to, way in ways.items())
    return response


def _json(body: object) -> Response:
    # A lone surrogate, which UTF-8 cannot carry, becomes the escape that JSON has for it.
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(text, content_type="application/json")
