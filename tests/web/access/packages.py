"""送审包: the list, a unit in a round, what is done with all of its tables, prints, scans of the stamped page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from perfgoals.review.models import Package, ReportingRound, Scan
from perfgoals.review.packages.gathering import gather
from perfgoals.review.packages.reporting import SeenPackage, duties_of, report_package, submit_package
from perfgoals.tables.models import BudgetFigures, TargetTable
from tests.cast import PEOPLE, Cast, published, stored
from tests.web.access.vocabulary import (
    EVERYBODY,
    NOBODY_BY_THIS_METHOD,
    ONLY_THE_UNIT_REVIEWER,
    PAGE_KEY,
    READ,
    SIGN_IN,
    WRITE,
    WRITERS,
    Row,
    to,
)

REPORTED, BEGUN = 2029, 2028
"""Years of their own, so that nothing else of the world is in the way."""


@dataclass(frozen=True)
class Shown:
    """What a page shows, asked of the finished world, as if it were the key of a record."""

    cast: Cast
    whose: str
    part: str

    @property
    def pk(self) -> str:
        unit = gather(self.cast.building, 2027, "first")
        (duty,) = duties_of(self.cast.people[self.whose], unit)
        if self.part == "confirmed":
            return duty.shown(unit).confirmed
        return "".join(f"{packed.table.pk}:{packed.table.version}" for packed in duty.going)


def world(cast: Cast, records: Mapping[str, Any]) -> dict[str, Any]:
    """A package of 2029 with a scan; a table of 一上 2028 whose project has a 控制数; the draft and the table under review of 2027."""
    reported, first = (stored(published(name), cast.building, by=cast.author) for name in ("henan-13", "henan-14"))
    TargetTable.objects.filter(pk=reported.pk).update(year=REPORTED)
    TargetTable.objects.filter(pk=first.pk).update(year=BEGUN)
    BudgetFigures.objects.create(project=first.project, year=BEGUN, control=100)
    ReportingRound.objects.create(year=BEGUN, kind="second", controls_issued_at="2027-11-01T00:00:00Z")
    submit_package(cast.author, cast.building.pk, REPORTED, "first", _shown(cast, "author"))
    package = report_package(cast.unit_reviewer, cast.building.pk, REPORTED, "first", _shown(cast, "unit_reviewer"))
    shown = {f"shown_{who}_{part}": Shown(cast, who, part) for who in ("author", "unit_reviewer") for part in ("table", "confirmed")}
    return {"package": package, "scan": _scan(package, cast), **shown}


def _shown(cast: Cast, whose: str) -> SeenPackage:
    unit = gather(cast.building, REPORTED, "first")
    return duties_of(cast.people[whose], unit)[0].shown(unit)


def _scan(package: Package, cast: Cast) -> Scan:
    made = Scan(package=package, name="盖章.pdf", size=9, sha256="0" * 64, uploaded_by=cast.author)
    made.content.save("盖章.pdf", SimpleUploadedFile("盖章.pdf", b"%PDF-1.7\n"))
    return made


HERE = {"department": "building", "year": "2027", "round": "first"}
IN_THE_UNIT = WRITE | to(302, "unit_reviewer")


def sending(who: str) -> dict[str, str]:
    return {"save_id": PAGE_KEY, "table": f"shown_{who}_table", "confirmed": f"shown_{who}_confirmed"}


ROWS = [
    Row("list_packages", "GET", EVERYBODY),
    Row("list_packages", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("view_package", "GET", READ, kwargs=HERE),
    Row("view_package", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, kwargs=HERE | {"round": "third"}),
    Row("view_package", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs=HERE),
    Row("report_package", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs=HERE),
    Row("report_package", "POST", ONLY_THE_UNIT_REVIEWER, kwargs=HERE, data=sending("unit_reviewer")),
    Row("submit_package", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs=HERE),
    Row("submit_package", "POST", WRITE, kwargs=HERE, data=sending("author")),
    Row("begin_second", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"department": "building", "year": str(BEGUN)}),
    Row("begin_second", "POST", WRITE, kwargs={"department": "building", "year": str(BEGUN)}),
    Row("begin_second", "POST", WRITE | to(422, *WRITERS), kwargs={"department": "building", "year": "2027"}),
    Row("preview_package", "GET", READ, kwargs=HERE | {"file_format": "xlsx"}),
    Row("preview_package", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs=HERE | {"file_format": "xlsx"}),
    Row("download_package", "GET", READ, kwargs={"pk": "package", "file_format": "xlsx"}),
    Row("download_package", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"pk": "package", "file_format": "xlsx"}),
    Row("upload_scan", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}, ("package",)),
    Row("upload_scan", "POST", IN_THE_UNIT, ("package",), data={"file": "FILE"}),
    Row("download_scan", "GET", READ, ("scan",)),
    Row("download_scan", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("scan",)),
    Row("delete_scan", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("scan",)),
    Row("delete_scan", "POST", IN_THE_UNIT, ("scan",)),
]
