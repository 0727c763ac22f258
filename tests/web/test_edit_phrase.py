"""/phrases/<pk>/edit/ gives a 常用审核意见 other words."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.review.models import Phrase
from perfgoals.review.notes.phrases import create_phrase
from tests.cast import Cast, client_of
from tests.dumping import dump


@pytest.fixture
def phrase(cast: Cast) -> Phrase:
    create_phrase(cast.unit_reviewer, "请核对")
    return create_phrase(cast.unit_reviewer, "请量化")


def edit(cast: Cast, who: str, phrase: Phrase, text: str) -> Any:
    return client_of(cast.people[who]).post(f"/phrases/{phrase.pk}/edit/", {"text": text})


def test_it_says_something_else(cast: Cast, phrase: Phrase) -> None:
    assert edit(cast, "unit_reviewer", phrase, "请写明\r\n数量").headers["Location"] == "/phrases/"
    phrase.refresh_from_db()
    assert phrase.text == "请写明\n数量"


@pytest.mark.parametrize(("text", "sentence"), [("", "请写常用意见"), ("长" * 501, "最多 500 个字"), ("请核对", "已有这条意见")])
def test_what_cannot_be_is_a_sentence_and_what_was_written_stays(cast: Cast, phrase: Phrase, text: str, sentence: str) -> None:
    before = dump()
    answer = edit(cast, "unit_reviewer", phrase, text)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert f'aria-label="改为">{text}</textarea>' in page
    assert dump() == before


@pytest.mark.parametrize(("who", "status"), [("section_reviewer", 404), ("author", 404), ("administrator", 404)])
def test_that_of_somebody_else_is_not_there(cast: Cast, phrase: Phrase, who: str, status: int) -> None:
    before = dump()
    assert edit(cast, who, phrase, "别的话").status_code == status
    assert dump() == before


def test_a_shared_one_is_changed_by_who_keeps_them(cast: Cast) -> None:
    shared = create_phrase(cast.administrator, "请量化", is_shared=True)
    answer = edit(cast, "section_reviewer", shared, "别的话")
    assert answer.status_code == 403
    assert "只有绩效审核岗和系统管理员可以修改" in answer.content.decode()
    assert edit(cast, "performance_reviewer", shared, "别的话").status_code == 302
