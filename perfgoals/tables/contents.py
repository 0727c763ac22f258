"""A table together with its contents."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import prefetch_related_objects

from perfgoals.accounts.models import User
from perfgoals.tables.access import get_table
from perfgoals.tables.models import TargetTable
from perfgoals.tables.models.target_table import CONTENTS


def table_with_contents(user: User | AnonymousUser, pk: int) -> TargetTable:
    """As ``get_table``, ready for ``to_snapshot``: what is in the table is read only once the person may see it."""
    table = get_table(user, pk)
    read_contents(table)
    return table


def read_contents(table: TargetTable) -> None:
    """Makes a table ready for ``to_snapshot``; what was read before is not read again."""
    prefetch_related_objects([table], *CONTENTS)
