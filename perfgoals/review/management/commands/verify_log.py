"""verify_log: is every entry of the log as it was written? Exit status 1, and the first entry that is not, when it is not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from perfgoals.review.verifying import verify


class Command(BaseCommand):
    help = "核对审核日志：每一条是否与写下时一字不差，前后是否相连，各表的状态是否与日志一致。"

    def handle(self, *args: Any, **options: Any) -> None:
        count, faults = verify()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise SystemExit(1)
        self.stdout.write(f"审核日志共 {count} 条，没有被改动。")
