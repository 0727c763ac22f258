"""Signing in and out, passwords, and the unit one works for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from perfgoals.accounts.forms import ChangePasswordForm, SignInForm, SwitchUnitForm
from perfgoals.accounts.log import note
from perfgoals.accounts.middleware import SESSION_KEY
from perfgoals.accounts.models import User
from perfgoals.accounts.one_time import has_one_time_password, set_one_time_password
from perfgoals.accounts.posts import is_administrator, units_of

sign_in = LoginView.as_view(template_name="accounts/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True)
sign_out = LogoutView.as_view()


@require_POST
@never_cache
@sensitive_post_parameters()
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Signing in from a page that is still open, whose session has ended: 200 with who it is, or 400 with a sentence."""
    form = SignInForm(request, request.POST)
    if not form.is_valid():
        said = next(iter(form.non_field_errors()), "请填写密码")
        return JsonResponse({"error": said}, status=400)
    user = form.get_user()
    if has_one_time_password(user):
        return JsonResponse({"error": "这是一次性密码，请到登录页用它登录并设置自己的密码。您写的内容仍在本机"}, status=400)
    login(request, user)
    return JsonResponse({"user": user.pk, "name": user.name})


@login_required
@never_cache
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """One's own password. Other browsers in which one is signed in are signed out."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "密码已修改。下次登录请用新密码。")
        return redirect("list_tables")
    return render(request, "accounts/change_password.html", {"form": form})


@login_required
@require_POST
def switch_unit(request: HttpRequest) -> HttpResponse:
    """Work for one of one's units, or for all of them; then back to the page one came from."""
    form = SwitchUnitForm(request.POST, units=units_of(request.user))
    if not form.is_valid():
        raise Http404
    request.session[SESSION_KEY] = form.cleaned_data["unit"]
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    # A path and nothing else: redirect() would take a bare word for the name of a route.
    return redirect(back if is_ours and back.startswith("/") else "list_tables")


@login_required
@never_cache
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """An administrator gives somebody a one-time password; the page after the POST is the only one that ever shows it."""
    if not is_administrator(request.user):
        raise Http404
    person = get_object_or_404(User, pk=pk)
    if person == request.user:
        messages.info(request, "这是您自己的账号，请在这里修改密码。")
        return redirect("change_password")
    password = _give_one_time_password(request, person) if request.method == "POST" else None
    return render(request, "accounts/reset_password.html", {"person": person, "password": password})


def _give_one_time_password(request: HttpRequest, person: User) -> str:
    with transaction.atomic():
        password = set_one_time_password(person)
        note(request, [person], "重置密码")
    return password


def refuse_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django shows instead of a form without its token: mostly a page that stood open since before the last sign-in."""
    return render(request, "403_csrf.html", status=403)
