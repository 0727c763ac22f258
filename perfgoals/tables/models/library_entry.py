"""LibraryEntry: one common indicator of the 指标库."""

from __future__ import annotations

from django.db import models


class LibraryEntry(models.Model):
    """A 三级指标 as projects commonly use it. It names no unit and no project, so everybody who signs in may see it.

    Filled by ``library.filling`` alone, which counts anew: nothing here is written by hand. ``value`` is the usual 指标值 where
    that can be the same for several projects (≥95%, 及时), "" where the number is each project's own (12座).
    """

    level1 = models.CharField("一级指标", max_length=200)
    level2 = models.CharField("二级指标", max_length=200)
    level3 = models.CharField("三级指标", max_length=100)
    folded = models.CharField("检索名", max_length=200, editable=False)
    initials = models.CharField("拼音首字母", max_length=200, editable=False)
    value = models.CharField("常用指标值", max_length=100, blank=True)
    comparator = models.CharField("指标性质", max_length=20, blank=True)
    unit = models.CharField("度量单位", max_length=50, blank=True)
    basis = models.CharField("指标值确定依据", max_length=200, blank=True)
    description = models.CharField("绩效指标描述", max_length=200, blank=True)
    sector = models.CharField("行业领域", max_length=50)
    uses = models.PositiveIntegerField("使用项目数")

    class Meta:
        verbose_name = "指标库条目"
        verbose_name_plural = "指标库"
        ordering = ("-uses", "level3", "pk")
        indexes = (models.Index(fields=["level2", "-uses"]), models.Index(fields=["sector", "-uses"]))
        constraints = (models.UniqueConstraint(fields=["level2", "folded"], name="library_entry_once"),)

    def __str__(self) -> str:
        return self.level3
