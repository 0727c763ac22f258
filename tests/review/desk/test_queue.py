"""The queue is what the buttons say: a table waits for exactly those who are offered an act of their turn on its page."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from perfgoals.accounts.models import Post, User
from perfgoals.review.deciding import NotDone
from perfgoals.review.desk.facts import waiting_rows
from perfgoals.review.desk.queue import WAITING, sent_to, waiting_for
from perfgoals.review.log import is_graded
from perfgoals.review.separating import set_aside
from perfgoals.review.standing import Standing
from perfgoals.review.transitions import POST_IN, TRANSITIONS, State
from perfgoals.tables.models import TargetTable
from perfgoals.tables.storing import StaleVersion
from tests.cast import Cast, make_cast, person, published, stored
from tests.review.acting import WAY, WHOSE, act, answer_all, bring, lead, now
from tests.review.test_random_roads import TRIES, attempt

Role = Post.Role


def in_turn(user: User, table: TargetTable) -> bool:
    """Whether its page offers an act of those whose turn it is."""
    state = State(table.state)
    rows = [TRANSITIONS[offer.act.code, state] for offer in Standing(user, table).offers]
    return state in WAITING and any(row.by == POST_IN[state] for row in rows)


def agree(people: Iterable[User], table: TargetTable) -> None:
    for each in people:
        user, latest = User.objects.get(pk=each.pk), now(table)
        standing = Standing(user, latest)
        assert waiting_for(user).filter(pk=table.pk).exists() == in_turn(user, latest), (each.username, latest.state)
        aside = sent_to(user).filter(set_aside(user), pk=table.pk).exists()
        assert aside == (bool(standing.hindrance) and latest.state in WAITING), (each.username, latest.state)
        if in_turn(user, latest):
            said_of_it(standing)


def said_of_it(standing: Standing) -> None:
    """What the desk says of it is what its page says."""
    assert isinstance(standing.user, User)
    row = waiting_rows(standing.user, [standing.table.pk])[standing.table.pk]
    offered = [offer.grades for offer in standing.offers if offer.act.code == "pass"]
    assert row.wants_grade == any(offered)
    assert row.is_graded == is_graded(standing.entries)
    assert row.still_open == standing.still_open
    assert row.since == (standing.entries[-1].at if standing.entries else standing.table.changed_at)
    assert not row.wants_grade or row.grade == standing.proposed_grade


def with_several_posts(cast: Cast) -> list[User]:
    """People of a small office, who hold what is apart elsewhere."""
    return [
        person("twice", "双岗", (cast.section, Role.SECTION_REVIEWER), (cast.finance, Role.PERFORMANCE_REVIEWER)),
        person(
            "whole", "全岗", *((cast.building, role) for role in (Role.AUTHOR, Role.UNIT_REVIEWER)), (cast.section, Role.SECTION_REVIEWER)
        ),
        person("elsewhere", "外岗", (cast.water, Role.UNIT_REVIEWER), (cast.water, Role.SUPERVISOR_REVIEWER), (cast.building, Role.READER)),
    ]


@pytest.mark.parametrize("state", WAY)
def test_in_every_state_it_waits_for_those_whose_turn_it_is(cast: Cast, table: TargetTable, state: str) -> None:
    bring(cast, table, state)
    waits_for = {name for name, user in cast.people.items() if waiting_for(user).exists()}
    expected = {WHOSE[state]} if state in WAITING else set()
    assert waits_for == (expected | {"colleague"} if expected == {"author"} else expected)
    agree([*cast.people.values(), *with_several_posts(cast)], table)


class RandomRoads(TestCase):
    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(state=st.sampled_from(sorted(WAY)), tries=TRIES, passed_on=st.booleans())
    def test_wherever_a_road_leads_the_queue_and_the_page_agree(
        self, state: str, tries: list[tuple[str, str, bool]], passed_on: bool
    ) -> None:
        cast = make_cast()
        several = with_several_posts(cast)
        table = stored(published("made-02"), cast.building, by=cast.author)
        bring(cast, table, state)
        if passed_on and state == "section_review":
            act(cast.section_reviewer, table, "reassign")
        people = {**cast.people, **{user.username: user for user in several}}
        for number, (what, who, is_stale) in enumerate(tries):
            latest = now(table)
            name = several[number % 3].username if is_stale else WHOSE[latest.state] if who == "whose turn" else who
            try:
                attempt(User.objects.get(pk=people[name].pk), latest, what, False)
            except (Http404, PermissionDenied, NotDone, StaleVersion):
                continue
        for each in TargetTable.objects.all():
            agree(people.values(), each)


def test_who_wrote_a_table_does_not_find_it_among_theirs(cast: Cast, table: TargetTable) -> None:
    Post.objects.create(user=cast.author, department=cast.section, role=Role.SECTION_REVIEWER)
    bring(cast, table, "section_review")
    user = User.objects.get(pk=cast.author.pk)
    assert not waiting_for(user).exists()
    assert sent_to(user).filter(set_aside(user)).get() == table
    assert waiting_for(cast.section_reviewer).get() == table


def test_a_table_passed_on_waits_for_the_other_section(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    act(cast.section_reviewer, table, "reassign")
    assert not waiting_for(cast.section_reviewer).exists()
    assert waiting_for(cast.other_section_reviewer).get() == table


def test_by_the_unit_one_works_for_only_its_posts_count(cast: Cast, table: TargetTable) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role=Role.UNIT_REVIEWER)
    bring(cast, table, "returned")
    user = User.objects.get(pk=cast.author.pk)
    assert waiting_for(user, acting_for=cast.building).get() == table
    assert not waiting_for(user, acting_for=cast.water).exists()


def test_what_is_in_the_bin_waits_for_nobody(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "returned")
    TargetTable.objects.filter(pk=table.pk).update(deleted_at=now(table).changed_at)
    assert not waiting_for(cast.author).exists()


def test_it_counts_how_often_a_table_was_sent_and_not_what_was_taken_back(cast: Cast, table: TargetTable) -> None:
    lead(cast, table, "submit")
    act(cast.author, table, "withdraw")
    lead(cast, table, "submit", "send_back")
    answer_all(cast, table)
    lead(cast, table, "submit")
    assert waiting_rows(cast.unit_reviewer, [table.pk])[table.pk].times == 2


def test_nobody_holds_no_post_and_asks_for_nothing(cast: Cast, table: TargetTable, django_assert_num_queries: object) -> None:
    bring(cast, table, "unit_review")
    with django_assert_num_queries(1):  # type: ignore[operator]  # the posts
        assert waiting_for(cast.nobody).count() == 0
