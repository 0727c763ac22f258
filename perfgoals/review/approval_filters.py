"""What a person may choose on the pages of 批复 and 公开: year, round and unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from perfgoals.accounts.models import Department
from perfgoals.tables.filters import TableFilters


class ApprovalFilters(TableFilters):
    """The filters of the list of tables that make sense here, and the text to search for."""

    def __init__(self, data: Any, years: Iterable[int], units: QuerySet[Department]) -> None:
        super().__init__(data, years, units)
        for name in ("layout", "state"):
            del self.fields[name]
