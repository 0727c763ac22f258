"""/phrases/ lists a person's 常用审核意见 and the office's, as a page and as the list beside a field."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.review.models import Phrase
from perfgoals.review.notes.phrases import create_phrase
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.review.acting import bring, lead

HTMX = {"HX-Request": "true"}


@pytest.fixture
def phrases(cast: Cast) -> None:
    create_phrase(cast.performance_reviewer, "公用的话", is_shared=True)
    create_phrase(cast.section_reviewer, "自己的话")
    create_phrase(cast.unit_reviewer, "别人的话")


def shown(cast: Cast, who: str, headers: dict[str, str] | None = None) -> str:
    answer = client_of(cast.people[who]).get("/phrases/", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("headers", [None, HTMX])
def test_own_ones_stand_before_the_shared_and_others_are_not_there(cast: Cast, phrases: None, headers: dict[str, str] | None) -> None:
    page = shown(cast, "section_reviewer", headers)
    assert page.index("自己的话") < page.index("公用的话")
    assert "别人的话" not in page


def test_only_who_keeps_them_is_offered_to_change_the_shared(cast: Cast, phrases: None) -> None:
    shared = Phrase.objects.get(owner=None)
    for who, is_offered in (("section_reviewer", False), ("performance_reviewer", True), ("administrator", True)):
        page = shown(cast, who)
        assert (f"/phrases/{shared.pk}/delete/" in page) is is_offered
        assert ('name="shared"' in page) is is_offered


def test_the_list_beside_a_field_gives_the_whole_text(cast: Cast) -> None:
    create_phrase(cast.section_reviewer, "很长的话" * 30 + '"<b>')
    page = shown(cast, "section_reviewer", HTMX)
    assert "很长的话" * 30 + "&quot;&lt;b&gt;" in page
    assert "<html" not in page


def test_whoever_reviews_nothing_is_told_so(cast: Cast) -> None:
    answer = client_of(cast.author).get("/phrases/")
    assert answer.status_code == 403
    assert "您没有审核的岗位" in answer.content.decode()


def test_they_are_offered_where_opinions_are_written(cast: Cast, table: TargetTable) -> None:
    under_review = bring(cast, table, "section_review")
    page = client_of(cast.section_reviewer).get(f"/tables/{under_review.pk}/").content.decode()
    assert page.count('hx-get="/phrases/"') == 5  # four acts, and the form that marks a point
    approved = lead(cast, under_review, "pass", "pass", "approve")
    page = client_of(cast.author).get(f"/tables/{approved.pk}/").content.decode()
    assert "data-opinion" in page  # 申请调整 takes a reason
    assert "/phrases/" not in page


def test_the_number_of_queries_does_not_grow(cast: Cast, django_assert_num_queries: Any) -> None:
    client = client_of(cast.section_reviewer)
    for texts in (("一",), ("二", "三", "四")):
        for text in texts:
            create_phrase(cast.section_reviewer, text)
        with django_assert_num_queries(6):  # session, person, posts, phrases, what waits for them, the bell
            client.get("/phrases/")
        with django_assert_num_queries(4):
            client.get("/phrases/", headers=HTMX)
