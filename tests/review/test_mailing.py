"""Notices by mail: one a person and run, never twice, nothing they may not open, and no harm from a server that is down."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from perfgoals.accounts.models import Post, User
from perfgoals.review.mailing import Mailed, mail_notices
from perfgoals.review.models import LogEntry, Notice
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, make_cast, published, stored
from tests.dumping import dump
from tests.review.acting import act
from tests.tables.test_parallel import at_once

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def mail_is_on(settings: pytest.FixtureRequest) -> None:
    settings.MAIL_IS_ON = True  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = LOCMEM  # type: ignore[attr-defined]


def tell(cast: Cast, table: TargetTable, *names: str) -> list[Notice]:
    """A notice to each of these people, who have an address."""
    entry = LogEntry.objects.filter(table=table).first() or act(cast.author, table, "submit")
    Notice.objects.all().delete()
    User.objects.filter(username__in=names).update(email="someone@example.org")
    said = f"张建（经办岗）上报了“{table.project_name}”，请审核。"
    return [Notice.objects.create(to=cast.people[name], table=table, entry=entry, sentence=said) for name in names]


def test_one_mail_a_person_with_all_their_sentences(cast: Cast, table: TargetTable) -> None:
    (notice,) = tell(cast, table, "unit_reviewer")
    another = act(cast.unit_reviewer, table, "send_back")
    Notice.objects.create(to=cast.unit_reviewer, table=table, entry=another, sentence="第二句")
    assert mail_notices() == Mailed(sent=1)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["someone@example.org"], "绩效目标管理：2 条新通知")
    assert f"1. {notice.sentence}（" in sent.body
    assert "2. 第二句（" in sent.body
    assert "http" not in sent.body
    assert not Notice.objects.filter(to=cast.unit_reviewer, mailed_at=None).exists()


def test_nothing_is_mailed_twice(cast: Cast, table: TargetTable) -> None:
    tell(cast, table, "unit_reviewer")
    mail_notices()
    before = dump()
    assert mail_notices() == Mailed()
    assert len(mail.outbox) == 1
    assert dump() == before


def test_the_link_is_that_of_the_site(cast: Cast, table: TargetTable, settings: pytest.FixtureRequest) -> None:
    settings.SITE_URL = "https://jx.example.gov.cn"  # type: ignore[attr-defined]
    tell(cast, table, "unit_reviewer")
    mail_notices()
    assert "请到 https://jx.example.gov.cn/notices/ 查看。" in mail.outbox[0].body


@pytest.mark.parametrize(
    "spoil",
    [
        lambda notice: Notice.objects.update(read_at=timezone.now()),
        lambda notice: Notice.objects.update(sent_at=timezone.now() - timedelta(days=3, minutes=1)),
        lambda notice: User.objects.update(email=""),
        lambda notice: User.objects.update(is_active=False),
        lambda notice: Post.objects.filter(user=notice.to).delete(),
        lambda notice: TargetTable.objects.update(deleted_at=timezone.now()),
    ],
    ids=["read", "old", "no address", "left", "may not open it any more", "in the bin"],
)
def test_what_is_not_to_be_mailed_is_not(cast: Cast, table: TargetTable, spoil: Callable[[Notice], object]) -> None:
    (notice,) = tell(cast, table, "unit_reviewer")
    spoil(notice)
    before = dump()
    assert mail_notices() == Mailed()
    assert mail.outbox == []
    assert dump() == before


def test_just_within_three_days_is_mailed(cast: Cast, table: TargetTable) -> None:
    tell(cast, table, "unit_reviewer")
    Notice.objects.update(sent_at=timezone.now() - timedelta(days=2, hours=23, minutes=59))
    assert mail_notices() == Mailed(sent=1)


def test_a_server_that_is_down_costs_nothing_and_is_tried_again(
    cast: Cast, table: TargetTable, settings: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    tell(cast, table, "unit_reviewer", "supervisor_reviewer")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    before = dump()
    with caplog.at_level(logging.WARNING, logger="perfgoals.mail"):
        assert mail_notices() == Mailed(failed=1)
    assert dump() == before
    assert [record.getMessage() for record in caplog.records] == ["给王审的邮件没有发出，下次再发：ConnectionRefusedError"]
    settings.EMAIL_BACKEND = LOCMEM  # type: ignore[attr-defined]
    assert mail_notices() == Mailed(sent=2)


def test_an_address_that_cannot_be_keeps_nobody_else_from_their_mail(cast: Cast, table: TargetTable) -> None:
    tell(cast, table, "unit_reviewer", "supervisor_reviewer")
    User.objects.filter(username="unit_reviewer").update(email="a@example.org\nBcc: b@example.org")
    assert mail_notices() == Mailed(sent=1, failed=1)
    assert Notice.objects.get(to=cast.unit_reviewer).mailed_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied_log")
def test_sixteen_runs_at_once_send_one_mail_to_each() -> None:
    cast = make_cast()
    table = stored(published("henan-10"), cast.building, by=cast.author)
    tell(cast, table, "unit_reviewer", "reader", "expert", "supervisor_reviewer")
    results = at_once(*[mail_notices] * 16)
    assert all(isinstance(result, Mailed) for result in results), results
    assert len(mail.outbox) == 4
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_the_command_says_what_it_did(cast: Cast, table: TargetTable, capsys: pytest.CaptureFixture[str]) -> None:
    tell(cast, table, "unit_reviewer")
    call_command("mail_notices")
    assert capsys.readouterr().out == "发出 1 封邮件。\n"
    call_command("mail_notices")
    assert capsys.readouterr().out == ""


def test_the_command_goes_on_until_it_is_stopped(
    cast: Cast, table: TargetTable, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slept: list[int] = []

    def sleep(seconds: int) -> None:
        slept.append(seconds)
        if len(slept) == 1:
            tell(cast, table, "unit_reviewer")
        else:
            raise KeyboardInterrupt

    monkeypatch.setattr("perfgoals.review.management.commands.mail_notices.time.sleep", sleep)
    monkeypatch.setattr("perfgoals.review.management.commands.mail_notices.close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("mail_notices", loop=60)
    assert slept == [60, 60]
    assert len(mail.outbox) == 1


def test_without_a_server_nothing_is_done(
    cast: Cast, table: TargetTable, settings: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAIL_IS_ON = False  # type: ignore[attr-defined]
    tell(cast, table, "unit_reviewer")
    call_command("mail_notices")
    assert "没有设置环境变量 EMAIL_URL" in capsys.readouterr().err
    assert Notice.objects.get().mailed_at is None
