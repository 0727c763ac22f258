"""常用审核意见: a person's own, and the office's, which 绩效审核岗 and 系统管理员 keep for everybody who reviews."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404

from perfgoals.accounts.models import User
from perfgoals.accounts.posts import holds, is_administrator
from perfgoals.review.campaign import may_run_campaign
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import Phrase
from perfgoals.review.transitions import Role

REVIEWING = frozenset(Role) - {Role.AUTHOR, Role.READER}
"""The posts that have phrases: those that write opinions on other people's tables, and whoever keeps the office's."""

MOST = 100
"""Of one owner: a longer list is slower than typing."""

LONGEST = 500

_THE_SAME = "已有这条意见，不必再存"


def uses_phrases(user: User) -> bool:
    return is_administrator(user) or holds(user, REVIEWING)


def phrases_for(user: User) -> QuerySet[Phrase]:
    """What a person may use: their own first, then the office's. PermissionDenied for whoever reviews nothing."""
    if not uses_phrases(user):
        raise PermissionDenied("常用审核意见由审核人使用，您没有审核的岗位。")
    return Phrase.objects.filter(Q(owner=user) | Q(owner__isnull=True)).order_by(F("owner_id").asc(nulls_last=True), "order", "pk")


def create_phrase(user: User, text: str, *, is_shared: bool = False) -> Phrase:
    """One more, at the end of its list. PermissionDenied as ``phrases_for`` and for a shared one; NotDone with a sentence."""
    phrases_for(user)
    if is_shared and not may_run_campaign(user):
        raise PermissionDenied("公用的常用审核意见只有绩效审核岗和系统管理员可以增加。")
    owner = None if is_shared else user
    with transaction.atomic():
        last = _locked(owner)
        if len(last) >= MOST:
            raise NotDone(f"常用意见最多 {MOST} 条，请先删去不用的")
        return _saved(Phrase(owner=owner, text=text, order=last[-1].order + 1 if last else 0))


def edit_phrase(user: User, pk: int, text: str) -> Phrase:
    """Other words; as ``phrase_to_change``, NotDone where it is there already."""
    with transaction.atomic():
        phrase = phrase_to_change(user, pk)
        phrase.text = text
        return _saved(phrase)


def delete_phrase(user: User, pk: int) -> None:
    with transaction.atomic():
        phrase_to_change(user, pk).delete()


def move_phrase(user: User, pk: int, *, up: bool) -> None:
    """One place up or down in its list; at the end of it nothing moves."""
    with transaction.atomic():
        phrase = phrase_to_change(user, pk)
        listed = _locked(phrase.owner)
        here = next(index for index, each in enumerate(listed) if each.pk == pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(listed):
            listed[here], listed[there] = listed[there], listed[here]
        for order, each in enumerate(listed):
            each.order = order
        Phrase.objects.bulk_update(listed, ["order"])


def phrase_to_change(user: User, pk: int) -> Phrase:
    """Http404 for what they may not use, PermissionDenied for what is not theirs to change."""
    phrase = phrases_for(user).filter(pk=pk).first() if uses_phrases(user) else None
    if phrase is None:
        raise Http404
    if phrase.owner_id is None and not may_run_campaign(user):
        raise PermissionDenied("这条是公用的常用审核意见，只有绩效审核岗和系统管理员可以修改。")
    return phrase


def _locked(owner: User | None) -> list[Phrase]:
    """The list of this owner, which nobody else sorts before the transaction ends."""
    return list(Phrase.objects.select_for_update().filter(owner=owner).order_by("order", "pk"))


def _saved(phrase: Phrase) -> Phrase:
    try:
        with transaction.atomic():
            phrase.save()
    except IntegrityError as error:
        raise NotDone(_THE_SAME) from error
    return phrase
