"""Notices by mail: one mail a person, of what they have not read, never twice, and nothing they may not open.

A notice is marked before it is sent and unmarked where that failed: of two runs at the same time one has it, and one that is
killed in between costs a mail, never a second one. No transaction waits for the mail server.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.review.models import Notice
from perfgoals.review.noticing import notices_of

LATEST = timedelta(days=3)
"""What is older has been heard of in another way."""

logger = logging.getLogger("perfgoals.mail")


@dataclass(frozen=True, slots=True)
class Mailed:
    """How many people got a mail, how many got none because it failed."""

    sent: int = 0
    failed: int = 0


def mail_notices() -> Mailed:
    """One mail to everybody who has unread notices that were not mailed. What fails is tried again by the next run.

    A server that does not answer ends the run: it would not answer for the next person either.
    """
    sent = failed = 0
    with_mail = {"notices__read_at": None, "notices__mailed_at": None, "notices__sent_at__gte": timezone.now() - LATEST}
    people = User.objects.filter(is_active=True, **with_mail).exclude(email="").distinct().order_by("pk")
    connection = get_connection()
    for person in people:
        stamp = timezone.now()
        notices = _claimed(person, stamp)
        if not notices:
            continue
        try:
            _message(person, notices, connection).send()
            sent += 1
        except (OSError, ValueError) as error:  # of which what smtplib raises is one
            _give_back(notices, stamp)
            failed += 1
            logger.warning("给%s的邮件没有发出，下次再发：%s", person, type(error).__name__)
            if not isinstance(error, SMTPRecipientsRefused | ValueError):
                break
    connection.close()
    return Mailed(sent, failed)


def _claimed(person: User, stamp: datetime) -> list[Notice]:
    """The person's notices that are to be mailed now, marked as mailed; none that another run has."""
    with transaction.atomic():
        waiting = notices_of(person).filter(read_at=None, mailed_at=None, sent_at__gte=stamp - LATEST)
        notices = list(waiting.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=stamp)
    return notices


def _give_back(notices: Sequence[Notice], stamp: datetime) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices], mailed_at=stamp).update(mailed_at=None)


def _message(person: User, notices: Sequence[Notice], connection: BaseEmailBackend) -> EmailMessage:
    subject = f"绩效目标管理：{len(notices)} 条新通知"
    return EmailMessage(subject, "\n".join(_lines(person, notices)), to=[person.email], connection=connection)


def _lines(person: User, notices: Sequence[Notice]) -> Iterator[str]:
    yield f"{person}："
    yield ""
    for number, notice in enumerate(notices, 1):
        yield f"{number}. {notice.sentence}（{timezone.localtime(notice.sent_at):%Y-%m-%d %H:%M}）"
    yield ""
    if settings.SITE_URL:
        yield f"请到 {settings.SITE_URL}{reverse('list_notices')} 查看。"
    yield "这封邮件由系统自动发出，请不要回复。"
