"""The chain of steps of a unit, computed from the register of units and posts, and who holds which post on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from perfgoals.accounts.models import Department, Post, User
from perfgoals.accounts.posts import posts_of
from perfgoals.review.transitions import STEPS, Role, State
from perfgoals.tables.models import TargetTable


def steps_of(department: Department, day: date) -> tuple[State, ...]:
    """The reviews a table of this unit passes on this day, in their order; a step that the unit does not have is not among them.

    待单位审核 where somebody in the unit holds the post; 待主管部门审核 where another unit supervises it in which somebody does;
    待股室审核 where a 业务股室 looks after it; 待绩效审核 by a setting.
    """
    related = [pk for pk in (department.supervisor_id, department.section_id) if pk and pk != department.pk]
    existing = set(Department.objects.on(day).filter(pk__in=related).values_list("pk", flat=True)) if related else set()
    in_the_unit = Q(department=department, role=Role.UNIT_REVIEWER)
    above = Q(department__in=existing & {department.supervisor_id}, role=Role.SUPERVISOR_REVIEWER)
    held = set(Post.objects.filter(in_the_unit | above, user__is_active=True).values_list("role", flat=True))
    has = {
        State.UNIT_REVIEW: Role.UNIT_REVIEWER in held,
        State.SUPERVISOR_REVIEW: Role.SUPERVISOR_REVIEWER in held,
        State.SECTION_REVIEW: department.section_id in existing,
        State.PERFORMANCE_REVIEW: settings.PERFORMANCE_REVIEW,
    }
    return tuple(step for step in STEPS if has[step])


def following(state: str, steps: Sequence[State]) -> State:
    """The step after this state on a unit's chain; behind the last one 审核通过，待批复."""
    order = list(STEPS)
    after = order[order.index(State(state)) + 1 :] if state in STEPS else order
    return next((step for step in after if step in steps), State.PASSED)


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the road: its name, and whether the table is past it, there, or before it (past, here, ahead)."""

    label: str
    where: str


def stops_of(state: State, steps: Sequence[State], corrected_in: State | None = None, ended_in: State | None = None) -> list[Stop]:
    """The whole road with these reviews; a table in a step that the unit has no more is shown in it all the same.

    ``corrected_in``: the review whose 财政代改 the unit is asked about, which is a place between that one and the next.
    ``ended_in``: where a table was that went no further, so that the road is shown as far as it went.
    """
    shown = [step for step in STEPS if step in steps or step == (ended_in or state)]
    if corrected_in:
        shown.insert(shown.index(corrected_in) + 1, State.UNIT_CONFIRMATION)
    way = [State.DRAFTING, *shown, State.PASSED, State.APPROVED]
    if state in (State.REJECTED, State.UNFUNDED):
        way = [*way[: way.index(ended_in) + 1 if ended_in in way else -1], state]
    here = way.index(state) if state in way else 0
    names = [state.label if index == 0 and state == State.RETURNED else each.label for index, each in enumerate(way)]
    where = ["past" if index < here else "here" if index == here else "ahead" for index in range(len(way))]
    return [Stop(*each) for each in zip(names, where, strict=True)]


def returning_to(step: str, steps: Sequence[State]) -> State:
    """Where a corrected table goes that was returned in ``step``: back to the post that returned it.

    What 绩效审核岗 returned while it waited for 批复 is theirs to review, whether the unit's chain has that step or not;
    where a post has gone from the chain since, the next one on it.
    """
    order = list(STEPS)
    later = order[order.index(State(step)) :] if step in STEPS else []
    return next((each for each in later if each in steps), State.PERFORMANCE_REVIEW)


def unit_of_post(role: Role, table: TargetTable) -> int | None:
    """Where the post must be held that deals with this table; None for one that deals with all units."""
    department = table.project.department
    if role == Role.SUPERVISOR_REVIEWER:
        return department.supervisor_id or 0
    if role == Role.SECTION_REVIEWER:
        return table.section_id or department.section_id or 0
    return None if role == Role.PERFORMANCE_REVIEWER else department.pk


def with_the_post(role: str, departments: Collection[int]) -> Q:
    """``unit_of_post`` as a condition: the tables that this post deals with where it is held in these units."""
    match role:
        case Role.PERFORMANCE_REVIEWER:
            return Q()
        case Role.SECTION_REVIEWER:
            return Q(section__in=departments) | Q(section__isnull=True, project__department__section__in=departments)
        case Role.SUPERVISOR_REVIEWER:
            return Q(project__department__supervisor__in=departments)
    return Q(project__department__in=departments)


def post_of(user: User | AnonymousUser, role: Role, table: TargetTable) -> Post | None:
    """The post by which a person acts in this role on this table, if they hold it."""
    where = unit_of_post(role, table)
    return next((post for post in posts_of(user) if post.role == role and where in (None, post.department_id)), None)


def people_in(role: Role, table: TargetTable) -> QuerySet[User]:
    """Whoever holds this post for this table."""
    where = unit_of_post(role, table)
    posts = Post.objects.filter(role=role) if where is None else Post.objects.filter(role=role, department=where)
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("pk")
