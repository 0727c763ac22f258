"""/packages/reported/<pk>/scans/ takes a scan of the stamped page, from whoever reports in the unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile

from perfgoals.review.models import Package, Scan
from perfgoals.tables.attaching import MAX_SIZE
from tests.cast import Cast, client_of
from tests.review.packages.packing import drafts, report, submit
from tests.web.packages import page, url


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def package(cast: Cast) -> Package:
    drafts(cast)
    submit(cast.author, cast.building)
    return report(cast.unit_reviewer, cast.building)


def sent(cast: Cast, package: Package, who: str = "author", name: str = "盖章.pdf", content: bytes = b"%PDF-1.7 x") -> Any:
    return client_of(cast.people[who]).post(f"/packages/reported/{package.pk}/scans/", {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("who", ["author", "colleague", "unit_reviewer"])
def test_it_stands_with_its_package(cast: Cast, package: Package, who: str) -> None:
    assert sent(cast, package, who).headers["Location"] == f"{url(cast.building)}#reported-1"
    scan = Scan.objects.get()
    shown = page(client_of(cast.section_reviewer), cast.building)
    assert f'href="/packages/scans/{scan.pk}/">盖章.pdf</a>' in shown


def test_markup_in_a_name_does_no_harm(cast: Cast, package: Package) -> None:
    sent(cast, package, name="<img src=x onerror=alert(1)>.pdf")
    assert "<img" not in page(client_of(cast.author), cast.building)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("a.html", b"<html>", "盖章页扫描件不接受 .html 文件"), ("a.pdf", b"x" * (MAX_SIZE + 1), "超过每个盖章页扫描件 20 MB 的上限")],
)
def test_why_not_is_told_on_the_page(cast: Cast, package: Package, name: str, content: bytes, sentence: str) -> None:
    client = client_of(cast.author)
    client.post(f"/packages/reported/{package.pk}/scans/", {"file": SimpleUploadedFile(name, content)})
    assert sentence in page(client, cast.building)
    assert not Scan.objects.exists()
    assert not [path for path in Path(site.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_no_file_at_all(cast: Cast, package: Package) -> None:
    client = client_of(cast.author)
    client.post(f"/packages/reported/{package.pk}/scans/")
    assert "没有上传：请选择要上传的文件。" in page(client, cast.building)
