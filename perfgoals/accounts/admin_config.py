"""Which admin site Django starts: ours, which knows who is a 系统管理员."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class SystemAdminConfig(AdminConfig):
    default_site = "perfgoals.accounts.admin_site.SystemAdminSite"
    verbose_name = "系统管理"
