"""What the admin pages of several models share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest

from perfgoals.accounts.words import said


class PlainRelations(admin.options.BaseModelAdmin):
    """A choice among units is only a choice: without buttons beside it that change or delete the unit itself."""

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.label = said(str(field.label))
        if field is not None and db_field.is_relation:
            for act in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{act}_related", False)
        return field


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows what is written elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
