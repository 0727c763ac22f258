"""Units, people and the log in 系统管理."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from perfgoals.accounts.admin_base import PlainRelations, ReadOnlyAdmin
from perfgoals.accounts.admin_tree import TreeList
from perfgoals.accounts.log import note
from perfgoals.accounts.models import Department, Post, User
from perfgoals.accounts.words import said

admin.site.unregister(Group)  # posts say who may do what, and nothing else does


class InUse(admin.SimpleListFilter):
    title = "是否使用中"
    parameter_name = "in_use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, str], ...]:
        return (("yes", "使用中"), ("no", "已停用或尚未启用"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Department]) -> QuerySet[Department]:
        in_use = Department.objects.on(timezone.localdate())
        match self.value():
            case "yes":
                return queryset.filter(pk__in=in_use)
            case "no":
                return queryset.exclude(pk__in=in_use)
        return queryset


class SectionFilter(admin.RelatedOnlyFieldListFilter):
    """Under the word of this place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = said(str(self.title))


@admin.register(Department)
class DepartmentAdmin(PlainRelations, admin.ModelAdmin):
    list_display = ("tree_name", "code", "kind", "supervisor", "section_name", "valid_until", "merged_into")
    list_select_related = ("supervisor", "section", "merged_into")
    list_filter = ("kind", InUse, ("section", SectionFilter))
    list_per_page = 300
    search_fields = ("code", "name")
    search_help_text = "单位编码或名称"
    autocomplete_fields = ("parent", "supervisor", "section", "merged_into")
    actions = ("close",)
    fieldsets = (
        (None, {"fields": (("code", "name"), "kind", "parent")}),
        ("审核关系", {"fields": ("supervisor", "section"), "description": "没有主管部门的单位，审核时跳过主管部门这一步。"}),
        (
            "沿革",
            {
                "fields": (("valid_from", "valid_until"), "merged_into", "merge_link"),
                "description": "更名、合并、撤销时填写停用日期，不要删除。",
            },
        ),
    )

    readonly_fields = ("merge_link",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeList

    @admin.display(description="合并")
    def merge_link(self, department: Department) -> str:
        if department.pk is None or department.merged_into_id:
            return "—"
        return format_html('<a href="{}">并入另一个单位</a>', reverse("merge_unit", args=[department.pk]))

    @admin.display(description="单位名称", ordering="name")
    def tree_name(self, department: Department) -> str:
        depth = getattr(department, "depth", 0)
        return format_html("{}{}", "　　" * depth, department.name)

    @admin.display(description=said("业务股室"), ordering="section")
    def section_name(self, department: Department) -> str:
        return str(department.section or "—")

    @admin.action(description="停用所选单位（自明天起）")
    def close(self, request: HttpRequest, queryset: QuerySet[Department]) -> None:
        today = timezone.localdate()
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
        closing = list(queryset.filter(begun, Q(valid_until__isnull=True) | Q(valid_until__gt=today)))
        left = queryset.count() - len(closing)
        with transaction.atomic():
            Department.objects.filter(pk__in=[unit.pk for unit in closing]).update(valid_until=today)
            note(request, closing, "停用")
        messages.success(request, f"已停用 {len(closing)} 个单位，今天是最后一天。")
        if left:
            messages.warning(request, f"另外 {left} 个单位已经停用或尚未启用，没有改动。")


class PostInline(PlainRelations, admin.TabularInline):
    model = Post
    autocomplete_fields = ("department",)
    extra = 1


class PersonForm(ModelForm):
    class Meta:
        model = User
        fields = ("username", "name", "telephone", "email", "is_active")
        field_classes = {"username": UsernameField}
        help_texts = {"is_active": "调离或退休时取消勾选；账号不删除，经办和审核记录仍在。"}


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People and their posts. A password is neither shown nor typed here: it is given once by ``reset_password``."""

    form = PersonForm
    inlines = (PostInline,)
    list_display = ("username", "name", "held_posts", "is_active", "last_login", "password_link")
    list_filter = ("is_active", "posts__role", ("posts__department", admin.RelatedOnlyFieldListFilter))
    search_fields = ("username", "name", "telephone", "posts__department__name")
    search_help_text = "用户名、姓名、电话或单位名称"
    ordering = ("username",)
    actions = ("deactivate", "activate")
    readonly_fields = ("password_link", "hand_over_link", "last_login", "date_joined")
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("posts__department")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        person: dict[str, Any] = {"fields": (("username", "name"), ("telephone", "email"), "is_active")}
        account = {"fields": (("password_link", "hand_over_link"), ("last_login", "date_joined"))}
        return [(None, person)] if obj is None else [(None, person), ("账号", account)]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Nobody locks themselves out by a click."""
        own = ("is_active",) if obj == request.user else ()
        return (*self.readonly_fields, *own)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """A hash cannot be found out letter by letter through the address of the list."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        """An account is of no use before it has a password."""
        if "_continue" in request.POST or "_addanother" in request.POST or "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"已添加{obj}。请在下面为其生成一次性密码。")
        return redirect("reset_password", obj.pk)

    @admin.display(description="岗位")
    def held_posts(self, person: User) -> str:
        return "；".join(f"{post.department.name}{post.get_role_display()}" for post in person.posts.all())

    @admin.display(description="密码")
    def password_link(self, person: User) -> str:
        return format_html('<a href="{}">重置密码</a>', reverse("reset_password", args=[person.pk]))

    @admin.display(description="调离、休假")
    def hand_over_link(self, person: User) -> str:
        return format_html('<a href="{}">工作移交</a>', reverse("hand_over", args=[person.pk]))

    @admin.action(description="停用所选账号")
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        others = queryset.exclude(username=request.user.get_username())
        self._set_active(request, others, is_active=False)
        if queryset.count() > others.count():
            messages.warning(request, "您自己的账号没有停用：请由另一位系统管理员办理。")

    @admin.action(description="启用所选账号")
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set_active(request, queryset, is_active=True)

    def _set_active(self, request: HttpRequest, people: QuerySet[User], *, is_active: bool) -> None:
        changing = list(people.filter(is_active=not is_active))
        act = "启用" if is_active else "停用"
        with transaction.atomic():
            User.objects.filter(pk__in=[person.pk for person in changing]).update(is_active=is_active)
            note(request, changing, act)
        messages.success(request, f"已{act} {len(changing)} 个账号。")


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """Who changed what here."""

    list_display = ("action_time", "user", "content_type", "object_repr", "what_changed")
    list_select_related = ("user", "content_type")
    list_filter = ("action_time", ("content_type", admin.RelatedOnlyFieldListFilter))
    search_fields = ("object_repr", "user__name", "user__username")
    search_help_text = "对象、姓名或用户名"
    date_hierarchy = "action_time"

    @admin.display(description="改动")
    def what_changed(self, entry: LogEntry) -> str:
        return entry.get_change_message() or entry.get_action_flag_display()
