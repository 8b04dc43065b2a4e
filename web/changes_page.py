"""The page that tells what indexing changed, targets first, with its feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request

from search.present.change_lines import CHANGES
from search.present.revisions import reworded
from search.store.changes import Change
from web import faults, feeds, wordings
from web.asking import searcher

PATH = "/changes"
MOST_SHOWN = 300
"""Changes on the page and in the feed; `zhengsuo changes` tells all of the last run."""


def blueprint() -> Blueprint:
    """Make /changes and its feed."""
    views = Blueprint("changes", __name__)

    @views.get(PATH)
    def show() -> str:
        every = searcher().store.changes()
        runs = tuple(dict.fromkeys(change.at for change in every))
        at = request.args.get("at", runs[0] if runs else "")
        if runs and at not in runs:
            raise faults.not_found(((wordings.TO_CHANGES, PATH),))
        held = _targets_first([change for change in every if change.at == at])
        return render_template(
            "changes.html",
            here="changes",
            at=at,
            runs=runs,
            counts=Counter(change.kind for change in held),
            targets=sum(change.touches_target for change in held),
            shown=[(change, reworded(change)) for change in held[:MOST_SHOWN]],
            left=max(0, len(held) - MOST_SHOWN),
            kinds=CHANGES,
        )

    @views.get(f"{PATH}/feed")
    def feed() -> Response:
        every = searcher().store.changes()[:MOST_SHOWN]
        return feeds.answer(
            feeds.Feed(
                title=wordings.CHANGES_TITLE,
                path=f"{PATH}/feed",
                page=PATH,
                entries=tuple(
                    feeds.entry(change.passage, _said(change), updated=change.at)
                    for change in _once(every)
                ),
            )
        )

    return views


def _targets_first(changes: Sequence[Change]) -> list[Change]:
    order = list(CHANGES)
    return sorted(changes, key=lambda one: (not one.touches_target, -order.index(one.kind)))


def _once(changes: Sequence[Change]) -> list[Change]:
    """The newest change of each passage: readers of news take an id for one entry."""
    newest: dict[str, Change] = {}
    for change in changes:
        newest.setdefault(change.passage.id, change)
    return list(newest.values())


def _said(change: Change) -> str:
    """What changed, in plain text."""
    parts = "\n".join(
        wordings.reworded(part.label, part.old, part.new) for part in reworded(change)
    )
    return "\n".join(
        filter(
            None,
            (f"〔{CHANGES[change.kind]}〕{wordings.named(change.passage.document_title)}", parts),
        )
    )
