"""Posts, unread notices and the name on drafts, from one person to another in one transaction.

Opinions that were not sent are personal and stay where they are; what was done stays in the log under the name of who did it.
Whether somebody reviews what they wrote is asked when they do it, and not here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from perfgoals.accounts.log import note_each
from perfgoals.accounts.models import Post, User
from perfgoals.review.deciding import NotDone
from perfgoals.review.handover.holding import printing
from perfgoals.review.models import Notice
from perfgoals.tables.access import visible_to
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.models import TargetTable
from perfgoals.tables.renaming import write_printed

_COLUMNS = {"contacts.author": "author_name", "contacts.telephone": "telephone"}
_FIELDS = {"contacts.author": "name", "contacts.telephone": "telephone"}
"""What a draft prints of its author, and where the person has it."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many of each went over."""

    posts: int
    notices: int
    drafts: int


def hand_over(person: User, to: User, keys: Collection[int], *, by: User, day: date, reason: str) -> HandedOver:
    """Gives these posts of ``person`` to ``to``, with what hangs on them. ``day`` and ``reason`` are for the log.

    Raises NotDone, and nothing has changed, where the posts are no longer as they were shown, or ``to`` cannot take them.
    """
    with transaction.atomic():
        people = {each.pk: each for each in User.objects.select_for_update(no_key=True).filter(pk__in=[person.pk, to.pk]).order_by("pk")}
        person, to = people[person.pk], people[to.pk]
        posts = list(person.posts.select_for_update(of=("self",)).select_related("department").filter(pk__in=keys))
        _refuse(person, to, len(posts), len(keys))
        drafts = [_rewrite(table, person, to) for table in printing(person, posts).select_for_update(of=("self",)).order_by("pk")]
        _move(posts, to)
        notices = _move_notices(person.pk, to.pk)
        said = f"{'、'.join(f'{post.department.name}{post.get_role_display()}' for post in posts)}；{day:%Y-%m-%d}；{reason}"
        note_each(by, [(person, f"工作移交给{to}：{said}"[:2000]), (to, f"接手{person}的工作：{said}"[:2000])])
    return HandedOver(len(posts), notices, len(drafts))


def _refuse(person: User, to: User, found: int, wanted: int) -> None:
    if person.pk == to.pk:
        raise NotDone("不能移交给本人，请选择另一个人")
    if not to.is_active:
        raise NotDone(f"{to}的账号已停用，请选择另一个人，或先启用账号")
    if not wanted:
        raise NotDone("没有选中任何岗位，请勾选要移交的岗位")
    if found != wanted:
        raise NotDone(f"{person}的岗位刚才有变动，没有移交，请重新核对")


def _move(posts: Iterable[Post], to: User) -> None:
    """A post that ``to`` holds already is not held twice."""
    held = set(to.posts.values_list("department_id", "role"))
    doubled = [post.pk for post in posts if (post.department_id, post.role) in held]
    Post.objects.filter(pk__in=doubled).delete()
    Post.objects.filter(pk__in=[post.pk for post in posts if post.pk not in doubled]).update(user=to)


def _move_notices(person: int, to: int) -> int:
    """Unread notices of tables that the one may open no more and the other may; to be mailed to them too."""
    former, new = User.objects.get(pk=person), User.objects.get(pk=to)  # with the posts they have now
    known = Notice.objects.filter(to=new).values("entry")
    moving = Notice.objects.filter(to=former, read_at=None, table__in=visible_to(new)).exclude(entry__in=known)
    keys = list(moving.exclude(table__in=visible_to(former)).values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=keys).update(to=new, mailed_at=None)


def _rewrite(table: TargetTable, person: User, to: User) -> TargetTable:
    """The new 填报人 and telephone, as a version of the table that nobody is taken to have written."""
    dones: list[Done] = []
    for path, field in _FIELDS.items():
        before, after = getattr(person, field), getattr(to, field)
        if before and getattr(table, _COLUMNS[path]) == before and before != after:
            dones.append({"do": "set", "path": path, "before": before, "after": after})
    if dones:
        write_printed(table, dones, _COLUMNS, by=None)
    return table
