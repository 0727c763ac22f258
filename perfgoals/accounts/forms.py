"""Forms of signing in and of passwords, with messages that say what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from perfgoals.accounts.throttling import MINUTES, forget_failures, is_blocked, note_failure


class SignInForm(AuthenticationForm):
    """User name and password; slow to guess at."""

    error_messages = {
        "invalid_login": "用户名或密码不对。请核对后重试（注意大小写）；忘记密码请找本单位或财政局的系统管理员重置。",
        "inactive": "这个账号已停用。请找系统管理员。",
        "blocked": f"这个用户名连续多次没有登录成功，请 {MINUTES} 分钟后再试，或请系统管理员重置密码。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"

    def clean(self) -> dict[str, Any]:
        name, address = self.cleaned_data.get("username"), self._address()
        if not name:
            return self.cleaned_data
        if is_blocked(name, address):
            raise ValidationError(self.error_messages["blocked"], code="blocked")
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            note_failure(name, address)
            raise
        forget_failures(name, address)
        return cleaned

    def _address(self) -> str:
        return self.request.META.get("REMOTE_ADDR", "") if self.request else ""


class ChangePasswordForm(PasswordChangeForm):
    """One's own password: the old one, and the new one twice."""

    error_messages = {
        "password_incorrect": "原密码不对。请重新输入现在登录用的密码。",
        "password_mismatch": "两次输入的新密码不一样。请重新输入。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("old_password", "原密码"), ("new_password1", "新密码"), ("new_password2", "再输入一次新密码")):
            self.fields[name].label = label
        self.fields["new_password1"].help_text = "至少 10 个字符，不能全是数字，不能是常见密码，也不能与用户名、姓名、电话相近。"
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise ValidationError("新密码和原密码一样。请换一个。")
        return new


class SwitchUnitForm(forms.Form):
    """The unit to work for, among those one holds a post in; empty for all."""

    unit = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "全部单位")] + [(unit.pk, unit.name) for unit in units]  # type: ignore[attr-defined]
