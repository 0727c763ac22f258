"""What pages of the levels below show of the road: ``{% standing table as standing %}`` and the number at the bell."""

from __future__ import annotations

from typing import Any

from django import template

from perfgoals.review.noticing import unread
from perfgoals.review.standing import Standing
from perfgoals.tables.models import TargetTable

register = template.Library()


@register.simple_tag(takes_context=True)
def standing(context: dict[str, Any], table: TargetTable) -> Standing:
    """How the table stands for whoever looks at the page; templates/review/_road.html and _points.html show it."""
    return Standing(context["request"].user, table)


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    return unread(context["request"].user)
