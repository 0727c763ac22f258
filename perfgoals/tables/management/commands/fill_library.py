"""fill_library: the 指标库 counted anew from the published tables and the approved ones."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from perfgoals.tables.library.filling import NotFilled, fill


class Command(BaseCommand):
    help = "更新指标库：从随附的已公开表和库中已批复的表统计常用指标。可以反复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = fill()
        except NotFilled as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"指标库现有 {done.total} 条：新增 {done.added} 条，更新 {done.changed} 条，去除 {done.removed} 条。")
