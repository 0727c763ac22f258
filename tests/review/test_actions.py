"""What each act does beyond its row of the table: where a correction goes, what may be withdrawn, who may not review, 调整."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from perfgoals.accounts.models import Post
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import LogEntry, ReportingRound
from perfgoals.review.standing import Standing
from perfgoals.tables.editing.history import record_at
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import store
from tests.cast import Cast, person, published, stored
from tests.dumping import dump
from tests.review.acting import act, answer_all, bring, lead, now

Role = Post.Role


def write(cast: Cast, table: TargetTable, path: str, text: str) -> None:
    save(cast.author, table.pk, version=now(table).version, changes=[{"do": "set", "path": path, "text": text}], save_id=str(uuid4()))


# forward


def test_a_unit_without_reviewers_reports_upwards_at_once(cast: Cast) -> None:
    table = stored(published("made-01"), cast.water, by=cast.other_author)
    entry = act(cast.other_author, table, "submit")
    assert (entry.to, entry.label) == ("section_review", "上报")


def test_a_step_that_came_up_meanwhile_is_not_jumped_over(cast: Cast, table: TargetTable) -> None:
    """The next step is that of the day: a unit reviewer gone since does not keep the table, a supervisor come since sees it."""
    bring(cast, table, "unit_review")
    cast.building.supervisor = None
    cast.building.save()
    assert act(cast.unit_reviewer, table, "pass").to == "section_review"


def test_the_grade_stays_with_the_entry(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    entry = act(cast.section_reviewer, table, "pass", grade="优", opinion="补充量化指标")
    assert (entry.grade, entry.opinion) == ("优", "补充量化指标")


def test_returning_and_refusing_give_their_own_grade(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    assert act(cast.section_reviewer, table, "send_back").grade == "中"
    answer_all(cast, table)
    act(cast.author, table, "submit")
    assert act(cast.section_reviewer, table, "reject").grade == "差"


def test_without_a_first_review_the_second_grades(cast: Cast) -> None:
    cast.water.section = None
    cast.water.save()
    table = stored(published("made-01"), cast.water, by=cast.other_author)
    act(cast.other_author, table, "submit")
    with pytest.raises(NotDone, match="请选择综合评定等级"):
        act(cast.performance_reviewer, table, "pass", grade="")
    assert act(cast.performance_reviewer, table, "pass").grade == "优"


def test_a_table_graded_once_is_not_graded_twice(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "performance_review")
    assert act(cast.performance_reviewer, table, "pass", grade="").grade == ""


# a correction


@pytest.mark.parametrize("step", ["unit_review", "supervisor_review", "section_review", "performance_review"])
def test_a_correction_goes_back_to_the_post_that_returned_it(cast: Cast, table: TargetTable, step: str) -> None:
    bring(cast, table, step)
    lead(cast, table, "send_back")
    write(cast, table, "goals.annual", "改过的目标")
    assert lead(cast, table, "submit").state == step


def test_what_was_returned_after_it_had_passed_is_reviewed_again(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "passed")
    lead(cast, table, "send_back")
    write(cast, table, "goals.annual", "改过的目标")
    assert lead(cast, table, "submit").state == "performance_review"


def test_a_changed_amount_passes_the_authority_again_and_then_goes_where_it_was(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "performance_review")
    lead(cast, table, "send_back")
    write(cast, table, "funding.annual.total", "999.5")
    assert lead(cast, table, "submit").state == "supervisor_review"
    assert lead(cast, table, "pass").state == "performance_review"


def test_the_same_amount_written_otherwise_is_no_other_amount(cast: Cast, table: TargetTable) -> None:
    snapshot = to_snapshot(now(table))
    assert snapshot.funding.annual is not None
    assert isinstance(snapshot.funding.annual.total, Decimal)
    amount = f"{snapshot.funding.annual.total}"
    bring(cast, table, "section_review")
    lead(cast, table, "send_back")
    write(cast, table, "funding.annual.total", amount + ("0" if "." in amount else ".0"))
    write(cast, table, "goals.annual", "改过的目标")
    assert lead(cast, table, "submit").state == "section_review"


def test_an_amount_returned_by_the_authority_itself_goes_there_once(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "supervisor_review")
    lead(cast, table, "send_back")
    write(cast, table, "funding.annual.total", "999.5")
    assert lead(cast, table, "submit").state == "supervisor_review"
    assert lead(cast, table, "pass").state == "section_review"


def test_after_reopening_the_whole_road_is_walked_again(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "returned")
    answer_all(cast, table)
    lead(cast, table, "submit", "reject", "reopen")
    assert lead(cast, table, "submit").state == "unit_review"


# 撤回


@pytest.mark.parametrize("state", ["unit_review", "supervisor_review", "section_review", "performance_review", "passed"])
def test_what_was_sent_comes_back_to_where_it_was(cast: Cast, table: TargetTable, state: str) -> None:
    bring(cast, table, state)
    sent = LogEntry.objects.filter(table=table).latest("number")
    act(sent.actor, table, "withdraw")
    assert now(table).state == sent.source


def test_a_correction_withdrawn_is_a_returned_table_again(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "returned")
    answer_all(cast, table)
    lead(cast, table, "submit")
    act(cast.colleague, table, "withdraw")  # another author: the post has sent it, not the person
    assert now(table).state == "returned"
    assert [each.point.answer for each in Standing(cast.author, now(table)).points] == ["changed"]


def test_step_by_step_it_may_come_all_the_way_back(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "supervisor_review")
    act(cast.unit_reviewer, table, "withdraw")
    act(cast.author, table, "withdraw")
    assert now(table).state == "drafting"


def test_a_table_that_nobody_sent_cannot_be_withdrawn(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(state="unit_review")
    before = dump()
    with pytest.raises(NotDone, match="没有可以撤回的送审"):
        act(cast.author, table, "withdraw")
    assert dump() == before


# 回避


@pytest.mark.parametrize("state", ["section_review", "performance_review"])
@pytest.mark.parametrize("code", ["pass", "send_back", "reject"])
def test_whoever_wrote_it_does_not_review_it_at_finance(cast: Cast, table: TargetTable, state: str, code: str) -> None:
    role = {"section_review": Role.SECTION_REVIEWER, "performance_review": Role.PERFORMANCE_REVIEWER}[state]
    writer = person("writer", "兼岗", (cast.building, Role.AUTHOR), (cast.section, role))
    store(now(table), replace(published("henan-10"), purpose="兼岗写的"), by=writer, based_on=1)
    bring(cast, table, state)
    before = dump()
    with pytest.raises(PermissionDenied, match="您填写过这个项目本年度的表，不能在财政环节审核它"):
        act(writer, table, code)
    assert dump() == before
    standing = Standing(writer, now(table))
    assert standing.offers == []
    assert "您填写过这个项目本年度的表" in standing.hindrance


def test_what_never_left_its_unit_is_reported_in_time(cast: Cast, table: TargetTable) -> None:
    """Returned inside the unit, whose reviewer has gone since: the next step is outside."""
    act(cast.author, table, "submit")
    act(cast.unit_reviewer, table, "send_back")
    answer_all(cast, table)
    Post.objects.filter(role=Role.UNIT_REVIEWER).delete()
    ReportingRound.objects.create(year=table.year, kind=table.round, closes_at=timezone.now() - timedelta(minutes=1))
    before = dump()
    with pytest.raises(NotDone, match="截止"):
        act(cast.author, table, "submit")
    assert dump() == before


def test_reviewing_is_not_writing(cast: Cast, table: TargetTable) -> None:
    """Acts make revisions too; they are no reason to keep away."""
    bring(cast, table, "section_review")
    act(cast.section_reviewer, table, "send_back")
    answer_all(cast, table)
    lead(cast, table, "submit", "pass")
    assert now(table).state == "performance_review"


def test_the_two_reviews_at_finance_are_by_two_people(cast: Cast, table: TargetTable) -> None:
    both = person("both", "双审", (cast.section, Role.SECTION_REVIEWER), (cast.finance, Role.PERFORMANCE_REVIEWER))
    bring(cast, table, "section_review")
    act(both, table, "pass")
    before = dump()
    with pytest.raises(PermissionDenied, match="两次审核应由不同的人办理"):
        act(both, table, "pass")
    assert dump() == before
    assert act(cast.performance_reviewer, table, "pass").to == "passed"
    assert act(both, table, "approve").to == "approved"  # 批复 is no review


def test_below_finance_one_person_may_hold_both_posts(cast: Cast, table: TargetTable) -> None:
    both = person("both", "双岗", (cast.building, Role.AUTHOR), (cast.building, Role.UNIT_REVIEWER))
    act(both, table, "submit")
    assert act(both, table, "pass").to == "supervisor_review"


# 批复, 调整


def test_approving_stamps_number_and_date_and_freezes(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    kept = now(table)
    assert (kept.approval_number, kept.approved_on) == ("某财预〔2027〕15号", date(2026, 3, 1))
    with pytest.raises(PermissionDenied):
        write(cast, table, "goals.annual", "批复后再改")


def adjusted(cast: Cast, table: TargetTable) -> TargetTable:
    entry = act(cast.author, table, "request_adjustment")
    return now(TargetTable(pk=entry.told["table"]))


def test_an_adjustment_begins_as_a_copy_with_the_same_rows(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    new = adjusted(cast, table)
    assert (new.state, new.round, new.adjusts_id, new.version) == ("drafting", "adjustment", table.pk, 1)
    assert keyed_of(new) == keyed_of(now(table))
    assert now(table).state == "approved"
    assert not now(table).is_superseded
    assert Standing(cast.reader, now(table)).adjustment == new


def test_there_is_one_adjustment_at_a_time(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    adjusted(cast, table)
    before = dump()
    with pytest.raises(NotDone, match="已有一份调整表，现在是“填报中”"):
        act(cast.colleague, table, "request_adjustment")
    assert dump() == before
    assert Standing(cast.author, now(table)).offers == []


def test_an_approved_adjustment_takes_the_place_of_the_former(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    new = adjusted(cast, table)
    bring(cast, new, "approved")
    assert now(table).is_superseded
    assert not now(new).is_superseded
    with pytest.raises(NotDone, match="请在调整后的表上申请调整"):
        act(cast.author, table, "request_adjustment")
    assert adjusted(cast, new).adjusts_id == new.pk


def test_of_two_adjustments_one_is_approved(cast: Cast, table: TargetTable) -> None:
    """Two there are only where one came back from the bin."""
    bring(cast, table, "approved")
    first = adjusted(cast, table)
    TargetTable.objects.filter(pk=first.pk).update(deleted_at="2027-01-01T00:00:00Z")
    second = adjusted(cast, table)
    TargetTable.objects.filter(pk=first.pk).update(deleted_at=None)
    bring(cast, first, "approved")
    bring(cast, second, "passed")
    before = dump()
    with pytest.raises(NotDone, match="已有另一份调整获得批复"):
        act(cast.performance_reviewer, second, "approve")
    assert dump() == before


# history


def test_acts_keep_the_history_whole(cast: Cast, table: TargetTable) -> None:
    first = keyed_of(now(table))
    bring(cast, table, "returned")
    write(cast, table, "goals.annual", "改过的目标")
    lead(cast, table, "submit")
    latest = now(table)
    assert latest.version == latest.revisions.count()
    assert record_at(latest, 1) == first
    acts = latest.revisions.order_by("version").values_list("act", flat=True)
    assert [act for act in acts if act != Revision.Act.ROAD] == ["import", "edit"]


def test_the_entry_keeps_the_record_of_its_day(cast: Cast, table: TargetTable) -> None:
    submitted = act(cast.author, table, "submit")
    as_it_was = keyed_of(now(table))
    TargetTable.objects.update(annual_goal="后来的")
    kept = LogEntry.objects.get(pk=submitted.pk)
    assert kept.record == as_it_was
    assert (kept.actor_name, kept.unit, kept.role) == ("张建", "建设局", "author")


def test_names_of_the_day_stay_in_the_log(cast: Cast, table: TargetTable) -> None:
    entry: Any = act(cast.author, table, "submit")
    cast.author.name = "张改名"
    cast.author.save()
    cast.building.name = "住房和城乡建设局"
    cast.building.save()
    entry = LogEntry.objects.get(pk=entry.pk)
    assert (entry.actor_name, entry.unit, entry.sealed() == entry.hash) == ("张建", "建设局", True)
