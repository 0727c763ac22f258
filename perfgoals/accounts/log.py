"""What administrators did, in the log that Django's admin keeps and shows."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest

from perfgoals.accounts.models import User


def note(request: HttpRequest, changed: Iterable[Model], act: str) -> None:
    """One entry for each object: by whom, and which ``act``."""
    actor = request.user
    assert isinstance(actor, User), "nobody who is not signed in gets as far as changing something"
    LogEntry.objects.log_actions(str(actor.pk), changed, CHANGE, act)


def note_each(actor: User, noted: Iterable[tuple[Model, str]]) -> None:
    """One entry for each object with its own act, in one statement."""
    entries = (
        LogEntry(
            user=actor,
            content_type=ContentType.objects.get_for_model(record, for_concrete_model=False),
            object_id=str(record.pk),
            object_repr=str(record)[:200],
            action_flag=CHANGE,
            change_message=act,
        )
        for record, act in noted
    )
    LogEntry.objects.bulk_create(entries, batch_size=500)
