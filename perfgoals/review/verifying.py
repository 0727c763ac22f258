"""The log checked from its first entry to its last, in one reading and without building objects: a hundred thousand in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery

from perfgoals.review.models import SEALED, LogEntry
from perfgoals.review.sealing import BEFORE_THE_FIRST, seal
from perfgoals.tables.models import Revision, TargetTable

MOST_FAULTS = 20
"""Told at once: one changed entry shows what happened, a thousand hide it."""


def verify() -> tuple[int, list[str]]:
    """How many entries there are, and a sentence for each that is not as it was written, is missing, or does not fit its table."""
    faults: list[str] = []
    previous, number = BEFORE_THE_FIRST, 0
    for values, before, written in _entries():
        faults += _faults(values, before, written, number, previous)
        number, previous = values[0], written
        if len(faults) >= MOST_FAULTS:
            break
    return number, [*faults, *_entries_missed(), *_tables_elsewhere()][:MOST_FAULTS]


def _entries() -> Iterator[tuple[tuple[Any, ...], str, str]]:
    columns = LogEntry.objects.order_by("number").values_list(*SEALED, "previous", "hash")
    return ((row[:-2], row[-2], row[-1]) for row in columns.iterator(chunk_size=500))


def _faults(values: tuple[Any, ...], before: str, written: str, number: int, previous: str) -> Iterator[str]:
    if values[0] != number + 1:
        yield f"第 {number + 1} 条至第 {values[0] - 1} 条缺失"
    elif before != previous:
        yield f"第 {values[0]} 条与前一条不相连"
    if seal(values, before) != written:
        yield f"第 {values[0]} 条（表 {values[1]}，{values[3]}，{values[7]}）被改动过"


def _entries_missed() -> Iterator[str]:
    """Acts that the history of a table knows and the log does not: its end was cut off."""
    logged = LogEntry.objects.filter(table=OuterRef("table"), version=OuterRef("version"))
    acts = Revision.objects.filter(~Exists(logged), act=Revision.Act.ROAD).select_related("table").order_by("pk")
    for act in acts[:MOST_FAULTS]:
        yield f"表 {act.table_id} 第 {act.version} 版的办理没有日志"


def _tables_elsewhere() -> Iterator[str]:
    """Tables whose state is not where the log left them: the state was changed past it."""
    last = LogEntry.objects.filter(table=OuterRef("pk")).order_by("-number")
    tables = TargetTable.objects.annotate(left=Subquery(last.values("to")[:1])).filter(left__isnull=False)
    for table in tables.exclude(state=F("left")).order_by("pk")[:MOST_FAULTS]:
        yield f"表 {table.pk}（{table.project_name}）的状态是“{table.get_state_display()}”，与日志最后一条不一致"
