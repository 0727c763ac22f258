"""/archive/: the years, with how much each has."""

from __future__ import annotations

from tests.cast import Cast, client_of, published, stored
from tests.review.acting import bring
from tests.web.test_approve_tables import text_of


def test_every_year_is_told_with_its_numbers(cast: Cast) -> None:
    client = client_of(cast.performance_reviewer)
    assert "还没有绩效目标表" in text_of(client.get("/archive/"))
    bring(cast, stored(published("henan-10"), cast.building, by=cast.author), "section_review")
    stored(published("henan-01"), cast.water)
    page = text_of(client.get("/archive/"))
    numbers = '<td>2021</td><td class="text-end">2</td><td class="text-end">2</td><td class="text-end">3</td><td class="text-end">0</td>'
    assert numbers in page
    assert "/archive/2021.zip" in page
