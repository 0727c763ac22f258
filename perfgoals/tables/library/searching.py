"""Looking things up in the 指标库: by words of the name or their pinyin initials, by 二级指标 and by sector."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from perfgoals.official.hierarchy import Hierarchy
from perfgoals.tables.library.naming import folded, standard_level2
from perfgoals.tables.library.units import MOST, suggest_units
from perfgoals.tables.models import LibraryEntry

LONGEST_TEXT = 100
MOST_WORDS = 8
LONGEST_LEVEL2 = 200


def search(
    text: str = "", *, level2: str = "", framework: Hierarchy | None = None, sector: str = "", prefer: str = ""
) -> QuerySet[LibraryEntry]:
    """The entries that hold every word of ``text``, in the name or in its initials (群众 满意, qzmyd).

    Those that begin with the first word stand first, then those more projects use, then those of the sector ``prefer``.
    ``level2`` may be an alias; only what ``framework`` has a place for is found where one is given. Any text is answered: one
    without a letter or digit finds nothing, an empty one everything.
    """
    typed = words_of(text)
    found = LibraryEntry.objects.all()
    if text.strip() and not typed:
        return found.none()
    for word in typed:
        found = found.filter(_holds(word))
    if level2.strip():
        found = found.filter(level2=standard_level2(level2[:LONGEST_LEVEL2], framework))
    if framework:
        found = found.filter(level2__in=[two.name for one in framework.level1 for two in one.level2])
    if sector:
        found = found.filter(sector=sector)
    begins = [_first(Q(folded__startswith=typed[0]) | Q(initials__startswith=typed[0]))] if typed else []
    own = [_first(Q(sector=prefer))] if prefer else []
    return found.order_by(*begins, "-uses", *own, "level3", "pk")


def words_of(text: str) -> list[str]:
    """The words that are looked for, as names are kept: ``folded``."""
    return [word for each in text[:LONGEST_TEXT].split()[:MOST_WORDS] if (word := folded(each))]


def _holds(word: str) -> Q:
    return Q(folded__contains=word) | Q(initials__contains=word) if word.isascii() else Q(folded__contains=word)


def _first(condition: Q) -> Case:
    """To sort by: what fits the condition before what does not."""
    return Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())


def units_for(level2: str, level3: str) -> list[str]:
    """``units.suggest_units``, with the unit that others count the same indicator in before them. Any text is answered."""
    level2, level3 = level2[:LONGEST_LEVEL2], level3[:LONGEST_TEXT]
    same = LibraryEntry.objects.filter(level2=standard_level2(level2), folded=folded(level3)).exclude(unit="")
    used = list(same.values_list("unit", flat=True)[:1])
    return list(dict.fromkeys([*used, *suggest_units(level2, level3)]))[:MOST]
