"""/archive/<year>.zip is given out as it is made."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote
from zipfile import ZipFile

from perfgoals.exchange.archiving import MANIFEST
from tests.cast import Cast, client_of, published, stored


def test_it_is_streamed_and_whole(cast: Cast) -> None:
    stored(published("henan-10"), cast.building, by=cast.author)
    answer = client_of(cast.performance_reviewer).get("/archive/2021.zip")
    assert answer.streaming
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('2021年度绩效目标归档.zip')}"
    assert answer["Cache-Control"] == "private, no-store"
    archive = ZipFile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]
    assert archive.testzip() is None
    assert MANIFEST in archive.namelist()


def test_a_year_without_tables_is_not_found(cast: Cast) -> None:
    assert client_of(cast.administrator).get("/archive/1999.zip").status_code == 404
