"""What an import would do, row by row, before anything is done: made anew for the confirmation and compared with what was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeVar

from perfgoals.accounts.models import Department
from perfgoals.exchange.register.fields import Kind
from perfgoals.exchange.register.reading import Register, Row, Said
from perfgoals.exchange.register.values import Wrong
from perfgoals.official.money import MoneyUnit
from perfgoals.tables.models import BudgetFigures

Status = Literal["error", "new", "changed", "same"]
Taken = TypeVar("Taken")

_NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Options:
    """How a register is to be read: ``columns`` has the field of each column, "" for none."""

    columns: tuple[str, ...]
    money_unit: MoneyUnit | Literal[""] = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: old → new, as they are shown."""

    code: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CellError:
    """Why a cell cannot be taken: C7: 控制数“约50万”不是数字."""

    address: str
    label: str
    text: str
    sentence: str

    def __str__(self) -> str:
        said = self.text if len(self.text) <= 30 else f"{self.text[:30]}…"
        return f"{self.address}：{self.label}“{said}”{self.sentence}" if said else f"{self.address}：{self.label}{self.sentence}"


class Entry:
    """One row on its way into the plan: its mapped cells, what is found wrong with them, what it would change."""

    def __init__(self, row: Row, kind: Kind, columns: Sequence[str]) -> None:
        self.number = row.number
        self.kind = kind
        self._cells = {code: said for code, said in zip(columns, row.cells, strict=False) if code}
        self.title = ""
        self.is_new = False
        self.target: Any = None  # the record it is about, changed in memory only
        self.posts: list[tuple[Department, str]] = []  # that a person is to have more
        self.amount: Decimal | None = None  # 控制数 in 万元, as the file says it
        self.figures: BudgetFigures | None = None  # where it is kept now
        self.errors: list[CellError] = []
        self.changes: list[Change] = []
        self.notes: list[str] = []

    def said(self, code: str) -> Said:
        return self._cells.get(code, _NOTHING)

    def take(self, code: str, read: Callable[[Said], Taken]) -> Taken | None:
        """What the cell of this field means; None where it is empty, or wrong, which is kept."""
        said = self.said(code)
        if not said.text:
            return None
        try:
            return read(said)
        except Wrong as error:
            self.refuse(code, str(error))
            return None

    def refuse(self, code: str, sentence: str) -> None:
        said = self.said(code)
        self.errors.append(CellError(said.address or f"第 {self.number} 行", self.kind.field(code).label, said.text, sentence))

    def change(self, code: str, before: str, after: str) -> bool:
        """Notes what the field was and will be; whether that differs."""
        if before != after:
            self.changes.append(Change(code, self.kind.field(code).label, before, after))
        return before != after

    def changes_any(self, *codes: str) -> bool:
        return any(change.code in codes for change in self.changes)

    @property
    def status(self) -> Status:
        if self.errors:
            return "error"
        if self.is_new:
            return "new"
        return "changed" if self.changes else "same"


@dataclass(frozen=True)
class Plan:
    """Every row in its order."""

    entries: tuple[Entry, ...]

    @property
    def shown(self) -> list[Entry]:
        """Errors first, then what would change; what stays as it is is only counted."""
        return [*self.having("error"), *self.having("changed"), *self.having("new")]

    def having(self, *statuses: Status) -> list[Entry]:
        return [entry for entry in self.entries if entry.status in statuses]

    @property
    def counts(self) -> dict[str, int]:
        return {status: len(self.having(status)) for status in ("error", "new", "changed", "same")}

    @property
    def amount(self) -> Decimal:
        """The sum of the amounts in the rows without error, in 万元."""
        return sum((entry.amount for entry in self.entries if entry.amount is not None and not entry.errors), Decimal(0))

    @property
    def errors(self) -> list[CellError]:
        return [error for entry in self.entries for error in entry.errors]

    @property
    def signature(self) -> str:
        """The same for two plans that show the same."""
        rows = [(each.number, each.status, each.title, each.changes, each.errors, each.notes) for each in self.entries]
        return hashlib.sha256(repr(rows).encode()).hexdigest()


Planner = Callable[[Sequence[Entry], Options], None]
"""Fills the entries: what is wrong, what they change. Entries with errors count for nothing where others look for them."""


MOST_READINGS = 10
"""Of one file: units lean on each other over four or five levels, and a file that leans further is no register."""


def plan_of(register: Register, kind: Kind, options: Options, planner: Planner) -> Plan:
    """The plan in which the good rows are good without the bad ones: what leans on a bad row is bad itself."""
    failed: dict[int, Entry] = {}
    for _ in range(MOST_READINGS):
        entries = [Entry(row, kind, options.columns) for row in register.rows if row.number not in failed]
        planner(entries, options)
        bad = {entry.number: entry for entry in entries if entry.errors}
        if not bad:
            break
        failed |= bad
    else:  # how far it goes on is not worth the server's time
        for entry in entries:
            if not entry.errors:
                entry.refuse(kind.fields[0].code, "要等其他行的错误改好才能核对，请先改正别的错误")
    every = sorted({**failed, **{entry.number: entry for entry in entries}}.values(), key=lambda entry: entry.number)
    return Plan(tuple(every))


def missing_columns(kind: Kind, columns: Sequence[str]) -> list[str]:
    """What has to be told before the rows can be read: one column of each group."""
    groups = [group for group in kind.needed if not set(group) & set(columns)]
    return ["或".join(kind.field(code).label for code in group) for group in groups]


def doubled_columns(kind: Kind, columns: Sequence[str]) -> list[str]:
    """Fields that two columns claim."""
    given: list[str] = [code for code in columns if code]
    return [each.label for each in kind.fields if given.count(each.code) > 1]
