"""股, 科 or 处: what the pages say follows the setting, and another word is no migration."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from perfgoals.accounts.models import Department, Post
from perfgoals.accounts.words import said
from perfgoals.tables.models import TargetTable


def elsewhere(root: Path, word: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with these arguments, in a place where the word is this one."""
    environment = {"PATH": os.environ["PATH"], "SECTION_WORD": word, "DATABASE_URL": "sqlite://:memory:"}
    return subprocess.run([sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_labels_follow_the_setting() -> None:
    with override_settings(SECTION_WORD="处"):
        assert TargetTable.State.SECTION_REVIEW.label == "待处室审核"
        assert "处室审核岗" in Post.Role.labels
        assert Department(kind="section").get_kind_display() == "业务处室"
        assert said("转往股室") == "转往处室"
    assert Post.Role.SECTION_REVIEWER.label == "股室审核岗"


def test_a_city_reads_its_own_word_on_every_page(root: Path) -> None:
    done = elsewhere(root, "科", "-m", "pytest", "-p", "no:cacheprovider", "tests/said_elsewhere.py")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("word", ["科", "处"])
def test_another_word_is_no_migration(root: Path, word: str) -> None:
    done = elsewhere(root, word, "manage.py", "makemigrations", "--check", "--dry-run")
    assert (done.returncode, done.stdout) == (0, "No changes detected\n"), done.stderr


def test_a_word_that_is_none_is_refused(root: Path) -> None:
    done = elsewhere(root, "部", "manage.py", "check")
    assert done.returncode == 78
    assert "SECTION_WORD" in done.stderr


def unsaid(root: Path) -> Iterator[str]:
    """Sentences of the screen that say 股室 whatever the setting: in templates, and in Python outside of ``said``."""
    for path in sorted((root / "templates").rglob("*.html")):
        if "股室" in path.read_text(encoding="utf-8"):
            yield str(path.relative_to(root))
    for path in sorted((root / "perfgoals").rglob("*.py")):
        if "migrations" not in path.parts and path.name not in KEPT:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            through = {id(part) for call in ast.walk(tree) if _is_said(call) for part in ast.walk(call)} | _docstrings(tree)
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "股室" in node.value and id(node) not in through:
                    yield f"{path.relative_to(root)}:{node.lineno}"


KEPT = {"words.py", "environment.py", "models.py", "target_table.py", "fields.py", "units.py", "people.py"}
"""Where 股室 is the name in the database, or one of the names that are read."""


def _is_said(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "said"


def _docstrings(tree: ast.Module) -> set[int]:
    """Strings that stand for themselves are for the reader of the code."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def test_nothing_on_the_screen_is_said_around_the_setting(root: Path) -> None:
    assert list(unsaid(root)) == []
