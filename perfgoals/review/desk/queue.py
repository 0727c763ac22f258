"""What waits for a person: one condition of the database for the desk, its number in the menu, previous and next, and batches."""

from __future__ import annotations

from django.db.models import Q

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.posts import posts_of
from perfgoals.review.road import with_the_post
from perfgoals.review.separating import set_aside
from perfgoals.review.transitions import POST_IN, STEPS, Role, State
from perfgoals.tables.access import visible_to
from perfgoals.tables.models.target_table import TargetTableQuerySet

WAITING = (State.RETURNED, *STEPS, State.UNIT_CONFIRMATION, State.PASSED)
"""The states in which somebody is waited for; a draft waits for nobody, and what is settled is settled."""


def sent_to(user: User, *, acting_for: Department | None = None) -> TargetTableQuerySet:
    """The tables that are with a post the person holds; with ``acting_for`` only by the posts held there."""
    condition = Q(pk__in=[])
    for state in WAITING:
        if held := _departments_of(user, POST_IN[state], acting_for):
            condition |= Q(state=state) & with_the_post(POST_IN[state], held)
    return visible_to(user, acting_for=acting_for).filter(condition)


def waiting_for(user: User, *, acting_for: Department | None = None) -> TargetTableQuerySet:
    """The tables that wait for the person: those sent to them but the ones they may not review."""
    return sent_to(user, acting_for=acting_for).filter(~set_aside(user))


def _departments_of(user: User, role: Role, acting_for: Department | None) -> list[int]:
    held = (post for post in posts_of(user) if post.role == role)
    return [post.department_id for post in held if acting_for is None or post.department_id == acting_for.pk]
