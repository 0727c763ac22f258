"""The manual and the README say what the site does: its pages, words, roles, states, accounts and commands."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from perfgoals.accounts.models import Department, Post
from perfgoals.exchange.demo import Demo
from perfgoals.exchange.giving_out import MOST_AT_ONCE
from perfgoals.tables.attaching import KINDS, MAX_COUNT, MAX_SIZE, MEGABYTE
from perfgoals.tables.models import Attachment, TargetTable

ACTS = frozenset(
    {
        "sign_out",
        "switch_unit",
        "carry_over",
        "delete_table",
        "restore_table",
        "print_tables",
        "upload_attachment",
        "delete_attachment",
        "accept_offline",
        "restore_version",
        "restore_goals",
        "perform_act",
        "mark_point",
        "unmark_point",
        "answer_points",
        "save_sheet",
        "read_notices",
        "read_notice",
        "revoke_extension",
        "preview_approvals",
        "approve_tables",
        "preview_publications",
        "publish_tables",
        "leave_tables_unfunded",
        "advise_table",
        "create_phrase",
        "edit_phrase",
        "delete_phrase",
        "move_phrase",
        "read_register",
        "preview_register",
        "import_register",
        "delete_mapping",
        "report_package",
        "submit_package",
        "begin_second",
        "upload_scan",
        "delete_scan",
    }
)
"""Routes that are buttons of a page."""

FILES = frozenset(
    {
        "download_table",
        "download_approval",
        "download_archive",
        "download_publications",
        "download_sheet",
        "download_feedback",
        "download_attachment",
        "embed_attachment",
        "download_goals",
        "download_blank",
        "preview_table",
        "preview_goals",
        "download_offline",
        "download_offline_unit",
        "download_register",
        "download_package",
        "preview_package",
        "download_scan",
        "download_progress",
        "download_reminders",
        "download_comparison",
    }
)
"""Routes that are links to a file."""

ASKED_BY_SCRIPTS = frozenset(
    {
        "save_table",
        "read_table",
        "note_presence",
        "save_goals",
        "read_goals",
        "note_goals_presence",
        "paste_block",
        "sign_in_again",
        "search_library",
        "suggest_units",
        "offer_library",
        "view_reference",
        "save_opinion",
    }
)
"""Routes that an open page asks."""

NAMED_BY_CONTENT = frozenset({"view_table", "review_table", "view_goals", "view_goals_version"})
"""Pages whose title is what they show."""


@pytest.fixture(scope="session")
def manual(root: Path) -> str:
    return (root / "docs" / "manual.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def on_the_screen(root: Path) -> str:
    """Whatever the site may say: its templates without their tags, and its Python."""
    templates = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "templates").rglob("*.html")))
    python = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "perfgoals").rglob("*.py")))
    return re.sub(r"<[^>]+>", "", templates) + python


def rows_after(text: str, head: str) -> list[list[str]]:
    """The cells of the table with this head, row by row."""
    lines = text.partition(f"{head}\n")[2].splitlines()[1:]
    rows: list[list[str]] = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    assert rows, head
    return rows


def own_routes(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of every route but those of Django's admin, which are one page to a clerk."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        elif pattern.namespace != "admin":
            yield from own_routes(pattern.url_patterns)


def pages(manual: str) -> dict[str, str]:
    """Route name -> what the manual calls the page."""
    listed = rows_after(manual, "| 页面 | 地址 | 做什么 |")
    return {str(resolve(address.strip("`").replace("编号", "1")).url_name): title for title, address, _ in listed}


def test_every_page_is_in_the_manual_and_no_other(manual: str) -> None:
    assert pages(manual).keys() - {"index"} == set(own_routes()) - ACTS - FILES - ASKED_BY_SCRIPTS


def test_the_routes_that_are_no_pages_exist() -> None:
    assert set(own_routes()) >= ACTS | FILES | ASKED_BY_SCRIPTS


def test_the_manual_calls_the_pages_by_their_titles(manual: str, on_the_screen: str, root: Path) -> None:
    templates = "\n".join(path.read_text(encoding="utf-8") for path in (root / "templates").rglob("*.html"))
    titles = set(re.findall(r"{% block title %}([^{]+){% endblock %}", templates)) | {"系统管理"}
    assert {title for name, title in pages(manual).items() if name not in NAMED_BY_CONTENT} <= titles


def test_every_word_of_the_screen_in_the_manual_is_on_the_screen(manual: str, on_the_screen: str) -> None:
    words = set(re.findall(r"\*\*(.+?)\*\*", manual)) - {"粗体"}
    assert len(words) > 40
    assert sorted(word for word in words if word not in on_the_screen) == []


def test_the_roles_are_those_of_the_site(manual: str) -> None:
    assert [role for role, _, _ in rows_after(manual, "| 岗位 | 看得到 | 能改 |")] == list(Post.Role.labels)


def test_the_states_are_those_of_the_site(manual: str) -> None:
    said = re.search(r"表的状态有：(.+)。", manual)
    assert said
    assert said[1] == "、".join(TargetTable.State.labels)


def test_the_kinds_are_those_of_the_site(manual: str) -> None:
    assert f"（{'、'.join(Attachment.Kind.labels)}）" in manual
    assert f"（{'、'.join(Department.Kind.labels)}）" in manual
    assert f"可传 {'、'.join(KINDS)}。" in manual


def test_the_limits_are_those_of_the_site(manual: str) -> None:
    assert f"每个不超过 {MAX_SIZE // MEGABYTE} MB，每张表最多 {MAX_COUNT} 个" in manual
    assert f"一次最多 {MOST_AT_ONCE} 张" in manual


def test_the_accounts_in_the_readme_are_those_of_the_demo(readme: str, root: Path) -> None:
    demo = Demo(root / "fixtures")
    known = {account.username: account for account in demo.accounts}
    for username, name, role, units in rows_after(readme, "| 用户名 | 姓名 | 岗位 | 单位 |"):
        account = known[username.strip("`")]
        assert (name, [(role, unit) for unit in units.split("；")]) == (account.name, list(account.posts))
    assert f"密码都是 `{demo.password}`" in readme


def test_the_readme_has_an_account_for_every_role(readme: str) -> None:
    assert {role for _, _, role, _ in rows_after(readme, "| 用户名 | 姓名 | 岗位 | 单位 |")} == set(Post.Role.labels)


def test_the_number_of_published_tables_is_told_rightly(readme: str, root: Path) -> None:
    names = [path.name for path in (root / "fixtures" / "tables").glob("*-[0-9]*.json")]
    made = [name for name in names if name.startswith("made-")]
    assert f"{len(names) - len(made)} 张已公开的绩效目标表" in readme
    assert f"另有 {len(made)} 张虚构的" in readme


def test_the_pictures_are_those_of_a_clerks_screen_and_light(readme: str, root: Path) -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme)
    assert len(pictures) == 2
    for picture in pictures:
        data = (root / picture).read_bytes()
        assert struct.unpack(">II", data[16:24]) == (1366, 768), picture
        assert len(data) < 200_000, picture


@pytest.mark.parametrize("name", ["docs/manual.md", "docs/layouts.md"])
def test_every_link_in_docs_leads_somewhere(root: Path, name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", (root / name).read_text(encoding="utf-8")):
        assert (root / "docs" / target).exists(), target


def test_the_demo_target_is_the_command_of_the_readme(readme: str, root: Path) -> None:
    recipe = (root / "Makefile").read_text(encoding="utf-8").partition("\ndemo:")[2].partition("\n\n")[0]
    assert "manage.py seed_demo --serve $(PORT)" in recipe
    assert "manage.py seed_demo --serve PORT" in readme
