"""A record put into a TargetTable. Every write is atomic and compares the version it is based on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction

from perfgoals.accounts.models import User
from perfgoals.official import values
from perfgoals.official.money import plain
from perfgoals.official.problem import Problem
from perfgoals.official.snapshot import SIDES, Amount, Funding, Indicator, Side, Snapshot, amount_of
from perfgoals.tables.editing.keyed import FIELDS_BESIDE, MIRRORED, Keyed, beside_of, keyed_of
from perfgoals.tables.editing.undoing import replaced
from perfgoals.tables.fitting import fitting
from perfgoals.tables.models import DisbursementStage, FundingPart, FundingSplit, IndicatorRow, Revision, TargetTable
from perfgoals.tables.models.amount_field import fits
from perfgoals.tables.record import TEXTS

FIELDS = {
    "year": "year",
    "layout": "layout",
    "number": "number",
    "money_unit": "money_unit",
    "purpose": "purpose",
    "department.code": "department_code",
    "department.name": "department_name",
    "department.supervisor": "supervisor_name",
    "project.code": "project_code",
    "project.name": "project_name",
    "project.attribute": "project_attribute",
    "project.period": "project_period",
    "project.start": "project_start",
    "project.end": "project_end",
    "goals.period_label": "period_label",
    "goals.period": "period_goal",
    "goals.annual": "annual_goal",
}
"""The snapshot's path of every field of the table itself."""

_LONGEST_PART = 20
"""Of a value's parts: what is longer is no number that anybody compares, and stands in the value itself."""

_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_AMOUNTS = ("total", "fiscal", "other")
_WRITTEN = (*FIELDS.values(), "version", "changed_by", "changed_at", "source", "source_problems")
"""What a write may change of a table that exists; its state and its place in the bin are others' to change."""


class StaleVersion(Exception):
    """Somebody else has changed the table since: ``table`` is how it stands now."""

    def __init__(self, table: TargetTable) -> None:
        super().__init__(f"他人已修改，请核对：现在是第 {table.version} 版")
        self.table = table


def store(
    table: TargetTable,
    snapshot: Snapshot,
    *,
    by: User | None,
    based_on: int | None = None,
    problems: Iterable[Problem] = (),
    act: Revision.Act = Revision.Act.IMPORT,
    keys: Mapping[Side, Sequence[str]] | None = None,
    beside: Mapping[str, str] | None = None,
) -> None:
    """Puts the record into the table, contents and all, as its next version, and notes it in the history as this ``act``.

    ``based_on`` is the version the writer saw; StaleVersion, and nothing changed, when it is no longer the latest.
    A new table is saved first, and is based on nothing. ``problems`` of an import stay with the table as where its text came
    from. ``keys`` names the rows; without it a row keeps its key where it is still the same indicator in the same place.
    ``beside``: what stands below the form, where that is to be written too; without it 一年期项目同年度 is unticked where the
    sides differ now.
    DoesNotFit, and nothing changed, when a text is longer than its column.
    """
    with transaction.atomic():
        before = _latest(table, based_on)
        beside = beside or _unticked(before, snapshot)
        for path, field in FIELDS.items():
            setattr(table, field, _at(snapshot, path))
        table.version, table.changed_by = (before.version + 1 if before else 1), by
        table.source_problems = [_noted(problem) for problem in problems]
        written = [*_WRITTEN, *_set_beside(table, beside)]
        fitting(table).save(update_fields=written if table.pk else None)
        was = keyed_of(before) if before else None
        given = _replace_contents(table, snapshot, keys or _keys_of(was, snapshot))
        now = Keyed(snapshot, given, {**beside_of(before or table), **beside})
        done = [replaced(was, now)] if was else []
        Revision.objects.create(table=table, version=table.version, act=act, changes=done, saved_by=by)


def _unticked(before: TargetTable | None, snapshot: Snapshot) -> dict[str, str]:
    """Ticked, the next word written on one side would go over what stands on the other."""
    sides = (snapshot.funding, snapshot.indicators, snapshot.goals)
    differ = any(each.period != each.annual for each in sides)
    return {MIRRORED: ""} if before and before.is_mirrored and differ else {}


def _set_beside(table: TargetTable, beside: Mapping[str, str]) -> list[str]:
    """Sets what stands beside the record, and returns the fields."""
    for path, text in beside.items():
        setattr(table, FIELDS_BESIDE[path], bool(text) if path == MIRRORED else text)
    return [FIELDS_BESIDE[path] for path in beside]


