"""The opinion a person has begun to write on a table: kept as it is typed, theirs alone, gone once anything is decided about the table."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from perfgoals.accounts.models import User
from perfgoals.review.deciding import Decided
from perfgoals.review.models import OpinionDraft
from perfgoals.review.standing import Standing
from perfgoals.tables.access import get_table


def save_opinion(user: User, pk: int, *, version: int, text: str, grade: str) -> OpinionDraft | None:
    """Keeps what is written beside the buttons of a table; nothing is left of what was emptied. Only 审核通过 has a grade: without one
    that chosen before stays.

    As ``get_table``; PermissionDenied for whoever has no opinion to give now, Decided where the page shows another version.
    """
    with transaction.atomic():
        table = get_table(user, pk, locked=True)
        if not any(offer.asks for offer in Standing(user, table).offers):
            raise PermissionDenied(f"这张表现在是“{table.get_state_display()}”，不由您写意见。")
        if table.version != version:
            raise Decided("这张表已经变动，请复制您写的意见，刷新页面后再写")
        draft = OpinionDraft.objects.filter(table=table, user=user).first() or OpinionDraft(table=table, user=user)
        draft.text, draft.grade = text, grade or draft.grade
        if draft.text or draft.grade:
            draft.save()
            return draft
        if draft.pk:
            draft.delete()
        return None
