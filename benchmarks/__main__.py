"""Prints every figure as a ratio to its peer, pair by pair: a machine's speed drifts, a ratio within one pair does not."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from django.conf import settings

from benchmarks import desk, editing, listing, printing, workbooks

TABLES = Path(settings.BASE_DIR) / "tests" / "data" / "tables"


def main() -> int:
    sources = sorted(path for path in (TABLES / "json").glob("*.json") if "goals" not in path.stem)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        print(f"{len(sources)} published tables; ratios are medians over pairs of runs\n")
        ours, peer = printing.pair(sources, scratch)
        compare("pdf on two processes, times as fast as LibreOffice converting the xlsx", peer, ours, 3, "at least 1.5")
        ours, peer = workbooks.writing_pair(sources)
        compare("writing xlsx, times as fast as XlsxWriter on the same grids", peer, ours, 7, "at least 0.33")
        ours, peer = workbooks.reading_pair(sorted((TABLES / "xlsx").glob("*.xlsx")))
        compare("recovering xlsx, times the time of openpyxl's load_workbook alone", ours, peer, 7, "at most 1.5")
        for role in ("reader", "author"):
            ours, peer = listing.pair(scratch, role)
            what = f"list page at {listing.TABLES} tables as {role}, times the server's CPU time of the page with 50 constant rows"
            compare(what, ours, peer, 7, "at most 2", process_time)
        ours, peer = desk.pair(scratch)
        what = f"desk at {listing.TABLES} tables, times the server's CPU time of the page with 50 constant rows"
        compare(what, ours, peer, 7, "at most 3", process_time)
        value, amount, page, nothing = editing.works(scratch)
        works = (
            ("saving a 指标值", value, "at most 10"),
            ("saving an amount", amount, "at most 10"),
            ("the page of 120 rows", page, "at most 25"),
        )
        for what, work, wanted in works:
            name = f"editor: {what}, times the server's CPU time of an empty answer to one who is signed in"
            compare(name, work, nothing, 7, wanted, process_time)
    return 0


Work = Callable[[], object]
Clock = Callable[[], float]


def compare(what: str, above: Work, below: Work, pairs: int, wanted: str, clock: Clock = perf_counter) -> None:
    """Runs the two in turn and prints the ratio of their times, above over below, after one pair that is not counted."""
    times = [(timed(above, clock), timed(below, clock)) for _ in range(pairs + 1)][1:]
    ratios = sorted(one / other for one, other in times)
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    seconds = " / ".join(f"{median(column):.3f} s" for column in zip(*times, strict=True))
    print(f"{median(ratios):6.2f}  {what} (wanted: {wanted}; {spread}; {seconds})")


def timed(work: Work, clock: Clock) -> float:
    start = clock()
    work()
    return clock() - start


if __name__ == "__main__":
    sys.exit(main())
