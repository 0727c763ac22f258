"""财政代改 on the page: what can be corrected, old → new before the unit, and what came back marked anew."""

from __future__ import annotations

import pytest
from django.db import transaction

from perfgoals.review.deciding import NotDone
from perfgoals.review.marking import places_of
from perfgoals.review.models import ReturnPoint
from perfgoals.review.points import mark_point
from perfgoals.review.standing import Standing
from perfgoals.review.transitions import State
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import act, bring, correct, lead, now

VALUE = {"kind": "correct", "text": "财政代改", "correction": "≥98%"}


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    return bring(cast, table, "section_review")


@pytest.fixture
def proposed(cast: Cast, under_review: TargetTable) -> TargetTable:
    """Two corrections before the unit."""
    mark_point(
        cast.section_reviewer, under_review.pk, path="indicators.annual[1].value", kind="correct", text="财政代改", correction="≥98%"
    )
    correct(cast.section_reviewer, under_review, "新建公厕 3 座")
    return now(under_review)


def standing(cast: Cast, who: str, table: TargetTable) -> Standing:
    return Standing(cast.people[who], now(table))


def page(cast: Cast, who: str, table: TargetTable) -> str:
    return client_of(cast.people[who]).get(f"/tables/{table.pk}/").content.decode()


# What can be corrected


def test_every_cell_that_is_offered_as_correctable_can_be_corrected_and_no_other(cast: Cast, under_review: TargetTable) -> None:
    groups = places_of(now(under_review), keyed_of(now(under_review)))
    places = [place for _, places in groups for place in places]
    assert len(places) > 30
    refused = {place.path for place in places if not corrects(cast, under_review, place.path)}
    assert refused == {place.path for place in places if place.text is None}


def corrects(cast: Cast, table: TargetTable, path: str) -> bool:
    """Whether a number is taken as a correction there; nothing is kept."""
    with transaction.atomic():
        try:
            mark_point(cast.section_reviewer, table.pk, path=path, kind="correct", text="改", correction="97")
        except NotDone:
            return False
        transaction.set_rollback(True)
        return True


def test_the_page_carries_the_present_text_of_correctable_cells_only(cast: Cast, under_review: TargetTable) -> None:
    shown = page(cast, "section_reviewer", under_review)
    goal = now(under_review).annual_goal
    assert f'<option value="goals.annual" data-text="{goal}">' in shown
    assert '<option value="indicators.annual[0]">' in shown  # a whole row
    assert '<option value="project.name">' in shown
    bring_back = lead(cast, under_review, "send_back")
    assert "data-text" not in page(cast, "author", bring_back)


def test_a_review_outside_finance_corrects_nothing(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "unit_review")
    shown = page(cast, "unit_reviewer", table)
    assert "data-marking" in shown
    assert 'name="correction"' not in shown
    assert "data-text" not in shown


def test_marked_corrections_are_shown_old_to_new(cast: Cast, under_review: TargetTable) -> None:
    mark_point(cast.section_reviewer, under_review.pk, path="goals.annual", kind="correct", text="更明确", correction="新建公厕 3 座")
    marked = standing(cast, "section_reviewer", under_review).marked
    assert [(each.before, each.now) for each in marked] == [(now(under_review).annual_goal, "新建公厕 3 座")]
    shown = page(cast, "section_reviewer", under_review)
    assert f"<del>{now(under_review).annual_goal}</del> → <ins>新建公厕 3 座</ins>" in shown
    assert "理由：更明确" in shown


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ([], "评为良的要先标出财政代改，送单位确认：点表中要改的一格"),
        (["must", "explain", "correct"], "标出的意见中有 2 条不是"),
    ],
)
def test_good_without_corrections_is_told_how(cast: Cast, under_review: TargetTable, kinds: list[str], sentence: str) -> None:
    for kind in kinds:
        mark_point(cast.section_reviewer, under_review.pk, path="goals.annual", kind=kind, text="改", correction="另一个目标")
    before = dump()
    with pytest.raises(NotDone, match=sentence):
        act(cast.section_reviewer, under_review, "pass", grade="良")
    assert dump() == before


# Before the unit


