"""回避 at finance, where it is less plain than in one table and one review."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from perfgoals.accounts.models import Post, User
from perfgoals.review.desk.queue import waiting_for
from perfgoals.review.points import mark_point
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, person
from tests.dumping import dump
from tests.review.acting import act, bring

Role = Post.Role


def test_an_adjustment_is_still_by_whoever_wrote_what_it_adjusts(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    adjustment = TargetTable.objects.get(pk=act(cast.colleague, table, "request_adjustment").told["table"])
    for who in (cast.colleague, cast.unit_reviewer, cast.supervisor_reviewer):
        act(who, adjustment, "submit" if who == cast.colleague else "pass")
    Post.objects.create(user=cast.author, department=cast.section, role=Role.SECTION_REVIEWER)
    before = dump()
    with pytest.raises(PermissionDenied, match="您填写过这个项目本年度的表"):
        act(User.objects.get(pk=cast.author.pk), adjustment, "pass")
    assert dump() == before
    assert not waiting_for(User.objects.get(pk=cast.author.pk)).exists()


def test_whoever_corrected_in_the_first_review_is_not_the_second(cast: Cast, table: TargetTable) -> None:
    """Though somebody else sent the corrections to the unit."""
    both = person("both", "双审", (cast.section, Role.SECTION_REVIEWER), (cast.finance, Role.PERFORMANCE_REVIEWER))
    bring(cast, table, "section_review")
    mark_point(both, table.pk, path="goals.annual", kind="correct", text="更明确", correction="代改")
    act(cast.section_reviewer, table, "pass", grade="良")
    act(cast.author, table, "confirm")
    before = dump()
    with pytest.raises(PermissionDenied, match="您已在财政的另一个环节代改过这张表"):
        act(both, table, "pass")
    assert dump() == before
    assert not waiting_for(both).exists()
    assert act(cast.performance_reviewer, table, "pass").to == "passed"


@pytest.mark.parametrize("sends", ["both", "section_reviewer"])
def test_nobody_confirms_their_own_corrections_for_the_unit(cast: Cast, table: TargetTable, sends: str) -> None:
    both = person("both", "兼岗", (cast.section, Role.SECTION_REVIEWER), (cast.building, Role.AUTHOR))
    bring(cast, table, "section_review")
    mark_point(both, table.pk, path="goals.annual", kind="correct", text="更明确", correction="代改")
    act(both if sends == "both" else cast.section_reviewer, table, "pass", grade="良")
    before = dump()
    for code in ("confirm", "dispute"):
        with pytest.raises(PermissionDenied, match="不能再由您代表单位确认"):
            act(both, table, code)
    assert dump() == before
    assert not waiting_for(both).exists()
    assert act(cast.author, table, "confirm").to == "performance_review"
