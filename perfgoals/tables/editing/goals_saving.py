"""A page's changes of 部门整体绩效目标 saved, as ``saving`` does for a table: atomic, compared with their version, done once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.tables.access import get_goals
from perfgoals.tables.editing.changes import Answer, Done
from perfgoals.tables.editing.goals_changes import PerformedGoals, goals_wishes_in, perform_goals
from perfgoals.tables.editing.goals_keyed import LINES, TEXTS, keyed_goals, store_lines
from perfgoals.tables.editing.wishes import Wish
from perfgoals.tables.goals_storing import StaleGoals
from perfgoals.tables.models import DepartmentGoals, GoalItem, GoalSection, Revision


@dataclass(frozen=True, slots=True)
class SavedGoals:
    """As ``saving.Saved``."""

    version: int
    saved_at: datetime
    answers: tuple[Answer, ...] = ()
    orders: dict[str, tuple[str, ...]] | None = None


def save_goals(user: User, pk: int, *, version: int, changes: Any, save_id: str) -> SavedGoals:
    """The changes (see ``goals_changes``) done to the document, as its next version.

    Http404 and PermissionDenied as in ``get_goals``; StaleGoals when ``version`` is no longer the latest; Malformed or Refused
    for what cannot be; nothing is changed by any of them. Under a ``save_id`` that is known nothing is done again.
    """
    wishes = goals_wishes_in(changes)
    try:
        return _save(user, pk, wishes, version=version, save_id=save_id)
    except IntegrityError:  # a save that is known, sent again as if based on what it made
        known = Revision.objects.filter(goals=pk, save_id=save_id).first()
        if known is None:
            raise
        return SavedGoals(known.version, known.saved_at)


def _save(user: User, pk: int, wishes: Sequence[Wish], *, version: int, save_id: str) -> SavedGoals:
    with transaction.atomic():
        goals = get_goals(user, pk, to_write=True, locked=True)
        if goals.version != version:
            return _saved_before(goals, save_id)
        performed = perform_goals(keyed_goals(goals), wishes)
        if performed.done:
            _write(goals, performed)
            Revision.objects.create(goals=goals, version=goals.version, changes=performed.done, save_id=save_id, saved_by=user)
    orders = {LINES: tuple(line.key for line in performed.keyed.lines)} if _lines_moved(performed.done) else None
    return SavedGoals(goals.version, goals.changed_at, tuple(performed.answers), orders)


def _saved_before(goals: DepartmentGoals, save_id: str) -> SavedGoals:
    """The answer that was lost on its way, if this very save has been done; StaleGoals if not."""
    known = Revision.objects.filter(goals=goals, save_id=save_id).first()
    if known is None:
        raise StaleGoals(goals.version)
    return SavedGoals(known.version, known.saved_at)


def _lines_moved(done: Sequence[Done]) -> bool:
    return any(each["do"] != "set" for each in done)


def _write(goals: DepartmentGoals, performed: PerformedGoals) -> None:
    """Only what was changed, and the stamp."""
    keyed = performed.keyed
    written = [name for name in TEXTS if keyed.texts[name] != getattr(goals, name)]
    for name in written:
        setattr(goals, name, keyed.texts[name])
    if _lines_moved(performed.done):
        store_lines(goals, keyed.lines)
    else:
        _write_lines(goals, performed)
    goals.version, goals.changed_at = goals.version + 1, timezone.now()
    goals.save(update_fields=["version", "changed_at", *written])


def _write_lines(goals: DepartmentGoals, performed: PerformedGoals) -> None:
    touched = {each["row"] for each in performed.done if "row" in each}
    for line in performed.keyed.lines:
        if line.key not in touched:
            continue
        if line.kind == "heading":
            GoalSection.objects.filter(goals=goals, key=line.key).update(heading=line.text)
        else:
            GoalItem.objects.filter(section__goals=goals, key=line.key).update(text=line.text)
