"""What ``tables/_attachments.html`` needs beside the table, so that a page only has to include it."""

from __future__ import annotations

from django import template

from perfgoals.tables.attaching import KINDS, MAX_COUNT
from perfgoals.tables.forms import AttachmentForm
from perfgoals.tables.models import Attachment, TargetTable

register = template.Library()


@register.simple_tag
def attachments_of(table: TargetTable) -> list[Attachment]:
    """The table's attachments in the order of their kinds, with who uploaded each: one query."""
    kinds = Attachment.Kind.values
    return sorted(table.attachments.select_related("uploaded_by"), key=lambda each: (kinds.index(each.kind), each.uploaded_at))


@register.simple_tag
def blank_attachment_form() -> AttachmentForm:
    return AttachmentForm()


@register.simple_tag
def accepted_kinds() -> str:
    """The extensions that may be uploaded, for the reader."""
    return " ".join(KINDS)


@register.simple_tag
def most_attachments() -> int:
    return MAX_COUNT
