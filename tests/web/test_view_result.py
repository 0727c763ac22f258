"""/approvals/result/: what became of each table decided about last; nobody else's."""

from __future__ import annotations

from tests.cast import Cast, client_of, published, stored
from tests.review.acting import bring
from tests.web.forms_of import send
from tests.web.test_approve_tables import preview, text_of


def test_it_stays_and_is_ones_own(cast: Cast) -> None:
    table = bring(cast, stored(published("henan-10"), cast.building, by=cast.author), "passed")
    client = client_of(cast.performance_reviewer)
    assert client.get("/approvals/result/")["Location"] == "/approvals/"
    send(client, preview(client, [table.pk]), "/approvals/approve/")
    for _ in range(2):
        assert "人口变动抽样调查" in text_of(client.get("/approvals/result/"))
    assert client_of(cast.administrator).get("/approvals/result/")["Location"] == "/approvals/"
