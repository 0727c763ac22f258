"""/packages/scans/<pk>/delete/ takes a scan away while finance has decided on nothing in its package."""

from __future__ import annotations

from perfgoals.review.models import Scan
from tests.cast import Cast, client_of
from tests.review.acting import act
from tests.web.packages import page
from tests.web.test_download_scan import made


def test_the_unit_deletes_it(cast: Cast) -> None:
    scan = made(cast)
    client = client_of(cast.other_author)
    assert f'action="/packages/scans/{scan.pk}/delete/"' in page(client, cast.water)
    client.post(f"/packages/scans/{scan.pk}/delete/")
    assert not Scan.objects.exists()
    assert "盖章页扫描件“盖章.pdf”已删除" in page(client, cast.water)


def test_once_finance_has_decided_it_stays(cast: Cast) -> None:
    scan = made(cast)
    act(cast.other_section_reviewer, scan.package.tables.all()[0].table, "pass")
    client = client_of(cast.other_author)
    assert "/delete/" not in page(client, cast.water)
    client.post(f"/packages/scans/{scan.pk}/delete/")
    assert Scan.objects.exists()
    assert "没有删除：财政已办理这个包中的表，盖章页扫描件不能再删除。" in page(client, cast.water)