@pytest.mark.parametrize("who", ["author", "section_reviewer", "reader"])
def test_everybody_who_sees_the_table_sees_what_is_proposed(cast: Cast, proposed: TargetTable, who: str) -> None:
    found = standing(cast, who, proposed).proposed
    assert found is not None
    assert (found.is_open, found.is_disputed) == (True, False)
    assert [each.now for each in found.corrections] == ["≥98%", "新建公厕 3 座"]
    assert "新建公厕 3 座" in found.corrected_html
    shown = page(cast, who, proposed)
    assert "→ <ins>≥98%</ins>" in shown
    assert "代改后的样子" in shown
    assert ("单位确认</button>" in shown) == (who == "author")
    assert ("确认不同意代改</button>" in shown) == (who == "author")


def test_the_road_shows_the_confirmation_where_it_is(cast: Cast, proposed: TargetTable) -> None:
    stops = [(stop.label, stop.where) for stop in standing(cast, "author", proposed).stops]
    assert stops[-5:] == [
        ("待股室审核", "past"),
        ("待单位确认", "here"),
        ("待绩效审核", "ahead"),
        ("审核通过，待批复", "ahead"),
        ("已批复", "ahead"),
    ]


@pytest.mark.parametrize(("state", "last"), [("rejected", "待股室审核"), ("unfunded", "审核通过，待批复")])
def test_the_road_ends_where_the_table_ended(cast: Cast, table: TargetTable, state: str, last: str) -> None:
    stops = [(stop.label, stop.where) for stop in standing(cast, "author", bring(cast, table, state)).stops]
    assert stops[0] == ("填报中", "past")
    assert stops[-2:] == [(last, "past"), (State(state).label, "here")]


def test_what_is_proposed_is_text(cast: Cast, under_review: TargetTable) -> None:
    correct(cast.section_reviewer, under_review, "<b>粗</b>")
    shown = page(cast, "author", under_review)
    assert shown.count("&lt;b&gt;粗&lt;/b&gt;") >= 2  # in the list and in the form as it would be
    assert "<b>粗</b>" not in shown


@pytest.mark.parametrize("state", [state for state in State if state not in ("unit_confirmation",)])
def test_nothing_is_proposed_elsewhere(cast: Cast, table: TargetTable, state: State) -> None:
    bring(cast, table, state)
    assert standing(cast, "author", table).proposed is None
    assert standing(cast, "section_reviewer", table).proposed is None


# Come back


def test_after_a_dispute_the_reviewer_sees_why_and_may_mark_them_again(cast: Cast, proposed: TargetTable) -> None:
    act(cast.author, proposed, "dispute", opinion="数据以统计公报为准")
    shown = page(cast, "section_reviewer", proposed)
    assert '单位不同意代改：</b><span class="road-said">数据以统计公报为准' in shown
    assert shown.count("再次标出</button>") == 2
    former = standing(cast, "section_reviewer", proposed).left_to_correct[0]
    sent = {"path": former.path, "kind": "correct", "text": former.point.text, "correction": former.point.correction}
    client_of(cast.section_reviewer).post(f"/tables/{proposed.pk}/points/", sent)
    left = standing(cast, "section_reviewer", proposed)
    assert [each.point.correction for each in left.left_to_correct] == ["新建公厕 3 座"]
    assert [each.point.correction for each in left.marked] == ["≥98%"]
    assert "再次标出" not in page(cast, "author", proposed)


def test_after_a_withdrawal_too_and_not_once_it_went_on(cast: Cast, proposed: TargetTable) -> None:
    act(cast.section_reviewer, proposed, "withdraw")
    assert "已由孙股撤回" in page(cast, "section_reviewer", proposed)
    act(cast.section_reviewer, proposed, "reassign")
    assert len(standing(cast, "other_section_reviewer", proposed).left_to_correct) == 2
    act(cast.other_section_reviewer, proposed, "send_back")
    assert standing(cast, "other_section_reviewer", proposed).proposed is None


def test_a_row_that_is_gone_is_said_to_be(cast: Cast, proposed: TargetTable) -> None:
    point = ReturnPoint.objects.get(correction="≥98%")
    now(proposed).indicator_rows.filter(key=point.row).delete()
    found = standing(cast, "author", proposed).proposed
    assert found is not None
    assert found.corrections[0].is_gone
    assert found.corrected_html == ""
    assert "这一行已删除" in page(cast, "author", proposed)
