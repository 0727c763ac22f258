"""Amounts as they are read, not as a column keeps them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from perfgoals.official.money import plain

register = template.Library()


@register.filter
def amount(number: Decimal) -> str:
    """``776.988530`` of the database as 776.98853, ``35.000000`` as 35."""
    whole, _, fraction = plain(number).partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole
