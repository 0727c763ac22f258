"""manage.py mail_notices: unread notices by mail, once or again and again."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from perfgoals.review.mailing import Mailed, mail_notices


class Command(BaseCommand):
    help = "把未读的通知用邮件发给收件人，每人一封；需要环境变量 EMAIL_URL"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", type=int, metavar="SECONDS", help="每隔这么多秒再发一次，不退出")

    def handle(self, *args: Any, loop: int | None = None, **options: Any) -> None:
        if not settings.MAIL_IS_ON:
            self.stderr.write("没有设置环境变量 EMAIL_URL，没有发邮件。")
            return
        self._tell(mail_notices())
        while loop:
            time.sleep(loop)
            close_old_connections()
            self._tell(mail_notices())

    def _tell(self, mailed: Mailed) -> None:
        if mailed.sent or mailed.failed:
            failed = f"，{mailed.failed} 封没有发出，下次再发" if mailed.failed else ""
            self.stdout.write(f"发出 {mailed.sent} 封邮件{failed}。")
