"""What the environment may say, and what is answered when it says something else."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from perfgoals.environment import LOCAL_HOSTS, database, local_key, mail, refuse_open_site, section_word, site_url

DEFAULT = Path("/somewhere/db.sqlite3")


def manage(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=root,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_url_the_database_is_the_local_file() -> None:
    assert database("", DEFAULT) == {"ENGINE": "django.db.backends.sqlite3", "NAME": DEFAULT}


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:////tmp/a.sqlite3", "django.db.backends.sqlite3", "/tmp/a.sqlite3"),
        ("sqlite://:memory:", "django.db.backends.sqlite3", ":memory:"),
        ("postgres://u:p%40ss@h:5432/goals", "django.db.backends.postgresql", "goals"),
        ("postgresql://u:p@h/goals", "django.db.backends.postgresql", "goals"),
    ],
)
def test_a_url_names_engine_and_database(url: str, engine: str, name: str) -> None:
    config = database(url, DEFAULT)
    assert (config["ENGINE"], config["NAME"]) == (engine, name)


def test_a_password_is_decoded() -> None:
    assert database("postgres://u:p%40ss@h:5432/goals", DEFAULT)["PASSWORD"] == "p@ss"


@pytest.mark.parametrize(
    "url", ["goals", "mysql://u:geheim@h/goals", "postgres://u:geheim@h:port/goals", "postgres://u:geheim@h", "http://[u:geheim"]
)
def test_any_other_url_is_refused_without_repeating_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refusal:
        database(url, DEFAULT)
    assert "geheim" not in str(refusal.value)


def test_a_site_for_this_machine_needs_nothing() -> None:
    refuse_open_site(LOCAL_HOSTS, "", debug=True)


def test_an_open_site_with_its_own_key_is_fine() -> None:
    refuse_open_site(["goals.example"], "key", debug=False)


@pytest.mark.parametrize(
    ("hosts", "key", "debug", "named"),
    [
        (["goals.example"], "", False, "SECRET_KEY"),
        (["localhost", "goals.example"], "", False, "SECRET_KEY"),
        (["*"], "", False, "SECRET_KEY"),
        (["goals.example"], "key", True, "DEBUG"),
    ],
)
def test_an_open_site_is_refused(hosts: list[str], key: str, debug: bool, named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        refuse_open_site(hosts, key, debug)


def test_the_local_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = local_key(path)
    assert len(key) > 50
    assert local_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_checkouts_have_two_keys(tmp_path: Path) -> None:
    assert local_key(tmp_path / "a") != local_key(tmp_path / "b")


def test_where_nothing_can_be_kept_there_is_a_key_all_the_same(tmp_path: Path) -> None:
    assert len(local_key(tmp_path / "missing" / "key")) > 50


def test_a_wrong_environment_is_one_sentence_and_its_own_status(root: Path) -> None:
    answer = manage(root, "check", SECRET_KEY="x", DATABASE_URL="mysql://u:geheim@h/goals")
    assert answer.returncode == 78
    assert answer.stderr.startswith("环境变量 DATABASE_URL 不是认识的数据库地址")
    assert len(answer.stderr.splitlines()) == 1


def test_an_open_site_without_a_key_does_not_start(root: Path) -> None:
    answer = manage(root, "check", ALLOWED_HOSTS="goals.example")
    assert answer.returncode == 78
    assert "SECRET_KEY" in answer.stderr


def test_commands_run_with_nothing_set(root: Path) -> None:
    answer = manage(root, "check")
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org:25", "mail.example.org", 25, None, None),
        ("smtp+tls://u:p%40ss@mail.example.org:587", "mail.example.org", 587, True, None),
        ("smtp+ssl://u:p@mail.example.org:465", "mail.example.org", 465, None, True),
    ],
)
def test_the_mail_server_of_a_url(url: str, host: str, port: int, tls: bool | None, ssl: bool | None) -> None:
    found = mail(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found.get("EMAIL_USE_TLS"), found.get("EMAIL_USE_SSL")) == (host, port, tls, ssl)
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_without_a_url_mail_is_thrown_away() -> None:
    assert mail("") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://u:geheim@host:port"])
def test_what_is_no_mail_server_is_said_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as refusal:
        mail(url)
    assert "geheim" not in str(refusal.value)


def test_the_address_of_the_site_has_no_slash_at_its_end() -> None:
    assert (site_url("https://a.example/"), site_url("")) == ("https://a.example", "")
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        site_url("a.example")


def test_the_word_of_the_sections_is_one_of_three() -> None:
    assert [section_word(word) for word in "股科处"] == ["股", "科", "处"]
    with pytest.raises(ImproperlyConfigured, match="SECTION_WORD"):
        section_word("部")
