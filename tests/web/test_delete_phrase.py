"""/phrases/<pk>/delete/ takes a 常用审核意见 away."""

from __future__ import annotations

from perfgoals.review.models import Phrase
from perfgoals.review.notes.phrases import create_phrase
from tests.cast import Cast, client_of
from tests.dumping import dump


def test_it_is_gone(cast: Cast) -> None:
    kept, gone = (create_phrase(cast.unit_reviewer, text) for text in ("请核对", "请量化"))
    page = client_of(cast.unit_reviewer).post(f"/phrases/{gone.pk}/delete/", follow=True).content.decode()
    assert Phrase.objects.get() == kept
    assert "已删除" in page


def test_only_by_whose_it_is(cast: Cast) -> None:
    own = create_phrase(cast.unit_reviewer, "请量化")
    shared = create_phrase(cast.administrator, "请核对", is_shared=True)
    before = dump()
    for who, phrase, status in (("section_reviewer", own, 404), ("author", own, 404), ("unit_reviewer", shared, 403)):
        assert client_of(cast.people[who]).post(f"/phrases/{phrase.pk}/delete/").status_code == status
    assert client_of(cast.unit_reviewer).get(f"/phrases/{own.pk}/delete/").status_code == 405
    assert dump() == before
