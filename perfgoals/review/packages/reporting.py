"""整包上报, and 提交整包 inside the unit: every table of the package in one transaction, by the act it is done with one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.posts import posts_of
from perfgoals.official.check_code import check_code, package_code
from perfgoals.review.actions import perform
from perfgoals.review.deciding import Decided, NotDone, Seen
from perfgoals.review.models import LogEntry, Package, PackagedTable
from perfgoals.review.packages.completeness import Lack, Level, lacks_of, lacks_of_unit, signature
from perfgoals.review.packages.gathering import Packed, UnitRound, gather, tables_in
from perfgoals.review.road import returning_to
from perfgoals.review.transitions import NOT_REPORTED, PASS, SUBMIT, WITH_THE_AUTHOR, Act, Role, State
from perfgoals.review.windows import closed_because
from perfgoals.tables.access import get_unit
from perfgoals.tables.models import Revision, TargetTable


@dataclass(frozen=True, slots=True)
class SeenPackage:
    """What the page showed: the version of every table that is to go, the page's own name for the act, and what of 请核实 it told
    (``completeness.signature``)."""

    versions: Mapping[int, int]
    save_id: UUID
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a person may do with a unit's package: the act, the post it is done by, the tables that go, and those that stay with
    their author although the package could hold them. Without ``is_report`` it stays inside the unit (提交)."""

    act: Act
    role: Role
    is_report: bool
    going: tuple[Packed, ...]
    staying: tuple[Packed, ...] = ()

    @property
    def label(self) -> str:
        return "整包上报" if self.is_report else "提交整包"

    def shown(self, unit: UnitRound) -> SeenPackage:
        """What a page made now shows of it, under a new name for the act."""
        versions = {packed.table.pk: packed.table.version for packed in self.going}
        return SeenPackage(versions, uuid4(), signature(self.lacks(unit)))

    def lacks(self, unit: UnitRound) -> list[tuple[int, Lack]]:
        """Everything that is lacking, by the key of the table; 0 for the unit, of which only a report speaks."""
        of_unit = [(0, lack) for lack in lacks_of_unit(unit, self.staying)] if self.is_report else []
        return [*of_unit, *((packed.table.pk, lack) for packed in self.going for lack in lacks_of(packed, unit))]


def duties_of(user: User, unit: UnitRound) -> list[Duty]:
    """Where the unit has a 单位审核岗, that reports what it has and the 经办岗 submits to it; else the 经办岗 reports.

    What was returned from above the unit goes back up by itself, from its own page, where the unit has a 单位审核岗.
    """
    held = {post.role for post in posts_of(user) if post.department_id == unit.department.pk}
    written = [packed for packed in unit.tables if packed.table.state in WITH_THE_AUTHOR]
    if State.UNIT_REVIEW not in unit.steps:
        return [Duty(SUBMIT, Role.AUTHOR, True, tuple(written))] if Role.AUTHOR in held else []
    inside = tuple(packed for packed in written if _stays_inside(packed, unit))
    reviewed = tuple(packed for packed in unit.tables if packed.table.state == State.UNIT_REVIEW)
    duties = [Duty(SUBMIT, Role.AUTHOR, False, inside), Duty(PASS, Role.UNIT_REVIEWER, True, reviewed, inside)]
    return [duty for duty in duties if duty.role in held]


def to_be_printed(user: User, unit: UnitRound) -> tuple[Packed, ...]:
    """What the person would report now; for everybody else whatever has not left the unit."""
    going = next((duty.going for duty in duties_of(user, unit) if duty.is_report), ())
    return going or tuple(packed for packed in unit.tables if packed.table.state in NOT_REPORTED)


def _stays_inside(packed: Packed, unit: UnitRound) -> bool:
    returned = packed.returned if packed.table.state == State.RETURNED else None
    return returned is None or returning_to(returned.source, unit.steps) == State.UNIT_REVIEW


def report_package(user: User, department: int, year: int, kind: str, seen: SeenPackage) -> Package:
    """All tables that go, upwards, as one package; or none, and nothing changed.

    Http404 for a unit or table of somebody else, PermissionDenied for the wrong post, Decided where anything is no longer as it was
    seen, NotDone with a sentence for everything else. A second call with the same ``save_id`` returns the package of the first.
    """
    with transaction.atomic():
        unit = _locked(user, department, year, kind)
        if known := Package.objects.filter(save_id=seen.save_id).first():
            return _known(known, user, unit)
        duty = _duty(user, unit, is_report=True)
        _refuse(duty, unit, seen)
        package = _numbered(unit, user, duty, seen)
        entries = _perform_all(user, duty, unit, seen, package.pk)
        PackagedTable.objects.bulk_create(_lines(package, duty, entries))
    return package


def submit_package(user: User, department: int, year: int, kind: str, seen: SeenPackage) -> int:
    """All tables of the author to the unit's 单位审核岗, or none; how many. As ``report_package``, but that no package comes of it."""
    with transaction.atomic():
        unit = _locked(user, department, year, kind)
        if _was_done(user, seen):
            return len(seen.versions)
        duty = _duty(user, unit, is_report=False)
        _refuse(duty, unit, seen)
        return len(_perform_all(user, duty, unit, seen))


def _locked(user: User, department: int, year: int, kind: str) -> UnitRound:
    """The unit in the round, nothing of which anybody else changes before this transaction ends.

    All rows are locked before the first act takes the end of the log: whoever holds a table may be waiting for that.
    """
    found = get_unit(user, department)
    Department.objects.select_for_update(no_key=True).get(pk=found.pk)  # a second package of the unit waits for its number
    list(tables_in(found, year, kind).order_by("pk").select_for_update(of=("self",)).only("pk"))
    return gather(found, year, kind)


