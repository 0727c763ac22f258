"""seed_demo: a filled site to look at, with people to sign in as; ``make demo`` lets it serve too."""

from __future__ import annotations

import errno
import os
import socket
import sys
import unicodedata
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from perfgoals.exchange.demo import Demo, NotSeeded, refuse_open_site

HOST = "127.0.0.1"
HEADS = ("用户名", "密码", "姓名", "岗位", "单位")


class Command(BaseCommand):
    help = "装入演示数据：单位、人员、已公开的绩效目标表。只用于空库和本机；已装入时什么也不改。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--serve", type=_port, metavar="PORT", help="先建好数据库，装入后在本机这个端口打开网站")

    def handle(self, *args: Any, serve: int | None, **options: Any) -> None:
        try:
            demo = Demo(settings.BASE_DIR / "fixtures")
            refuse_open_site()
            if serve is not None:
                _refuse_taken(serve)
                call_command("migrate", verbosity=0)
            is_new = demo.seed()
        except NotSeeded as error:
            raise CommandError(str(error)) from error
        self.stdout.write("已装入演示数据。\n\n" if is_new else "演示数据早已装入，没有改动。\n\n")
        self.stdout.write("\n".join(_aligned([HEADS, *_accounts(demo)])))
        if serve is not None:
            self.stdout.write(f"\n请用浏览器打开 http://{HOST}:{serve}/ ，按 Ctrl+C 结束。")
            _serve(serve)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise ArgumentTypeError(f"端口应为 1 到 65535 的整数，不能是“{text}”")
    return int(text)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: one that has just ended is not in the way
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = "已被占用" if error.errno == errno.EADDRINUSE else f"不能用（{error.strerror}）"
            raise CommandError(f"端口 {port} {why}，请换一个，如 make demo PORT={8081 if port == 8080 else 8080}") from error


def _accounts(demo: Demo) -> Iterator[tuple[str, ...]]:
    """One row a post; who holds several is named once."""
    for account in demo.accounts:
        who: tuple[str, ...] = (account.username, demo.password, account.name)
        for post in account.posts:
            yield (*who, *post)
            who = ("", "", "")


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    """Columns on a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _serve(port: int) -> None:
    """Becomes the server, so that Ctrl+C reaches it and nothing else is left running."""
    sys.stdout.flush()
    gunicorn = [sys.executable, "-m", "gunicorn", "perfgoals.wsgi", "--bind", f"{HOST}:{port}", "--preload"]
    os.chdir(settings.BASE_DIR)
    os.execv(sys.executable, [*gunicorn, "--workers=2", "--threads=4", "--no-control-socket", "--log-level=warning"])  # noqa: S606
