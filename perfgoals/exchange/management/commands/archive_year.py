"""archive_year: a year as one zip, and such a zip checked."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet

from perfgoals.accounts.models import Department
from perfgoals.exchange.archive_checking import NotAnArchive, faults_in
from perfgoals.exchange.archiving import Archive, tables_of
from perfgoals.exchange.exporting import safe_name
from perfgoals.exchange.placing import placed
from perfgoals.grid.faces import MissingPart
from perfgoals.tables.models import TargetTable

_EVERY = 50


class Command(BaseCommand):
    help = "把一年的印件、每次办理的记录、日志、附件和盖章页打成一个归档包；--verify 核对一个归档包。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", nargs="?", type=int)
        parser.add_argument("--to", metavar="DIR", type=Path)
        parser.add_argument("--department", default="", help="单位编码或名称，只归档一个单位")
        parser.add_argument("--verify", metavar="FILE", type=Path, help="核对归档包，不需要数据库")

    def handle(self, *args: Any, year: int | None, to: Path | None, department: str, verify: Path | None, **options: Any) -> None:
        if verify:
            self._verify(verify)
        elif year is None or to is None:
            raise CommandError("请写明年度和 --to DIR，如 archive_year 2027 --to 归档；或用 --verify FILE 核对归档包", returncode=2)
        else:
            self._archive(year, to, department)

    def _archive(self, year: int, to: Path, department: str) -> None:
        tables = _tables(year, department)
        if not (count := tables.count()):
            raise CommandError(f"{year}年度没有绩效目标表，没有归档", returncode=2)
        name = safe_name(f"{year}年度绩效目标归档{department}", f"{year}")
        try:
            to.mkdir(parents=True, exist_ok=True)
            target = to / f"{name}.zip"
            with placed(target, mode=0o600) as file:  # telephone numbers are in it
                archive = Archive(file, year, tables)
                for number, _ in enumerate(filter(None, archive.write()), 1):
                    if number % _EVERY == 0 or number == count:
                        self.stdout.write(f"{number}/{count} 张表")
        except MissingPart as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"写不进 {to}（{error.strerror}），请检查文件夹和权限", returncode=2) from error
        self.stdout.write(f"已归档 {count} 张表、{len(archive.files)} 个文件到 {target}")
        if archive.missing:
            raise CommandError(f"有 {len(archive.missing)} 个文件没有归入：{'、'.join(archive.missing[:5])}", returncode=1)

    def _verify(self, path: Path) -> None:
        try:
            count, faults = faults_in(path)
        except NotAnArchive as error:
            raise CommandError(str(error), returncode=2) from error
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"归档包有 {len(faults)} 处不符", returncode=1)
        self.stdout.write(f"归档包完好：{count} 个文件与清单一致，日志各条未被改动")


def _tables(year: int, department: str) -> QuerySet[TargetTable]:
    tables = tables_of(year)
    if not department:
        return tables
    units = Department.objects.filter(Q(code=department) | Q(name=department))
    if not units:
        raise CommandError(f"名册中没有单位“{department}”，请核对单位编码或名称", returncode=2)
    return tables.filter(project__department__in=units)
