"""How the states of a table look: one place for the list, the table's page and whatever comes."""

from __future__ import annotations

from collections.abc import Mapping

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
