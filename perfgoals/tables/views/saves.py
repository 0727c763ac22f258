"""What a page is answered that sends its changes to be saved: the same for a table and for 部门整体绩效目标."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.http import JsonResponse

from perfgoals.tables.editing.changes import Answer, Refused
from perfgoals.tables.editing.record import answer_data, clock
from perfgoals.tables.editing.wishes import Malformed, key_in
from perfgoals.tables.goals_storing import StaleGoals
from perfgoals.tables.storing import StaleVersion
from perfgoals.tables.views.for_scripts import object_in


class Saved(Protocol):
    """What saving answers: ``saving.Saved`` and ``goals_saving.SavedGoals``."""

    @property
    def version(self) -> int: ...
    @property
    def saved_at(self) -> datetime: ...
    @property
    def answers(self) -> tuple[Answer, ...]: ...
    @property
    def orders(self) -> Mapping[Any, tuple[str, ...]] | None: ...


def answer_save(body: bytes, save: Callable[..., Saved], record_now: Callable[[], dict[str, Any]]) -> JsonResponse:
    """``{"save": uuid, "version": n, "changes": [...]}`` saved.

    200 with the new version and what became of each cell; 409 with the record as it is now, when somebody else was faster;
    422 with a sentence for what cannot be; 400 for what no page of ours sends.
    """
    try:
        saved = save(**_request(body))
    except (StaleVersion, StaleGoals) as error:
        return JsonResponse({"error": str(error), "record": record_now()}, status=409)
    except Refused as error:
        return JsonResponse({"error": str(error), "change": error.wish}, status=422)
    except Malformed as error:
        return JsonResponse({"error": "请求有误，没有保存，请刷新页面后再试", "detail": str(error)}, status=400)
    answer: dict[str, Any] = {"version": saved.version, "at": clock(saved.saved_at), "cells": [answer_data(each) for each in saved.answers]}
    if saved.orders is not None:
        answer["orders"] = saved.orders
    return JsonResponse(answer)


def _request(body: bytes) -> dict[str, Any]:
    """What ``save`` takes, from JSON that anybody may have made; or Malformed."""
    data = object_in(body)
    if type(version := data.get("version")) is not int:
        raise Malformed("version: a number expected")
    return {"version": version, "changes": data.get("changes"), "save_id": key_in(data.get("save"))}
