"""Who may do what with tables: one authority for lists (``visible_to``), for one table (``roles_on``) and for every route.

A stranger gets 404, a reader who tries to write 403.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from perfgoals.accounts.models import Department, Post, User
from perfgoals.accounts.posts import posts_of
from perfgoals.tables.models import Attachment, DepartmentGoals, Project, TargetTable
from perfgoals.tables.models.target_table import TargetTableQuerySet

Role = Post.Role
IN_THE_UNIT = (Role.AUTHOR, Role.UNIT_REVIEWER, Role.READER, Role.EXPERT)
EVERYWHERE = (Role.PERFORMANCE_REVIEWER, Role.ADMINISTRATOR)
OPEN_TO_THE_AUTHOR = (TargetTable.State.DRAFTING, TargetTable.State.RETURNED)


def departments_of(user: User | AnonymousUser, *, acting_for: Department | None = None) -> Q:
    """The units whose tables a person may see, as a condition on Department; with ``acting_for`` only by the posts held there."""
    posts = list(_posts(user, acting_for))
    if any(post.role in EVERYWHERE for post in posts):
        return Q()
    own = [post.department_id for post in posts if post.role in IN_THE_UNIT]
    supervised = [post.department_id for post in posts if post.role == Role.SUPERVISOR_REVIEWER]
    sections = [post.department_id for post in posts if post.role == Role.SECTION_REVIEWER]
    return Q(pk__in=own + supervised) | Q(supervisor__in=supervised) | Q(section__in=sections)


def visible_to(user: User | AnonymousUser, *, acting_for: Department | None = None, in_bin: bool = False) -> TargetTableQuerySet:
    """The tables a person may see. Those in the bin are a list of their own, for the authors who may restore them."""
    tables = TargetTable.objects.filter(deleted_at__isnull=not in_bin)
    if in_bin:
        own = [post.department_id for post in _posts(user, acting_for) if post.role == Role.AUTHOR]
        return tables.filter(project__department__in=own)
    condition = departments_of(user, acting_for=acting_for)
    if not condition:
        return tables
    in_its_unit = Q(project__department__in=Department.objects.filter(condition))
    passed_on = [post.department_id for post in _posts(user, acting_for) if post.role == Role.SECTION_REVIEWER]
    return tables.filter(in_its_unit | Q(section__in=passed_on) if passed_on else in_its_unit)


def roles_on(user: User | AnonymousUser, table: TargetTable) -> frozenset[Role]:
    """The posts by which a person deals with this table."""
    passed_on = any(post.role == Role.SECTION_REVIEWER and post.department_id == table.section_id for post in _posts(user, None))
    return roles_in(user, table.project.department) | ({Role.SECTION_REVIEWER} if passed_on else set())


def roles_in(user: User | AnonymousUser, department: Department) -> frozenset[Role]:
    """The posts by which a person deals with this unit's tables."""
    return frozenset(Role(post.role) for post in _posts(user, None) if _reaches(post, department))


def may_write(user: User | AnonymousUser, table: TargetTable) -> bool:
    """The author of the unit, while the table is with them."""
    return table.state in OPEN_TO_THE_AUTHOR and Role.AUTHOR in roles_on(user, table)


def units_to_write_for(user: User | AnonymousUser) -> list[Department]:
    """The units in which a person may make projects and tables."""
    return [post.department for post in _posts(user, None) if post.role == Role.AUTHOR]


def get_table(user: User | AnonymousUser, pk: int, *, to_write: bool = False, in_bin: bool = False, locked: bool = False) -> TargetTable:
    """The table, if the person may see it; Http404 if not; PermissionDenied if they may see but not change it.

    ``locked`` keeps others from writing it until the transaction ends.
    """
    tables = visible_to(user, in_bin=in_bin).select_related("project__department")
    if locked:
        tables = tables.select_for_update(of=("self",))
    table = tables.filter(pk=pk).first()
    if table is None:
        raise Http404
    if to_write and not may_write(user, table):
        raise PermissionDenied("您可以查看这张表，但不能修改：只有本单位经办岗在填报中或已退回时可以修改。")
    return table


def get_unit(user: User | AnonymousUser, pk: int) -> Department:
    """The unit, if the person may see its tables; Http404 if not."""
    unit = Department.objects.exclude(kind=Department.Kind.SECTION).filter(departments_of(user), pk=pk).first()
    if unit is None:
        raise Http404
    return unit


def get_attachment(user: User | AnonymousUser, pk: int) -> Attachment:
    """An attachment of a table that the person may see; Http404 if not."""
    found = Attachment.objects.filter(table__in=visible_to(user), pk=pk).select_related("table__project__department").first()
    if found is None:
        raise Http404
    return found


def goals_visible_to(user: User | AnonymousUser, *, acting_for: Department | None = None) -> QuerySet[DepartmentGoals]:
    """部门整体绩效目标 of the units a person may see."""
    condition = departments_of(user, acting_for=acting_for)
    goals = DepartmentGoals.objects.all()
    return goals.filter(department__in=Department.objects.filter(condition)) if condition else goals


def get_goals(user: User | AnonymousUser, pk: int, *, to_write: bool = False, locked: bool = False) -> DepartmentGoals:
    """As ``get_table``, for 部门整体绩效目标."""
    visible = goals_visible_to(user).select_related("department")
    if locked:
        visible = visible.select_for_update(of=("self",))
    goals = visible.filter(pk=pk).first()
    if goals is None:
        raise Http404
    if to_write and Role.AUTHOR not in roles_in(user, goals.department):
        raise PermissionDenied("您可以查看部门整体绩效目标，但不能修改：只有本单位经办岗可以修改。")
    return goals


def projects_visible_to(user: User | AnonymousUser) -> QuerySet[Project]:
    """The projects of the units a person may see."""
    condition = departments_of(user)
    projects = Project.objects.all()
    return projects.filter(department__in=Department.objects.filter(condition)) if condition else projects


def _posts(user: User | AnonymousUser, acting_for: Department | None) -> list[Post]:
    return [post for post in posts_of(user) if acting_for is None or post.department_id == acting_for.pk]


def _reaches(post: Post, department: Department) -> bool:
    if post.role in EVERYWHERE:
        return True
    if post.role == Role.SECTION_REVIEWER:
        return department.section_id == post.department_id
    if post.role == Role.SUPERVISOR_REVIEWER:
        return post.department_id in (department.pk, department.supervisor_id)
    return post.department_id == department.pk
