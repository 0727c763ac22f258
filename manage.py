#!/usr/bin/env python3
"""Entry of every command; `manage.py help` lists them."""

from __future__ import annotations

import os
import sys

EX_CONFIG = 78
"""Exit status of settings that cannot be used: neither 1 (findings) nor 2 (an unreadable file) of the commands."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgoals.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("未找到 Django。请先在项目目录运行 make test，再用 .venv/bin/python manage.py …")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        sys.exit(EX_CONFIG)


if __name__ == "__main__":
    main()
