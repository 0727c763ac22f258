"""render_tables: JSON records into official forms."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from perfgoals.exchange.placing import place
from perfgoals.exchange.printing import FORMATS, Format, blank_grid, grid_of, missing_in, name_of, title_of, write
from perfgoals.exchange.reading import bytes_of, record_in_json
from perfgoals.grid.faces import MissingPart
from perfgoals.grid.formats.package import Unreadable
from perfgoals.official.layout_file import GOALS_ID, LayoutError, layout_ids


@dataclass(frozen=True, slots=True)
class Order:
    """One file to print, in a form that a worker process can be handed."""

    source: Path
    to: Path
    file_format: Format
    layout_id: str
    signed: bool
    landscape: bool
    check_code: str
    mark: str


class Command(BaseCommand):
    help = "把 JSON 记录印成官方版式：DIR/<文件名>.<格式>。不需要数据库。有文件读不了时退出码为 2，其余文件照常输出。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE.json", type=Path)
        parser.add_argument("--format", required=True, choices=FORMATS, dest="file_format")
        parser.add_argument("--to", required=True, metavar="DIR", type=Path)
        parser.add_argument("--layout", default="", choices=layout_ids(), help="不用记录自己的版式，改用这一种")
        parser.add_argument("--blank", default="", choices=(*layout_ids(), GOALS_ID), metavar="LAYOUT", help="输出这一版式的空白表")
        parser.add_argument("--year", type=int, default=0, help="空白表的年度")
        parser.add_argument("--signed", action="store_true", help="表下加印单位盖章、负责人、填报人、联系电话、填报日期")
        parser.add_argument("--landscape", action="store_true", help="横向打印")
        parser.add_argument("--check-code", default="", metavar="CODE", help="页脚加印校验码")
        parser.add_argument("--mark", default="", metavar="TEXT", help="加印标记，如送审稿")
        parser.add_argument("--jobs", type=int, default=1, help="同时使用的进程数")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["files"]) == bool(options["blank"]):
            raise CommandError("请给出 JSON 文件，或用 --blank 给出版式名称，二者取一", returncode=2)
        if options["year"] and not options["blank"]:
            raise CommandError("--year 只用于 --blank；已有的记录请在 JSON 中改 year", returncode=2)
        if options["blank"]:
            self._print_blank(options)
        else:
            self._print_files(options)

    def _print_blank(self, options: dict[str, Any]) -> None:
        form_id, file_format, folder = options["blank"], options["file_format"], _folder(options["to"])
        grid = blank_grid(form_id, options["year"], {} if options["signed"] else None, landscape=options["landscape"])
        try:
            data = write([grid], file_format, title=name_of(form_id), check_code=options["check_code"], mark=options["mark"])
            place(folder / f"{form_id}.{file_format}", data)
        except MissingPart as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(_not_written(error), returncode=2) from error

    def _print_files(self, options: dict[str, Any]) -> None:
        twice = [path for path in options["files"] if sum(path.stem == other.stem for other in options["files"]) > 1]
        if twice:
            clash = f"{twice[0]} 与 {twice[1]} 同名，输出会互相覆盖，请分两次输出到不同的文件夹"
            raise CommandError(clash, returncode=2)
        _folder(options["to"])
        shared = {name: options[name] for name in ("to", "file_format", "signed", "landscape", "check_code", "mark")}
        orders = [Order(source=path, layout_id=options["layout"], **shared) for path in options["files"]]
        failed = False
        for order, (said, printed) in zip(orders, _carried_out(orders, options["jobs"]), strict=True):
            for line in said:
                self.stderr.write(f"{order.source}: {line}")
            failed = failed or not printed
        if failed:
            sys.exit(2)


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{path}：不能作为输出文件夹，请换一个，或检查权限", returncode=2) from error
    return path


def _not_written(error: OSError) -> str:
    return f"写不进 {error.filename2 or error.filename}，请检查文件夹的权限和磁盘空间，以及是否有同名的文件夹"


def _carried_out(orders: list[Order], jobs: int) -> list[tuple[list[str], bool]]:
    if jobs < 2 or len(orders) < 2:
        return [print_file(order) for order in orders]
    with ProcessPoolExecutor(min(jobs, len(orders))) as pool:
        return list(pool.map(print_file, orders, chunksize=max(1, min(8, len(orders) // jobs))))


def print_file(order: Order) -> tuple[list[str], bool]:
    """Prints one file; returns what is to be said of it and whether there is an output."""
    try:
        read = record_in_json(bytes_of(order.source))
        grid = grid_of(read.record, order.layout_id, {} if order.signed else None, landscape=order.landscape)
    except (Unreadable, LayoutError) as error:
        return [f"{error}"], False
    said = [f"{problem.path}：{problem.message}" for problem in read.problems]
    said += [f"{path}：此版式没有这一栏，未印出“{' '.join(text.split())}”" for path, text in missing_in(read.record, order.layout_id)]
    try:
        data = write([grid], order.file_format, title=title_of(read.record), check_code=order.check_code, mark=order.mark)
        place(order.to / f"{order.source.stem}.{order.file_format}", data)
    except MissingPart as error:
        return [*said, str(error)], False
    except OSError as error:
        return [*said, _not_written(error)], False
    return said, True
