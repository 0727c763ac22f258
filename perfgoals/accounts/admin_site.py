"""系统管理: Django's admin for those who hold the post of 系统管理员; to everybody else these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from perfgoals.accounts.posts import is_administrator


class SystemAdminSite(AdminSite):
    site_header = "绩效目标管理 系统管理"
    site_title = "系统管理"
    index_title = "单位、人员与登记册"
    site_url = "/"
    empty_value_display = "—"

    def has_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_anonymous:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            answer: HttpResponse = inner(request, *args, **kwargs)
            return answer

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The site has one door."""
        return redirect_to_login(request.GET.get("next", self.site_url or "/"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("change_password")
