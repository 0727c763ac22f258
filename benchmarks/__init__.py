"""How fast reading, printing and the list of tables are, each beside a peer in the same run: ``make bench``."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgoals.settings")
django.setup()
