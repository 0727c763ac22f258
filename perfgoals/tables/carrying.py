"""How a table begins: empty in a chosen layout, or carried over from last year's.

Decided for carrying over: structure, rows, texts and 指标值 stay as they are, amounts are cleared, and a row keeps its key,
for it is the same indicator in another year. No date inside a text is moved, for only its author knows whether it should be:
every text that names a year before the new one is flagged instead, as a problem of the new table's source. The span of the
实施期 stays while it reaches into the new year; a span of the old year alone becomes the new year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django.db import IntegrityError

from perfgoals.accounts.models import User
from perfgoals.official.layout import unplaced
from perfgoals.official.layout_file import Layout, layout_ids, load
from perfgoals.official.paths import leaves
from perfgoals.official.problem import Problem, one_a_path
from perfgoals.official.snapshot import (
    SIDES,
    Department,
    Funding,
    FundingSides,
    Goals,
    Indicator,
    IndicatorSides,
    Part,
    Side,
    Snapshot,
    Stage,
)
from perfgoals.official.snapshot import Project as PrintedProject
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.forms import LATEST
from perfgoals.tables.models import Project, Revision, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import store

ONCE = (TargetTable.Round.FIRST, TargetTable.Round.SECOND)
"""The rounds in which a project has one table a year; 调整 and 追加 may come again."""

_YEAR = re.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})(?=年|[-/][0-9]{1,2}(?![0-9])|\.(?:0[1-9]|1[0-2])(?![0-9]))")
_SPAN = re.compile(r"((?:19|20)[0-9]{2})(年?\s*(?:至|到|[-~—－～]{1,2})\s*)((?:19|20)[0-9]{2})(?![0-9])")
_ONE = re.compile(r"\s*((?:19|20)[0-9]{2})\s*年?度?\s*")
_MOVED = ("goals.period_label", "project.period")
"""Where the span of the 实施期 is printed."""


class AlreadyThere(Exception):
    """The project has a table for this year and round: ``table``. str: one sentence."""

    def __init__(self, table: TargetTable) -> None:
        super().__init__(f"“{table.project.name}”{table.year}年度（{table.get_round_display()}）已有绩效目标表")
        self.table = table


class NotCarried(Exception):
    """str: one sentence on why the table cannot be carried over, and what to do."""


def table_of(project: Project, year: int, round: str) -> TargetTable | None:
    """The table that stands in the way of another for the same project, year and round."""
    tables = project.tables.filter(year=year, round=round, deleted_at__isnull=True)
    return tables.select_related("project").first() if round in ONCE else None


def create_table(project: Project, *, layout: str, year: int, round: str, by: User) -> TargetTable:
    """The empty form with the names of unit and project and the 二级指标 of its framework; AlreadyThere when there is one."""
    table = TargetTable(project=project, round=round, author_name=by.name, telephone=by.telephone)
    _store_anew(table, blank_snapshot(project, load(layout), year), by)
    return table


def carry_over(source: TargetTable, *, by: User) -> TargetTable:
    """The table of the next year, in the first round, made from ``source``.

    AlreadyThere when the next year has one; NotCarried when there is nothing to go by. ``source`` itself stays as it is.
    """
    if not source.year:
        raise NotCarried("这张表没有年度，不知道下一年度是哪一年，请先补填年度再沿用")
    if source.year >= LATEST:
        raise NotCarried(f"下一年度超出 {LATEST} 年，不能沿用，请核对这张表的年度")
    if source.layout not in layout_ids():
        raise NotCarried(f"版式“{source.layout}”已不在本系统，请在项目下另选版式新建下一年度的表")
    before = TargetTable.objects.with_contents().get(pk=source.pk)
    snapshot = next_year(to_snapshot(before), before.project, load(before.layout))
    table = TargetTable(
        project=before.project,
        source=f"沿用{before.year}年度绩效目标表（第{before.version}版）",
        author_name=by.name,
        head_name=before.head_name,
        telephone=by.telephone or before.telephone,
    )
    _store_anew(table, snapshot, by, list(flags(snapshot)), keyed_of(before).keys)
    return table


def begin_from(
    source: Snapshot,
    project: Project,
    *,
    layout: str,
    year: int,
    round: str,
    by: User,
    told: str,
    keep_amounts: bool = False,
    problems: Sequence[Problem] = (),
) -> TargetTable:
    """A table of ``project`` that begins with the texts and rows of another record, whatever form that was in; or AlreadyThere.

    Names are the register's; amounts are cleared unless ``keep_amounts``. What the form has no place for, and every text that
    names an earlier year, is a problem of the new table's source, which is ``told``; so are the ``problems`` met in reading it.
    """
    form = load(layout)
    snapshot, lost = fitted(source, project, form, year)
    if not keep_amounts:
        snapshot = cleared(snapshot)
    table = TargetTable(project=project, round=round, source=told[:300], author_name=by.name, telephone=by.telephone)
    _store_anew(table, snapshot, by, one_a_path([*problems, *lost, *flags(snapshot)]))
    return table


def fitted(source: Snapshot, project: Project, form: Layout, year: int) -> tuple[Snapshot, list[Problem]]:
    """The record in another form, for this project and year; and what that form has no place for.

    A form with two sides takes both from the one that the record has; rows in another framework's place are flagged by the table.
    """
    blank = blank_snapshot(project, form, year)
    only = source.indicators.annual or source.indicators.period
    rows = {side: getattr(source.indicators, side) or only for side in form.sides}
    goal = source.goals.annual or source.goals.period
    period = {
        "period_label": moved_span(source.goals.period_label, year) or blank.goals.period_label,
        "period": source.goals.period or goal,
    }
    goals = replace(blank.goals, annual=goal, **(period if "goals.period" in form.bound else {}))
    other = _other_texts(source, form, year)
    moved = replace(
        blank,
        funding=FundingSides(**{side: getattr(source.funding, side) or getattr(blank.funding, side) for side in SIDES}),
        disbursement=source.disbursement if form.stages and source.disbursement else blank.disbursement,
        goals=goals,
        indicators=IndicatorSides(**rows),
        project=replace(blank.project, **other),
        purpose=source.purpose,
    )
    lost = [Problem(path, "本版式没有这一栏，不会印出", text) for path, text in unplaced(moved, form)]
    return moved, lost


def _other_texts(source: Snapshot, form: Layout, year: int) -> dict[str, str]:
    """项目属性 and 项目期 where the form has them."""
    texts = {"attribute": source.project.attribute, "period": moved_span(source.project.period, year)}
    return {name: text for name, text in texts.items() if text and f"project.{name}" in form.bound}


def cleared(snapshot: Snapshot) -> Snapshot:
    """The record without its amounts."""
    funding = FundingSides(**{side: _cleared(snapshot, side) for side in SIDES})
    return replace(snapshot, funding=funding, disbursement=tuple(Stage(stage.by) for stage in snapshot.disbursement))


def _store_anew(
    table: TargetTable,
    snapshot: Snapshot,
    by: User,
    problems: Sequence[Problem] = (),
    keys: Mapping[Side, Sequence[str]] | None = None,
) -> None:
    if there := table_of(table.project, snapshot.year, table.round):
        raise AlreadyThere(there)
    try:
        store(table, snapshot, by=by, problems=problems, act=Revision.Act.START, keys=keys)
    except IntegrityError:  # somebody else was faster
        if there := table_of(table.project, snapshot.year, table.round):
            raise AlreadyThere(there) from None
        raise


def blank_snapshot(project: Project, form: Layout, year: int) -> Snapshot:
    """The record of an empty form for this project: names, the label of the 实施期, stages and a row for every 二级指标."""
    names = [(one.name, two.name) for one in form.hierarchy.level1 for two in one.level2 if not two.local]
    rows = tuple(Indicator(level1, level2) for level1, level2 in names)
    label = next((cell.blank for row in form.rows for cell in row if cell.path == "goals.period_label"), "")
    return Snapshot(
        layout=form.id,
        year=year,
        department=_department(project, form),
        project=_project(project, form),
        funding=FundingSides(**{side: Funding() for side in SIDES if f"funding.{side}.total" in form.bound}),
        disbursement=tuple(Stage(by) for by in form.stages),
        goals=Goals(period_label=label),
        indicators=IndicatorSides(**dict.fromkeys(form.sides, rows)),
    )


def _department(project: Project, form: Layout, printed: Department | None = None) -> Department:
    """The unit as the register has it today; a unit without 主管部门 is its own, unless another was printed."""
    unit = project.department
    supervisor = unit.supervisor.name if unit.supervisor else (printed and printed.supervisor) or unit.name
    return Department(**_bound(form, "department", {"code": unit.code, "name": unit.name, "supervisor": supervisor}))


def _project(project: Project, form: Layout) -> PrintedProject:
    start, end = project.starts_on, project.ends_on
    period = f"{start.year}年—{end.year}年" if start and end else ""
    dates = {"start": f"{start:%Y-%m-%d}" if start else "", "end": f"{end:%Y-%m-%d}" if end else ""}
    return PrintedProject(**_bound(form, "project", {"code": project.code, "name": project.name, "period": period, **dates}))


def _bound(form: Layout, record: str, values: dict[str, str]) -> dict[str, str]:
    """What the form has a place for: a value without one would be missing from the print."""
    return {name: value for name, value in values.items() if f"{record}.{name}" in form.bound}


def next_year(snapshot: Snapshot, project: Project, form: Layout) -> Snapshot:
    """The record as next year's table begins with it."""
    year = snapshot.year + 1
    names = _project(project, form)
    return replace(
        cleared(snapshot),
        year=year,
        number="",  # the place in last year's volume
        department=_department(project, form, snapshot.department),
        project=replace(
            snapshot.project,
            code=names.code or snapshot.project.code,
            name=names.name or snapshot.project.name,
            period=moved_span(snapshot.project.period, year),
        ),
        goals=replace(snapshot.goals, period_label=moved_span(snapshot.goals.period_label, year)),
    )


