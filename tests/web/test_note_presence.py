"""/tables/<pk>/presence/ notes who has the table open, and tells who else has and whether somebody has saved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.tables.editing.presence import MOST_TABS, SILENT, SWEPT_AFTER, WRITTEN_EVERY
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import Presence, TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump

NOBODY: dict[str, Any] = {"others": [], "own_tabs": 0}


def url(table: TargetTable) -> str:
    return f"/tables/{table.pk}/presence/"


def send(client: Client, table: TargetTable, tab: str, **data: Any) -> Any:
    return client.post(url(table), {"tab": tab, **data}, content_type="application/json")


def told(user: User, table: TargetTable, tab: str = "", **data: Any) -> dict[str, Any]:
    """Who is there, as this person's page is told."""
    answer = send(client_of(user), table, tab or str(uuid4()), **data)
    assert answer.status_code == 200
    return {name: part for name, part in answer.json().items() if name in NOBODY}


def passed(time: timedelta) -> None:
    for each in Presence.objects.all():
        Presence.objects.filter(pk=each.pk).update(seen_at=each.seen_at - time)


def test_one_sees_the_others_and_not_oneself(cast: Cast, table: TargetTable) -> None:
    assert told(cast.author, table) == NOBODY
    assert told(cast.colleague, table) == {"others": [{"name": cast.author.name, "tabs": 1}], "own_tabs": 0}


def test_readers_are_there_too(cast: Cast, table: TargetTable) -> None:
    told(cast.reader, table)
    assert told(cast.author, table)["others"] == [{"name": cast.reader.name, "tabs": 1}]


def test_ones_other_pages_are_counted_apart(cast: Cast, table: TargetTable) -> None:
    told(cast.author, table)
    assert told(cast.author, table) == {"others": [], "own_tabs": 1}
    assert told(cast.colleague, table)["others"] == [{"name": cast.author.name, "tabs": 2}]


def test_two_people_of_one_name_are_two(cast: Cast, table: TargetTable) -> None:
    User.objects.filter(pk=cast.reader.pk).update(name=cast.author.name)
    told(cast.author, table)
    told(cast.reader, table)
    assert told(cast.colleague, table)["others"] == [{"name": cast.author.name, "tabs": 1}] * 2


def test_it_tells_of_the_last_save(cast: Cast, table: TargetTable) -> None:
    save(cast.colleague, table.pk, version=1, changes=[{"do": "set", "path": "goals.annual", "text": "新"}], save_id=str(uuid4()))
    found = send(client_of(cast.author), table, str(uuid4())).json()
    at = timezone.localtime(TargetTable.objects.get().changed_at)
    assert (found["version"], found["changed_by"], found["changed_at"]) == (2, cast.colleague.name, f"{at:%H:%M}")


def test_it_tells_whether_the_table_may_still_be_written(cast: Cast, table: TargetTable) -> None:
    assert send(client_of(cast.author), table, str(uuid4())).json()["may_write"] is True
    assert send(client_of(cast.reader), table, str(uuid4())).json()["may_write"] is False
    TargetTable.objects.update(state="unit_review")
    assert send(client_of(cast.author), table, str(uuid4())).json()["may_write"] is False


def test_in_another_table_nobody_is_here(cast: Cast, table: TargetTable, hebei_table: TargetTable) -> None:
    told(cast.author, table)
    assert told(cast.colleague, hebei_table) == NOBODY


def test_a_page_that_goes_on_to_another_table_is_there_only(cast: Cast, table: TargetTable, hebei_table: TargetTable) -> None:
    tab = str(uuid4())
    told(cast.author, table, tab)
    told(cast.author, hebei_table, tab)
    assert told(cast.colleague, table)["others"] == []
    assert told(cast.colleague, hebei_table)["others"] == [{"name": cast.author.name, "tabs": 1}]


def test_whoever_leaves_is_gone_at_once(cast: Cast, table: TargetTable) -> None:
    tab = str(uuid4())
    told(cast.author, table, tab)
    assert send(client_of(cast.author), table, tab, leaving=True).status_code == 204
    assert told(cast.colleague, table)["others"] == []


