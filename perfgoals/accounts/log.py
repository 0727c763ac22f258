"""What administrators did, in the log that Django's admin keeps and shows."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import HttpRequest

from perfgoals.accounts.models import User


def note(request: HttpRequest, changed: Iterable[Model], act: str) -> None:
    """One entry for each object: by whom, and which ``act``."""
    actor = request.user
    assert isinstance(actor, User), "nobody who is not signed in gets as far as changing something"
    LogEntry.objects.log_actions(str(actor.pk), changed, CHANGE, act)
