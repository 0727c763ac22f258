"""A block pasted on the editing page: /tables/<pk>/paste/ says what it would change. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from perfgoals.official.layout_file import layout_ids, load
from perfgoals.official.snapshot import SIDES
from perfgoals.tables.access import get_table
from perfgoals.tables.contents import read_contents
from perfgoals.tables.editing.block import NotPasted
from perfgoals.tables.editing.clipboard import read_clipboard
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.editing.pasting import InRow, Pasted, paste_rows
from perfgoals.tables.editing.pasting_fixed import paste_fixed
from perfgoals.tables.editing.wishes import Malformed, key_in
from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.for_scripts import answers_scripts, object_in
from perfgoals.tables.views.signed_in import SignedIn


@require_POST
@answers_scripts
@never_cache
def paste_block(request: SignedIn, pk: int) -> HttpResponse:
    """``{"html", "text", "side", "row", "field"}`` or ``{"html", "text", "path"}``: the clipboard and the cell it is pasted into.

    200 with ``changes`` for the page to carry out, what is ``unclear`` and a ``preview``; 422 with a sentence where nothing can be pasted.
    """
    table = get_table(request.user, pk, to_write=True)
    try:
        return JsonResponse(_answer(_pasted(table, object_in(request.body))))
    except NotPasted as error:
        return JsonResponse({"error": str(error)}, status=422)
    except Malformed as error:
        return JsonResponse({"error": "请求有误，没有粘贴，请刷新页面后再试", "detail": str(error)}, status=400)


def _pasted(table: TargetTable, data: Mapping[str, Any]) -> Pasted:
    html, text = _text(data, "html"), _text(data, "text")
    path = _text(data, "path")
    at = None if path else InRow(_side(data), key_in(data.get("row")), _text(data, "field"))
    if table.layout not in layout_ids():
        raise NotPasted(f"这张表用的版式“{table.layout}”已不在本系统，不能修改，请联系系统管理员")
    form, block = load(table.layout), read_clipboard(html, text)
    read_contents(table)
    return paste_rows(keyed_of(table), form, block, at) if at else paste_fixed(keyed_of(table), form, block, path)


def _text(data: Mapping[str, Any], name: str) -> str:
    text = data.get(name, "")
    if not isinstance(text, str):
        raise Malformed(f"{name}: a text expected")
    return text


def _side(data: Mapping[str, Any]) -> Any:
    if data.get("side") not in SIDES:
        raise Malformed("side: period or annual expected")
    return data["side"]


def _answer(pasted: Pasted) -> dict[str, Any]:
    return {
        "changes": pasted.changes,
        "unclear": [{"line": each.line, "message": each.message} for each in pasted.unclear],
        "preview": {
            "head": pasted.head,
            "rows": [{"level2": each.place, "texts": each.texts, "note": each.note} for each in pasted.shown],
        },
    }
