"""Who runs a year's campaign."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from perfgoals.accounts.models import User
from perfgoals.review.campaign import may_run_campaign, refuse_unless_campaigner
from tests.cast import PEOPLE, Cast

RUN_IT = {"performance_reviewer", "administrator"}


def test_the_campaign_is_run_by_two_posts(cast: Cast) -> None:
    assert {name for name in PEOPLE if may_run_campaign(cast.people[name])} == RUN_IT
    assert not may_run_campaign(AnonymousUser())


def test_whoever_has_left_runs_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.performance_reviewer.pk).update(is_active=False)
    assert not may_run_campaign(User.objects.get(pk=cast.performance_reviewer.pk))


def test_a_site_is_begun_by_its_superuser(db: None) -> None:
    assert may_run_campaign(User.objects.create(username="root", is_superuser=True))


def test_everybody_else_is_told_who_may(cast: Cast) -> None:
    refuse_unless_campaigner(cast.administrator, "设置轮次")
    with pytest.raises(PermissionDenied, match="只有绩效审核岗和系统管理员可以设置轮次。"):
        refuse_unless_campaigner(cast.author, "设置轮次")
