"""Which projects are like another: of the same sector, or with words of the name in common."""

from __future__ import annotations

import re

from django.db.models import QuerySet

from perfgoals.tables.library.naming import folded
from perfgoals.tables.library.sectors import GENERAL, sector_of, without_common_words
from perfgoals.tables.models import TargetTable

_CANDIDATES = 3000
"""Of all tables the latest; a year of a large office."""

_ALIKE = 0.2
"""How much of two names must be the same for them to be alike whatever their sectors."""


def most_similar(name: str, department: str, tables: QuerySet[TargetTable], most: int) -> list[int]:
    """The keys of at most ``most`` tables, one a project, the most similar first."""
    sector = sector_of(name, department)
    latest = tables.order_by("-year", "-pk").values_list("pk", "project_id", "project_name", "department_name")
    points: dict[int, tuple[float, int]] = {}
    for pk, project, other, unit in latest[:_CANDIDATES]:
        same_sector = sector != GENERAL and sector == sector_of(other, unit)
        alike = likeness(name, other)
        if project not in points and (same_sector or alike >= _ALIKE):
            points[project] = (alike + same_sector * _ALIKE, pk)
    ranked = sorted(points.values(), key=lambda each: each[0], reverse=True)
    return [pk for _, pk in ranked[:most]]


def likeness(one: str, other: str) -> float:
    """From 0 to 1: how many pairs of neighbouring characters two names share, common words and numbers aside."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pairs(name: str) -> set[str]:
    pieces = re.split(r"[\s0-9A-Za-z]+", without_common_words(folded(name)))
    return {piece[place : place + 2] for piece in pieces for place in range(len(piece) - 1)}
