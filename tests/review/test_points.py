"""Points of a return: marked on cells, rows or the whole table, kept with their row, answered, and shown with old and new text."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.review.deciding import NotDone
from perfgoals.review.models import LogEntry, ReturnPoint
from perfgoals.review.points import MOST_POINTS, _place, answer_points, mark_point, path_now, pending, text_at, unmark_point
from perfgoals.review.standing import Standing
from perfgoals.tables.attaching import attach
from perfgoals.tables.editing.keyed import Keyed, keyed_of
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, published
from tests.dumping import dump
from tests.review.acting import act, answer_all, bring, lead, now


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    return bring(cast, table, "section_review")


def mark(cast: Cast, table: TargetTable, path: str, text: str = "偏低", kind: str = "must") -> ReturnPoint:
    return mark_point(cast.section_reviewer, table.pk, path=path, kind=kind, text=text)


def change(cast: Cast, table: TargetTable, *changes: dict[str, Any]) -> None:
    save(cast.author, table.pk, version=now(table).version, changes=list(changes), save_id=str(uuid4()))


@pytest.mark.parametrize(
    ("path", "place", "text"),
    [
        ("", "全表", None),
        ("goals.annual", "年度目标", "annual"),
        ("funding.annual.total", "年度资金总额", "total"),
        ("indicators.annual", "年度绩效指标", None),
        ("indicators.annual[0].value", "年度绩效指标第 1 行 指标值", "value"),
        ("indicators.annual[0]", "年度绩效指标第 1 行", "row"),
    ],
)
def test_a_point_stands_at_a_cell_a_row_or_the_whole_table(
    cast: Cast, under_review: TargetTable, path: str, place: str, text: str | None
) -> None:
    keyed = keyed_of(under_review)
    row, funding = keyed.rows("annual")[0], keyed.snapshot.funding.annual
    said = {
        None: None,
        "annual": keyed.snapshot.goals.annual,
        "total": str(funding and funding.total),
        "value": row.value,
        "row": f"{row.level3}，{row.value}",
    }
    point = mark(cast, under_review, path)
    assert point.place.startswith(place)
    assert path_now(keyed, point) == path
    assert text_at(keyed, point) == said[text]
    assert list(pending(under_review)) == [point]


@pytest.mark.parametrize(
    "path", ["goals.nothing", "indicators.annual[999].value", "__class__", "a[", "indicators.annual[0].level9", "[0]", "x" * 200]
)
def test_a_place_the_form_does_not_have_is_refused(cast: Cast, under_review: TargetTable, path: str) -> None:
    before = dump()
    with pytest.raises(NotDone, match="这张表没有您选的位置"):
        mark(cast, under_review, path)
    assert dump() == before


@given(path=st.one_of(st.text(max_size=60), st.from_regex(r"[a-z]{1,9}(\.[a-z]{1,9}|\[[0-9]{1,9}\]){0,4}", fullmatch=True)))
def test_a_forged_path_is_a_place_or_a_sentence(path: str) -> None:
    snapshot = published("made-01")
    keys = {side: tuple(str(uuid4()) for _ in getattr(snapshot.indicators, side)) for side in ("period", "annual")}
    try:
        place = _place(Keyed(snapshot, keys), path)  # type: ignore[arg-type]
    except NotDone:
        return
    assert len(place["place"]) <= 200


def test_only_so_many_are_a_list(cast: Cast, under_review: TargetTable) -> None:
    point = mark(cast, under_review, "")
    ReturnPoint.objects.bulk_create(
        ReturnPoint(table=under_review, step="section_review", place="全表", kind="must", text="改", marked_by=point.marked_by)
        for _ in range(MOST_POINTS - 1)
    )
    before = dump()
    with pytest.raises(NotDone, match=f"最多 {MOST_POINTS} 条"):
        mark(cast, under_review, "")
    assert dump() == before


@pytest.mark.parametrize("who", ["author", "unit_reviewer", "supervisor_reviewer", "performance_reviewer", "reader", "administrator"])
def test_only_the_post_that_has_it_marks(cast: Cast, under_review: TargetTable, who: str) -> None:
    before = dump()
    with pytest.raises(PermissionDenied, match="只有股室审核岗可以标出退回意见"):
        mark_point(cast.people[who], under_review.pk, path="", kind="must", text="改")
    assert dump() == before


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, under_review: TargetTable, who: str) -> None:
    point = mark(cast, under_review, "")
    before = dump()
    for attempt in (
        lambda: mark_point(cast.people[who], under_review.pk, path="", kind="must", text="改"),
        lambda: unmark_point(cast.people[who], point.pk),
        lambda: answer_points(cast.people[who], under_review.pk, {}),
    ):
        with pytest.raises(Http404):
            attempt()
    assert dump() == before


def test_nobody_else_sees_what_is_only_marked(cast: Cast, under_review: TargetTable) -> None:
    mark(cast, under_review, "goals.annual", "内部草稿")
    assert [each.point.text for each in Standing(cast.section_reviewer, now(under_review)).marked] == ["内部草稿"]
    for who in ("author", "performance_reviewer", "reader", "administrator"):
        standing = Standing(cast.people[who], now(under_review))
        assert (standing.marked, standing.points, standing.may_mark) == ([], [], False)


def test_marked_points_are_in_the_way_of_passing(cast: Cast, under_review: TargetTable) -> None:
    point = mark(cast, under_review, "goals.annual")
    before = dump()
    for code in ("pass", "reject"):
        with pytest.raises(NotDone, match="标出的 1 条意见还没有退回"):
            act(cast.section_reviewer, under_review, code)
    assert dump() == before
    unmark_point(cast.section_reviewer, point.pk)
    act(cast.section_reviewer, under_review, "pass")


def test_they_wait_while_the_sender_has_it_back(cast: Cast, under_review: TargetTable) -> None:
    point = mark(cast, under_review, "goals.annual")
    act(cast.supervisor_reviewer, under_review, "withdraw")
    assert not pending(now(under_review)).exists()
    with pytest.raises(PermissionDenied):
        unmark_point(cast.section_reviewer, point.pk)
    act(cast.supervisor_reviewer, under_review, "pass")
    assert list(pending(now(under_review))) == [point]


def test_a_return_takes_them_all(cast: Cast, under_review: TargetTable) -> None:
    mark(cast, under_review, "indicators.annual[0].value")
    mark(cast, under_review, "", "缺少效益指标", "explain")
    entry = act(cast.section_reviewer, under_review, "send_back", opinion="")
    assert [(point.text, point.kind) for point in entry.points.all()] == [("偏低", "must"), ("缺少效益指标", "explain")]
    assert [point["text"] for point in entry.told["points"]] == ["偏低", "缺少效益指标"]
    with pytest.raises(Http404):
        unmark_point(cast.section_reviewer, entry.points.all()[0].pk)


def test_an_opinion_alone_becomes_a_point_that_can_be_answered(cast: Cast, under_review: TargetTable) -> None:
    entry = act(cast.section_reviewer, under_review, "send_back", opinion="请补充依据")
    (point,) = entry.points.all()
    assert (point.place, point.kind, point.text) == ("全表", "must", "请补充依据")


@pytest.fixture
def returned(cast: Cast, under_review: TargetTable) -> list[ReturnPoint]:
    """Returned with a point on a cell of the second row and one on the whole table."""
    points = [mark(cast, under_review, "indicators.annual[1].value"), mark(cast, under_review, "", "缺少效益指标", "explain")]
    act(cast.section_reviewer, under_review, "send_back", opinion="")
    return points


def test_a_point_stays_with_its_row(cast: Cast, under_review: TargetTable, returned: list[ReturnPoint]) -> None:
    keyed = keyed_of(now(under_review))
    first, second = keyed.keys["annual"][:2]
    change(cast, under_review, {"do": "set", "row": second, "field": "value", "text": "≥99%"}, {"do": "remove", "row": first})
    shown = Standing(cast.author, now(under_review)).points[0]
    assert (shown.path, shown.before, shown.now) == ("indicators.annual[0].value", keyed.rows("annual")[1].value, "≥99%")
    assert shown.is_changed
    change(cast, under_review, {"do": "remove", "row": second})
    shown = Standing(cast.author, now(under_review)).points[0]
    assert (shown.is_gone, shown.path, shown.now) == (True, "", None)


def test_nothing_changed_and_nothing_answered_is_not_resubmitted(
    cast: Cast, under_review: TargetTable, returned: list[ReturnPoint]
) -> None:
    before = dump()
    with pytest.raises(NotDone, match="退回后还没有修改，2 条退回意见也没有答复"):
        act(cast.author, under_review, "submit")
    assert dump() == before


@pytest.mark.parametrize("how", ["cell", "contact", "attachment", "one answer", "all answers"])
def test_any_change_is_enough_to_resubmit(cast: Cast, under_review: TargetTable, returned: list[ReturnPoint], how: str) -> None:
    match how:
        case "cell":
            change(cast, under_review, {"do": "set", "path": "goals.annual", "text": "改过的目标"})
        case "contact":
            change(cast, under_review, {"do": "set", "path": "contacts.head", "text": "王局长"})
        case "attachment":
            attach(now(under_review), SimpleUploadedFile("测算.pdf", b"%PDF-1.7"), kind="plan", by=cast.author)
        case "one answer":
            answer_points(cast.author, under_review.pk, {returned[0].pk: ("kept", "已是上限")})
        case "all answers":
            answer_all(cast, under_review)
    assert act(cast.author, under_review, "submit").to == "section_review"


def test_changed_and_changed_back_is_not_changed(cast: Cast, under_review: TargetTable, returned: list[ReturnPoint]) -> None:
    goal = now(under_review).annual_goal
    for text in ("另一个", goal):
        change(cast, under_review, {"do": "set", "path": "goals.annual", "text": text})
    with pytest.raises(NotDone, match="退回后还没有修改"):
        act(cast.author, under_review, "submit")


def test_answers_are_kept_in_the_entry_and_seen_by_the_next_reviewer(
    cast: Cast, under_review: TargetTable, returned: list[ReturnPoint]
) -> None:
    answer_points(cast.author, under_review.pk, {returned[0].pk: ("changed", ""), returned[1].pk: ("kept", "工程类项目")})
    change(cast, under_review, {"do": "set", "path": "goals.annual", "text": "改过的目标"})
    entry = act(cast.author, under_review, "submit")
    assert [(each["answer"], each["reason"]) for each in entry.told["answers"]] == [("changed", ""), ("kept", "工程类项目")]
    standing = Standing(cast.section_reviewer, now(under_review))
    assert [each.point.get_answer_display() for each in standing.points] == ["已修改", "不修改"]
    assert [line.place for line in standing.other_changes] == ["年度目标"]
    assert not standing.may_answer
    act(cast.section_reviewer, under_review, "pass")
    seen_further_on = Standing(cast.performance_reviewer, now(under_review))
    assert len(seen_further_on.points) == 2  # the second review sees them too


def test_what_was_asked_for_is_not_told_again_among_the_other_changes(
    cast: Cast, under_review: TargetTable, returned: list[ReturnPoint]
) -> None:
    key = keyed_of(now(under_review)).keys["annual"][1]
    change(cast, under_review, {"do": "set", "row": key, "field": "value", "text": "≥99%"})
    lead(cast, under_review, "submit")
    assert Standing(cast.section_reviewer, now(under_review)).other_changes == []


def test_not_changing_needs_a_reason_and_otherwise_nothing_is_kept(
    cast: Cast, under_review: TargetTable, returned: list[ReturnPoint]
) -> None:
    before = dump()
    with pytest.raises(NotDone, match="第 2 条（全表）答复了“不修改”，请说明理由"):
        answer_points(cast.author, under_review.pk, {returned[0].pk: ("changed", ""), returned[1].pk: ("kept", "")})
    assert dump() == before


def test_an_answer_may_be_taken_back(cast: Cast, under_review: TargetTable, returned: list[ReturnPoint]) -> None:
    answer_points(cast.author, under_review.pk, {returned[0].pk: ("changed", "")})
    answer_points(cast.author, under_review.pk, {returned[0].pk: ("", "")})
    returned[0].refresh_from_db()
    assert (returned[0].answer, returned[0].answered_by) == ("", None)


def test_answers_to_points_of_another_return_are_none(
    cast: Cast, under_review: TargetTable, hebei_table: TargetTable, returned: list[ReturnPoint]
) -> None:
    bring(cast, hebei_table, "returned")
    before = dump()
    answer_points(cast.author, hebei_table.pk, {returned[0].pk: ("changed", ""), 987654321: ("changed", "")})
    assert dump() == before


@pytest.mark.parametrize("who", ["section_reviewer", "reader", "unit_reviewer"])
def test_only_the_author_answers(cast: Cast, under_review: TargetTable, returned: list[ReturnPoint], who: str) -> None:
    before = dump()
    with pytest.raises(PermissionDenied):
        answer_points(cast.people[who], under_review.pk, {returned[0].pk: ("changed", "")})
    assert dump() == before


def test_a_draft_has_nothing_to_answer(cast: Cast, table: TargetTable) -> None:
    with pytest.raises(NotDone, match="没有等待答复的退回意见"):
        answer_points(cast.author, table.pk, {})


def test_the_page_takes_as_many_queries_for_many_points(cast: Cast, under_review: TargetTable, django_assert_num_queries: Any) -> None:
    for number in range(12):
        mark(cast, under_review, f"indicators.annual[{number}].value")
    act(cast.section_reviewer, under_review, "send_back")
    table, author = now(under_review), type(cast.author).objects.get(pk=cast.author.pk)
    with django_assert_num_queries(6):  # posts, log, the unit's steps in two, the record of the return, its points
        standing = Standing(author, table)
        assert (len(standing.points), len(standing.offers), standing.may_answer) == (12, 1, True)
    assert LogEntry.objects.count() == 4


def test_the_reviewers_page_takes_as_many_queries_for_many_points(
    cast: Cast, under_review: TargetTable, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        mark(cast, under_review, f"indicators.annual[{number}].value")
    table, reviewer = now(under_review), type(cast.section_reviewer).objects.get(pk=cast.section_reviewer.pk)
    # posts, log, what the reviewer wrote and reviewed of the project, the marked points, the unit's steps in two
    with django_assert_num_queries(7):
        standing = Standing(reviewer, table)
        assert (len(standing.marked), len(standing.offers), len(standing.stops), standing.points) == (12, 4, 7, [])
        assert standing.places
