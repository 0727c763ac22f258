"""Imports run one way: grid <- official <- checks; official, checks, accounts <- tables <- review <- exchange.

grid, official and checks are plain Python: no Django. An import inside a function counts like any other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = "perfgoals"

MAY_IMPORT: dict[str, frozenset[str]] = {
    "grid": frozenset(),
    "official": frozenset({"grid"}),
    "checks": frozenset({"grid", "official"}),
    "accounts": frozenset(),
    "tables": frozenset({"grid", "official", "checks", "accounts"}),
    "review": frozenset({"grid", "official", "checks", "accounts", "tables"}),
    "exchange": frozenset({"grid", "official", "checks", "accounts", "tables", "review"}),
}
"""For each level the levels below it. A new package is refused until it has its place here."""

PLAIN = frozenset({"grid", "official", "checks"})
WEB = frozenset({"django", "environ", "whitenoise", "gunicorn", "psycopg"})


def imported_names(source: str, package: str) -> Iterator[str]:
    """Every dotted name that ``source``, a module of ``package``, imports; of ``from a import b`` both ``a`` and ``a.b``."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = _base(package, level, module or "")
                yield base
                yield from (f"{base}.{alias.name}" for alias in names)
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=[ast.Constant(value=str(name)), *_]):
                if called in {"import_module", "__import__"}:
                    yield _base(package, len(name) - len(name.lstrip(".")), name.lstrip("."))


def _base(package: str, level: int, module: str) -> str:
    if not level:
        return module
    parents = package.split(".")
    return ".".join([*parents[: len(parents) - level + 1], *filter(None, [module])])


def forbidden_imports(source: str, package: str) -> list[str]:
    """The imports of ``source`` that its level may not have. ``package`` is the dotted package the module lies in."""
    level = package.split(".")[1]
    return sorted({name for name in imported_names(source, package) if _is_forbidden(name, level)})


def _is_forbidden(name: str, level: str) -> bool:
    top, _, rest = name.partition(".")
    if top in WEB:
        return level in PLAIN
    if top != HOUSE or not rest:
        return False
    return rest.split(".")[0] not in MAY_IMPORT[level] | {level}


def modules(root: Path) -> Iterator[Path]:
    """The modules of every package of the house; settings, urls and wsgi stand above the levels and may import them all."""
    return (path for path in sorted((root / HOUSE).rglob("*.py")) if path.parent != root / HOUSE)


def test_every_package_has_its_level(root: Path) -> None:
    packages = {path.relative_to(root / HOUSE).parts[0] for path in modules(root)}
    assert packages, "no package found: is the test looking in the right place?"
    assert packages <= MAY_IMPORT.keys()


def test_imports_run_one_way(root: Path) -> None:
    broken = {
        str(path.relative_to(root)): names
        for path in modules(root)
        if (names := forbidden_imports(path.read_text(encoding="utf-8"), ".".join(path.relative_to(root).parent.parts)))
    }
    assert broken == {}


@pytest.mark.parametrize("level", MAY_IMPORT)
def test_the_table_itself_has_no_circle(level: str) -> None:
    for below in MAY_IMPORT[level]:
        assert level not in MAY_IMPORT[below]
        assert MAY_IMPORT[below] <= MAY_IMPORT[level]


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("perfgoals.grid", "import json, lxml.etree"),
        ("perfgoals.grid.formats", "from perfgoals.grid.model import Cell"),
        ("perfgoals.grid.formats", "from ..model import Cell\nfrom . import xlsx"),
        ("perfgoals.official", "def f():\n    from perfgoals.grid.formats import pdf"),
        ("perfgoals.official", "import perfgoals"),
        ("perfgoals.checks", "from perfgoals.official import snapshot"),
        ("perfgoals.checks", "import djangonaut"),
        ("perfgoals.tables", "import django\nfrom perfgoals.accounts.models import Department"),
        ("perfgoals.exchange.management.commands", "from perfgoals.official import recover\nfrom django.core.management import base"),
        ("perfgoals.exchange", "from perfgoals.review import actions"),
        ("perfgoals.accounts", "note('perfgoals.review')"),
    ],
)
def test_what_is_allowed(package: str, source: str) -> None:
    assert forbidden_imports(source, package) == []


@pytest.mark.parametrize(
    ("package", "source", "name"),
    [
        ("perfgoals.grid", "import perfgoals.official.money", "perfgoals.official.money"),
        ("perfgoals.grid", "from perfgoals import official", "perfgoals.official"),
        ("perfgoals.grid.formats", "from ...official import money", "perfgoals.official"),
        ("perfgoals.grid", "def f():\n    from perfgoals.official import money", "perfgoals.official"),
        ("perfgoals.grid", "if TYPE_CHECKING:\n    from perfgoals.tables import models", "perfgoals.tables"),
        ("perfgoals.grid", "import_module('perfgoals.official')", "perfgoals.official"),
        ("perfgoals.grid.formats", "importlib.import_module('...official', __package__)", "perfgoals.official"),
        ("perfgoals.grid", "async def f():\n    import django", "django"),
        ("perfgoals.official", "from django.utils import html", "django.utils"),
        ("perfgoals.official", "from perfgoals.checks import rules", "perfgoals.checks"),
        ("perfgoals.official", "from perfgoals import settings", "perfgoals.settings"),
        ("perfgoals.checks", "class A:\n    from django.db import models", "django.db"),
        ("perfgoals.accounts", "from perfgoals.tables import access", "perfgoals.tables"),
        ("perfgoals.tables", "from perfgoals.review import actions", "perfgoals.review"),
        ("perfgoals.review", "from perfgoals.exchange import upload", "perfgoals.exchange"),
    ],
)
def test_what_is_refused(package: str, source: str, name: str) -> None:
    assert name in forbidden_imports(source, package)
