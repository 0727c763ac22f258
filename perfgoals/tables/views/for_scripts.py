"""Views that scripts ask: whoever may not is told so in JSON and a status, for a script can do nothing with a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse

from perfgoals.tables.editing.wishes import Malformed

PAGE_OF = "X-Page-Of"
"""The header in which a page names the user who opened it."""


def answers_scripts(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As ``login_required``, with 401 for whoever is not signed in; 403, 404 and 413 as JSON too: ``{"error": sentence}``.

    A page that stood open while somebody else signed in says whose it is, and gets 401 too: nobody writes in another's name.
    """

    @wraps(view)
    def answered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _refusal(401, "登录已过期，请重新登录")
        if request.headers.get(PAGE_OF, str(request.user.pk)) != str(request.user.pk):
            return _refusal(401, "这个浏览器中现在登录的是另一个人，请用原来的账号重新登录")
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as error:
            return _refusal(403, str(error) or "您不能这样做")
        except Http404:
            return _refusal(404, "没有这张表，或您不能查看")
        except RequestDataTooBig:
            return _refusal(413, "一次发送的内容太多，请分几次")

    return answered


def _refusal(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


def object_in(body: bytes) -> dict[str, Any]:
    """The JSON object that a script sent; Malformed for whatever else anybody may send."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("JSON expected") from error
    if not isinstance(data, dict):
        raise Malformed("a JSON object expected")
    return data
