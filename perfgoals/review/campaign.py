"""Who runs a year's campaign: sets its rounds, gives out 控制数, extends a deadline."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from perfgoals.accounts.models import User
from perfgoals.accounts.posts import is_administrator, posts_of
from perfgoals.review.transitions import Role


def may_run_campaign(user: User | AnonymousUser) -> bool:
    """绩效审核岗 and 系统管理员."""
    return is_administrator(user) or any(post.role == Role.PERFORMANCE_REVIEWER for post in posts_of(user))


def refuse_unless_campaigner(user: User | AnonymousUser, what: str) -> None:
    """PermissionDenied for everybody who does not run the campaign; ``what`` they wished to do."""
    if not may_run_campaign(user):
        raise PermissionDenied(f"只有绩效审核岗和系统管理员可以{what}。")
