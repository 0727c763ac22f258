"""TargetTable and Snapshot, either way. Every write is atomic and compares the version it is based on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction

from perfgoals.accounts.models import User
from perfgoals.official import values
from perfgoals.official.money import plain
from perfgoals.official.problem import Problem
from perfgoals.official.snapshot import (
    SIDES,
    Amount,
    Department,
    Funding,
    FundingSides,
    Goals,
    Indicator,
    IndicatorSides,
    Part,
    Project,
    Snapshot,
    Stage,
    amount_of,
)
from perfgoals.tables.fitting import fitting
from perfgoals.tables.models import DisbursementStage, FundingPart, FundingSplit, IndicatorRow, TargetTable
from perfgoals.tables.models.amount_field import fits

_FIELDS = {
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
_TEXTS = ("level1", "level2", "level3", "description", "value", "basis", "weight")
_WRITTEN = (*_FIELDS.values(), "version", "changed_by", "changed_at", "source", "source_problems")
"""What a write may change of a table that exists; its state and its place in the bin are others' to change."""


class StaleVersion(Exception):
    """Somebody else has changed the table since: ``table`` is how it stands now."""

    def __init__(self, table: TargetTable) -> None:
        super().__init__(f"他人已修改，请核对：现在是第 {table.version} 版")
        self.table = table


def to_snapshot(table: TargetTable) -> Snapshot:
    """The record of a table read ``with_contents``."""
    splits = {split.side: split for split in table.funding_splits.all()}
    rows = {side: tuple(_indicator(row) for row in table.indicator_rows.all() if row.side == side) for side in SIDES}
    return Snapshot(
        layout=table.layout,
        year=table.year,
        department=Department(table.department_code, table.department_name, table.supervisor_name),
        project=Project(
            table.project_code, table.project_name, table.project_attribute, table.project_period, table.project_start, table.project_end
        ),
        funding=FundingSides(**{side: _funding(splits[side]) if side in splits else None for side in SIDES}),
        purpose=table.purpose,
        disbursement=tuple(Stage(stage.by, stage.value) for stage in table.disbursement_stages.all()),
        goals=Goals(table.period_label, table.period_goal, table.annual_goal),
        indicators=IndicatorSides(**rows),
        number=table.number,
        money_unit=table.money_unit,
    )


def store(
    table: TargetTable, snapshot: Snapshot, *, by: User | None, based_on: int | None = None, problems: Iterable[Problem] = ()
) -> None:
    """Puts the record into the table, contents and all, as its next version.

    ``based_on`` is the version the writer saw; StaleVersion, and nothing changed, when it is no longer the latest.
    A new table is saved first, and is based on nothing. ``problems`` of an import stay with the table as where its text came
    from. DoesNotFit, and nothing changed, when a text is longer than its column.
    """
    with transaction.atomic():
        version = _next_version(table, based_on)
        for path, field in _FIELDS.items():
            setattr(table, field, _at(snapshot, path))
        table.version, table.changed_by = version, by
        table.source_problems = [_noted(problem) for problem in problems]
        fitting(table).save(update_fields=_WRITTEN if table.pk else None)
        _replace_contents(table, snapshot)


def _noted(problem: Problem) -> dict[str, str]:
    """With a sign in place of every character that a database cannot keep: the text is the one found, mended or not."""
    texts = {"path": problem.path, "message": problem.message, "text": problem.text}
    return {name: _UNKEEPABLE.sub("\ufffd", text) for name, text in texts.items()}


def _next_version(table: TargetTable, based_on: int | None) -> int:
    if not table.pk:
        return 1
    latest = TargetTable.objects.select_for_update().get(pk=table.pk)
    if latest.version != based_on:
        raise StaleVersion(latest)
    return latest.version + 1


def _at(snapshot: Snapshot, path: str) -> Any:
    value: Any = snapshot
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _replace_contents(table: TargetTable, snapshot: Snapshot) -> None:
    table.funding_splits.all().delete()
    table.disbursement_stages.all().delete()
    for side in SIDES:
        if (funding := getattr(snapshot.funding, side)) is not None:
            _store_funding(table, side, funding)
    DisbursementStage.objects.bulk_create(
        fitting(DisbursementStage(table=table, order=order, by=stage.by, value=stage.value, number=_number(amount_of(stage.value))))
        for order, stage in enumerate(snapshot.disbursement)
    )
    _replace_rows(table, snapshot)


def _store_funding(table: TargetTable, side: str, funding: Funding) -> None:
    amounts = {name: getattr(funding, name) for name in _AMOUNTS}
    columns = {name: _number(amount) for name, amount in amounts.items()}
    texts = {f"{name}_text": _text(amount) for name, amount in amounts.items()}
    split = fitting(FundingSplit(table=table, side=side, **columns, **texts))
    split.save()
    FundingPart.objects.bulk_create(
        fitting(
            FundingPart(
                split=split,
                order=order,
                name=part.name,
                source=_source(part.name),
                amount=_number(part.amount),
                amount_text=_text(part.amount),
            )
        )
        for order, part in enumerate(funding.parts)
    )


def _source(name: str) -> FundingPart.Source:
    signs = {"结转": "carried", "债券": "bond", "上级": "superior", "中央": "superior", "省": "superior", "本级": "own"}
    return FundingPart.Source(next((source for sign, source in signs.items() if sign in name), "other"))


def _replace_rows(table: TargetTable, snapshot: Snapshot) -> None:
    """The rows anew, each keeping its key where it is still the same indicator in the same place."""
    known = {(row.side, row.level1, row.level2, row.level3): row.key for row in table.indicator_rows.all()}
    table.indicator_rows.all().delete()
    rows = []
    for side in SIDES:
        for order, indicator in enumerate(getattr(snapshot.indicators, side)):
            row = IndicatorRow(table=table, side=side, order=order, **_columns(indicator))
            row.key = known.pop((side, row.level1, row.level2, row.level3), row.key)
            row.is_misfit = not row.fits
            rows.append(fitting(row))
    IndicatorRow.objects.bulk_create(rows)


def _columns(indicator: Indicator) -> dict[str, Any]:
    texts = {name: getattr(indicator, name) for name in _TEXTS}
    if indicator.comparator or indicator.number or indicator.unit:
        return texts | {"comparator": indicator.comparator, "number": indicator.number, "unit": indicator.unit, "is_apart": True}
    value = values.parse(indicator.value)
    number = plain(value.number) if value.number is not None else ""
    parts = {"comparator": value.comparator, "number": number, "unit": value.unit}
    return texts | ({} if max(map(len, parts.values())) > _LONGEST_PART else parts)


def _indicator(row: IndicatorRow) -> Indicator:
    """Comparator, number and unit are part of the record only where the form prints them apart."""
    apart = {name: getattr(row, name) for name in ("comparator", "number", "unit")} if row.is_apart else {}
    return Indicator(**{name: getattr(row, name) for name in _TEXTS}, **apart)


def _funding(split: FundingSplit) -> Funding:
    parts = tuple(Part(part.name, amount_of(part.amount_text)) for part in split.parts.all())
    return Funding(amount_of(split.total_text), amount_of(split.fiscal_text), amount_of(split.other_text), parts)


def _text(amount: Amount) -> str:
    return plain(amount) if isinstance(amount, Decimal) else amount


def _number(amount: Amount) -> Decimal | None:
    """The number for sums and checks; none where the column would have to round it: the text beside it has it whole."""
    return amount if isinstance(amount, Decimal) and fits(amount) else None
