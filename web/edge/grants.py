"""Grants: for which agencies the boxes of an origin are, and whom those of an agency serve."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from search.config import Settings
from search.query import facets
from web import wordings


class Grants:
    """What the operator grants to boxes on other pages; the site itself is open to all.

    Args:
        settings: of which those of the boxes are read.
    """

    def __init__(self, settings: Settings) -> None:
        self._origins = settings.embed_origins
        self._agencies = {
            origin: frozenset(map(_called, names))
            for origin, names in settings.embed_agencies.items()
        }
        self._users: dict[str, frozenset[str]] = {}
        for name, users in settings.embed_users.items():
            self._users[_called(name)] = self._users.get(_called(name), frozenset()).union(users)

    def agencies(self, origin: str | None) -> frozenset[str] | None:
        """Names of the agencies to which the boxes of an origin are limited, None for no limit."""
        return self._agencies.get(origin or "")

    def readers(self, endpoint: str | None) -> tuple[str, ...]:
        """Origins whose scripts may read what a view of the API answers.

        Other answers than suggestions are not narrowed, so whoever is limited gets none.
        """
        return tuple(
            origin
            for origin in self._origins
            if origin not in self._agencies or endpoint == "api.suggest"
        )

    def framers(self, narrowed: Iterable[str]) -> tuple[str, ...]:
        """Origins that may show a box in a frame.

        Args:
            narrowed: names or codes of the agencies that it searches; none where it searches all.
        """
        if not self._agencies:
            return self._origins
        wanted = frozenset(map(_called, narrowed))
        return tuple(
            origin
            for origin in self._origins
            if origin not in self._agencies or (wanted and wanted <= self._agencies[origin])
        )

    def serve(self, narrowed: Iterable[str], user: str | None) -> bool:
        """Whether a box that is narrowed to these agencies serves a user, None who is unknown."""
        if not self._users:
            return True
        limits = [self._users[name] for name in map(_called, narrowed) if name in self._users]
        return all(user in limit for limit in limits)

    def decide(self, origin: str | None, user: str | None) -> str:
        """What of a request changes an answer by these grants, for its validator."""
        return f"{origin} {user}" if self._agencies or self._users else ""


def doubts(settings: Settings) -> tuple[str, ...]:
    """What of the tables of boxes can hardly be meant, one sentence in Traditional Chinese each."""
    tables = {"embed_users": (*settings.embed_users,)}
    tables["embed_agencies"] = tuple(chain.from_iterable(settings.embed_agencies.values()))
    unknown = [
        wordings.unknown_agency(table, name)
        for table, names in tables.items()
        for name in dict.fromkeys(names)
        if facets.resolve("agency", name) is None
    ]
    if settings.embed_users and not (settings.trusted_proxies and settings.user_header):
        unknown.append(wordings.USERS_WITHOUT_PROXY)
    return tuple(unknown)


def _called(name: str) -> str:
    """One name for all names and codes of an agency, without looking into an index."""
    return facets.resolve("agency", name) or name.strip()
