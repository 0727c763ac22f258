"""The bin: a table is put into it by its author and taken out again, or stays there. Nothing is lost.

While a table is in the bin, ``deleted_at`` and ``changed_by`` tell when and by whom it was put there.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.tables.access import OPEN_TO_THE_AUTHOR
from perfgoals.tables.carrying import AlreadyThere, table_of
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.storing import StaleVersion


class NotDeleted(Exception):
    """str: one sentence on why the table stays where it is."""


def delete_table(table: TargetTable, *, by: User, based_on: int) -> None:
    """Into the bin. StaleVersion when ``based_on`` is no longer the latest, NotDeleted when the table is not with its author."""
    with transaction.atomic():
        latest = TargetTable.objects.select_for_update().get(pk=table.pk)
        if latest.deleted_at:
            raise NotDeleted("这张表已在回收站")
        if latest.version != based_on:
            raise StaleVersion(latest)
        if latest.state not in OPEN_TO_THE_AUTHOR:
            raise NotDeleted(f"这张表现在“{latest.get_state_display()}”，只有填报中或已退回的表可以删除")
        _save(table, latest.version, by, deleted=True)


def restore_table(table: TargetTable, *, by: User) -> None:
    """Out of the bin. AlreadyThere when a new table has taken the place meanwhile; one that is out already stays as it is."""
    with transaction.atomic():
        latest = TargetTable.objects.select_for_update().get(pk=table.pk)
        if not latest.deleted_at:
            return
        if there := table_of(table.project, latest.year, latest.round):
            raise AlreadyThere(there)
        try:
            with transaction.atomic():
                _save(table, latest.version, by, deleted=False)
        except IntegrityError:  # somebody else was faster
            there = table_of(table.project, latest.year, latest.round)
            if there is None:
                raise
            raise AlreadyThere(there) from None


def _save(table: TargetTable, version: int, by: User, *, deleted: bool) -> None:
    table.version, table.changed_by = version + 1, by
    table.deleted_at = timezone.now() if deleted else None
    table.save(update_fields=["version", "changed_by", "changed_at", "deleted_at"])
    act = Revision.Act.DELETE if deleted else Revision.Act.UNDELETE
    Revision.objects.create(table=table, version=table.version, act=act, saved_by=by)
