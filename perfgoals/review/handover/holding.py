"""What a person has to hand over: posts with the tables that wait for them, notices, drafts that print their name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from perfgoals.accounts.models import Post, User
from perfgoals.review.noticing import unread
from perfgoals.review.road import with_the_post
from perfgoals.review.transitions import POST_IN, Role, State
from perfgoals.tables.access import OPEN_TO_THE_AUTHOR
from perfgoals.tables.models import TargetTable
from perfgoals.tables.models.target_table import TargetTableQuerySet

_SETTLED = (State.APPROVED, State.REJECTED, State.UNFUNDED)


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post, and how many tables wait for whoever holds it."""

    post: Post
    waiting: int


@dataclass(frozen=True, slots=True)
class Holding:
    """``printed``: drafts that print the person as 填报人 or their telephone."""

    posts: tuple[HeldPost, ...]
    unread: int
    printed: int


def holding_of(person: User) -> Holding:
    """As many queries as the person has posts, and three."""
    posts = list(person.posts.select_related("department"))
    held = tuple(HeldPost(post, _waiting_for(post).count()) for post in posts)
    return Holding(held, unread(person), printing(person, posts).count())


def _waiting_for(post: Post) -> QuerySet[TargetTable]:
    """The tables whose turn it is at this post."""
    states = [state for state, role in POST_IN.items() if role == post.role and state not in _SETTLED]
    return TargetTable.objects.filter(with_the_post(post.role, [post.department_id]), deleted_at=None, state__in=states)


def printing(person: User, posts: Iterable[Post]) -> TargetTableQuerySet:
    """The tables that are with their author in the units of these posts and print this person as 填报人 or their telephone."""
    units = [post.department_id for post in posts if post.role == Role.AUTHOR]
    named = Q(author_name=person.name) if person.name else Q(pk=None)
    named |= Q(telephone=person.telephone) if person.telephone else Q(pk=None)
    return TargetTable.objects.filter(named, deleted_at=None, state__in=OPEN_TO_THE_AUTHOR, project__department__in=units)
