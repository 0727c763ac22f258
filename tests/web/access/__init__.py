"""The matrix role × route: what everybody gets at every address. test_access.py walks it.

A module here is an area of the site: ``ROWS``; ``world(cast, records)`` where they need records of their own; ``CHANGES_NOTHING``,
routes where what is posted and accepted leaves the database as it is; ``CHANGES_ONLY_FOR``, who of those accepted changes anything;
``ANSWERS_IN_PLACE``, routes that answer an accepted form with a page or a part of one and lead nowhere.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

from tests.web.access.vocabulary import Row

AREAS: list[ModuleType] = [
    import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__) if module.name != "vocabulary"
]
ROWS: list[Row] = [row for area in AREAS for row in area.ROWS]