def _known(package: Package, user: User, unit: UnitRound) -> Package:
    if (package.reported_by_id, package.department_id, package.year, package.round) != (user.pk, unit.department.pk, unit.year, unit.kind):
        raise NotDone("这一页已经用过，请刷新页面后再办理")
    return package


def _was_done(user: User, seen: SeenPackage) -> bool:
    """Whether this very page was sent before: then every table in it has the write that the page named."""
    named = {pk: _name_of(seen, pk) for pk in seen.versions}
    done = Revision.objects.filter(table__in=named, save_id__in=named.values(), saved_by=user).count()
    return bool(named) and done == len(named)


def _name_of(seen: SeenPackage, pk: int) -> UUID:
    """The page's name for the act on one table."""
    return uuid5(seen.save_id, str(pk))


def _duty(user: User, unit: UnitRound, *, is_report: bool) -> Duty:
    duty = next((duty for duty in duties_of(user, unit) if duty.is_report == is_report), None)
    if duty is None:
        role = Role.UNIT_REVIEWER if is_report and State.UNIT_REVIEW in unit.steps else Role.AUTHOR
        raise PermissionDenied(f"您可以查看这个送审包，但不能办理：由本单位{role.label}{'上报' if is_report else '提交'}。")
    return duty


def _refuse(duty: Duty, unit: UnitRound, seen: SeenPackage) -> None:
    _refuse_other_tables(duty, unit, seen)
    if not duty.going and not seen.versions:
        raise NotDone(f"没有可以{'上报' if duty.is_report else '提交'}的表：{unit.name}的表都已送出，或还没有送到您这里")
    begins = any(packed.table.state != State.RETURNED for packed in duty.going)
    if begins and (sentence := closed_because(unit.round, unit.department, timezone.now())):
        raise NotDone(sentence)
    now = {packed.table.pk: packed.table.version for packed in unit.tables}
    if all(now[pk] == version for pk, version in seen.versions.items()):  # else it is said who was faster
        _refuse_incomplete(duty, unit, seen)


def _refuse_other_tables(duty: Duty, unit: UnitRound, seen: SeenPackage) -> None:
    """The tables that the page showed are those that go: no other, and all of them."""
    here = {packed.table.pk: packed for packed in unit.tables}
    for pk in seen.versions.keys() - here.keys():
        gone = TargetTable.objects.filter(pk=pk, project__department=unit.department, year=unit.year, round=unit.kind).first()
        if gone is None:
            raise Http404
        raise Decided(f"“{gone.project_name}”已删除到回收站，请核对后再办理")
    going = {packed.table.pk for packed in duty.going}
    for pk in seen.versions.keys() - going:
        table = here[pk].table
        if table.version == seen.versions[pk]:
            raise NotDone(f"“{here[pk].name}”现在是“{table.get_state_display()}”，不在这个包里，请刷新页面后再办理")
    for pk in going - seen.versions.keys():
        raise Decided(f"“{here[pk].name}”是您打开这一页以后才有的，请核对后再办理")


def _refuse_incomplete(duty: Duty, unit: UnitRound, seen: SeenPackage) -> None:
    lacks = duty.lacks(unit)
    names = {packed.table.pk: packed.name for packed in duty.going}
    if grave := [(pk, lack) for pk, lack in lacks if lack.level == Level.MUST]:
        pk, first = grave[0]
        raise NotDone(f"有 {len(grave)} 处必须修改，改好后再{duty.label}。“{names[pk]}”：{first.sentence}")
    if signature(lacks) != seen.confirmed:
        raise NotDone(f"有请核实之处，请看过后再按“已核实，{duty.label}”")


def _numbered(unit: UnitRound, user: User, duty: Duty, seen: SeenPackage) -> Package:
    """The package without its tables yet, for every act names it."""
    earlier = Package.objects.filter(department=unit.department, year=unit.year, round=unit.kind)
    number = 1 + (earlier.aggregate(last=Max("number"))["last"] or 0)
    codes = [check_code(packed.snapshot, packed.table.pk) for packed in duty.going]
    return Package.objects.create(
        department=unit.department,
        department_name=unit.department.name,
        year=unit.year,
        round=unit.kind,
        number=number,
        save_id=seen.save_id,
        reported_at=timezone.now(),
        reported_by=user,
        reporter_name=user.name or user.username,
        role=duty.role,
        code=package_code(f"{unit.department.pk}/{unit.year}/{unit.kind}/{number}", codes),
        not_asked=[project.name for project in (*unit.missing, *unit.left_out)],
    )


def _perform_all(user: User, duty: Duty, unit: UnitRound, seen: SeenPackage, package: int = 0) -> list[LogEntry]:
    """The act on every table that the page showed, in the order of the package; a refusal names its table."""
    entries = []
    for packed in unit.tables:
        pk = packed.table.pk
        if pk not in seen.versions:
            continue
        try:
            shown = Seen(seen.versions[pk], str(_name_of(seen, pk)))
            entries.append(perform(user, pk, duty.act.code, seen=shown, package=package))
        except NotDone as refusal:
            raise type(refusal)(f"“{packed.name}”：{refusal}") from refusal
    return entries


def _lines(package: Package, duty: Duty, entries: list[LogEntry]) -> list[PackagedTable]:
    return [
        PackagedTable(
            package=package,
            table=packed.table,
            order=order,
            version=entry.version,
            project_code=packed.table.project.code or packed.table.project_code,
            project_name=packed.name,
            is_key=packed.table.project.is_key,
            control=packed.control,
            amount=packed.amount,
            code=check_code(packed.snapshot, packed.table.pk),
        )
        for order, (packed, entry) in enumerate(zip(duty.going, entries, strict=True), start=1)
    ]
