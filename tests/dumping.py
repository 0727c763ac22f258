"""Everything in the database as plain rows, to see that nothing changed."""

from __future__ import annotations

from typing import Any

from django.apps import apps

# Signing in writes here, and whoever is refused may have signed in.
_BESIDE_THE_POINT = {"sessions.Session", "contenttypes.ContentType", "auth.Permission"}


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the database but the sessions and when people last signed in."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(*_columns(model)), key=repr)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in _BESIDE_THE_POINT
    }


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
