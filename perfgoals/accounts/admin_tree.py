"""The list of units as a tree: every unit below the one it belongs to, indented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest

from perfgoals.accounts.models import Department


class TreeList(ChangeList):
    """Sorted as a tree until somebody sorts it by a column. Each unit listed carries its ``depth``."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Department]:
        found: QuerySet[Department] = super().get_queryset(request, exclude_parameters)
        self.depths = dict(tree())
        if ORDER_VAR in self.params or not self.depths:
            return found
        return found.order_by(Case(*(When(pk=key, then=Value(place)) for place, key in enumerate(self.depths))))

    def get_ordering_field_columns(self) -> dict[int, Any]:
        """No column is marked as the one it is sorted by."""
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        for department in self.result_list:
            department.depth = self.depths.get(department.pk, 0)


def tree() -> Iterator[tuple[int, int]]:
    """Key and depth of every unit, parents before children. Units whose parents go round in a circle come last."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in Department.objects.order_by("code", "name").values_list("pk", "parent_id"):
        children[parent].append(key)
    met: set[int] = set()
    waiting = [(key, 0) for key in reversed(children[None])]
    while waiting:
        key, depth = waiting.pop()
        met.add(key)
        yield key, depth
        waiting.extend((child, depth + 1) for child in reversed(children[key]))
    yield from ((key, 0) for keys in children.values() for key in keys if key not in met)
