"""Records into files: one place that knows which record goes through which layout into which format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

from perfgoals.grid.model import Grid
from perfgoals.official.department_goals import DepartmentGoals, blank_goals, layout_goals
from perfgoals.official.layout import blank, layout, unplaced
from perfgoals.official.layout_file import GOALS_ID, load, load_goals
from perfgoals.official.snapshot import Snapshot

Format = Literal["html", "pdf", "xlsx", "docx"]
FORMATS: tuple[Format, ...] = get_args(Format)


def grid_of(
    record: Snapshot | DepartmentGoals, layout_id: str = "", contacts: Mapping[str, str] | None = None, *, landscape: bool = False
) -> Grid:
    """The record in its own form, or in the one named; lying on its side where the form does or ``landscape`` wishes it."""
    if isinstance(record, DepartmentGoals):
        return _turned(layout_goals(record), landscape)
    return _turned(layout(record, load(layout_id or record.layout), contacts=contacts), landscape)


def blank_grid(layout_id: str, year: int = 0, contacts: Mapping[str, str] | None = None, *, landscape: bool = False) -> Grid:
    """The empty form, 部门整体绩效目标 included."""
    return _turned(blank_goals(year) if layout_id == GOALS_ID else blank(load(layout_id), year, contacts=contacts), landscape)


def _turned(grid: Grid, landscape: bool) -> Grid:
    return replace(grid, landscape=grid.landscape or landscape)


def name_of(layout_id: str) -> str:
    """What the form is called."""
    return load_goals().name if layout_id == GOALS_ID else load(layout_id).name


def title_of(record: Snapshot | DepartmentGoals) -> str:
    """What the file calls itself: 项目名称, or the document's title."""
    return record.title if isinstance(record, DepartmentGoals) else record.project.name


def missing_in(record: Snapshot | DepartmentGoals, layout_id: str = "") -> list[tuple[str, str]]:
    """Path and text of what the form has no place for."""
    return [] if isinstance(record, DepartmentGoals) else unplaced(record, load(layout_id or record.layout))


def write(grids: Sequence[Grid], file_format: Format, *, title: str = "", check_code: str = "", mark: str = "") -> bytes:
    """The grids as one file. 校验码 and mark (送审稿) stand outside the form: in the foot and behind it."""
    foot = f"校验码：{check_code}" if check_code else ""
    match file_format:  # each format's libraries are heavy: only the one that is needed is loaded
        case "html":
            from perfgoals.grid.formats import html

            return html.write(grids, title=title)
        case "pdf":
            from perfgoals.grid.formats import pdf

            return pdf.write(grids, title=title, foot=foot, mark=mark)
        case "xlsx":
            from perfgoals.grid.formats import xlsx

            return xlsx.write(grids, title=title, foot=foot)
        case "docx":
            from perfgoals.grid.formats import docx

            return docx.write(grids, title=title, foot=foot, mark=mark)
