"""recover_tables: published office files into records."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgoals.exchange.reading import bytes_of, recover_file
from perfgoals.grid.formats.package import Unreadable
from perfgoals.official.department_goals import goals_to_json
from perfgoals.official.recover import Found
from perfgoals.official.snapshot import to_json


class Command(BaseCommand):
    help = "从 Word、Excel、ODS 文件中读出全部绩效目标表。不需要数据库。有文件读不了时退出码为 2，其余文件照常读出。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json", help="输出一个 JSON 列表，每个文件一项")

    def handle(self, *args: Any, files: list[Path], as_json: bool, **options: Any) -> None:
        answers = [_answer(path) for path in files]
        if as_json:
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
        else:
            for line in (line for answer in answers for line in _told(answer)):
                self.stdout.write(line)
        for answer in answers:
            if answer["error"]:
                self.stderr.write(f"{answer['file']}: {answer['error']}")
        if any(answer["error"] for answer in answers):
            sys.exit(2)


def _answer(path: Path) -> dict[str, Any]:
    name = os.fsencode(path).decode("utf-8", "replace")  # a name in another encoding can be opened but not printed
    try:
        found = recover_file(bytes_of(path))
    except Unreadable as error:
        return {"file": name, "error": str(error), **_found(Found())}
    return {"file": name, "error": None, **_found(found)}


def _found(found: Found) -> dict[str, Any]:
    tables = [
        {
            "layout": table.snapshot.layout,
            "snapshot": to_json(table.snapshot),
            "problems": [{"path": problem.path, "message": problem.message, "text": problem.text} for problem in table.problems],
        }
        for table in found.tables
    ]
    goals = [goals_to_json(each) for each in found.goals]
    return {"tables": tables, "goals": goals, "other_forms": list(found.other_forms), "lines": list(found.lines)}


def _told(answer: dict[str, Any]) -> Iterator[str]:
    """The answer for a person: each table with what to look at."""
    if answer["error"]:
        return
    yield f"{answer['file']}：{len(answer['tables'])} 张绩效目标表" + ("，另有部门整体绩效目标" if answer["goals"] else "")
    for number, table in enumerate(answer["tables"], 1):
        snapshot = table["snapshot"]
        rows = sum(len(side) for side in snapshot["indicators"].values())
        yield f"  {number}. {snapshot['project']['name']}（{snapshot['department']['name']}，{snapshot['year']}年度，{rows} 条指标）"
        for problem in table["problems"]:
            found = f"（原文：{' '.join(problem['text'].split())}）" if problem["text"] else ""
            yield f"     {problem['path'] or '全表'}：{problem['message']}{found}"
    for title in answer["other_forms"]:
        yield f"  未读入：“{title}”不是绩效目标表"
