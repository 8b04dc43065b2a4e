"""The part of a store that tells of programs and of what indexing changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from search.programs.indicators import Indicator, indicator_of
from search.programs.model import Program, ProgramEver, program_of
from search.store.changes import Change
from search.store.file import StoreFile
from search.store.records import dump, passage_of

_PROGRAMS = "SELECT id, kind, agency, title, record FROM programs "


class StoredPrograms(StoreFile):
    """Programs and changes, read from a store's file."""

    def programs(
        self,
        kinds: Sequence[str] = (),
        agencies: Sequence[str] = (),
        *,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[int, tuple[Program, ...]]:
        """Programs agency by agency and kind by kind, in order of first appearance.

        Args:
            kinds: of the programs; any where left out.
            agencies: their names today; any where left out.
            offset: how many to pass over.
            limit: how many to give at most.

        Returns:
            How many there are in all, and those asked for.
        """
        wanted = [("kind", kinds), ("agency", tuple(map(dump, agencies)))]
        parts = [
            f"{column} IN ({','.join('?' * len(values))})" for column, values in wanted if values
        ]
        where = f"WHERE {' AND '.join(parts)} " if parts else ""
        values = [value for _, held in wanted for value in held]
        (total,) = self._one(f"SELECT count(*) FROM programs {where}", *values) or (0,)  # noqa: S608  ours
        rows = self._rows(
            f"{_PROGRAMS}{where}ORDER BY place LIMIT ? OFFSET ?",
            *values,
            -1 if limit is None else limit,
            offset,
        )
        return total, tuple(map(_program, rows))

    def program(self, id_: str) -> Program | None:
        """The program of that id, or None."""
        row = self._one(_PROGRAMS + "WHERE id = ?", id_)
        return None if row is None else _program(row)

    def programs_with(self, passage: str) -> tuple[Program, ...]:
        """The programs that a passage is in: its own, then its work program."""
        rows = self._rows(
            _PROGRAMS + "JOIN program_members ON id = program WHERE passage = ?"
            " ORDER BY kind = 'work_program', id",
            passage,
        )
        return tuple(map(_program, rows))

    def own_programs(self, passages: Iterable[str], documents: int = 1) -> dict[str, str]:
        """Passage → its own program, work programs aside.

        Args:
            passages: ids.
            documents: in how many documents the program stands at least.
        """
        rows = self._in(
            "passage, program",
            "passage",
            list(passages),
            "passage",
            "program_members JOIN programs ON id = program"
            f" AND kind != 'work_program' AND documents >= {int(documents)}",
        )
        return dict(rows)

    def program_passages(self, id_: str) -> tuple[str, ...]:
        """The ids of all passages that are or were in a program, in every edition."""
        now = self._rows("SELECT passage FROM program_members WHERE program = ?", id_)
        ever = self.program_ever(id_)
        return (*(passage for (passage,) in now), *(ever.passages if ever else ()))

    def program_ever(self, id_: str) -> ProgramEver | None:
        """What is known of an id that a program has or had; None where it was never given."""
        row = self._one("SELECT id, title, passages FROM programs_ever WHERE id = ?", id_)
        return None if row is None else _program_ever(row)

    def programs_ever(self) -> tuple[ProgramEver, ...]:
        """Every program id that was ever given."""
        rows = self._rows("SELECT id, title, passages FROM programs_ever ORDER BY id")
        return tuple(map(_program_ever, rows))

    def indicators_with(self, grams: Iterable[str], limit: int) -> tuple[Indicator, ...]:
        """The indicators whose names, measures or works hold most of some grams, these first.

        Args:
            grams: pairs of characters, folded, and codes.
            limit: how many at most.
        """
        held: Counter[str] = Counter()
        for (program,) in self._in(
            "program", "gram", sorted(set(grams)), "program", "indicator_grams"
        ):
            held[program] += 1
        best = sorted(held, key=lambda program: (-held[program], program))[:limit]
        records = dict(self._in("program, record", "program", best, "program", "indicators"))
        return tuple(indicator_of(json.loads(records[program])) for program in best)

    def changes(self, passages: Iterable[str] | None = None) -> tuple[Change, ...]:
        """What indexing runs changed, the newest run first and in it targets first.

        Args:
            passages: only what became of these passages.
        """
        columns = "at, kind, record, old, place"
        if passages is None:
            rows: Iterable[tuple[Any, ...]] = self._rows(
                f"SELECT {columns} FROM changes ORDER BY place"  # noqa: S608  ours
            )
        else:
            found = self._in(columns, "passage", list(passages), "place", "changes")
            rows = sorted(found, key=lambda row: row[-1])
        return tuple(
            Change(
                at,
                kind,
                passage_of(json.loads(record)),
                None if old is None else passage_of(json.loads(old)),
            )
            for at, kind, record, old, _ in rows
        )

    def last_indexing(self) -> tuple[str, bool]:
        """When the last indexing ran, and whether there was one before to compare with."""
        meta = dict(self._rows("SELECT key, value FROM meta"))
        return meta["indexed_at"], meta["compared"] == "1"


def _program(row: Sequence[Any]) -> Program:
    id_, kind, agency, title, record = row
    return program_of(id_, kind, json.loads(agency), json.loads(title), json.loads(record))


def _program_ever(row: Sequence[Any]) -> ProgramEver:
    id_, title, passages = row
    return ProgramEver(id_, json.loads(title), tuple(json.loads(passages)))