def test_nobody_leaves_for_somebody_else(cast: Cast, table: TargetTable) -> None:
    tab = str(uuid4())
    told(cast.author, table, tab)
    send(client_of(cast.colleague), table, tab, leaving=True)
    assert told(cast.colleague, table)["others"] == [{"name": cast.author.name, "tabs": 1}]


def test_whoever_is_silent_is_gone_after_a_while_and_back_when_heard_of_again(cast: Cast, table: TargetTable) -> None:
    tab = str(uuid4())
    told(cast.author, table, tab)
    passed(SILENT)
    assert told(cast.colleague, table)["others"] == []
    told(cast.author, table, tab)
    assert told(cast.colleague, table)["others"] == [{"name": cast.author.name, "tabs": 1}]
    assert Presence.objects.filter(user=cast.author).count() == 1


def test_what_was_never_told_to_leave_is_swept_after_a_day(cast: Cast, table: TargetTable) -> None:
    told(cast.author, table)
    passed(SWEPT_AFTER)
    tab = str(uuid4())
    told(cast.colleague, table, tab)
    send(client_of(cast.colleague), table, tab, leaving=True)
    assert not Presence.objects.exists()


def test_nobody_fills_the_database_with_pages(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    for _ in range(MOST_TABS + 5):
        assert send(client, table, str(uuid4())).status_code == 200
    assert Presence.objects.count() == MOST_TABS


def test_a_page_that_was_just_heard_of_costs_no_writing(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    TargetTable.objects.update(changed_by=cast.colleague)
    client, tab = client_of(cast.author), str(uuid4())
    told(cast.colleague, table)
    with django_assert_num_queries(6):  # session, person, posts, the table, who is there, and this page
        send(client, table, tab)
    with django_assert_num_queries(5):
        send(client, table, tab)
    seen = Presence.objects.get(tab=tab).seen_at
    passed(WRITTEN_EVERY)
    with django_assert_num_queries(6):
        send(client, table, tab)
    assert Presence.objects.get(tab=tab).seen_at > seen


@pytest.mark.parametrize("body", ["", "[]", "{}", '"x"', '{"tab": "x"}', '{"tab": 1}', '{"tab": null}', "[" * 100_000, "\xff"])
@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_a_forged_request_is_refused(cast: Cast, table: TargetTable, body: str, kind: str) -> None:
    answer = client_of(cast.author).post(url(table), body.encode("latin-1"), content_type=kind)
    assert (answer.status_code, "error" in answer.json()) == (400, True)
    assert not Presence.objects.exists()


def test_only_the_word_of_the_page_itself_lets_it_leave(cast: Cast, table: TargetTable) -> None:
    forged: list[Any] = ["true", 1, [], None]
    for leaving in forged:
        assert send(client_of(cast.author), table, str(uuid4()), leaving=leaving).status_code == 200


# What every view for scripts answers to whoever may not


def test_whoever_is_not_signed_in_is_told_so(client: Client, table: TargetTable) -> None:
    answer = send(client, table, str(uuid4()))
    assert (answer.status_code, answer.json()) == (401, {"error": "登录已过期，请重新登录"})
    assert not Presence.objects.exists()


@pytest.mark.parametrize("who", ["other_author", "nobody"])
def test_a_stranger_finds_no_table(cast: Cast, table: TargetTable, who: str) -> None:
    answer = send(client_of(cast.people[who]), table, str(uuid4()))
    assert (answer.status_code, answer.json()) == (404, {"error": "没有这张表，或您不能查看"})
    assert not Presence.objects.exists()


def test_in_the_bin_there_is_nobody(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(deleted_at=timezone.now())
    assert send(client_of(cast.author), table, str(uuid4())).status_code == 404


def test_too_much_at_once_is_refused_with_a_sentence(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    before = dump()
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        answer = send(client, table, str(uuid4()), more="x" * 2000)
    assert (answer.status_code, "请分几次" in answer.json()["error"]) == (413, True)
    assert dump() == before


def test_a_request_from_another_site_is_refused(cast: Cast, table: TargetTable) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.author)
    assert send(client, table, str(uuid4())).status_code == 403
    assert not Presence.objects.exists()
