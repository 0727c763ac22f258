"""/tables/<pk>/presence/: an open page tells of itself, and learns who else is there and whether somebody has saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from perfgoals.tables.access import may_write, visible_to
from perfgoals.tables.editing.presence import Place, be_present, leave
from perfgoals.tables.editing.record import clock
from perfgoals.tables.editing.wishes import Malformed, key_in
from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.for_scripts import answers_scripts, object_in
from perfgoals.tables.views.signed_in import SignedIn


@require_POST
@answers_scripts
@never_cache
def note_presence(request: SignedIn, pk: int) -> HttpResponse:
    """``{"tab": uuid, "leaving": bool}`` from whoever may see the table. 204 for a page that leaves."""
    # not get_table: whoever changed the table last is to be named without another query
    table = visible_to(request.user).select_related("project__department", "changed_by").filter(pk=pk).first()
    if table is None:
        raise Http404
    return answer_presence(request, table, lambda: _state(request, table))


def answer_presence(request: SignedIn, place: Place, state: Callable[[], dict[str, Any]]) -> HttpResponse:
    """The answer to a page that has this open; ``state`` is asked for only while it stays."""
    try:
        asked = object_in(request.body)
        tab = key_in(asked.get("tab"))
    except Malformed as error:
        return JsonResponse({"error": "请求有误，请刷新页面", "detail": str(error)}, status=400)
    if asked.get("leaving") is True:
        leave(request.user, tab)
        return HttpResponse(status=204)
    return JsonResponse(state() | asdict(be_present(place, request.user, tab)))


def _state(request: SignedIn, table: TargetTable) -> dict[str, Any]:
    return {
        "version": table.version,
        "changed_by": table.changed_by.name if table.changed_by else "",
        "changed_at": clock(table.changed_at),
        "may_write": may_write(request.user, table),
    }