def _keys_of(was: Keyed | None, snapshot: Snapshot) -> dict[Side, list[str]]:
    """A key for every row: that of the same indicator in the same place where there was one, else a new one."""
    known: dict[tuple[str, ...], str] = {}
    for side in SIDES if was else ():
        assert was is not None
        known |= {_identity(side, row): key for row, key in zip(was.rows(side), was.keys[side], strict=True)}
    return {side: [known.pop(_identity(side, row), "") or str(uuid4()) for row in getattr(snapshot.indicators, side)] for side in SIDES}


def _identity(side: Side, row: Indicator) -> tuple[str, ...]:
    return side, row.level1, row.level2, row.level3


def _noted(problem: Problem) -> dict[str, str]:
    """With a sign in place of every character that a database cannot keep: the text is the one found, mended or not."""
    texts = {"path": problem.path, "message": problem.message, "text": problem.text}
    return {name: _UNKEEPABLE.sub("\ufffd", text) for name, text in texts.items()}


def _latest(table: TargetTable, based_on: int | None) -> TargetTable | None:
    """The table as it is now, contents and all, locked; None for one that is new."""
    if not table.pk:
        return None
    latest = TargetTable.objects.with_contents().select_for_update(of=("self",)).get(pk=table.pk)
    if latest.version != based_on:
        raise StaleVersion(latest)
    return latest


def _at(snapshot: Snapshot, path: str) -> Any:
    value: Any = snapshot
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _replace_contents(table: TargetTable, snapshot: Snapshot, keys: Mapping[Side, Sequence[str]]) -> dict[Side, tuple[str, ...]]:
    table.funding_splits.all().delete()
    table.disbursement_stages.all().delete()
    for side in SIDES:
        if (funding := getattr(snapshot.funding, side)) is not None:
            _store_funding(table, side, funding)
    DisbursementStage.objects.bulk_create(
        fitting(DisbursementStage(table=table, order=order, by=stage.by, value=stage.value, number=number_of(amount_of(stage.value))))
        for order, stage in enumerate(snapshot.disbursement)
    )
    table.indicator_rows.all().delete()
    for side in SIDES:
        store_rows(table, side, getattr(snapshot.indicators, side), keys[side])
    return {side: tuple(keys[side]) for side in SIDES}


def store_rows(table: TargetTable, side: Side, indicators: Sequence[Indicator], keys: Sequence[str]) -> None:
    """The rows of a side that has none, under these keys."""
    rows = []
    for order, (indicator, key) in enumerate(zip(indicators, keys, strict=True)):
        row = IndicatorRow(table=table, side=side, order=order, key=key, **row_columns(indicator))
        row.is_misfit = not row.fits
        rows.append(fitting(row))
    IndicatorRow.objects.bulk_create(rows)


def _store_funding(table: TargetTable, side: str, funding: Funding) -> None:
    columns: dict[str, Any] = {}
    for name in _AMOUNTS:
        columns |= amount_columns(name, getattr(funding, name))
    split = fitting(FundingSplit(table=table, side=side, **columns))
    split.save()
    FundingPart.objects.bulk_create(
        fitting(
            FundingPart(
                split=split,
                order=order,
                name=part.name,
                source=_source(part.name),
                **amount_columns("amount", part.amount),
            )
        )
        for order, part in enumerate(funding.parts)
    )


def _source(name: str) -> FundingPart.Source:
    signs = {"结转": "carried", "债券": "bond", "上级": "superior", "中央": "superior", "省": "superior", "本级": "own"}
    return FundingPart.Source(next((source for sign, source in signs.items() if sign in name), "other"))


def row_columns(indicator: Indicator) -> dict[str, Any]:
    """The columns of a row, all of them: its texts, and what its 指标值 says where the form does not print that apart."""
    texts = {name: getattr(indicator, name) for name in TEXTS}
    if indicator.comparator or indicator.number or indicator.unit:
        return texts | {"comparator": indicator.comparator, "number": indicator.number, "unit": indicator.unit, "is_apart": True}
    value = values.parse(indicator.value)
    number = plain(value.number) if value.number is not None else ""
    parts = {"comparator": value.comparator, "number": number, "unit": value.unit}
    if max(map(len, parts.values())) > _LONGEST_PART:
        parts = dict.fromkeys(parts, "")
    return texts | parts | {"is_apart": False}


def amount_columns(name: str, amount: Amount) -> dict[str, Decimal | str | None]:
    """The two columns of an amount: its number, and the entry as it was made."""
    return {name: number_of(amount), f"{name}_text": plain(amount) if isinstance(amount, Decimal) else amount}


def number_of(amount: Amount) -> Decimal | None:
    """The number for sums and checks; none where the column would have to round it: the text beside it has it whole."""
    return amount if isinstance(amount, Decimal) and fits(amount) else None
