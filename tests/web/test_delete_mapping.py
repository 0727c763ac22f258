"""/register/mappings/…/delete/: the next file of these heads is mapped by its heads again."""

from __future__ import annotations

from perfgoals.exchange.models import ColumnMapping
from tests.cast import Cast, client_of


def kept(cast: Cast, kind: str) -> ColumnMapping:
    return ColumnMapping.objects.create(kind=kind, digest="0" * 64, heads=["甲", "乙"], columns=["code", ""], saved_by=cast.administrator)


def test_a_mapping_is_listed_and_deleted(cast: Cast) -> None:
    mapping, client = kept(cast, "projects"), client_of(cast.performance_reviewer)
    assert "<td>甲</td>" in client.get("/register/").content.decode()
    assert client.post(f"/register/mappings/{mapping.pk}/delete/").status_code == 302
    assert not ColumnMapping.objects.exists()
    assert "已删除这个列的对应" in client.get("/register/").content.decode()


def test_a_mapping_of_what_one_may_not_import_is_not_there(cast: Cast) -> None:
    mapping, client = kept(cast, "units"), client_of(cast.performance_reviewer)
    assert "<td>甲</td>" not in client.get("/register/").content.decode()
    assert client.post(f"/register/mappings/{mapping.pk}/delete/").status_code == 404
    assert ColumnMapping.objects.exists()
