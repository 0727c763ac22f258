"""What the columns of the database hold: said in a sentence before the database refuses it or, worse, cuts it."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

Record = TypeVar("Record", bound=models.Model)
_LARGEST_SMALL_INTEGER = 32767


class DoesNotFit(ValueError):
    """str: one sentence for the user, saying which field, what is in it and what it holds."""


def fitting(record: Record) -> Record:
    """The record itself; DoesNotFit when a text is too long, a number too large or a character cannot be kept.

    PostgreSQL would stop at such a record with an error of its own, SQLite would keep what a form can never show again.
    """
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        if sentence := _complaint(field, value):
            raise DoesNotFit(f"“{field.verbose_name}”{sentence}")
    return record


def _complaint(field: models.Field[object, object], value: object) -> str:
    if isinstance(value, str) and isinstance(field, models.CharField | models.TextField):
        if field.max_length is not None and len(value) > field.max_length:
            return f"有 {len(value)} 个字，最多 {field.max_length} 个字，请缩短：{value[:20]}…"
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
            return "中有无法保存的字符，请删去后再试"
    if isinstance(field, models.PositiveSmallIntegerField) and isinstance(value, int) and not 0 <= value <= _LARGEST_SMALL_INTEGER:
        return f"应在 0 与 {_LARGEST_SMALL_INTEGER} 之间，现在是 {value}"
    return ""
