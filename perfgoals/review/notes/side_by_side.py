"""Two tables side by side: which one a table is compared with, where the two differ, and what became of the amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from perfgoals.accounts.models import User
from perfgoals.official.snapshot import SIDES, Amount, Indicator, Side, Snapshot
from perfgoals.tables.access import visible_to
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.keyed import Keyed
from perfgoals.tables.editing.net_changes import between
from perfgoals.tables.models import TargetTable

Round = TargetTable.Round
AMOUNTS: Mapping[str, str] = {"total": "年度资金总额", "fiscal": "财政拨款", "other": "其他资金"}


def counterpart_of(user: User | AnonymousUser, table: TargetTable) -> TargetTable | None:
    """The one a table is compared with where nobody chose: what it adjusts, else the 一上 of its 二上, else the latest of last year."""
    last_year = Q(project=table.project_id, year=table.year - 1)
    first = Q(project=table.project_id, year=table.year, round=Round.FIRST) if table.round == Round.SECOND else Q(pk__in=())
    found = visible_to(user).filter(Q(pk=table.adjusts_id or 0) | first | last_year).exclude(pk=table.pk)
    return max(found.select_related("project__department"), key=lambda each: _nearness(table, each), default=None)


def _nearness(table: TargetTable, other: TargetTable) -> tuple[bool, int, int]:
    return other.pk == table.adjusts_id, other.year, other.pk


def aligned(keyed: Keyed, other: Keyed) -> Keyed:
    """``keyed`` with the keys of ``other`` on the rows that are the same: by their keys, else by 二级 and 三级指标, the first of each
    with the first."""
    return replace(keyed, keys={side: _aligned_keys(keyed, other, side) for side in SIDES})


def _aligned_keys(keyed: Keyed, other: Keyed, side: Side) -> tuple[str, ...]:
    shared = set(keyed.keys[side]) & set(other.keys[side])
    waiting: dict[tuple[str, str], list[str]] = {}
    for key, row in zip(other.keys[side], other.rows(side), strict=True):
        if key not in shared:
            waiting.setdefault(_name(row), []).append(key)
    named = ((key, waiting.get(_name(row), [])) for key, row in zip(keyed.keys[side], keyed.rows(side), strict=True))
    return tuple(key if key in shared or not same else same.pop(0) for key, same in named)


def _name(row: Indicator) -> tuple[str, str]:
    return row.level2, row.level3


def differences(before: Keyed, after: Keyed) -> list[Done]:
    """What leads from one to the other, of records whose rows are ``aligned``. The order of rows is no difference."""
    return [done for done in between(before, after) if done["do"] != "move" or done["before"][1:] != done["after"][1:]]


@dataclass(frozen=True, slots=True)
class AmountLine:
    """An amount of both tables, and how much more the second asks for; None where either is no number."""

    name: str
    before: Amount | None
    after: Amount | None

    @property
    def difference(self) -> Decimal | None:
        if isinstance(self.before, Decimal) and isinstance(self.after, Decimal):
            return self.after - self.before
        return None


def amount_lines(before: Snapshot, after: Snapshot) -> Iterator[AmountLine]:
    """The amounts of the year; those that neither has are left out."""
    for field, name in AMOUNTS.items():
        pair = [getattr(each.funding.annual, field, "") for each in (before, after)]
        if any(text != "" for text in pair):
            yield AmountLine(name, *pair)
