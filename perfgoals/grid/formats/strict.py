"""“Strict Open XML”, which Excel and Word offer when saving: the same parts as ever under other namespaces.

No library reads it (openpyxl finds no cell), so its namespaces are put back before a reader sees it.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from perfgoals.grid.formats.package import open_package, read_part

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|wordprocessingml|spreadsheetml|drawingml|schemaLibrary)/")


def transitional(data: bytes) -> bytes:
    """The package with the namespaces that readers know; the very same bytes where it has them already.

    Only for what ``check_package`` has passed. Raises Unreadable for a package without relationships.
    """
    with open_package(data) as package:
        if not _STRICT.search(read_part(package, "_rels/.rels")):
            return data
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as rewritten:
            for name in dict.fromkeys(package.namelist()):
                rewritten.writestr(name, _renamed(name, read_part(package, name)))
        return out.getvalue()


def _renamed(name: str, content: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return content
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
