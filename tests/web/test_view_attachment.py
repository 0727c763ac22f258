"""/attachments/<pk>/view/ shows what is in an attachment, to whoever may see its table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from perfgoals.tables.attaching import attach
from perfgoals.tables.models import Attachment, TargetTable
from tests.cast import Cast, client_of
from tests.exchange.test_viewing import bomb, workbook

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def attached(cast: Cast, table: TargetTable, name: str, content: bytes) -> Attachment:
    return attach(table, SimpleUploadedFile(name, content), kind="calculation", by=cast.author)


def shown(cast: Cast, attachment: Attachment, **headers: str) -> str:
    answer = client_of(cast.section_reviewer).get(f"/attachments/{attachment.pk}/view/", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def test_a_workbook_is_tables_of_text(cast: Cast, table: TargetTable) -> None:
    page = shown(cast, attached(cast, table, "测算.xlsx", workbook([["项目", 12.5], ["<script>alert(1)</script>", "=1+1"]])))
    assert "<td>项目</td>" in page
    assert '<td class="number">12.5</td>' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(("name", "content", "tag"), [("图.png", PNG, "<img"), ("批复.pdf", b"%PDF-1.7 x", "<iframe")])
def test_pictures_and_pdf_come_from_an_address_of_their_own(cast: Cast, table: TargetTable, name: str, content: bytes, tag: str) -> None:
    attachment = attached(cast, table, name, content)
    page = shown(cast, attachment)
    assert tag in page
    assert f'src="/attachments/{attachment.pk}/embedded/' in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("说明.xlsx", b"PK\x03\x04 broken", "不能在这里显示，请下载查看"),
        ("炸弹.xlsx", bomb(), "不能在这里显示，请下载查看"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "不能在这里显示，请下载查看"),
    ],
)
def test_what_cannot_be_shown_is_a_sentence_and_the_download(
    cast: Cast, table: TargetTable, name: str, content: bytes, sentence: str
) -> None:
    attachment = attached(cast, table, name, content)
    page = shown(cast, attachment)
    assert sentence in page
    assert f'href="/attachments/{attachment.pk}/"' in page
    assert "attachment-sheet" not in page


def test_content_that_is_lost_is_said_to_be_lost(cast: Cast, table: TargetTable) -> None:
    attachment = attached(cast, table, "图.png", PNG)
    Path(attachment.content.path).unlink()
    assert "文件的内容不在存储中" in shown(cast, attachment)


def test_beside_the_form_it_is_a_part_of_a_page(cast: Cast, table: TargetTable) -> None:
    attachment = attached(cast, table, "测算.xlsx", workbook([["项目"]]))
    part = shown(cast, attachment, **{"HX-Request": "true"})
    assert "<td>项目</td>" in part
    assert "<html" not in part
    page = client_of(cast.section_reviewer).get(f"/tables/{table.pk}/").content.decode()
    assert f'href="/attachments/{attachment.pk}/view/" hx-get="/attachments/{attachment.pk}/view/"' in page


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    attachment = attached(cast, table, "图.png", PNG)
    assert client_of(cast.people[who]).get(f"/attachments/{attachment.pk}/view/").status_code == 404


def test_it_asks_few_questions(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    attachment = attached(cast, table, "测算.xlsx", workbook([["项目"]] * 50))
    client = client_of(cast.section_reviewer)
    with django_assert_num_queries(4):  # session, person, posts, the attachment with its table
        client.get(f"/attachments/{attachment.pk}/view/", headers={"HX-Request": "true"})
