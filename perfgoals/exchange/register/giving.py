"""A register given out as the file that can be imported again: with nothing changed in between, nothing changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfgoals.accounts.models import Department, Post, User
from perfgoals.exchange.lists import ListColumn, Text, list_grid
from perfgoals.exchange.printing import write
from perfgoals.exchange.register.fields import Kind
from perfgoals.exchange.register.units import tied
from perfgoals.official.money import without_idle_zeros
from perfgoals.tables.models import BudgetFigures, Project


def register_file(kind: Kind, year: int) -> bytes:
    """The register as xlsx; of 项目与控制数 the 控制数 of this year."""
    rows = {"units": _units, "people": _people}.get(kind.code, lambda: _projects(year))()
    columns = [ListColumn(field.label, field.share, "amount" if field.is_money else "text") for field in kind.fields]
    title = f"{year}年项目与控制数" if kind.has_money else f"{kind.name}登记"
    note = "单位：万元" if kind.has_money else ""
    return write([list_grid(title, columns, list(rows), note=note, landscape=True)], "xlsx", title=title)


def _units() -> Iterator[Sequence[Text]]:
    for unit in tied(list(Department.objects.order_by("code", "name", "pk"))):
        above = (_called(unit.parent), _called(unit.supervisor), _called(unit.section))
        days = (day.isoformat() if day else "" for day in (unit.valid_from, unit.valid_until))
        yield (unit.code, unit.name, unit.get_kind_display(), *above, *days)


def _called(unit: Department | None) -> str:
    """By the code, which is surer; by the name where there is none."""
    return (unit.code or unit.name) if unit else ""


def _people() -> Iterator[Sequence[Text]]:
    for person in User.objects.order_by("username").prefetch_related("posts__department"):
        said = (person.username, person.name, person.telephone, person.email)
        posts = [(_called(post.department), Post.Role(post.role).label) for post in person.posts.all()]
        for unit, role in posts or [("", "")]:
            yield (*said, unit, role)


def _projects(year: int) -> Iterator[Sequence[Text]]:
    controls: dict[int, Decimal] = {
        each.project_id: each.control for each in BudgetFigures.objects.filter(year=year) if each.control is not None
    }
    for project in Project.objects.select_related("department").order_by("department__code", "code", "name", "pk"):
        unit, control = project.department, controls.get(project.pk)
        flags = ("是" if each else "否" for each in (project.is_key, project.is_procurement, project.is_withheld))
        days = (day.isoformat() if day else "" for day in (project.starts_on, project.ends_on))
        amount = None if control is None else without_idle_zeros(control)
        yield (project.code, project.name, unit.code, unit.name, *flags, *days, amount)
