"""专家意见: what a 第三方/专家 of the unit advises on a table under review. It decides nothing and stays as it was written.

Seen by whoever reviews the table, at every step, and by 系统管理员; by the unit's 经办岗 and 只读查阅 only once finance has decided, for
until then it is advice to the reviewers. An expert sees their own.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from perfgoals.accounts.models import User
from perfgoals.review.deciding import Decided, NotDone
from perfgoals.review.models import Advice
from perfgoals.review.transitions import STEPS, Role, State
from perfgoals.tables.access import get_table, roles_on
from perfgoals.tables.models import TargetTable

MOST = 20
"""Of one expert on one table."""

DECIDED = (State.PASSED, State.APPROVED, State.REJECTED, State.UNFUNDED)
_REVIEWERS = frozenset({*STEPS.values(), Role.ADMINISTRATOR})


def advice_for(user: User | AnonymousUser, table: TargetTable) -> QuerySet[Advice]:
    """The advice on a table that this person may see: the one place that says who may. ``table`` is one they may see."""
    roles = roles_on(user, table)
    if roles & _REVIEWERS or (roles and table.state in DECIDED):
        return table.advice.all()
    return table.advice.filter(by=user.pk) if Role.EXPERT in roles else table.advice.none()


def may_advise(user: User | AnonymousUser, table: TargetTable) -> bool:
    return table.state in STEPS and Role.EXPERT in roles_on(user, table)


def advise_table(user: User, pk: int, *, version: int, text: str) -> Advice:
    """Writes advice on the version that was seen. The same words sent twice are one.

    As ``get_table``; PermissionDenied for whoever is no expert of the unit or comes too late, Decided where the table has changed.
    """
    with transaction.atomic():
        table = get_table(user, pk, locked=True)
        if not may_advise(user, table):
            raise PermissionDenied(f"这张表现在是“{table.get_state_display()}”，只有本单位的第三方/专家在审核期间可以写专家意见。")
        if table.version != version:
            raise Decided("这张表已经变动，请看过现在的内容再写")
        own = list(table.advice.filter(by=user))
        if same := next((each for each in own if (each.version, each.text) == (version, text)), None):
            return same
        if len(own) >= MOST:
            raise NotDone(f"每张表最多写 {MOST} 条专家意见")
        return Advice.objects.create(table=table, by=user, by_name=user.name or user.username, version=version, text=text)
