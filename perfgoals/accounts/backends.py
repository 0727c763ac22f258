"""What a post lets a person do in the admin pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from perfgoals.accounts.models import User
from perfgoals.accounts.posts import is_administrator


class PostBackend(ModelBackend):
    """Every permission of Django's goes with the post of 系统管理员, and none with anything else.

    What may be done with tables is not asked here but in ``tables/access.py``, where this post writes nothing.
    """

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        return is_administrator(user_obj)

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        return is_administrator(user_obj)
