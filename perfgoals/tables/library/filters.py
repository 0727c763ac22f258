"""What a person may choose in the 指标库, from the address of the page."""

from __future__ import annotations

from typing import Any

from django import forms

from perfgoals.tables.library.naming import level2_names
from perfgoals.tables.library.searching import LONGEST_TEXT
from perfgoals.tables.library.sectors import GENERAL, sector_names

_NO_SUCH = {"invalid_choice": "没有这一项，请从列表中另选"}


class LibraryFilters(forms.Form):
    """A text, a 二级指标 and a sector. A choice that is none is told at its field and left out."""

    text = forms.CharField(label="查找", required=False)
    level2 = forms.ChoiceField(label="二级指标", required=False, error_messages=_NO_SUCH)
    sector = forms.ChoiceField(label="行业领域", required=False, error_messages=_NO_SUCH)

    use_required_attribute = False

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, choices in (("level2", level2_names()), ("sector", (*sector_names(), GENERAL))):
            self.fields[name].choices = [("", "全部"), *((each, each) for each in choices)]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "form-select form-select-sm"
        look = {"class": "form-control form-control-sm", "maxlength": LONGEST_TEXT, "placeholder": "三级指标的字词或拼音首字母，如 myd"}
        self.fields["text"].widget = forms.TextInput(attrs={**look, "type": "search"})

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen and is a choice, as ``searching.search`` takes it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
