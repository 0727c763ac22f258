"""What is posted with an act, with a point and with an answer: bounded, and text is text."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from perfgoals.accounts.words import said
from perfgoals.official.money import parse_amount
from perfgoals.official.review_sheet import Mark, SheetRecord, review_form
from perfgoals.official.texts import printable
from perfgoals.review.deciding import Said, Seen
from perfgoals.review.figures import not_kept_because
from perfgoals.review.models import ReturnPoint
from perfgoals.review.transitions import PASSING

LONGEST = 2000
"""Of an opinion, a point or a reason; a page of the official review sheet has less."""

INCOMPLETE = "这一页的内容不完整，请刷新页面后再办理"
_NO_PLACE = "这张表没有您选的位置，请重新选择"


def _all_say(sentence: str, *errors: str) -> dict[str, Any]:
    return dict.fromkeys(errors, sentence)


class Words(forms.CharField):
    """A text over several lines, as a person may write it."""

    def __init__(self, label: str, *, longest: int = LONGEST, required: bool = False) -> None:
        sentences = {"max_length": f"{label}最多 {longest} 个字，请精简", "required": f"请写{label}"}
        super().__init__(label=label, max_length=longest, error_messages=sentences, required=required)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(printable("\n".join(str(value or "").splitlines()))) or "")


class Line(forms.CharField):
    """A short text in one line, as 文号."""

    def __init__(self, label: str, *, longest: int) -> None:
        super().__init__(
            label=label, max_length=longest, required=False, error_messages={"max_length": f"{label}最多 {longest} 个字，请核对"}
        )

    def to_python(self, value: Any) -> str:
        return str(super().to_python(" ".join(printable(str(value or "")).split())) or "")


class Version(forms.IntegerField):
    """The table's version that the page showed."""

    def __init__(self) -> None:
        wrong = _all_say(INCOMPLETE, "required", "invalid", "max_value", "min_value")
        super().__init__(min_value=0, max_value=10**9, error_messages=wrong)


class SaveId(forms.UUIDField):
    """The page's own name for an act."""

    def __init__(self) -> None:
        super().__init__(error_messages=_all_say(INCOMPLETE, "required", "invalid"))


class PassingGrade(forms.ChoiceField):
    """优 or 良, or none yet. ``wrong``: what is said of any other."""

    def __init__(self, wrong: str = INCOMPLETE) -> None:
        choices = [("", ""), *((grade.value, grade.value) for grade in PASSING)]
        super().__init__(label="综合评定等级", choices=choices, required=False, error_messages=_all_say(wrong, "invalid_choice"))


class Amount(forms.CharField):
    """An amount in 万元 as people write it: 35, 35万, 350,000元. None where it is left empty."""

    widget = forms.TextInput

    def __init__(self, label: str) -> None:
        super().__init__(label=label, max_length=40, required=False, error_messages={"max_length": f"{label}最多 40 个字，请核对"})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        number = parse_amount(text).number
        if text and number is None:
            raise forms.ValidationError(f"{self.label}“{text}”不是数字，请以万元填写，如 35.6")
        if number is not None and (sentence := not_kept_because(number)):
            raise forms.ValidationError(sentence)
        return number


class DocumentForm(forms.Form):
    """文号 and date of a 批复, and an opinion."""

    opinion = Words("意见")
    number = Line("批复文号", longest=100)
    day = forms.DateField(label="批复日期", required=False, error_messages={"invalid": "批复日期请写成 2027-03-01 这样"})


class ActForm(DocumentForm):
    """What a button of the road sends: the version seen and the page's own name for the act, and what is filled in beside it."""

    version = Version()
    save = SaveId()
    grade = PassingGrade("请选择综合评定等级：优或良可以通过")
    approved = Amount("批复数")
    section = forms.IntegerField(
        label=said("转往股室"),
        min_value=1,
        max_value=2**63 - 1,
        required=False,
        error_messages=_all_say(said("请选择要转往的业务股室"), "invalid", "min_value", "max_value"),
    )

    @property
    def seen(self) -> Seen:
        return Seen(self.cleaned_data["version"], str(self.cleaned_data["save"]))

    @property
    def said(self) -> Said:
        said = {name: self.cleaned_data[name] for name in ("opinion", "grade", "number", "day", "approved")}
        return Said(**said, section=self.cleaned_data["section"] or 0)

    def again(self) -> dict[str, Any]:
        """What was filled in, to be shown once more, under a new name for the act."""
        texts = {name: str(self.data.get(name, ""))[: LONGEST * 2] for name in ("opinion", "grade", "number", "day", "approved", "section")}
        return texts | {"save_id": uuid4()}


class PointForm(forms.Form):
    """One point to be marked."""

    path = forms.CharField(max_length=200, required=False, error_messages=_all_say(_NO_PLACE, "max_length"))
    kind = forms.ChoiceField(
        choices=ReturnPoint.Kind.choices, error_messages=_all_say("请选择必须修改、请说明或财政代改", "required", "invalid_choice")
    )
    text = Words("意见")
    correction = Words("改为")

    def clean(self) -> dict[str, Any]:
        """A correction may go without saying why; any other point has to say something."""
        data = super().clean() or {}
        if data.get("kind") == ReturnPoint.Kind.CORRECT:
            data["text"] = data.get("text") or "财政代改"
        elif not data.get("text") and "text" not in self.errors:
            self.add_error("text", "请写明意见")
        return data


class AnswerForm(forms.Form):
    """The author's answer to one point."""

    answer = forms.ChoiceField(
        choices=[("", ""), *ReturnPoint.Answer.choices],
        required=False,
        error_messages={"invalid_choice": "请选择已修改或不修改"},
    )
    reason = Words("说明")


class SheetForm(forms.Form):
    """A 审核表 as far as it is filled in: whatever was typed as a score is kept, and said to be none."""

    version = Version()
    based_on = forms.CharField(max_length=40, required=False, error_messages=_all_say(INCOMPLETE, "max_length"))
    opinion = Words("总体意见")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["grade"] = _grade_field("综合评定等级")
        for point in review_form().points:
            self.fields[f"grade-{point.code}"] = _grade_field(point.name)
            said = _all_say(f"{point.name}：得分最多写 10 个字符", "max_length")
            self.fields[f"score-{point.code}"] = forms.CharField(max_length=10, required=False, error_messages=said)

    @property
    def filled(self) -> SheetRecord:
        said = self.cleaned_data
        codes = [point.code for point in review_form().points]
        marks = {code: Mark(said[f"grade-{code}"], said[f"score-{code}"]) for code in codes}
        return SheetRecord(is_key=True, marks=marks, grade=said["grade"], opinion=said["opinion"])


def _grade_field(name: str) -> forms.ChoiceField:
    grades = review_form().grades
    said = _all_say(f"{name}：请选择{'、'.join(grades)}", "invalid_choice")
    return forms.ChoiceField(choices=[("", ""), *zip(grades, grades, strict=True)], required=False, error_messages=said)


def first_error(form: forms.Form) -> str:
    """The sentence of what is wrong with a form."""
    return next(str(errors[0]) for errors in form.errors.values())
