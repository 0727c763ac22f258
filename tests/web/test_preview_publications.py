"""/publications/preview/ costs the same however many are chosen."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, client_of, published, stored
from tests.review.acting import bring
from tests.web.test_approve_tables import keys

PAGE = "1b671a64-40d5-491e-99b0-da01ff1f3341"


def test_its_queries_do_not_grow(cast: Cast) -> None:
    tables = [
        bring(cast, stored(published(name), cast.building, by=cast.author), "approved") for name in ("henan-10", "henan-01", "made-01")
    ]
    client = client_of(cast.performance_reviewer)
    counts = []
    for some in (tables[:1], tables):
        fields = {f"{key}-version": 7 for key in keys(some)} | {f"{key}-save": PAGE for key in keys(some)}
        with CaptureQueriesContext(connection) as met:
            client.post("/publications/preview/", {"id": keys(some), **fields})
        counts.append(len(met))
    assert counts[0] == counts[1] <= 12
