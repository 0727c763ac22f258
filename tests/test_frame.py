"""The frame: what the documents name exists, and the lock files say what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def code_in(path: Path) -> list[str]:
    """The pieces of code in a document: `spans`, and the lines of fenced blocks."""
    blocks = re.split(r"^```.*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    spans = [span for prose in blocks[::2] for span in re.findall(r"`([^`\n]+)`", prose)]
    return spans + [line for block in blocks[1::2] for line in block.splitlines()]


def command_lines(root: Path) -> list[tuple[str, str]]:
    """Name and arguments of every manage.py command in the documents."""
    pieces = [piece for document in DOCUMENTS for piece in code_in(root / document)]
    return [(found[1], found[2]) for piece in pieces if (found := re.search(r"manage\.py (\w+)(.*)", piece))]


def command(name: str) -> BaseCommand:
    app = get_commands()[name]
    assert isinstance(app, str)
    return load_command_class(app, name)


def our_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app.startswith("perfgoals.")}


def locked(path: Path) -> dict[str, str]:
    """Distribution -> version; names as the lock writes them, in small letters."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ \\]+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE))


def asked_for(root: Path, extra: str = "") -> set[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    return {re.split(r"[<>=\[ ]", line)[0].lower() for line in lines}


def test_every_command_in_the_documents_exists(root: Path) -> None:
    named = {name for name, _ in command_lines(root)}
    assert named
    assert named <= get_commands().keys()


def test_every_option_in_the_documents_exists(root: Path) -> None:
    for name, arguments in command_lines(root):
        offered = command(name).create_parser("manage.py", name).format_help()
        assert set(re.findall(r"--[a-z-]+", arguments)) <= set(re.findall(r"--[a-z-]+", offered)), name


def test_every_command_of_ours_is_in_the_readme(root: Path) -> None:
    named = {name for piece in code_in(root / "README.md") for name in re.findall(r"manage\.py (\w+)", piece)}
    assert our_commands() <= named


def test_every_path_in_the_documents_exists(root: Path) -> None:
    missing = [
        f"{document}: {piece}"
        for document in DOCUMENTS
        for piece in code_in(root / document)
        if re.fullmatch(r"[\w.-]+(/[\w.<>-]+)*/?", piece)
        and ("/" in piece or re.search(r"\.(py|md|toml|lock|yml)$", piece))
        and not (root / piece.split("<")[0]).exists()
        and not piece.startswith("DIR/")
    ]
    assert missing == []


def test_every_setting_reaches_the_composed_site(root: Path) -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", (root / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE))
    given = set(re.findall(r"^      ([A-Z_]+):", (root / "docker-compose.yml").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert "PERFORMANCE_REVIEW" in named
    assert named - {"DEBUG"} <= given


def test_every_link_in_the_documents_leads_somewhere(root: Path) -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#]+)\)", (root / document).read_text(encoding="utf-8")):
            assert (root / target).exists(), f"{document}: {target}"


def test_every_make_target_in_the_documents_exists(root: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):(?!=)", (root / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {name for document in DOCUMENTS for piece in code_in(root / document) for name in re.findall(r"^make ([a-z]+)", piece)}
    assert "test" in named
    assert named <= targets


def test_the_readme_names_every_setting_of_the_environment(root: Path) -> None:
    read = set(re.findall(r'env\.\w+\("(\w+)"', (root / "perfgoals" / "settings.py").read_text(encoding="utf-8")))
    assert read
    assert read <= set(code_in(root / "README.md"))


def test_the_readme_names_every_native_part(root: Path) -> None:
    parts = set(re.findall(r'Part\("([^"]+)"', (root / "scripts" / "native_parts.py").read_text(encoding="utf-8")))
    assert parts
    assert parts <= set(code_in(root / "README.md"))


def test_the_locks_hold_what_is_asked_for(root: Path) -> None:
    run, develop = (locked(root / name) for name in LOCKS)
    assert asked_for(root) <= run.keys()
    assert asked_for(root, "dev") <= develop.keys()
    assert run.items() <= develop.items()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_a_hash_for_everything_and_no_address(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^-", text, flags=re.MULTILINE)
    for requirement in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", requirement), requirement


def test_the_licence_table_names_every_package_that_is_installed_to_run(root: Path) -> None:
    section = (root / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Licences")[2]
    named = {name.strip().lower() for name in re.findall(r"[\w.-]+(?=,| \|)", section)}
    assert locked(root / LOCKS[0]).keys() <= named


def test_every_stylesheet_closes_what_it_opens(root: Path) -> None:
    """A browser leaves out in silence what stands behind a brace that is missing."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in (root / "static").rglob("*.css")}
    assert texts
    assert {name for name, text in texts.items() if text.count("{") != text.count("}")} == set()
