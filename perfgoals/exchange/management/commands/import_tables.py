"""import_tables: records in files into drafts in the database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgoals.exchange.importing import Imported, ImportedFile, NotImported, import_files


class Command(BaseCommand):
    help = "把 JSON 或 Word、Excel、ODS 文件中的绩效目标表存为草稿。一个文件中有一张表存不了，这个文件就一张也不存。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--create", action=BooleanOptionalAction, help="名册中没有的单位和项目一并新建；不写时只在名册为空时新建")
        parser.add_argument("--replace", action="store_true", help="替换已有的草稿")
        parser.add_argument("--dry-run", action="store_true", help="只说明会怎样，不保存")
        parser.add_argument("--json", action="store_true", dest="as_json", help="输出 JSON")

    def handle(
        self, *args: Any, files: list[Path], create: bool | None, replace: bool, dry_run: bool, as_json: bool, **options: Any
    ) -> None:
        answers = import_files(files, create=create, replace=replace, dry_run=dry_run)
        if as_json:
            self.stdout.write(json.dumps([_answer(path, result) for path, result in answers], ensure_ascii=False, indent=1))
        for path, result in answers:
            if isinstance(result, NotImported):
                self.stderr.write(f"{path}: {result}")
            elif not as_json:
                self.stdout.write("\n".join(_lines(path, result, "会导入" if dry_run else "已导入")))
        if any(isinstance(result, NotImported) for _, result in answers):
            sys.exit(2)


def _lines(path: Path, result: ImportedFile, did: str) -> Iterator[str]:
    goals = f"、{len(result.goals)} 份部门整体绩效目标" if result.goals else ""
    yield f"{path}：{did} {len(result.tables)} 张表{goals}"
    for each in result.tables:
        yield f"  {each.table}：{'新建' if each.is_new else f'替换，{len(each.changes)} 处不同'}"
    for each_goals in result.goals:
        yield f"  {each_goals}"


def _answer(path: Path, result: ImportedFile | NotImported) -> dict[str, Any]:
    if isinstance(result, NotImported):
        return {"file": str(path), "error": str(result), "tables": [], "goals": []}
    goals = [{"department": str(each.department), "year": each.year} for each in result.goals]
    return {"file": str(path), "error": None, "tables": [_table(each) for each in result.tables], "goals": goals}


def _table(imported: Imported) -> dict[str, Any]:
    return {
        "project": imported.table.project.name,
        "department": str(imported.table.project.department),
        "year": imported.table.year,
        "new": imported.is_new,
        "changes": [{"path": change.path, "before": _text(change.before), "after": _text(change.after)} for change in imported.changes],
        "problems": [{"path": problem.path, "message": problem.message, "text": _text(problem.text)} for problem in imported.problems],
    }


def _text(leaf: object) -> str | None:
    """As it can be printed: a text from outside may hold half a character, which no output takes."""
    return None if leaf is None else str(leaf).encode("utf-8", "replace").decode()
