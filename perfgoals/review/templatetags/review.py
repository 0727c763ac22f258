"""What pages of the levels below show of the road: ``{% standing table as standing %}`` and the numbers at the bell and in the menu."""

from __future__ import annotations

from typing import Any

from django import template

from perfgoals.review.desk.queue import waiting_for
from perfgoals.review.noticing import unread
from perfgoals.review.standing import Standing
from perfgoals.tables.models import TargetTable

register = template.Library()


@register.simple_tag(takes_context=True)
def standing(context: dict[str, Any], table: TargetTable) -> Standing:
    """How the table stands for whoever looks at the page; templates/review/_road.html and _points.html show it."""
    known = context.get("standing")
    if isinstance(known, Standing) and known.table is table:
        return known
    return Standing(context["request"].user, table)


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    return unread(context["request"].user)


@register.simple_tag(takes_context=True)
def waiting_tables(context: dict[str, Any]) -> int:
    """The number beside 待我办理."""
    return waiting_for(context["user"], acting_for=context["acting_for"]).order_by().count()
