"""Which column is which field: as it was saved for the same heads, else by what the heads are called."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import cast

from perfgoals.accounts.models import User
from perfgoals.exchange.models import ColumnMapping
from perfgoals.exchange.register.fields import Kind, folded, unit_in_head
from perfgoals.exchange.register.planning import Options
from perfgoals.exchange.register.reading import Register
from perfgoals.official.money import MoneyUnit


def guessed_columns(kind: Kind, heads: Sequence[str]) -> tuple[str, ...]:
    """The field of each column, by the surest name first; each field once. A head in two lines is known by the whole or by its last."""
    columns = [""] * len(heads)
    for field in kind.fields:
        names = [folded(name) for name in field.names]
        found = [(rank, place) for place, head in enumerate(heads) if not columns[place] and (rank := _rank(head, names)) is not None]
        if found:
            columns[min(found)[1]] = field.code
    return tuple(columns)


def _rank(head: str, names: Sequence[str]) -> int | None:
    said = [folded(head), folded(head.rpartition(" ")[2])]
    return min((rank for rank, name in enumerate(names) if name in said), default=None)


def saved_mapping(kind: Kind, heads: Sequence[str]) -> ColumnMapping | None:
    """What was confirmed last time for a file of exactly these heads."""
    return ColumnMapping.objects.filter(kind=kind.code, digest=digest_of(heads)).first()


def options_for(kind: Kind, register: Register, year: int, saved: ColumnMapping | None) -> Options:
    """How the file is read until somebody says otherwise. Its own money unit counts more than the one saved."""
    columns = tuple(saved.columns) if saved else guessed_columns(kind, register.heads)
    unit = money_unit_of(kind, register, columns) or (saved.money_unit if saved else "")
    return Options(columns, cast(MoneyUnit, unit), register.year or year)


def money_unit_of(kind: Kind, register: Register, columns: Sequence[str]) -> str:
    """What the head of the amounts says, else what the file says anywhere."""
    amounts = [head for head, code in zip(register.heads, columns, strict=True) if code and kind.field(code).is_money]
    return next(filter(None, map(unit_in_head, amounts)), "") or register.money_unit


def save_mapping(kind: Kind, heads: Sequence[str], options: Options, by: User) -> None:
    """For the next file of the same heads."""
    saved = {"heads": list(heads), "columns": list(options.columns), "money_unit": options.money_unit, "saved_by": by}
    ColumnMapping.objects.update_or_create(kind=kind.code, digest=digest_of(heads), defaults=saved)


def digest_of(heads: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(heads), ensure_ascii=False).encode()).hexdigest()
