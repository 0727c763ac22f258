"""What the tests of the pages of 部门整体绩效目标 ask of the site."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from perfgoals.tables.editing.goals_keyed import keyed_goals
from perfgoals.tables.models import DepartmentGoals


def keys(goals: DepartmentGoals) -> list[str]:
    return [line.key for line in keyed_goals(goals).lines]


def write(goals: DepartmentGoals, index: int, text: str) -> dict[str, Any]:
    """The line with this index says this."""
    return {"do": "set", "row": keys(goals)[index], "field": "text", "text": text}


def add(after: str | None, text: str, kind: str = "item") -> dict[str, Any]:
    return {"do": "add", "row": str(uuid4()), "side": "lines", "level2": kind, "after": after, "texts": {"text": text}}


def save(client: Client, goals: DepartmentGoals, *changes: Any, version: Any = 1, save_id: str = "") -> Any:
    """The answer to a page that saves these."""
    data = {"save": save_id or str(uuid4()), "version": version, "changes": list(changes)}
    return client.post(f"/goals/{goals.pk}/save/", data, content_type="application/json")
