"""What pages of the levels below show of the road and its rounds: ``{% standing table as standing %}``, the numbers at the
bell and in the menu, what is open."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from perfgoals.review.controls import control_of as find_control
from perfgoals.review.desk.listing import Desk
from perfgoals.review.desk.queue import waiting_for
from perfgoals.review.notes.advising import advice_for, may_advise
from perfgoals.review.notes.side_by_side import counterpart_of as find_counterpart
from perfgoals.review.noticing import unread
from perfgoals.review.rounds.banner import RoundStanding, standing_of_round
from perfgoals.review.rounds.calendar import Calendar
from perfgoals.review.standing import Standing
from perfgoals.review.windows import shown_minute
from perfgoals.tables.models import Project, TargetTable

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
    """The number beside 待我办理; the desk itself knows it."""
    if isinstance(desk := context.get("desk"), Desk):
        return desk.waiting
    return waiting_for(context["user"], acting_for=context["acting_for"]).order_by().count()


@register.simple_tag(takes_context=True)
def round_standings(context: dict[str, Any]) -> list[RoundStanding]:
    """What whoever looks at the page is told of the rounds they report in."""
    request = context["request"]
    return standing_of_round(request.user, acting_for=request.acting_for)


@register.simple_tag
def control_of(table: TargetTable) -> Decimal | None:
    """The 控制数 of a table of 二上, as its unit may know it: one query, and none in any other round."""
    return find_control(table) if table.round == TargetTable.Round.SECOND else None


@register.simple_tag
def open_rounds(project: Project) -> list[dict[str, Any]]:
    """The rounds in which the project's unit may report now, the likely one first: ``year``, ``kind``, what it is called, its end."""
    calendar = Calendar()
    return [
        {
            "year": key[0],
            "kind": key[1],
            "name": str(calendar.rounds[key]),
            "until": shown_minute(end) if (end := calendar.closes_at(key, project.department_id)) else "",
        }
        for key in calendar.open_for([project.department_id], timezone.now())
    ]


@register.simple_tag
def likely_round(is_needed: bool) -> str:
    """What an address of a new table says of the round that is open now, ``?year=2027&round=second``; empty where none is."""
    if not is_needed:
        return ""
    calendar, now = Calendar(), timezone.now()
    year, kind = key = calendar.likely(now)
    return f"?year={year}&round={kind}" if calendar.is_open(key, now) else ""


@register.simple_tag(takes_context=True)
def counterpart_of(context: dict[str, Any], table: TargetTable) -> TargetTable | None:
    """The table that a page offers to compare this one with: one query."""
    return find_counterpart(context["request"].user, table)


@register.simple_tag(takes_context=True)
def advice_on(context: dict[str, Any], table: TargetTable) -> dict[str, Any]:
    """What experts said of a table, as far as the reader may see it, and whether they may say something."""
    user = context["request"].user
    return {"given": list(advice_for(user, table)), "may_advise": may_advise(user, table)}
