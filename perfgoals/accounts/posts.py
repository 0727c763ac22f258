"""The posts a person holds, asked of the database once a request, and what follows from them."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser

from perfgoals.accounts.models import Department, Post, User


def posts_of(user: User | AnonymousUser) -> list[Post]:
    """The posts of an active person, each with its unit; none of anybody else."""
    if not isinstance(user, User) or not user.is_active:
        return []
    held: list[Post] | None = getattr(user, "_posts_held", None)
    if held is None:
        held = list(user.posts.select_related("department"))
        user._posts_held = held  # type: ignore[attr-defined]
    return held


def units_of(user: User | AnonymousUser) -> list[Department]:
    """The units in which a person holds a post, each once."""
    return list({post.department_id: post.department for post in posts_of(user)}.values())


def holds(user: User | AnonymousUser, roles: Collection[str]) -> bool:
    """Whether a person holds one of these posts, anywhere."""
    return any(post.role in roles for post in posts_of(user))


def is_administrator(user: User | AnonymousUser) -> bool:
    """Whoever holds the post of 系统管理员, anywhere, and the superuser that a site is begun with."""
    if not user.is_active:
        return False
    return user.is_superuser or holds(user, {Post.Role.ADMINISTRATOR})