def _cleared(snapshot: Snapshot, side: Side) -> Funding | None:
    funding: Funding | None = getattr(snapshot.funding, side)
    return None if funding is None else Funding(parts=tuple(Part(part.name) for part in funding.parts))


def moved_span(text: str, year: int) -> str:
    """The text with a span, or a lone year, that is the year before ``year`` moved to ``year``; any other span as it is."""

    def moved(match: re.Match[str]) -> str:
        return f"{year}{match[2]}{year}" if match[1] == match[3] == str(year - 1) else match[0]

    one = _ONE.fullmatch(text)
    if one:
        return text.replace(one[1], str(year)) if one[1] == str(year - 1) else text
    return _SPAN.sub(moved, text)


def flags(snapshot: Snapshot) -> Iterator[Problem]:
    """One for every text that names a year before the record's own; for the span of the 实施期 where that is over."""
    for path, leaf in leaves(snapshot):
        if path in _MOVED:
            years = [int(year) for year in re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", str(leaf))]
            if years and max(years) < snapshot.year:
                yield Problem(path, f"沿用自上年，所写期间已不含{snapshot.year}年，请核对", str(leaf))
        elif isinstance(leaf, str) and (earlier := _earlier(leaf, snapshot.year)):
            yield Problem(path, f"沿用自上年，写有{'、'.join(f'{year}年' for year in earlier)}，请核对是否应改为{snapshot.year}年", leaf)


def _earlier(text: str, year: int) -> list[int]:
    return sorted({int(found) for found in _YEAR.findall(text) if int(found) < year})
