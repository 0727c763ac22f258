"""Department, User and Post: units as a tree with validity dates, people, and the posts (岗) they hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from perfgoals.accounts.words import SaidChoices


def kind_choices() -> list[tuple[str, str]]:
    return Department.Kind.choices


def role_choices() -> list[tuple[str, str]]:
    return Post.Role.choices


class DepartmentQuerySet(models.QuerySet["Department"]):
    def on(self, day: date) -> DepartmentQuerySet:
        """The units that exist on this day: they are renamed, merged and split."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun & (Q(valid_until__isnull=True) | Q(valid_until__gte=day)))


class Department(models.Model):
    """A 单位, 乡镇 or 业务股室. The tree is ``parent``; ``supervisor`` is the 主管部门, empty for a unit that is its own."""

    class Kind(SaidChoices):
        UNIT = "unit", "单位"
        TOWNSHIP = "township", "乡镇"
        SECTION = "section", "业务股室"

    code = models.CharField("单位编码", max_length=20, blank=True)
    name = models.CharField("单位名称", max_length=300)
    kind = models.CharField("类别", max_length=10, choices=kind_choices, default=Kind.UNIT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位")
    supervisor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="supervised", verbose_name="主管部门")
    section = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="looks_after",
        verbose_name="业务股室",
        limit_choices_to={"kind": "section"},
    )
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_until = models.DateField("停用日期", null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed", verbose_name="并入")

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ("code", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code="") & Q(valid_until__isnull=True),
                name="department_code_once",
                violation_error_message="已有使用中的单位用这个编码",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(code="", valid_until__isnull=True),
                name="department_without_code_named_once",
                violation_error_message="已有使用中的单位用这个名称，请填写单位编码以便区分",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="department_ends_after_it_begins",
                violation_error_message="停用日期早于启用日期",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}{self.name}"

    def exists_on(self, day: date) -> bool:
        """``DepartmentQuerySet.on``, of one unit that is known."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or self.valid_until >= day)

    def clean(self) -> None:
        for field, name in (("parent", "上级单位"), ("supervisor", "主管部门"), ("merged_into", "并入")):
            if self.pk and self.pk in chain(getattr(self, field), field):
                raise ValidationError({field: f"{name}不能是本单位或它自己的下属，否则单位会首尾相接"})


def chain(department: Department | None, field: str) -> Iterable[int]:
    """The keys met when following one relation upwards; stops where it would go round."""
    met: list[int] = []
    while department is not None and department.pk not in met:
        met.append(department.pk)
        department = getattr(department, field)
    return met


class User(AbstractUser):
    """A person who signs in. What they may do is told by their posts."""

    name = models.CharField("姓名", max_length=50)
    telephone = models.CharField("联系电话", max_length=50, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = "人员"
        verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name or self.username


class Post(models.Model):
    """A 岗 held by a person in a unit. One person may hold several, in several units."""

    class Role(SaidChoices):
        AUTHOR = "author", "经办岗"
        UNIT_REVIEWER = "unit_reviewer", "单位审核岗"
        SUPERVISOR_REVIEWER = "supervisor_reviewer", "主管部门审核岗"
        SECTION_REVIEWER = "section_reviewer", "股室审核岗"
        PERFORMANCE_REVIEWER = "performance_reviewer", "绩效审核岗"
        EXPERT = "expert", "第三方/专家"
        READER = "reader", "只读查阅"
        ADMINISTRATOR = "administrator", "系统管理员"

    user = models.ForeignKey(User, models.CASCADE, related_name="posts", verbose_name="人员")
    department = models.ForeignKey(Department, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("岗位", max_length=20, choices=role_choices)

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        ordering = ("department__code", "role")
        constraints = (
            models.UniqueConstraint(fields=["user", "department", "role"], name="post_once", violation_error_message="已有这个岗位"),
            models.CheckConstraint(
                condition=Q(role__in=["author", "unit_reviewer", "supervisor_reviewer", "section_reviewer", "performance_reviewer"])
                | Q(role__in=["expert", "reader", "administrator"]),
                name="post_role_known",
                violation_error_message="没有这个岗位",
            ),
        )

    def __str__(self) -> str:
        return f"{self.department}　{self.get_role_display()}"
