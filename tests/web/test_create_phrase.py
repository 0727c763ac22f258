"""/phrases/new/ keeps one more 常用审核意见."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.review.models import Phrase
from perfgoals.review.notes.phrases import MOST, create_phrase
from tests.cast import Cast, client_of
from tests.dumping import dump


def create(cast: Cast, who: str, headers: dict[str, str] | None = None, **data: str) -> Any:
    return client_of(cast.people[who]).post("/phrases/new/", {"text": "请量化"} | data, headers=headers)


def test_it_is_theirs_and_stands_last(cast: Cast) -> None:
    assert create(cast, "unit_reviewer").headers["Location"] == "/phrases/"
    create(cast, "unit_reviewer", text="请核对")
    assert list(Phrase.objects.filter(owner=cast.unit_reviewer).values_list("text", flat=True)) == ["请量化", "请核对"]


def test_who_keeps_the_shared_may_add_to_them(cast: Cast) -> None:
    create(cast, "administrator", shared="on")
    assert Phrase.objects.get().owner is None


def test_nobody_else_may(cast: Cast) -> None:
    before = dump()
    answer = create(cast, "section_reviewer", shared="on")
    assert answer.status_code == 403
    assert "只有绩效审核岗和系统管理员可以增加" in answer.content.decode()
    assert dump() == before


def test_beside_a_field_the_list_comes_back_with_it(cast: Cast) -> None:
    page = create(cast, "unit_reviewer", {"HX-Request": "true"}).content.decode()
    assert "已存为常用" in page
    assert 'data-phrase="请量化"' in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请写常用意见"),
        ("  \n ", "请写常用意见"),
        ("长" * 501, "常用意见最多 500 个字，请精简"),
        ("请核对", "已有这条意见，不必再存"),
    ],
)
@pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}])
def test_what_cannot_be_kept_is_a_sentence(cast: Cast, text: str, sentence: str, headers: dict[str, str] | None) -> None:
    create_phrase(cast.unit_reviewer, "请核对")
    before = dump()
    answer = create(cast, "unit_reviewer", headers, text=text)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert dump() == before


def test_two_people_may_keep_the_same_words(cast: Cast) -> None:
    for who in ("unit_reviewer", "section_reviewer"):
        assert create(cast, who).status_code == 302
    assert create(cast, "administrator", shared="on").status_code == 302
    assert create(cast, "performance_reviewer", shared="on").status_code == 422


def test_there_is_an_end(cast: Cast) -> None:
    Phrase.objects.bulk_create(Phrase(owner=cast.unit_reviewer, text=str(number), order=number) for number in range(MOST))
    before = dump()
    assert f"常用意见最多 {MOST} 条，请先删去不用的" in create(cast, "unit_reviewer").content.decode()
    assert dump() == before
