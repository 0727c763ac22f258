"""/tables/<pk>/history/ tells who changed the table, by day and sitting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import Revision, TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump


def url(table: TargetTable) -> str:
    return f"/tables/{table.pk}/history/"


def write(cast: Cast, table: TargetTable, text: str, who: str = "author") -> None:
    version = TargetTable.objects.get(pk=table.pk).version
    changes = [{"do": "set", "path": "goals.annual", "text": text}]
    save(cast.people[who], table.pk, version=version, changes=changes, save_id=str(uuid4()))


def page(cast: Cast, table: TargetTable, who: str = "author", **more: Any) -> str:
    answer = client_of(cast.people[who]).get(url(table), **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_when_who_and_what(cast: Cast, table: TargetTable) -> None:
    write(cast, table, "新的目标")
    shown = page(cast, table)
    today = timezone.localtime()
    for text in (
        f"{today.year}年{today.month}月{today.day}日",
        f"{today:%H:}",
        cast.author.name,
        "填写",
        "年度目标",
        "新的目标",
        "第 2 版",
    ):
        assert text in shown
    assert f'<a href="/tables/{table.pk}/history/1/">查看这一版</a>' in shown
    assert f'href="/tables/{table.pk}/history/2/"' not in shown, "that is the present one"


def test_whoever_may_see_the_table_may_see_its_history(cast: Cast, table: TargetTable) -> None:
    write(cast, table, "新的目标")
    assert "新的目标" in page(cast, table, "reader")


def test_a_stranger_gets_none(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.other_author).get(url(table)).status_code == 404


def test_the_table_leads_to_it(cast: Cast, table: TargetTable) -> None:
    assert f'href="{url(table)}">修改历史</a>' in client_of(cast.reader).get(f"/tables/{table.pk}/").content.decode()


def test_text_is_text(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(annual_goal="<b>粗</b>")
    write(cast, table, "另一")
    assert "&lt;b&gt;粗&lt;/b&gt;" in page(cast, table)


def test_what_was_changed_back_is_told_so(cast: Cast, table: TargetTable) -> None:
    was = table.annual_goal
    write(cast, table, "新的目标")
    write(cast, table, was)
    shown = page(cast, table)
    assert "改过又改回" in shown
    assert "新的目标" not in shown


def test_days_are_parted_and_older_sittings_on_another_page(cast: Cast, table: TargetTable) -> None:
    for number in range(60):
        write(cast, table, f"目标{number:02}")
    for revision in Revision.objects.filter(table=table):
        Revision.objects.filter(pk=revision.pk).update(saved_at=timezone.now() - timedelta(days=61 - revision.version))
    first, second = page(cast, table), client_of(cast.author).get(f"{url(table)}?page=2").content.decode()
    assert first.count("history-day") == 50
    assert second.count("history-day") == 11
    assert "目标59" in first
    assert "目标59" not in second
    assert "共 61 条，第 1 / 2 页" in first
    for wild in ("0", "99", "x", "-1", "9" * 40):
        assert client_of(cast.author).get(f"{url(table)}?page={wild}").status_code == 200


def test_a_table_without_history_says_so(cast: Cast, table: TargetTable) -> None:
    Revision.objects.all().delete()
    assert "还没有修改记录" in page(cast, table)


def test_beside_the_form_it_is_a_part_of_a_page_with_links_to_other_windows(cast: Cast, table: TargetTable) -> None:
    write(cast, table, "新的目标")
    part = page(cast, table, headers={"HX-Request": "true"})
    assert "<html" not in part
    assert "新的目标" in part
    assert f'<a href="/tables/{table.pk}/history/1/" target="_blank" rel="noopener">' in part


def test_the_part_is_not_kept_in_place_of_the_page(cast: Cast, table: TargetTable) -> None:
    answer = client_of(cast.author).get(url(table))
    assert "HX-Request" in answer.headers["Vary"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_whoever_is_not_signed_in_is_sent_to_do_so_and_a_script_is_told(client: Client, cast: Cast, table: TargetTable) -> None:
    assert client.get(url(table)).headers["Location"] == f"/sign-in/?next={url(table)}"
    answer = client.get(url(table), headers={"HX-Request": "true"})
    assert (answer.status_code, "error" in answer.json()) == (401, True)


def test_looking_changes_nothing(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    before = dump()
    client.get(url(table))
    assert dump() == before


def test_the_number_of_queries_does_not_grow(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    client = client_of(cast.author)
    for text in "甲乙丙":
        write(cast, table, text)
        write(cast, table, text * 2, "colleague")
        with django_assert_num_queries(13):  # session, person, posts, what waits, the table, its contents in four, stamps, changes, people
            client.get(url(table))
