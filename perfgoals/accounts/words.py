"""The one word that differs from place to place: 业务股室 are 业务科室 in a city and 业务处室 in a province (SECTION_WORD).

Names in code and columns in the database say 股室; whatever is shown goes through here. Choices of such fields are given as
functions, so that another word is no migration.
"""

from __future__ import annotations

from enum import property as enum_property

from django.conf import settings
from django.db import models


def said(text: str) -> str:
    """The text as it is said here."""
    return text.replace("股室", f"{settings.SECTION_WORD}室")


class SaidChoices(models.TextChoices):
    """Choices whose labels are as they are said here."""

    @enum_property
    def label(self) -> str:
        return said(str(self._label_))
