"""seed_demo: the site a newcomer finds, and where it refuses to be made."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.utils import timezone
from pytest_django.fixtures import Settings

from perfgoals.accounts.models import Department, Post, User
from perfgoals.exchange.demo import Demo, NotSeeded
from perfgoals.exchange.importing import contents_of
from perfgoals.review.rounds.calendar import Calendar
from perfgoals.review.windows import closed_because
from perfgoals.tables.access import may_write, visible_to
from perfgoals.tables.models import Attachment, BudgetFigures, DepartmentGoals, Project, TargetTable
from perfgoals.tables.record import to_snapshot
from tests.exchange.commands import ROOT, call

OURS = ("accounts", "tables", "review")


@pytest.fixture
def local(settings: Settings, tmp_path: Path) -> Settings:
    """A site on this machine; the test runner adds a host of its own."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.MEDIA_ROOT = tmp_path
    return settings


@pytest.fixture
def demo(root: Path) -> Demo:
    return Demo(root / "fixtures")


@pytest.fixture
def seeded(db: None, local: Settings, demo: Demo) -> Demo:
    assert demo.seed()
    return demo


def contents() -> dict[str, list[dict[str, Any]]]:
    """Every row of our own tables."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values()) for app in OURS for model in apps.get_app_config(app).get_models()
    }


def test_every_published_table_is_there_as_an_import_reads_it(seeded: Demo, tables: Path) -> None:
    published = {path.name: contents_of(path) for path in sorted((tables / "json").glob("*.json"))}
    snapshots = {name: contents.tables[0].snapshot for name, contents in published.items() if contents.tables}
    assert len(snapshots) == 25
    stored = {table.source: table for table in TargetTable.objects.with_contents()}
    assert {name: to_snapshot(table) for name, table in stored.items()} == snapshots
    assert stored["henan-06.json"].source_problems, "35万 in a cell of 万元 is said to have been mended"


def test_the_fixtures_are_the_published_tables(root: Path, tables: Path) -> None:
    """Two places, one content: an installed site has no tests, and git keeps the same bytes once."""
    in_tests = {path.name: path.read_bytes() for path in (tables / "json").iterdir()}
    assert {path.name: path.read_bytes() for path in (root / "fixtures" / "tables").iterdir()} == in_tests


def test_every_role_has_somebody(seeded: Demo) -> None:
    assert set(Post.objects.values_list("role", flat=True)) == set(Post.Role.values)


def test_everybody_signs_in_with_the_password_that_is_printed(seeded: Demo) -> None:
    people = User.objects.all()
    assert len(people) == len(seeded.accounts)
    assert all(check_password(seeded.password, encoded) for encoded in set(people.values_list("password", flat=True)))
    assert not people.filter(is_superuser=True).exists()


def test_somebody_works_for_two_units_and_writes_in_both(seeded: Demo) -> None:
    person = User.objects.get(username="lixiaomin")
    writable = {table.project.department.name for table in visible_to(person) if may_write(person, table)}
    assert writable == {"河南濮阳工业园区建设局", "濮阳工业园区应急管理办公室"}


def test_every_table_has_an_author_and_reviewers_above_it(seeded: Demo) -> None:
    for table in TargetTable.objects.select_related("project__department__section", "changed_by"):
        assert table.changed_by, table
        assert may_write(table.changed_by, table)
        assert table.author_name == table.changed_by.name
        section = table.project.department.section
        assert section or table.project.department.name == "财政局", table


def test_units_keep_the_supervisors_of_the_published_tables(seeded: Demo) -> None:
    supervisors = dict(Department.objects.filter(supervisor__isnull=False).values_list("name", "supervisor__name"))
    for table in TargetTable.objects.select_related("project__department"):
        if table.supervisor_name not in ("", table.department_name):
            assert supervisors[table.project.department.name] == table.supervisor_name


def test_every_kind_of_unit_is_there(seeded: Demo) -> None:
    assert set(Department.objects.values_list("kind", flat=True)) == set(Department.Kind.values)
    assert Department.objects.filter(kind="township").count() >= 2
    assert Department.objects.get(name="绩效股").parent == Department.objects.get(name="财政局")


def test_what_stands_around_the_tables_is_there(seeded: Demo) -> None:
    assert DepartmentGoals.objects.get().department.code == "342001"
    assert BudgetFigures.objects.get(project__name="农村饮水管网延伸").control == 300
    assert Project.objects.filter(is_key=True).exists()
    assert Project.objects.filter(is_withheld=True).exists()
    attachment = Attachment.objects.get()
    with attachment.content.open() as content:
        data = content.read()
    assert (attachment.size, attachment.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_a_campaign_is_under_way_in_which_single_tables_are_sent(seeded: Demo) -> None:
    calendar = Calendar()
    assert calendar.likely(timezone.now()) == (2027, "first")
    assert calendar.is_open((2027, "first"), timezone.now() + timedelta(days=29))
    assert not any(each.in_packages or each.required_kinds for each in calendar.rounds.values())
    table = TargetTable.objects.filter(year=2027, round="first").first()
    assert table is not None
    assert closed_because(calendar.rounds[2027, "first"], table.project.department, timezone.now()) == ""


def test_a_second_time_changes_nothing(seeded: Demo) -> None:
    before = contents()
    assert not seeded.seed()
    assert contents() == before


def test_work_done_in_the_demo_is_left_alone(seeded: Demo) -> None:
    TargetTable.objects.filter(source="henan-10.json").delete()
    User.objects.filter(username="wusiqi").delete()
    before = contents()
    assert not seeded.seed()
    assert contents() == before


def test_real_data_is_left_alone(db: None, local: Settings, demo: Demo) -> None:
    Department.objects.create(code="001", name="县财政局")
    before = contents()
    with pytest.raises(NotSeeded, match=r"已有真实的.*DATABASE_URL"):
        demo.seed()
    assert contents() == before


@pytest.mark.parametrize("hosts", [["budget.example.gov.cn"], ["localhost", "*"]])
def test_a_site_that_others_reach_gets_no_known_passwords(db: None, local: Settings, demo: Demo, hosts: list[str]) -> None:
    local.ALLOWED_HOSTS = hosts
    with pytest.raises(NotSeeded, match="ALLOWED_HOSTS"):
        demo.seed()
    assert not User.objects.exists()


@pytest.mark.parametrize(("right", "wrong"), [("made-01-costs", "no-such-file"), ("中心城区公厕改造", "没有这个项目")])
def test_one_mistake_in_the_fixtures_and_nothing_is_loaded(
    db: None, local: Settings, root: Path, tmp_path: Path, right: str, wrong: str
) -> None:
    shutil.copytree(root / "fixtures", tmp_path / "fixtures")
    described = tmp_path / "fixtures" / "demo.toml"
    described.write_text(described.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    with pytest.raises((Project.DoesNotExist, FileNotFoundError)):
        Demo(tmp_path / "fixtures").seed()
    assert not any(contents().values())


def test_without_fixtures_it_says_so(local: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotSeeded, match=r"没有找到演示数据 .*demo\.toml"):
        Demo(tmp_path)


def test_the_command_prints_every_account_and_unit(db: None, local: Settings, demo: Demo) -> None:
    first, second = call("seed_demo"), call("seed_demo")
    assert (first.status, second.status) == (0, 0)
    assert first.out.startswith("已装入演示数据")
    assert "没有改动" in second.out
    rows = first.out.splitlines()[3:]
    assert [row.split()[-2:] for row in rows] == [list(post) for account in demo.accounts for post in account.posts]
    assert all(account.username in first.out and account.name in first.out for account in demo.accounts)


def test_the_command_says_what_was_refused(db: None, local: Settings) -> None:
    local.ALLOWED_HOSTS = ["*"]
    refused = call("seed_demo")
    assert refused.status == 1
    assert "ALLOWED_HOSTS" in refused.err
    assert not refused.out


def seed_in_a_process(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """The command as ``make demo`` calls it, with a database of its own."""
    own = {"DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", "MEDIA_ROOT": str(folder), "PYTHONUNBUFFERED": "1"}
    environment = {**os.environ, **own, **settings}
    command = [sys.executable, str(ROOT / "manage.py"), "seed_demo", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status_of(address: str, within: float = 30) -> int:
    """The answer's status as soon as there is one."""
    end = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_it_serves_survives_a_bad_request_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    server = seed_in_a_process(tmp_path, "--serve", str(port))
    try:
        assert status_of(f"http://127.0.0.1:{port}/sign-in/") == 200
        with socket.create_connection(("127.0.0.1", port), timeout=5) as rude:
            rude.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
            rude.recv(100)
        assert status_of(f"http://127.0.0.1:{port}/sign-in/") == 200
        server.send_signal(2)
        out, err = server.communicate(timeout=20)
    finally:
        server.kill()
        server.communicate()
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}/" in out
    assert "Traceback" not in err


def test_a_taken_port_is_one_sentence_and_no_database(tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = seed_in_a_process(tmp_path, "--serve", str(taken.getsockname()[1]))
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "已被占用，请换一个，如 make demo PORT=" in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_database_of_an_open_site_is_not_touched(tmp_path: Path) -> None:
    process = seed_in_a_process(tmp_path, "--serve", str(free_port()), SECRET_KEY="x" * 50, ALLOWED_HOSTS="budget.example.gov.cn")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "ALLOWED_HOSTS" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["", "0", "65536", "八千", "-1"])
def test_what_is_no_port_is_refused(port: str) -> None:
    refused = call("seed_demo", f"--serve={port}")
    assert refused.status == 1
    assert "1 到 65535" in refused.err


def test_an_empty_file_is_told_to_be_migrated_first(tmp_path: Path) -> None:
    process = seed_in_a_process(tmp_path)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "manage.py migrate" in err
    assert "Traceback" not in err
