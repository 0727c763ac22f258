"""export_tables: stored tables into files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from perfgoals.accounts.models import Department
from perfgoals.exchange.exporting import export_tables
from perfgoals.exchange.printing import FORMATS
from perfgoals.grid.faces import MissingPart
from perfgoals.tables.models import TargetTable


class Command(BaseCommand):
    help = "把库中的绩效目标表输出成文件：DIR/单位/年度/项目.格式；加 --booklet 时每个单位一册。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", required=True, choices=(*FORMATS, "json"), dest="file_format")
        parser.add_argument("--to", required=True, metavar="DIR", type=Path)
        parser.add_argument("--year", type=int)
        parser.add_argument("--department", default="", help="单位编码或名称")
        parser.add_argument("--state", default="", choices=TargetTable.State.values)
        parser.add_argument("--booklet", action="store_true", help="每个单位印成一册")

    def handle(
        self, *args: Any, file_format: str, to: Path, year: int | None, department: str, state: str, booklet: bool, **options: Any
    ) -> None:
        if booklet and file_format == "json":
            raise CommandError("JSON 一个文件只放一张表，不能成册，请去掉 --booklet", returncode=2)
        tables = TargetTable.objects.with_contents().filter(deleted_at__isnull=True).order_by("pk")
        if year is not None:
            tables = tables.filter(year=year)
        if department:
            units = Department.objects.filter(Q(code=department) | Q(name=department))
            if not units:
                raise CommandError(f"名册中没有单位“{department}”，请核对单位编码或名称", returncode=2)
            tables = tables.filter(project__department__in=units)
        if state:
            tables = tables.filter(state=state)
        try:
            written = export_tables(tables, file_format, to, booklet=booklet)
        except MissingPart as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"写不进 {to}（{error.strerror}），请检查文件夹和权限", returncode=2) from error
        self.stdout.write(f"已输出 {len(written)} 个文件到 {to}")
