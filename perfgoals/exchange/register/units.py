"""Units: a tree whose parts may be named before they are made, so everything is found first and tied together afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from perfgoals.accounts.models import Department
from perfgoals.exchange.register import values
from perfgoals.exchange.register.planning import Entry, Options
from perfgoals.exchange.register.unit_index import UnitIndex
from perfgoals.exchange.register.values import Wrong

_RELATIONS = ("parent", "supervisor", "section")
_PLAIN = ("code", "name", "kind", "valid_from", "valid_until")
_COLUMNS = (*_PLAIN, *_RELATIONS)


def kind_choices() -> dict[str, str]:
    """单位, 乡镇, 业务股室 by their labels, and by what other offices call the last."""
    said = {label: value for value, label in Department.Kind.choices}
    others = ("业务股室", "业务科室", "业务处室", "股室", "科室", "处室")
    return said | dict.fromkeys(others, Department.Kind.SECTION.value)


@dataclass
class UnitPlanner:
    """``departments``: all there are, ``tied``; copies of them are changed in memory by the rows that are about them."""

    departments: Sequence[Department]

    def __call__(self, entries: Sequence[Entry], options: Options) -> None:
        known = tied([_copy(unit) for unit in self.departments])
        self._before = {unit.pk: old for unit, old in zip(known, self.departments, strict=True)}
        self._index = UnitIndex(known, timezone.localdate())
        for entry in entries:
            self._find(entry)
        _refuse_twice(entries)
        for entry in entries:
            if entry.target is not None:
                self._fill(entry)
        for entry in entries:
            self._tie(entry)
        _refuse_circles(entries)
        every = [*known, *(entry.target for entry in entries if entry.is_new)]
        _refuse_clashes(entries, every)
        for entry in entries:
            self._note_changes(entry)

    def _find(self, entry: Entry) -> None:
        code = entry.take("code", lambda said: values.code(said, 20)) or ""
        name = entry.take("name", lambda said: values.words(said, 300)) or ""
        entry.title = f"{code}{name}"
        if entry.errors:
            return
        try:
            found = self._index.called(code, name)
        except Wrong as error:
            return entry.refuse("name", str(error))
        if found is None and not name:
            return entry.refuse("name", "还没有填：没有用这个编码的单位，要新建请写单位名称")
        entry.target, entry.is_new = found or Department(name=name), found is None
        entry.target.code, entry.target.name = code or entry.target.code, name or entry.target.name
        self._index.add(entry.target)

    def _fill(self, entry: Entry) -> None:
        unit = entry.target
        unit.kind = entry.take("kind", lambda said: values.choice(said, kind_choices())) or unit.kind
        for code in ("valid_from", "valid_until"):
            setattr(unit, code, entry.take(code, values.day) or getattr(unit, code))
        if unit.valid_from and unit.valid_until and unit.valid_until < unit.valid_from:
            entry.refuse("valid_until", "早于启用日期")

    def _tie(self, entry: Entry) -> None:
        for code in _RELATIONS:
            found = entry.take(code, lambda said: self._index.find(said.text))
            if found is None or entry.target is None:
                continue
            if code == "section" and found.kind != Department.Kind.SECTION:
                entry.refuse(code, f"不是{Department.Kind.SECTION.label}，请核对")
            elif found is not entry.target or code != "supervisor":
                setattr(entry.target, code, found)  # 主管部门 written as the unit itself: it has none

    def _note_changes(self, entry: Entry) -> None:
        if entry.target is None:
            return
        before = self._before.get(entry.target.pk) if entry.target.pk else None
        for code in _COLUMNS:
            if entry.said(code).text or code == "name":
                entry.change(code, _shown(before, code), _shown(entry.target, code))


def tied(departments: list[Department]) -> list[Department]:
    """All the units there are, tied to each other in memory: whoever asks one for its 上级单位 asks no database."""
    by_key = {unit.pk: unit for unit in departments}
    for unit in departments:
        for code in _RELATIONS:
            setattr(unit, code, by_key.get(getattr(unit, f"{code}_id")))
    return departments


def _copy(unit: Department) -> Department:
    return Department(**{field.attname: getattr(unit, field.attname) for field in Department._meta.concrete_fields})


def _shown(unit: Department | None, code: str) -> str:
    if unit is None:
        return ""
    value = getattr(unit, code)
    if code == "kind":
        return Department.Kind(value).label
    if isinstance(value, Department):
        return value.name
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _refuse_twice(entries: Iterable[Entry]) -> None:
    met: dict[int, int] = {}
    for entry in entries:
        if entry.target is None:
            continue
        first = met.setdefault(id(entry.target), entry.number)
        if first != entry.number:
            entry.refuse("name", f"与第 {first} 行是同一个单位，请删去一行")


def _refuse_circles(entries: Iterable[Entry]) -> None:
    for entry in entries:
        for code in ("parent", "supervisor"):
            if entry.target is not None and entry.said(code).text and _goes_round(entry.target, code):
                entry.refuse(code, "是本单位或它自己的下属，单位会首尾相接，请核对")


def _goes_round(unit: Department, code: str) -> bool:
    met: set[int] = set()
    above = getattr(unit, code)
    while above is not None and id(above) not in met:
        if _same(above, unit):
            return True
        met.add(id(above))
        above = getattr(above, code)
    return False


def _same(one: Department, other: Department) -> bool:
    return one is other or (one.pk is not None and one.pk == other.pk)


def _refuse_clashes(entries: Iterable[Entry], every: Iterable[Department]) -> None:
    """What the database would refuse: one code, or without a code one name, twice among the units in use."""
    counted = Counter(_identity(unit) for unit in every if unit.valid_until is None)
    for entry in entries:
        unit = entry.target
        if unit is not None and unit.valid_until is None and counted[_identity(unit)] > 1:
            code = "code" if unit.code else "name"
            entry.refuse(code, "与另一个使用中的单位相同，请核对，或给原来的单位填停用日期")


def _identity(unit: Department) -> tuple[str, str]:
    return ("code", unit.code) if unit.code else ("name", unit.name)


def apply_units(entries: Sequence[Entry]) -> Iterator[tuple[Model, str]]:
    """Writes the new and changed units; yields each with what is to be noted. Three statements whatever their number."""
    new = [entry.target for entry in entries if entry.status == "new"]
    changed = [entry.target for entry in entries if entry.status == "changed"]
    ties: list[dict[str, Any]] = [{code: getattr(unit, code) for code in _RELATIONS} for unit in new]
    for unit in new:
        for code in _RELATIONS:
            setattr(unit, code, None)
    Department.objects.bulk_create(new)
    for unit, tie in zip(new, ties, strict=True):
        for code, related in tie.items():
            setattr(unit, code, related)
    for unit in changed:
        for code in _RELATIONS:
            setattr(unit, code, getattr(unit, code))  # a new unit has its key only now
    Department.objects.bulk_update([*new, *changed], _COLUMNS, batch_size=500)
    yield from ((entry.target, entry.status) for entry in entries if entry.status in ("new", "changed"))
