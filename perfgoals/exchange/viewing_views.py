"""/attachments/<pk>/view/ shows an attachment; /attachments/<pk>/embedded/ gives the picture or PDF that stands in it."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from perfgoals.exchange.giving_out import FRAMED, kept_nowhere
from perfgoals.exchange.viewing import is_office, media_type, sheets_of
from perfgoals.grid.formats.package import Unreadable
from perfgoals.tables.access import get_attachment
from perfgoals.tables.models import Attachment
from perfgoals.tables.views.signed_in import SignedIn

log = logging.getLogger(__name__)

_LOST = "文件的内容不在存储中，请告诉系统管理员，或请上传人重新上传"


@require_safe
@login_required
@kept_nowhere
@vary_on_headers("HX-Request")
def view_attachment(request: SignedIn, pk: int) -> HttpResponse:
    """What can be shown of it, or a sentence of why not; for htmx the panel beside the form."""
    attachment = get_attachment(request.user, pk)
    template = "exchange/_attachment.html" if request.htmx else "exchange/attachment.html"
    return render(request, template, {"attachment": attachment, "table": attachment.table} | _shown(attachment))


def _shown(attachment: Attachment) -> dict[str, Any]:
    try:
        with attachment.content.open("rb") as file:
            beginning = file.read(8)
            if kind := media_type(beginning):
                return {"media": "pdf" if kind == "application/pdf" else "picture"}
            if not is_office(beginning):
                return {"sentence": "这种文件不能在这里显示，请下载查看"}
            return {"sheets": sheets_of(beginning + file.read())}
    except FileNotFoundError:
        log.exception("The content of attachment %s is missing", attachment.pk)
        return {"sentence": _LOST}
    except Unreadable as error:
        return {"sentence": f"不能在这里显示，请下载查看：{error}"}


@require_safe
@login_required
@kept_nowhere
@xframe_options_sameorigin
def embed_attachment(request: SignedIn, pk: int) -> HttpResponseBase:
    """A picture or PDF as what its first bytes say; Http404 for anything else, whatever it is called."""
    attachment = get_attachment(request.user, pk)
    try:
        content = attachment.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = media_type(content.read(8))
    content.seek(0)
    if not kind:
        content.close()
        raise Http404
    response = FileResponse(content, filename=attachment.name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FRAMED if kind == "application/pdf" else "sandbox; default-src 'none'"
    return response
