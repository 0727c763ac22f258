"""/phrases/<pk>/move/ moves a 常用审核意见 one place up or down in its list."""

from __future__ import annotations

import pytest

from perfgoals.review.models import Phrase
from perfgoals.review.notes.phrases import create_phrase
from tests.cast import Cast, client_of
from tests.dumping import dump


@pytest.fixture
def phrases(cast: Cast) -> list[Phrase]:
    create_phrase(cast.administrator, "公用", is_shared=True)
    return [create_phrase(cast.unit_reviewer, text) for text in "甲乙丙"]


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [(0, "down", "乙甲丙"), (1, "down", "甲丙乙"), (2, "up", "甲丙乙"), (1, "up", "乙甲丙"), (0, "up", "甲乙丙"), (2, "down", "甲乙丙")],
)
def test_it_changes_places_with_its_neighbour(cast: Cast, phrases: list[Phrase], moved: int, to: str, order: str) -> None:
    assert client_of(cast.unit_reviewer).post(f"/phrases/{phrases[moved].pk}/move/", {"to": to}).status_code == 302
    assert "".join(Phrase.objects.filter(owner=cast.unit_reviewer).values_list("text", flat=True)) == order
    assert Phrase.objects.get(owner=None).order == 0


def test_nobody_else_moves_it(cast: Cast, phrases: list[Phrase]) -> None:
    before = dump()
    for who in ("section_reviewer", "author"):
        assert client_of(cast.people[who]).post(f"/phrases/{phrases[0].pk}/move/", {"to": "down"}).status_code == 404
    shared = Phrase.objects.get(owner=None)
    assert client_of(cast.unit_reviewer).post(f"/phrases/{shared.pk}/move/", {"to": "down"}).status_code == 403
    assert dump() == before
