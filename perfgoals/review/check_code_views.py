"""校验码查询: a code typed from paper, and what that paper is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perfgoals.accounts.models import Department
from perfgoals.accounts.throttling import MINUTES, Throttle
from perfgoals.official.check_code import NotACode, read_code
from perfgoals.review.looking_up import packages_with, papers_with
from perfgoals.review.models import Package
from perfgoals.tables.access import departments_of, visible_to
from perfgoals.tables.views.signed_in import SignedIn

MOST_MISSES = 20
_LONGEST = 100
_GUESSES = Throttle("check-code", MOST_MISSES)


@require_safe
@login_required
@never_cache
def look_up_code(request: SignedIn) -> HttpResponse:
    """The page, and below it what the code in its address stands for."""
    typed = request.GET.get("code", "").strip()[:_LONGEST]
    return render(request, "review/check_code.html", {"typed": typed} | (_found(request, typed) if typed else {}))


def _found(request: SignedIn, typed: str) -> dict[str, Any]:
    who = str(request.user.pk)
    if _GUESSES.is_blocked(who):
        return {"sentence": f"查不到的次数太多，请 {MINUTES} 分钟后再查"}
    try:
        code = read_code(typed)
    except NotACode as refusal:
        return {"sentence": str(refusal)}
    papers, packages = papers_with(code), packages_with(code)
    if not papers and not packages:
        _GUESSES.note_failure(who)
        return {"code": code, "is_unknown": True}
    keys = [paper.table.pk for paper in papers]
    return {"code": code, "papers": papers, "packages": _told(request, packages), "open": set(_open(request, keys))}


def _open(request: SignedIn, keys: list[int]) -> Any:
    """The tables among them that the person may open."""
    return visible_to(request.user).filter(pk__in=keys).values_list("pk", flat=True)


def _told(request: SignedIn, packages: list[Package]) -> list[dict[str, Any]]:
    """Each package with whether a later one of its unit and round has come; and the number of its tables for those who may see them."""
    return [
        {
            "package": package,
            "count": package.tables.count() if _sees(request, package) else None,
            "is_last": not package.department.packages.filter(year=package.year, round=package.round, number__gt=package.number).exists(),
        }
        for package in packages
    ]


def _sees(request: SignedIn, package: Package) -> bool:
    return Department.objects.filter(departments_of(request.user), pk=package.department_id).exists()
