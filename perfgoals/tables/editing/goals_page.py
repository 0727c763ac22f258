"""部门整体绩效目标 as its editing page and the page's scripts know them: plain data, lines by their keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perfgoals.tables.editing.goals_changes import LONGEST_HEADING, MOST_LINES
from perfgoals.tables.editing.goals_keyed import LINES, KeyedGoals
from perfgoals.tables.editing.record import clock
from perfgoals.tables.models import DepartmentGoals

FORM = {
    "sides": [LINES],
    "fields": {LINES: ["text"]},
    "framework": [],
    "blocks": [],
    "mostLines": MOST_LINES,
    "longestHeading": LONGEST_HEADING,
}
"""What the scripts have to know of the form: one list of lines with one text each, and no framework that binds them."""

KIND_NAMES = {"heading": "分节标题", "item": "段落"}


def goals_record(goals: DepartmentGoals, keyed: KeyedGoals) -> dict[str, Any]:
    """What stands in the document, as ``record_of`` says it of a table."""
    latest = goals.revisions.select_related("saved_by").order_by("-version").first()
    by = latest.saved_by if latest else None
    lines = [{"key": line.key, "level1": "", "level2": line.kind, "texts": {"text": line.text}} for line in keyed.lines]
    return {
        "version": goals.version,
        "by": by.name if by else "",
        "by_id": by.pk if by else None,
        "at": clock(goals.changed_at),
        "texts": dict(keyed.texts),
        "rows": {LINES: lines},
    }


def lines_shown(keyed: KeyedGoals) -> Iterator[dict[str, str]]:
    """The lines for the template: key, class, text, the name of the input and what it is called."""
    for index, line in enumerate(keyed.lines):
        yield {
            "key": line.key,
            "role": "heading" if line.kind == "heading" else "paragraph",
            "text": line.text,
            "name": f"{LINES}[{index}].text",
            "label": f"第{index + 1}行 {KIND_NAMES[line.kind]}",
        }
