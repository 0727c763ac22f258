"""The demo: what fixtures/ holds, put into an empty site as one transaction. Never on a site that others can reach."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from perfgoals.accounts.models import Department, Post, User
from perfgoals.accounts.words import said
from perfgoals.exchange.importing import contents_of
from perfgoals.official.recover import Recovered
from perfgoals.review.models import Phrase, ReportingRound
from perfgoals.tables.attaching import attach
from perfgoals.tables.goals_storing import store_goals
from perfgoals.tables.library.filling import fill
from perfgoals.tables.matching import department_of, project_of
from perfgoals.tables.models import BudgetFigures, Project, TargetTable
from perfgoals.tables.storing import store


class NotSeeded(Exception):
    """str: one sentence on why nothing was loaded."""


def refuse_open_site() -> None:
    """NotSeeded where others can reach the site: everybody knows the passwords of the demo."""
    if not set(settings.ALLOWED_HOSTS) <= set(settings.LOCAL_HOSTS):
        raise NotSeeded("ALLOWED_HOSTS 已向外开放本站，而演示账号的密码是公开的，没有装入演示数据。请只在本机使用演示数据。")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the demo; ``posts`` are pairs of 岗 and unit."""

    username: str
    name: str
    telephone: str
    posts: tuple[tuple[str, str], ...]


class Demo:
    """What the folder ``fixtures`` holds: demo.toml, tables/*.json, attachments/. NotSeeded when it is not there."""

    def __init__(self, fixtures: Path) -> None:
        self.fixtures = fixtures
        try:
            self._data: dict[str, Any] = tomllib.loads((fixtures / "demo.toml").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise NotSeeded(f"没有找到演示数据 {error.filename}，请在完整的项目目录中运行") from error
        self.password: str = self._data["password"]

    @property
    def accounts(self) -> list[Account]:
        return [
            Account(each["username"], each["name"], each["telephone"], tuple((role, unit) for role, unit in each["posts"]))
            for each in self._data["person"]
        ]

    def seed(self) -> bool:
        """Loads everything, or nothing; False, and nothing changed, where the demo is loaded already.

        Attachments follow once the rest is committed, for their content lies outside the database.
        """
        refuse_open_site()
        if User._meta.db_table not in connection.introspection.table_names():
            raise NotSeeded("数据库还没有建好，请先运行 manage.py migrate。")
        attachments = [(each, (self.fixtures / "attachments" / each["file"]).read_bytes()) for each in self._data["attachment"]]
        with transaction.atomic():
            if self._is_loaded():
                return False
            if User.objects.exists() or Department.objects.exists() or TargetTable.objects.exists():
                raise NotSeeded(
                    "库中已有真实的单位、人员或绩效目标表，没有装入演示数据。"
                    "演示请另用一个库：DATABASE_URL=sqlite:////tmp/demo.sqlite3 make demo"
                )
            self._seed()
        for described, content in attachments:
            _attach(described, content)
        return True

    def _is_loaded(self) -> bool:
        known = set(User.objects.values_list("username", "name"))
        return any((account.username, account.name) in known for account in self.accounts)

    def _seed(self) -> None:
        for described in self._data["department"]:
            _make_department(described)
        password = make_password(self.password)  # once for all: hashing is slow by design
        for account in self.accounts:
            _make_person(account, password)
        for path in sorted((self.fixtures / "tables").glob("*.json")):
            self._store_file(path)
        for described in self._data["project"]:
            _describe_project(described)
        for described in self._data["figures"]:
            BudgetFigures.objects.create(**described | {"project": Project.objects.get(name=described["project"])})
        Phrase.objects.bulk_create(Phrase(text=text, order=order) for order, text in enumerate(self._data["phrases"]))
        for described in self._data["round"]:
            _open_round(described, timezone.localtime())
        fill(self.fixtures / "tables")

    def _store_file(self, path: Path) -> None:
        contents = contents_of(path)
        for read in contents.tables:
            _store_table(read, path.name)
        for goals in contents.goals:
            store_goals(goals, create=False)


def _make_department(described: dict[str, str]) -> None:
    related = {key: Department.objects.get(name=described[key]) for key in ("parent", "supervisor", "section") if key in described}
    department = Department(**described | related)
    department.full_clean()
    department.save()


def _make_person(account: Account, password: str) -> None:
    codes = {label: code for code, label in Post.Role.choices}  # the demo says 股室
    user = User.objects.create(username=account.username, name=account.name, telephone=account.telephone, password=password)
    for role, unit in account.posts:
        Post.objects.create(user=user, department=Department.objects.get(name=unit), role=codes[said(role)])


def _store_table(read: Recovered, source: str) -> None:
    department = department_of(read.snapshot, create=False)
    project = project_of(read.snapshot, department, create=True)
    author = _author_in(department)
    table = TargetTable(project=project, source=source, author_name=author.name, telephone=author.telephone)
    store(table, read.snapshot, by=author, problems=read.problems)


def _author_in(department: Department) -> User:
    return User.objects.filter(posts__department=department, posts__role=Post.Role.AUTHOR).order_by("pk")[0]


def _describe_project(described: dict[str, Any]) -> None:
    project = Project.objects.get(name=described["name"])
    for field, value in described.items():
        setattr(project, field, value)
    project.full_clean()
    project.save(update_fields=list(described))


def _open_round(described: dict[str, Any], now: datetime) -> None:
    """A round with its times counted from the day on which the demo is loaded: from 9 o'clock until 18 o'clock."""
    told = dict(described)
    since, until = told.pop("opens_days_ago", None), told.pop("closes_in_days", None)
    opens = None if since is None else (now - timedelta(days=since)).replace(hour=9, minute=0, second=0, microsecond=0)
    closes = None if until is None else (now + timedelta(days=until)).replace(hour=18, minute=0, second=0, microsecond=0)
    found = ReportingRound(**told, opens_at=opens, closes_at=closes)
    found.full_clean()
    found.save()


def _attach(described: dict[str, str], content: bytes) -> None:
    table = TargetTable.objects.get(project__name=described["project"])
    upload = SimpleUploadedFile(described["name"], content)
    attach(table, upload, kind=described["kind"], by=_author_in(table.project.department))
