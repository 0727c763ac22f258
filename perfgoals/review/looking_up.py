"""A 校验码 from paper looked up: what that paper is a print of, and whether it says what counts today.

Whoever holds the paper knows its head (unit, project, year); no more than that and the acts is told to somebody who may not open
the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfgoals.official.check_code import check_code
from perfgoals.review.models import LogEntry, Package, PrintedCode
from perfgoals.review.transitions import APPROVE, SUBMIT, WITH_THE_AUTHOR
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot


@dataclass(frozen=True, slots=True)
class Paper:
    """What carries a code: the head as printed, the acts at which the table said this, and how it stands now.

    ``is_sound``: the log's own record gives the same code, and its entries are as they were written.
    """

    table: TargetTable
    unit: str
    project: str
    year: int
    round: str
    entries: Sequence[LogEntry]
    is_sound: bool
    verdicts: Sequence[str]
    is_valid: bool


def papers_with(code: str) -> list[Paper]:
    """The tables that carry this code at an act, one at most but for chance."""
    keys = PrintedCode.objects.filter(code=code).order_by("table").values_list("table", flat=True).distinct()
    tables = TargetTable.objects.with_contents().filter(pk__in=keys).order_by("pk")
    return [_paper(table, code) for table in tables]


def packages_with(code: str) -> list[Package]:
    """The 送审包 whose 汇总表 carries this code."""
    return list(Package.objects.filter(code=code).order_by("pk"))


def _paper(table: TargetTable, code: str) -> Paper:
    entries = list(LogEntry.objects.filter(table=table, printed_code__code=code).order_by("number"))
    snapshots = [entry.record.snapshot for entry in entries]
    is_sound = all(
        entry.sealed() == entry.hash and check_code(snapshot, table.pk) == code for entry, snapshot in zip(entries, snapshots, strict=True)
    )
    head = snapshots[-1]
    verdicts, is_valid = _verdicts(table, code)
    return Paper(
        table=table,
        unit=head.department.name or table.project.department.name,
        project=head.project.name,
        year=table.year,
        round=table.get_round_display(),
        entries=entries,
        is_sound=is_sound,
        verdicts=verdicts if is_sound else [],
        is_valid=is_valid and is_sound,
    )


def _verdicts(table: TargetTable, code: str) -> tuple[list[str], bool]:
    """Sentences on how the paper stands beside the acts that count, and whether it is what counts today."""
    approved, submitted = _code_at(table, APPROVE.code), _code_at(table, SUBMIT.code)
    said: list[str] = []
    if approved:
        said.append("与批复的内容一致" if approved == code else "与批复的内容不同：批复前又改过")
    elif submitted:
        said.append("与最近一次上报的内容一致" if submitted == code else "与最近一次上报的内容不同：后来改过，又上报了")
    is_same = check_code(to_snapshot(table), table.pk) == code
    if not is_same and not approved and table.state in WITH_THE_AUTHOR:
        said.append("这张表现在又在修改，内容已与纸上不同")
    elif not is_same and not approved:
        said.append("这张表现在的内容与纸上不同")
    if is_superseded := table.is_superseded:
        said.append("这张表已被调整后的表取代")
    if table.deleted_at:
        said.append("这张表后来删除了")
    return said, is_same and not is_superseded and not table.deleted_at


def _code_at(table: TargetTable, act: str) -> str:
    """The code of what the table said at the last such act; empty where there was none."""
    last = PrintedCode.objects.filter(table=table, entry__act=act).order_by("-entry").first()
    return last.code if last else ""
