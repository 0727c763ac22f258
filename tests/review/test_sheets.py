"""审核表 in the review: saved by whoever decides, required for 重点项目, kept with the decision it was made for."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from perfgoals.official.review_sheet import Mark, SheetRecord
from perfgoals.review.deciding import Decided, NotDone
from perfgoals.review.models import LogEntry, ReviewSheet
from perfgoals.review.points import mark_point
from perfgoals.review.sheet_page import SheetPage, suggested
from perfgoals.review.sheets import draft_of, kept_of, record_of, save_sheet, stamp_of
from perfgoals.review.standing import Standing
from perfgoals.review.transitions import State
from perfgoals.tables.models import TargetTable
from tests.cast import Cast
from tests.dumping import dump
from tests.review.acting import act, answer_all, bring, correct, lead, now
from tests.review.sheeting import fill, filled, make_key


@pytest.fixture
def key_table(cast: Cast, table: TargetTable) -> TargetTable:
    """Of a 重点项目, before 股室审核岗."""
    make_key(table)
    return bring(cast, table, "section_review")


def refused(cast: Cast, table: TargetTable, code: str, sentence: str, **words: Any) -> None:
    before = dump()
    with pytest.raises(NotDone, match=sentence):
        act(cast.section_reviewer, table, code, **words)
    assert dump() == before


# Saving


def test_a_sheet_is_saved_as_far_as_it_is_filled_in(cast: Cast, key_table: TargetTable) -> None:
    sheet = fill(cast.section_reviewer, key_table, SheetRecord(marks={"form": Mark("优", "约9")}, opinion="再看"))
    assert (sheet.step, sheet.version, sheet.is_key, sheet.saved_by) == (
        "section_review",
        now(key_table).version,
        True,
        cast.section_reviewer,
    )
    assert (sheet.points, sheet.grade, sheet.opinion) == ({"form": {"grade": "优", "score": "约9"}}, "", "再看")
    again = fill(cast.section_reviewer, key_table, filled("良"))
    assert again.pk == sheet.pk
    assert again.grade == "良"  # follows from the total
    assert not LogEntry.objects.filter(act="pass", source="section_review").exists()


def test_the_grade_of_a_key_project_is_that_of_its_total_whatever_is_sent(cast: Cast, key_table: TargetTable) -> None:
    wrong = SheetRecord(marks=filled("中").marks, grade="优")
    assert fill(cast.section_reviewer, key_table, wrong).grade == "中"


def test_an_ordinary_project_keeps_no_scores(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    sheet = fill(cast.section_reviewer, table, SheetRecord(marks={"form": Mark("优", "9"), "money": Mark("", "9")}, grade="良"))
    assert (sheet.points, sheet.grade, sheet.is_key) == ({"form": {"grade": "优"}}, "良", False)


def test_the_same_sent_twice_is_kept_once_and_what_somebody_saved_meanwhile_is_not_lost(cast: Cast, key_table: TargetTable) -> None:
    first = fill(cast.section_reviewer, key_table)
    save_sheet(cast.section_reviewer, key_table.pk, version=first.version, based_on="", filled=filled())  # the same: a second click
    before = dump()
    with pytest.raises(Decided, match=r"他人已修改，请核对：孙股已于 .* 改过这份审核表"):
        save_sheet(cast.section_reviewer, key_table.pk, version=first.version, based_on="", filled=filled("良"))
    assert dump() == before


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("author", PermissionDenied), ("performance_reviewer", PermissionDenied), ("reader", PermissionDenied), ("other_author", Http404)],
)
def test_nobody_else_saves(cast: Cast, key_table: TargetTable, who: str, refusal: type[Exception]) -> None:
    before = dump()
    with pytest.raises(refusal):
        fill(cast.people[who], key_table)
    assert dump() == before


@pytest.mark.parametrize("state", [state for state in State if state != "section_review"])
def test_in_no_other_state_of_a_graded_table(cast: Cast, table: TargetTable, state: State) -> None:
    bring(cast, table, state)
    before = dump()
    for who in ("section_reviewer", "performance_reviewer"):
        with pytest.raises(PermissionDenied, match="审核表"):
            fill(cast.people[who], table)
    assert dump() == before


def test_a_page_of_an_older_version_saves_nothing(cast: Cast, key_table: TargetTable) -> None:
    before = dump()
    with pytest.raises(Decided, match=r"钱主已于 .* 办理“审核通过”"):
        save_sheet(cast.section_reviewer, key_table.pk, version=key_table.version - 1, based_on="", filled=filled())
    assert dump() == before


# Deciding on a 重点项目


@pytest.mark.parametrize("code", ["pass", "send_back", "reject"])
def test_a_key_project_is_not_decided_upon_without_a_sheet(cast: Cast, key_table: TargetTable, code: str) -> None:
    refused(cast, key_table, code, "这是重点项目，请先填审核表")


@pytest.mark.parametrize("code", ["pass", "send_back", "reject"])
def test_nor_with_half_a_sheet(cast: Cast, key_table: TargetTable, code: str) -> None:
    half = filled("优", form=Mark("优", ""), money=Mark())
    fill(cast.section_reviewer, key_table, half)
    refused(cast, key_table, code, "审核表还没有填好：规范完整性：请打分，优为 9 至 10 分（还有 1 处）")


@pytest.mark.parametrize(
    ("grade", "code", "sentence"),
    [
        ("优", "send_back", "审核表评为优，应办理“审核通过”"),
        ("优", "reject", "审核表评为优，应办理“审核通过”"),
        ("良", "send_back", "审核表评为良，应办理“审核通过”"),
        ("中", "pass", "审核表评为中，应办理“退回”"),
        ("中", "reject", "审核表评为中，应办理“退回”"),
        ("差", "pass", "审核表评为差，应办理“审核不通过”"),
        ("差", "send_back", "审核表评为差，应办理“审核不通过”"),
    ],
)
def test_the_act_has_to_be_that_of_the_grade(cast: Cast, key_table: TargetTable, grade: str, code: str, sentence: str) -> None:
    fill(cast.section_reviewer, key_table, filled(grade))
    refused(cast, key_table, code, sentence, **({"grade": ""} if code == "pass" else {}))


def test_a_grade_said_beside_the_sheet_has_to_be_its_own(cast: Cast, key_table: TargetTable) -> None:
    fill(cast.section_reviewer, key_table, filled("优"))
    refused(cast, key_table, "pass", "审核表评为优，“审核通过”选的是良", grade="良")


@pytest.mark.parametrize(
    ("grade", "code", "to"), [("优", "pass", "performance_review"), ("中", "send_back", "returned"), ("差", "reject", "rejected")]
)
def test_the_sheet_is_kept_with_the_decision(cast: Cast, key_table: TargetTable, grade: str, code: str, to: str) -> None:
    sheet = fill(cast.section_reviewer, key_table, filled(grade))
    entry = act(cast.section_reviewer, key_table, code, **({"grade": ""} if code == "pass" else {}))
    assert (entry.to, entry.grade) == (to, grade)
    kept = ReviewSheet.objects.get()
    assert (kept.pk, kept.entry, kept.grade) == (sheet.pk, entry, grade)
    assert draft_of(now(key_table)) is None
    told = entry.told["sheet"]
    assert (told["grade"], told["total"]) == (grade, str(record_of(kept).total))
    assert [point["point"] for point in told["points"]][:2] == ["规范完整性", "明确清晰性"]
    assert told["points"][0] == {"point": "规范完整性", "grade": grade, "score": kept.points["form"]["score"]}


def test_the_opinion_of_the_sheet_is_that_of_the_act_unless_another_is_given(cast: Cast, key_table: TargetTable) -> None:
    fill(cast.section_reviewer, key_table, filled("差"))
    entry = act(cast.section_reviewer, key_table, "reject", opinion="")
    assert entry.opinion == ReviewSheet.objects.get().opinion == "符合要求"


def test_good_passes_with_corrections_only(cast: Cast, key_table: TargetTable) -> None:
    fill(cast.section_reviewer, key_table, filled("良"))
    refused(cast, key_table, "pass", "评为良的", grade="")
    entry = correct(cast.section_reviewer, key_table)
    assert (entry.to, entry.told["sheet"]["grade"], len(entry.told["points"])) == ("unit_confirmation", "良", 1)


def test_a_sheet_of_an_older_version_has_to_be_looked_at_again(cast: Cast, key_table: TargetTable) -> None:
    fill(cast.section_reviewer, key_table)
    act(cast.supervisor_reviewer, key_table, "withdraw")
    act(cast.supervisor_reviewer, key_table, "pass")
    page = Standing(cast.section_reviewer, now(key_table)).sheet
    assert page is not None
    assert page.stale == "审核表是按第 4 版填的，表已改动，请重新核对"
    refused(cast, key_table, "pass", "表已改动，请重新核对", grade="")
    fill(cast.section_reviewer, key_table)
    assert act(cast.section_reviewer, key_table, "pass", grade="").grade == "优"


def test_a_sheet_begun_before_the_project_was_marked_has_to_be_looked_at_again(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    fill(cast.section_reviewer, table, SheetRecord(grade="优"))
    make_key(table)
    refused(cast, table, "pass", "标记改过了，请重新核对")


def test_what_is_kept_is_not_touched_by_the_next_review(cast: Cast, key_table: TargetTable) -> None:
    fill(cast.section_reviewer, key_table, filled("中"))
    act(cast.section_reviewer, key_table, "send_back")
    answer_all(cast, key_table)
    act(cast.author, key_table, "submit")
    page = Standing(cast.section_reviewer, now(key_table)).sheet
    assert page is not None
    assert (page.is_prefilled, page.record.grade, page.filled) == (True, "中", 0)  # shown, yet nothing is saved
    refused(cast, key_table, "send_back", "请先填审核表")
    fill(cast.section_reviewer, key_table, filled("优"))
    act(cast.section_reviewer, key_table, "pass", grade="")
    assert [sheet.grade for sheet in kept_of(now(key_table))] == ["优", "中"]


# 一般性项目, 绩效审核


def test_an_ordinary_project_needs_no_sheet_and_may_have_one(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    fill(cast.section_reviewer, table, SheetRecord(marks={"form": Mark("中")}))
    entry = act(cast.section_reviewer, table, "pass", grade="优", opinion="同意")
    kept = ReviewSheet.objects.get()
    assert (kept.entry, kept.grade, kept.opinion) == (entry, "优", "同意")
    assert entry.told["sheet"] == {"points": [{"point": "规范完整性", "grade": "中", "score": ""}], "grade": "优"}


def test_its_grade_on_the_sheet_and_beside_the_button_have_to_agree(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    fill(cast.section_reviewer, table, SheetRecord(grade="中"))
    refused(cast, table, "pass", "审核表评为中，应办理“退回”", grade="优")
    assert act(cast.section_reviewer, table, "send_back").grade == "中"


def test_what_was_graded_is_not_graded_again(cast: Cast, key_table: TargetTable) -> None:
    fill(cast.section_reviewer, key_table)
    act(cast.section_reviewer, key_table, "pass", grade="")
    assert Standing(cast.performance_reviewer, now(key_table)).sheet is None
    assert act(cast.performance_reviewer, key_table, "pass", grade="").to == "passed"


def test_the_performance_review_grades_where_no_section_did(cast: Cast, table: TargetTable) -> None:
    make_key(table)
    cast.building.section = None
    cast.building.save()
    lead(cast, table, "submit", "pass", "pass")
    assert now(table).state == "performance_review"
    with pytest.raises(NotDone, match="请先填审核表"):
        act(cast.performance_reviewer, table, "send_back")
    fill(cast.performance_reviewer, table, filled("中"))
    assert act(cast.performance_reviewer, table, "send_back").grade == "中"


# What its page knows


def test_the_page_says_what_is_known_and_what_was_said_last_time(cast: Cast, key_table: TargetTable) -> None:
    TargetTable.objects.filter(pk=key_table.pk).update(
        source_problems=[{"path": "goals.annual", "message": "有错"}, {"path": "indicators.annual[0].value", "message": "有错"}]
    )
    mark_point(cast.section_reviewer, key_table.pk, path="goals.annual", kind="must", text="请量化")
    fill(cast.section_reviewer, key_table, filled("中"))
    entry = act(cast.section_reviewer, key_table, "send_back")
    known = now(key_table)
    assert suggested(known, entry) == {"form": ["来源问题 1 处", "退回意见 1 条没有答复"], "indicators": ["指标的来源问题 1 处"]}
    answer_all(cast, key_table)
    assert suggested(known, entry)["form"] == ["来源问题 1 处"]
    assert suggested(known, None)["form"] == ["来源问题 1 处"]


def test_the_page_shows_ranges_and_counts_what_is_filled_in(cast: Cast, key_table: TargetTable) -> None:
    fill(cast.section_reviewer, key_table, SheetRecord(marks={"form": Mark("优", "9"), "money": Mark("优")}))
    page = SheetPage(key_table, draft_of(now(key_table)), [], {})
    assert (page.filled, page.total, len(page.problems), page.more_problems) == (1, None, 7, 6)
    first = next(lines[0] for _, _, lines in page.groups)
    assert [(choice.grade, choice.range, choice.is_chosen) for choice in first.choices] == [
        ("优", "9–10", True),
        ("良", "8–8.9", False),
        ("中", "6–7.9", False),
        ("差", "0–5.9", False),
    ]


def test_a_kept_sheet_is_printed_with_the_names_of_its_day(cast: Cast, key_table: TargetTable) -> None:
    fill(cast.section_reviewer, key_table)
    entry = act(cast.section_reviewer, key_table, "pass", grade="")
    TargetTable.objects.filter(pk=key_table.pk).update(project_name="另一个名称")
    record = record_of(ReviewSheet.objects.get())
    assert (record.project, record.reviewer) == (entry.record.snapshot.project.name, "孙股")
    assert record.day is not None
    assert stamp_of(None) == ""
