"""转办, 公开, and the codes of what was printed: acts that do not move a table on its road."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from perfgoals.official.check_code import check_code
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import PrintedCode
from perfgoals.review.standing import Standing
from perfgoals.tables.access import visible_to
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast
from tests.dumping import dump
from tests.review.acting import act, bring, lead, now


def test_a_table_passed_on_is_reviewed_by_the_other_section_alone(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    assert not visible_to(cast.other_section_reviewer).exists()
    entry = act(cast.section_reviewer, table, "reassign")
    assert (entry.source, entry.to, entry.told["section"]) == ("section_review", "section_review", "业务二股")
    assert visible_to(cast.other_section_reviewer).get() == table
    assert visible_to(cast.section_reviewer).get() == table  # who looks after the unit still sees it
    with pytest.raises(PermissionDenied, match="没有办理“审核通过”的岗位"):
        act(cast.section_reviewer, table, "pass")
    assert act(cast.other_section_reviewer, table, "pass").to == "performance_review"


def test_what_is_not_to_be_public_is_never_published(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    table.project.is_withheld = True
    table.project.save()
    before = dump()
    with pytest.raises(NotDone, match="不宜公开"):
        act(cast.performance_reviewer, table, "publish")
    assert dump() == before


def test_a_table_is_published_once(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    act(cast.performance_reviewer, table, "publish")
    assert (now(table).state, now(table).published_on) == ("approved", timezone.localdate())
    with pytest.raises(NotDone, match="已于"):
        act(cast.performance_reviewer, table, "publish")


def test_what_is_valid_is_published_while_its_adjustment_is_under_way(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    act(cast.author, table, "request_adjustment")
    assert "publish" in {offer.act.code for offer in Standing(cast.performance_reviewer, now(table)).offers}
    assert act(cast.performance_reviewer, table, "publish").to == "approved"


def test_every_act_leaves_the_code_of_what_the_table_said(cast: Cast, table: TargetTable) -> None:
    lead(cast, table, "submit", "pass")
    codes = list(PrintedCode.objects.filter(table=table).values_list("entry__act", "code"))
    assert codes == [("submit", code := check_code(to_snapshot(now(table)), table.pk)), ("pass", code)]
