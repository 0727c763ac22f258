"""Which record goes through which form into which format."""

from __future__ import annotations

import pytest

from perfgoals.exchange.printing import FORMATS, blank_grid, grid_of, missing_in, name_of, title_of, write
from perfgoals.official.department_goals import DepartmentGoals, Section
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import LayoutError, load
from perfgoals.official.snapshot import Project, Snapshot

TABLE = Snapshot("hebei", 2026, project=Project("P1", "修路"))
GOALS = DepartmentGoals(title="部门整体绩效目标", sections=(Section("一、总体绩效目标", ("做好。",)),))


def test_a_record_goes_through_its_own_form_or_the_one_named() -> None:
    assert grid_of(TABLE) == layout(TABLE, load("hebei"))
    assert grid_of(TABLE, "henan") == layout(TABLE, load("henan"))
    assert grid_of(TABLE, "", {}) == layout(TABLE, load("hebei"), contacts={})
    with pytest.raises(LayoutError):
        grid_of(Snapshot("atlantis"))


def test_goals_have_one_form_only() -> None:
    assert grid_of(GOALS, "henan", {}) == grid_of(GOALS)
    assert missing_in(GOALS, "henan") == []


def test_what_the_form_named_has_no_place_for() -> None:
    assert missing_in(TABLE) == []
    assert missing_in(TABLE, "henan") == [("project.code", "P1")]


def test_names() -> None:
    assert (title_of(TABLE), title_of(GOALS)) == ("修路", "部门整体绩效目标")
    assert (name_of("hebei"), name_of("department-goals")) == ("河北预算项目绩效目标表", "部门整体绩效目标")


def test_the_empty_document_of_goals() -> None:
    assert "一、总体绩效目标" in [cell.text for cell in blank_grid("department-goals", 2027).cells]


@pytest.mark.parametrize("file_format", FORMATS)
def test_several_records_make_one_file(file_format: str) -> None:
    grids = [grid_of(TABLE), grid_of(GOALS), grid_of(TABLE, "henan")]
    assert len(write(grids, file_format, title="合订本", check_code="X1", mark="送审稿")) > 1000  # type: ignore[arg-type]
