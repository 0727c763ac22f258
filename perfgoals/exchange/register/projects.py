"""Projects and the 控制数 of a year: found by code, else by unit and name. An empty cell says nothing, and is no zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from perfgoals.accounts.models import Department, User
from perfgoals.exchange.register import values
from perfgoals.exchange.register.planning import Entry, Options
from perfgoals.exchange.register.unit_index import UnitIndex
from perfgoals.exchange.register.values import Wrong, readable
from perfgoals.official.money import MoneyUnit
from perfgoals.tables.models import BudgetFigures, Project, TargetTable
from perfgoals.tables.renaming import PRINTED, rename_tables

_FLAGS = {
    "is_key": (("重点", "重点项目"), ("一般", "一般项目", "一般性项目", "非重点", "非重点项目")),
    "is_procurement": (("政府采购", "采购"), ()),
    "is_withheld": (("不宜公开", "不公开"), ("公开", "可公开")),
}
"""The marks, each with the words for 是 and 否 that are its own."""

_DATES = ("starts_on", "ends_on")
_COLUMNS = ("department_id", "code", "name", *_FLAGS, *_DATES)


@dataclass
class ProjectPlanner:
    """``projects`` with their units, the ``figures`` of the year, and ``units``."""

    projects: Sequence[Project]
    figures: dict[int, BudgetFigures]
    units: UnitIndex

    def __call__(self, entries: Sequence[Entry], options: Options) -> None:
        known = [_copy(project) for project in self.projects]
        self._before = {project.pk: project for project in self.projects}
        self._by_code = {project.code.upper(): project for project in known if project.code}  # as a code is read
        self._by_name: dict[tuple[int, str], list[Project]] = defaultdict(list)
        for project in known:
            self._by_name[project.department_id, _tidy(project.name)].append(project)
        for entry in entries:
            self._find(entry)
        _refuse_twice(entries)
        for entry in entries:
            if entry.target is not None:
                self._fill(entry)
                self._note_changes(entry)
            self._control(entry, options)

    def _find(self, entry: Entry) -> None:
        code = entry.take("code", lambda said: values.code(said, 40)) or ""
        name = entry.take("name", lambda said: values.words(said, 1000)) or ""
        unit = self._unit(entry)
        entry.title = name or code
        if entry.errors:
            return
        try:
            found = self._by_code.get(code) or self._same_name(code, name, unit)
        except Wrong as error:
            return entry.refuse("name", str(error))
        if found is None and not (name and unit):
            missing = "name" if unit else "unit"
            return entry.refuse(missing, "还没有填：没有用这个编码的项目，要新建请写单位和项目名称" if code else "还没有填")
        project = found or Project()
        entry.target, entry.is_new = project, found is None
        project.code = project.code if project.code.upper() == code else code or project.code
        project.name = name or project.name
        if unit:
            project.department = unit
        entry.title = project.name

    def _unit(self, entry: Entry) -> Department | None:
        """By the code, by the name, or by both, which have to agree."""
        by_code = entry.take("unit_code", lambda said: self.units.find(said.text))
        if by_code is None and entry.said("unit_code").text:
            return None
        by_name = entry.take("unit", lambda said: self.units.find(said.text))
        if by_code and by_name and by_code.pk != by_name.pk:
            entry.refuse("unit", f"与单位编码不是一个单位：编码 {by_code.code} 是{by_code.name}")
        return by_code or by_name

    def _same_name(self, code: str, name: str, unit: Department | None) -> Project | None:
        """The project of this name in the unit: of another code it is another project."""
        found = self._by_name[unit.pk, name] if unit and name else []
        fitting = [project for project in found if not (code and project.code)]
        if len(fitting) > 1:
            raise Wrong(f"在这个单位有 {len(fitting)} 个，请写项目编码")
        return fitting[0] if fitting else None

    def _fill(self, entry: Entry) -> None:
        project: Project = entry.target
        for code, (yes, no) in _FLAGS.items():
            value = entry.take(code, lambda said, yes=yes, no=no: values.flag(said, yes, no))  # type: ignore[misc]
            setattr(project, code, getattr(project, code) if value is None else value)
        for code in _DATES:
            setattr(project, code, entry.take(code, values.day) or getattr(project, code))
        if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
            entry.refuse("ends_on" if entry.said("ends_on").text else "starts_on", "结束日期早于开始日期")
        if project.procurement_amount is not None and not project.is_procurement:
            entry.refuse("is_procurement", "不能改为否：项目填有政府采购金额，请先到项目中清空")

    def _note_changes(self, entry: Entry) -> None:
        before = self._before.get(entry.target.pk)
        for code in ("code", "name", *_FLAGS, *_DATES):
            if entry.said(code).text:
                entry.change(code, _shown(before, code), _shown(entry.target, code))
        if entry.said("unit").text or entry.said("unit_code").text:
            entry.change("unit", _shown(before, "department"), _shown(entry.target, "department"))

    def _control(self, entry: Entry, options: Options) -> None:
        unit: MoneyUnit = options.money_unit or "万元"
        entry.amount = entry.take("control", lambda said: values.amount(said, unit))
        if entry.target is None or entry.amount is None:
            return
        entry.figures = self.figures.get(entry.target.pk)
        before = entry.figures.control if entry.figures else None
        entry.change("control", _money(before), _money(entry.amount))


def _copy(project: Project) -> Project:
    copy = Project(**{field.attname: getattr(project, field.attname) for field in Project._meta.concrete_fields})
    copy.department = project.department
    return copy


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{readable(amount)} 万元"


def _shown(project: Project | None, code: str) -> str:
    value: Any = getattr(project, code) if project else ""
    match value:
        case bool():
            return "是" if value else "否"
        case Department():
            return value.name
        case date():
            return value.isoformat()
    return _tidy(value or "")


def _refuse_twice(entries: Iterable[Entry]) -> None:
    met: dict[object, int] = {}
    for entry in entries:
        if entry.target is None:
            continue
        project: Project = entry.target
        keys: list[object] = [project.pk or (project.code, project.department_id, project.name), project.code or None]
        first = min(met.setdefault(key, entry.number) for key in keys if key)
        if first != entry.number:
            entry.refuse("code" if entry.said("code").text else "name", f"与第 {first} 行是同一个项目，一个项目写一行，金额请先合计")


def apply_projects(entries: Sequence[Entry], *, year: int, by: User) -> Iterator[tuple[Model, str]]:
    """Writes projects and the 控制数 of the year; yields each project. What is renamed goes into its tables that are with their
    author, as when the author renames it."""
    new = [entry.target for entry in entries if entry.status == "new"]
    Project.objects.bulk_create(new)
    changed = [entry for entry in entries if entry.status == "changed"]
    Project.objects.bulk_update([entry.target for entry in changed], _COLUMNS, batch_size=500)
    _write_figures([entry for entry in entries if entry.changes_any("control")], year)
    _rename(changed, by)
    yield from ((entry.target, entry.status) for entry in entries if entry.status in ("new", "changed"))


def _write_figures(entries: Sequence[Entry], year: int) -> None:
    known = []
    for entry in entries:
        if entry.figures is not None:
            entry.figures.control = entry.amount
            known.append(entry.figures)
    BudgetFigures.objects.bulk_update(known, ["control"], batch_size=500)
    new = (BudgetFigures(project=entry.target, year=year, control=entry.amount) for entry in entries if entry.figures is None)
    BudgetFigures.objects.bulk_create(new)


def _rename(changed: Sequence[Entry], by: User) -> None:
    """Only projects that have tables cost more than the others."""
    renamed = [entry.target for entry in changed if entry.changes_any(*PRINTED)]
    having = set(TargetTable.objects.filter(project__in=renamed).values_list("project_id", flat=True))
    for project in renamed:
        if project.pk in having:
            rename_tables(project, PRINTED, by=by)
