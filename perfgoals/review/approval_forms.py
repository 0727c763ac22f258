"""What the pages of 批复 send: which tables, what the page showed of each, and what is said of all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.utils import timezone

from perfgoals.review.approving import MOST_AT_ONCE, Choice
from perfgoals.review.deciding import Said, Seen
from perfgoals.review.forms import Amount, DocumentForm, PassingGrade, SaveId, Version, first_error
from perfgoals.review.transitions import APPROVE, LEAVE_UNFUNDED, PUBLISH, Act
from perfgoals.tables.keys import is_key, keys_in

MANY_AT_ONCE = {act.code: act for act in (APPROVE, LEAVE_UNFUNDED, PUBLISH)}
"""The acts that 绩效审核岗 does to many tables at once."""


class TableForm(forms.Form):
    """One table of the page; its key is the prefix of the names."""

    version = Version()
    save = SaveId()
    approved = Amount("批复数")
    grade = PassingGrade()


class Posted:
    """A form of many tables read: ``choices`` and ``said``, or ``sentence`` on what is wrong. Http404 for keys and acts that are none."""

    def __init__(self, data: QueryDict, act: Act | None = None) -> None:
        self.data = data
        self.act = act or MANY_AT_ONCE.get(data.get("act", ""))
        if self.act is None:
            raise Http404
        self.keys = keys_in(data.getlist("id"))
        self.choices: list[Choice] = []
        self.said = Said()
        self.sentence = self._of_all() or self._of_each()

    def _of_all(self) -> str:
        if not self.keys:
            return f"没有选中任何表，请先勾选要{self.act}的表"
        if len(self.keys) > MOST_AT_ONCE:
            return f"选中了 {len(self.keys)} 张表，一次最多{self.act} {MOST_AT_ONCE} 张，请分几次办理"
        form = DocumentForm(self.data)
        if not form.is_valid():
            return first_error(form)
        self.said = Said(**form.cleaned_data)
        return self._of_the_document() if self.act == APPROVE else ""

    def _of_the_document(self) -> str:
        if not self.said.number or self.said.day is None:
            return "请填写批复文号和批复日期"
        return "批复日期在今天之后，请核对" if self.said.day > timezone.localdate() else ""

    def _of_each(self) -> str:
        for key in self.keys:
            form = TableForm(self.data, prefix=str(key))
            if not form.is_valid():
                return first_error(form)
            read: dict[str, Any] = form.cleaned_data
            self.choices.append(Choice(key, Seen(read["version"], str(read["save"])), read["approved"], read["grade"]))
        return ""

    def typed(self) -> dict[int, str]:
        """The 批复数 as they were filled in, by table."""
        names = [name for name in self.data if name.endswith("-approved") and is_key(name.removesuffix("-approved"))]
        return {int(name.removesuffix("-approved")): str(self.data[name])[:80] for name in names}
