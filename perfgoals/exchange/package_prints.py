"""A 送审包 on paper: 汇总表 and tables with lines to sign as one PDF; the 汇总表 alone as Excel.

What was reported is printed from the package's own lines and from the log, so that the paper is what was submitted whatever was
changed since; what was not yet, as it stands, with the mark 送审稿.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils import timezone

from perfgoals.exchange.lists import ListColumn, Text, list_grid
from perfgoals.exchange.print_choices import AS_IT_IS, PrintChoices
from perfgoals.exchange.variants import VARIANT_NAMES, NotPrinted, code_line, contacts_kept, contacts_of, filed_sheet
from perfgoals.grid.faces import MissingPart
from perfgoals.grid.formats.pdf_booklet import Sheet, write_booklet
from perfgoals.grid.model import Grid
from perfgoals.official.check_code import check_code
from perfgoals.official.money import total_of
from perfgoals.official.snapshot import Snapshot
from perfgoals.review.models import LogEntry, Package, PackagedTable
from perfgoals.review.packages.gathering import Packed, UnitRound
from perfgoals.tables.models import TargetTable

PACKAGE_FORMATS = ("pdf", "xlsx")
SUMMARY = "汇总表"
_SECOND = TargetTable.Round.SECOND


@dataclass(frozen=True, slots=True)
class Line:
    """A table in the 汇总表."""

    project_code: str
    project_name: str
    amount: Decimal | None
    control: Decimal | None
    is_key: bool
    code: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A package to be printed: whose and which, its lines, what is known of who signs, its 校验码 and mark, if any."""

    unit_name: str
    year: int
    round: str
    number: int | None
    lines: Sequence[Line]
    sheets: Sequence[Sheet]
    reporter: str = ""
    telephone: str = ""
    date: str = ""
    not_asked: Sequence[str] = ()
    code: str = ""
    mark: str = ""

    @property
    def title(self) -> str:
        return f"{self.year}年度{TargetTable.Round(self.round).label}项目绩效目标申报{SUMMARY}"


def reported(package: Package) -> Printed:
    """A package as it was reported, from three queries."""
    lines = list(package.tables.order_by("order"))
    day = timezone.localtime(package.reported_at)
    return Printed(
        package.department_name,
        package.year,
        package.round,
        package.number,
        [Line(line.project_code, line.project_name, line.amount, line.control, line.is_key, line.code) for line in lines],
        [_sheet_then(line, entry) for line, entry in zip(lines, _entries(package, lines), strict=True)],
        package.reporter_name,
        package.reported_by.telephone,
        f"{day.year}年{day.month}月{day.day}日",
        package.not_asked,
        package.code,
    )


def _entries(package: Package, lines: Sequence[PackagedTable]) -> list[LogEntry]:
    """The entry of the log by which each table was reported, in the order of the package."""
    own = PackagedTable.objects.filter(package=package, table=OuterRef("table"), version=OuterRef("version"))
    entries = {entry.table_id: entry for entry in LogEntry.objects.filter(Exists(own), table__in=[line.table_id for line in lines])}
    return [entries[line.table_id] for line in lines]


def _sheet_then(line: PackagedTable, entry: LogEntry) -> Sheet:
    kept = entry.record
    return _sheet(kept.snapshot, line.project_name, line.code, contacts_kept(kept.beside))


def not_yet_reported(unit: UnitRound, going: Sequence[Packed]) -> Printed:
    """The tables as they stand now."""
    codes = [check_code(packed.snapshot, packed.table.pk) for packed in going]
    return Printed(
        unit.department.name,
        unit.year,
        unit.kind,
        None,
        [_line(packed, code) for packed, code in zip(going, codes, strict=True)],
        [
            _sheet(packed.snapshot, packed.name, code, contacts_of(packed.table), VARIANT_NAMES["draft"])
            for packed, code in zip(going, codes, strict=True)
        ],
        mark=VARIANT_NAMES["draft"],
    )


def _line(packed: Packed, code: str) -> Line:
    project = packed.table.project
    return Line(project.code or packed.table.project_code, packed.name, packed.amount, packed.control, project.is_key, code)


def _sheet(snapshot: Snapshot, name: str, code: str, contacts: Mapping[str, str], mark: str = "") -> Sheet:
    """The 申报版 of a table; NotPrinted where its form is not known here."""
    try:
        return replace(filed_sheet(snapshot, contacts, code, mark=mark), name=name)
    except ValueError as error:
        raise NotPrinted(f"“{name}”印不出来：{error}") from error


def summary_grid(printed: Printed) -> Grid:
    """The 汇总表 with its lines to be signed."""
    columns = _columns(with_control=printed.round == _SECOND)
    rows = [_cells(printed, number, line) for number, line in enumerate(printed.lines, start=1)]
    times = f"　　第 {printed.number} 次上报" if printed.number else ""
    note = f"单位名称：{printed.unit_name}{times}　　金额单位：万元"
    return list_grid(printed.title, columns, rows, note=note, total=_total(printed), signs=_signs(printed))


def _columns(*, with_control: bool) -> list[ListColumn]:
    control = [ListColumn("控制数", 11, "amount")] if with_control else []
    return [
        ListColumn("序号", 6.5, "value"),
        ListColumn("项目编码", 25, "value"),
        ListColumn("项目名称", 20 if with_control else 28),
        ListColumn("申报数", 11, "amount"),
        *control,
        ListColumn("重点", 6.5, "value"),
        ListColumn("校验码", 24, "value"),
    ]


def _cells(printed: Printed, number: int, line: Line) -> list[Text]:
    control: list[Text] = [line.control] if printed.round == _SECOND else []
    return [number, line.project_code, line.project_name, line.amount, *control, "是" if line.is_key else "", line.code]


def _total(printed: Printed) -> list[Text]:
    """The sums of what is a number; an empty cell where nothing is."""
    control = [total_of(line.control for line in printed.lines)] if printed.round == _SECOND else []
    return ["合计", "", f"{len(printed.lines)} 个项目", total_of(line.amount for line in printed.lines), *control, "", ""]


def _signs(printed: Printed) -> list[str]:
    left_out = [f"本轮不申报的项目（{len(printed.not_asked)} 个）：{'、'.join(printed.not_asked)}"] if printed.not_asked else []
    space = "　" * 8
    return [
        *left_out,
        f"单位盖章：{space}单位负责人：",
        f"填报人：{printed.reporter or space}　　联系电话：{printed.telephone or space}　　填报日期：{printed.date}",
    ]


def print_package(printed: Printed, file_format: str, choices: PrintChoices = AS_IT_IS) -> bytes:
    """The package as one file of PACKAGE_FORMATS; NotPrinted where that cannot be."""
    grid, foot = choices.of(summary_grid(printed)), code_line(printed.code) if printed.code else ""
    try:
        if file_format == "pdf":
            sheets = [replace(sheet, grid=choices.of(sheet.grid)) for sheet in printed.sheets]
            return write_booklet([Sheet(grid, SUMMARY, foot=foot, mark=printed.mark), *sheets], title=printed.title)
        from perfgoals.grid.formats import xlsx  # its library is heavy

        return xlsx.write([grid], title=printed.title, foot="　".join(filter(None, (printed.mark, foot))), sheet_names=[SUMMARY])
    except (ValueError, MissingPart) as error:  # both say in Chinese what is in the way
        raise NotPrinted(f"送审包印不出来：{error}") from error
