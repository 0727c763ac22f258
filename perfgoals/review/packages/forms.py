"""What the page of a package sends."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from perfgoals.review.forms import INCOMPLETE, SaveId
from perfgoals.review.packages.reporting import SeenPackage
from perfgoals.review.packages.scans import SCAN_KINDS, WHAT
from perfgoals.tables.attaching import NotAttached, clean_name, refuse_unfit

MOST_TABLES = 1000
"""Of a unit in one round."""

_SHOWN = re.compile("([0-9]{1,18}):([0-9]{1,9})")


class PackageForm(forms.Form):
    """The page's name for the act, what of 请核实 was seen, and ``key:version`` of every table that it showed, in ``table``."""

    save_id = SaveId()
    confirmed = forms.CharField(required=False, max_length=64, error_messages={"max_length": INCOMPLETE})

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        shown = [_SHOWN.fullmatch(text) for text in self.data.getlist("table")]  # type: ignore[attr-defined]
        if len(shown) > MOST_TABLES or not all(shown):
            raise ValidationError(INCOMPLETE)
        cleaned["versions"] = {int(each[1]): int(each[2]) for each in shown if each}
        return cleaned

    @property
    def seen(self) -> SeenPackage:
        return SeenPackage(self.cleaned_data["versions"], self.cleaned_data["save_id"], self.cleaned_data["confirmed"])


class ScanForm(forms.Form):
    """One file."""

    file = forms.FileField(
        allow_empty_file=True,  # refused with a sentence of our own
        error_messages={"required": "请选择要上传的文件", "invalid": "没有收到文件，请重新选择后再上传"},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            refuse_unfit(clean_name(upload.name or ""), upload, SCAN_KINDS, WHAT)
        except NotAttached as error:
            raise ValidationError(str(error)) from error
        return upload
