"""Spreadsheets as offices send them, and what importing them does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from perfgoals.accounts.models import User
from perfgoals.exchange.register.confirming import Consent, Imported, plan_register, write_register
from perfgoals.exchange.register.fields import KINDS
from perfgoals.exchange.register.mapping import options_for
from perfgoals.exchange.register.planning import Options, Plan
from perfgoals.exchange.register.reading import Register, register_in

YEAR = 2027


def book(*rows: Sequence[Any], merges: Iterable[str] = ()) -> bytes:
    """A workbook of one sheet with these rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append([*row])
    for merge in merges:
        sheet.merge_cells(merge)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read(kind: str, *rows: Sequence[Any], merges: Iterable[str] = ()) -> Register:
    return register_in(book(*rows, merges=merges), KINDS[kind])


def options_of(kind: str, register: Register, **said: Any) -> Options:
    options = options_for(KINDS[kind], register, YEAR, None)
    return Options(said.get("columns", options.columns), said.get("money_unit", options.money_unit or "万元"), options.year)


def planned(kind: str, *rows: Sequence[Any], **said: Any) -> Plan:
    """What importing these rows would do, heads first."""
    register = read(kind, *rows)
    return plan_register(register, KINDS[kind], options_of(kind, register, **said))


def imported(by: User, kind: str, *rows: Sequence[Any], skip_errors: bool = False, **said: Any) -> Imported:
    """These rows put in, after they were looked at."""
    register = read(kind, *rows)
    return put_in(by, kind, register, skip_errors=skip_errors, **said)


def put_in(by: User, kind: str, register: Register, *, skip_errors: bool = False, **said: Any) -> Imported:
    options = options_of(kind, register, **said)
    seen = plan_register(register, KINDS[kind], options).signature
    return write_register(by, register, KINDS[kind], options, Consent(seen, skip_errors, not_secret=True), source="登记.xlsx")


def statuses(plan: Plan) -> list[str]:
    return [entry.status for entry in plan.entries]


def said_errors(plan: Plan) -> list[str]:
    return [str(error) for error in plan.errors]
