"""A page that saves: what it sends, and how the table stands afterwards."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from perfgoals.accounts.models import Department, User
from perfgoals.tables.editing.keyed import Keyed, keyed_of
from perfgoals.tables.editing.saving import Saved, save
from perfgoals.tables.models import TargetTable
from perfgoals.tables.storing import store
from tests.cast import stored

Change = dict[str, Any]


def read(table: TargetTable) -> Keyed:
    return keyed_of(TargetTable.objects.with_contents().get(pk=table.pk))


def cell(path: str, text: str) -> Change:
    return {"do": "set", "path": path, "text": text}


def in_row(row: str, field: str, text: str) -> Change:
    return {"do": "set", "row": row, "field": field, "text": text}


def saved(user: User, table: TargetTable, *changes: Change, version: int | None = None, save_id: str = "") -> Saved:
    """As a page saves that has seen the latest version."""
    based_on = TargetTable.objects.get(pk=table.pk).version if version is None else version
    return save(user, table.pk, version=based_on, changes=list(changes), save_id=save_id or str(uuid4()))


def first_row(table: TargetTable, side: str = "annual") -> str:
    return str(table.indicator_rows.filter(side=side).order_by("order")[0].key)


def with_keys(record: Keyed, unit: Department) -> TargetTable:
    table = stored(record.snapshot, unit)
    store(table, record.snapshot, by=None, based_on=1, keys=record.keys, beside=record.beside)
    return table
