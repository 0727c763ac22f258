"""部门整体绩效目标 as a file: /goals/<pk>.<format>"""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from perfgoals.exchange.giving_out import FRAMED, file_response, kept_nowhere
from perfgoals.exchange.printing import FORMATS, grid_of, write
from perfgoals.grid.faces import MissingPart
from perfgoals.official.department_goals import DepartmentGoals, goals_to_json
from perfgoals.tables.access import get_goals
from perfgoals.tables.goals_storing import to_record
from perfgoals.tables.models import DepartmentGoals as Stored


@require_safe
@login_required
@kept_nowhere
def download_goals(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The document in one of the printed formats, or its record as JSON."""
    if file_format not in (*FORMATS, "json"):
        raise Http404
    goals = get_goals(request.user, pk)
    try:
        data = _bytes(to_record(goals), file_format)
    except (MissingPart, ValueError) as refusal:  # both say in Chinese what is in the way
        messages.error(request, f"印不出来：{refusal}")
        return redirect("view_goals", pk)
    return file_response(data, _name(goals), file_format)


@require_safe
@login_required
@kept_nowhere
@xframe_options_sameorigin
def preview_goals(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF to be looked at beside the document that is being written, in a frame of the site's own pages only."""
    goals = get_goals(request.user, pk)
    try:
        response = file_response(_bytes(to_record(goals), "pdf"), _name(goals), "pdf", inline=True)
    except (MissingPart, ValueError) as refusal:  # said in the frame, where the print was to be
        response = HttpResponse(f"印不出来：{refusal}", content_type="text/plain; charset=utf-8")
    response["Content-Security-Policy"] = FRAMED
    return response


def _name(goals: Stored) -> str:
    return f"{goals.department.name}{goals.year or ''}部门整体绩效目标"


def _bytes(record: DepartmentGoals, file_format: str) -> bytes:
    if file_format == "json":
        return (json.dumps(goals_to_json(record), ensure_ascii=False, indent=1) + "\n").encode()
    return write([grid_of(record)], file_format, title=record.title)  # type: ignore[arg-type]
