"""Amounts as they are read, not as a column keeps them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from perfgoals.official.money import plain, without_idle_zeros

register = template.Library()


@register.filter
def amount(number: Decimal) -> str:
    """``776.988530`` of the database as 776.98853, ``35.000000`` as 35."""
    return plain(without_idle_zeros(number))


@register.filter
def amount_or_text(entry: Decimal | str | None) -> str:
    """An amount as it is read, what is none as it was written, nothing where there is nothing."""
    return amount(entry) if isinstance(entry, Decimal) else entry or ""
