"""Who runs a year's campaign: sets its rounds, gives out 控制数, extends a deadline."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.posts import holds, is_administrator, posts_of
from perfgoals.accounts.words import said
from perfgoals.review.models import Extension, ReportingRound
from perfgoals.review.transitions import Role
from perfgoals.tables.access import departments_of


def may_run_campaign(user: User | AnonymousUser) -> bool:
    """绩效审核岗 and 系统管理员."""
    return is_administrator(user) or holds(user, {Role.PERFORMANCE_REVIEWER})


def refuse_unless_campaigner(user: User | AnonymousUser, what: str) -> None:
    """PermissionDenied for everybody who does not run the campaign; ``what`` they wished to do."""
    if not may_run_campaign(user):
        raise PermissionDenied(f"只有绩效审核岗和系统管理员可以{what}。")


_OVERSEE = (Role.SUPERVISOR_REVIEWER, Role.SECTION_REVIEWER, Role.PERFORMANCE_REVIEWER, Role.ADMINISTRATOR)
"""Whoever sees more units than those in which they work."""


def refuse_unless_overseer(user: User | AnonymousUser) -> None:
    """PermissionDenied for everybody who sees no more than their own unit."""
    if not holds(user, _OVERSEE):
        raise PermissionDenied(said("进度由主管部门审核岗、股室审核岗、绩效审核岗和系统管理员查看；本单位的表请看“绩效目标表”。"))


def get_round(user: User | AnonymousUser, pk: int, *, to: str) -> ReportingRound:
    """The round, for whoever may do with it what ``to`` says; Http404 where there is none or the person has no post to see it by,
    PermissionDenied where they may only see it."""
    found = ReportingRound.objects.filter(pk=pk).first()
    if found is None or not (posts_of(user) or may_run_campaign(user)):
        raise Http404
    refuse_unless_campaigner(user, to)
    return found


def get_extension(user: User | AnonymousUser, pk: int, *, to: str) -> Extension:
    """As ``get_round``; a late opening is seen by the unit that it is for, and by whoever sees that unit."""
    extensions = Extension.objects.select_related("round")
    if not may_run_campaign(user):
        seen = Department.objects.filter(departments_of(user))
        extensions = extensions.filter(Q(department__in=seen) | Q(department__isnull=True))
    found = extensions.filter(pk=pk).first()
    if found is None or not (posts_of(user) or may_run_campaign(user)):
        raise Http404
    refuse_unless_campaigner(user, to)
    return found
