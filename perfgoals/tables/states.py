"""How the states of a table look: one place for the list, the table's page and whatever comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfgoals.tables.models import TargetTable

_State = TargetTable.State

STATE_COLOURS: Mapping[str, str] = {
    _State.DRAFTING: "secondary",
    _State.UNIT_REVIEW: "primary",
    _State.SUPERVISOR_REVIEW: "primary",
    _State.SECTION_REVIEW: "primary",
    _State.PERFORMANCE_REVIEW: "primary",
    _State.UNIT_CONFIRMATION: "warning",
    _State.PASSED: "success",
    _State.APPROVED: "success",
    _State.RETURNED: "warning",
    _State.REJECTED: "danger",
    _State.UNFUNDED: "dark",
}
"""Bootstrap's colour of each state: with the author grey, under review blue, passed green, back to the author yellow."""


@dataclass(frozen=True, slots=True)
class Group:
    """States that are counted together. ``code``: that of the only state, or one that the list of tables can be chosen by."""

    code: str
    label: str
    states: tuple[str, ...]


GROUPS = (
    Group(_State.DRAFTING, "填报中", (_State.DRAFTING,)),
    Group(_State.UNIT_REVIEW, "待单位审核", (_State.UNIT_REVIEW,)),
    Group(
        "reported",
        "已上报",
        (_State.SUPERVISOR_REVIEW, _State.SECTION_REVIEW, _State.PERFORMANCE_REVIEW, _State.UNIT_CONFIRMATION),
    ),
    Group(_State.RETURNED, "已退回", (_State.RETURNED,)),
    Group(_State.PASSED, "审核通过", (_State.PASSED,)),
    Group(_State.APPROVED, "已批复", (_State.APPROVED,)),
    Group("ended", "不通过或未安排", (_State.REJECTED, _State.UNFUNDED)),
)
"""Every state once, as far as the unit is: in the unit, with the reviewers, back, and how it ended."""

CHOSEN_TOGETHER: Mapping[str, Group] = {group.code: group for group in GROUPS if len(group.states) > 1}
"""The groups that the list of tables can be chosen by beside the single states."""
