"""A register put in: planned anew in the transaction that writes it, and only if that is what was shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from perfgoals.accounts.log import note_each
from perfgoals.accounts.models import Department, Post, User
from perfgoals.exchange.register.fields import Kind
from perfgoals.exchange.register.mapping import save_mapping
from perfgoals.exchange.register.people import NewAccount, PeoplePlanner, accounts_of, apply_people
from perfgoals.exchange.register.planning import Change, Entry, Options, Plan, Planner, plan_of
from perfgoals.exchange.register.projects import ProjectPlanner, apply_projects
from perfgoals.exchange.register.reading import Register
from perfgoals.exchange.register.unit_index import UnitIndex
from perfgoals.exchange.register.units import UnitPlanner, apply_units, tied
from perfgoals.tables.models import BudgetFigures, Project

Record = TypeVar("Record", bound=Model)


class ChangedMeanwhile(Exception):
    """The register is no longer as it was shown: nothing was imported. ``plan`` is what would happen now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("刚才有人改动了登记，什么都没有导入。下面是重新核对的结果，请看过再导入")
        self.plan = plan


class NotImported(Exception):
    """str: one sentence on why nothing was imported."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What was said on the page: ``seen`` is the signature of the plan shown, ``not_secret`` is asked of new projects."""

    seen: str
    skip_errors: bool = False
    not_secret: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What was done: the plan, how many rows were left out, and the accounts made, with passwords that are shown this once."""

    plan: Plan
    left_out: int
    accounts: tuple[NewAccount, ...]


def plan_register(register: Register, kind: Kind, options: Options) -> Plan:
    """What importing the register would do now. As many queries whatever the number of rows."""
    return plan_of(register, kind, options, _planner(kind, options, lambda records: records))


def _locked(records: QuerySet[Record]) -> QuerySet[Record]:
    return records.select_for_update(of=("self",), no_key=True)


def _planner(kind: Kind, options: Options, seen: Callable[[QuerySet[Any]], QuerySet[Any]]) -> Planner:
    """``seen``: the records as they are read, or as they are kept from others until they are written."""
    units = tied(list(seen(Department.objects.order_by("pk"))))
    if kind.code == "units":
        return UnitPlanner(units)
    index = UnitIndex(units, timezone.localdate())
    if kind.code == "people":
        held = frozenset(Post.objects.values_list("user_id", "department_id", "role"))
        return PeoplePlanner({person.username: person for person in seen(User.objects.order_by("pk"))}, held, index)
    projects = seen(Project.objects.select_related("department").order_by("pk"))
    figures = seen(BudgetFigures.objects.filter(year=options.year).order_by("pk"))
    return ProjectPlanner(list(projects), {each.project_id: each for each in figures}, index)


def write_register(user: User, register: Register, kind: Kind, options: Options, said: Consent, *, source: str) -> Imported:
    """Writes all rows, or those without error where that was said; or nothing. ``source``: what the file is called, for the log.

    Raises ChangedMeanwhile or NotImported, and nothing has changed.
    """
    try:
        with transaction.atomic():
            # Every import locks all units first, so there is one at a time.
            plan = plan_of(register, kind, options, _planner(kind, options, _locked))
            _refuse_unagreed(plan, kind, said)
            good = plan.having("new", "changed")
            accounts = _write(good, kind, options, user, source)
            save_mapping(kind, register.heads, options, user)
            return Imported(plan, plan.counts["error"], tuple(accounts))
    except IntegrityError as error:
        raise NotImported("刚才有人建了同样的单位、账号或项目，什么都没有导入，请重新核对") from error


def _refuse_unagreed(plan: Plan, kind: Kind, said: Consent) -> None:
    if plan.signature != said.seen:
        raise ChangedMeanwhile(plan)
    if plan.errors and not said.skip_errors:
        raise NotImported(f"有 {plan.counts['error']} 行有错误，什么都没有导入：请改好文件重新上传，或勾选“只导入没有错误的行”")
    if kind.code == "projects" and plan.counts["new"] and not said.not_secret:
        raise NotImported("涉密项目不得录入本系统。请确认新建的项目都不涉密并勾选；有涉密的请从文件中删去，按保密规定办理")
    if not plan.having("new", "changed"):
        raise NotImported("没有新的或有变化的内容，不用导入")


def _write(good: list[Entry], kind: Kind, options: Options, user: User, source: str) -> list[NewAccount]:
    match kind.code:
        case "units":
            written: Iterable[tuple[Model, str]] = apply_units(good)
        case "people":
            written = apply_people(good)
        case _:
            written = apply_projects(good, year=options.year, by=user)
    note_each(user, list(_noted(written, good, source)))
    return accounts_of(good) if kind.code == "people" else []


def _noted(written: Iterable[tuple[Model, str]], good: list[Entry], source: str) -> Iterator[tuple[Model, str]]:
    """What the log says of each: the file, and every cell that changed."""
    changes: dict[int, list[str]] = {}
    for entry in good:
        changes.setdefault(id(entry.target), []).extend(map(_told, entry.changes))
    for record, status in written:
        act = "导入新建" if status == "new" else "导入修改"
        yield record, f"从“{source}”{act}：{'，'.join(changes[id(record)])}"[:2000]


def _told(change: Change) -> str:
    return f"{change.label}“{change.before}”改为“{change.after}”" if change.before else f"{change.label}“{change.after}”"
