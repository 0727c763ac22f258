"""Everything in the database as plain rows, to see that nothing changed."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

# Signing in writes here, and whoever is refused may have signed in.
_BESIDE_THE_POINT = {"sessions.Session", "contenttypes.ContentType", "auth.Permission"}


def dump() -> dict[str, list[str]]:
    """Every row of every table of the database but the sessions and when people last signed in. As the driver gives them: the tests of
    who may do what ask for this thousands of times."""
    with connection.cursor() as cursor:
        return {label: _rows(cursor, statement) for label, statement in _statements().items()}


def _rows(cursor: Any, statement: str) -> list[str]:
    cursor.execute(statement)
    return sorted(map(repr, cursor.fetchall()))


@cache
def _statements() -> dict[str, str]:
    models = (model for model in apps.get_models(include_auto_created=True) if model._meta.label not in _BESIDE_THE_POINT)
    return {model._meta.label: f"SELECT {_columns(model)} FROM {model._meta.db_table}" for model in models}


def _columns(model: Any) -> str:
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if field.name != "last_login")
