"""A TargetTable as the record that it is."""

from __future__ import annotations

from perfgoals.official.snapshot import (
    SIDES,
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
from perfgoals.tables.models import FundingSplit, IndicatorRow, TargetTable

TEXTS = ("level1", "level2", "level3", "description", "value", "basis", "weight")
"""What every row has, whatever its form prints apart."""


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


def _indicator(row: IndicatorRow) -> Indicator:
    """Comparator, number and unit are part of the record only where the form prints them apart."""
    apart = {name: getattr(row, name) for name in ("comparator", "number", "unit")} if row.is_apart else {}
    return Indicator(**{name: getattr(row, name) for name in TEXTS}, **apart)


def _funding(split: FundingSplit) -> Funding:
    parts = tuple(Part(part.name, amount_of(part.amount_text)) for part in split.parts.all())
    return Funding(amount_of(split.total_text), amount_of(split.fiscal_text), amount_of(split.other_text), parts)
