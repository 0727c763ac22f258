"""Addresses of what 绩效审核岗 does to many tables at once: 批复, 未安排预算; and 校验码 looked up."""

from __future__ import annotations

from django.urls import path

from perfgoals.review import approval_views, check_code_views, publication_views

urlpatterns = [
    path("approvals/", approval_views.list_approvals, name="list_approvals"),
    path("approvals/preview/", approval_views.preview_approvals, name="preview_approvals"),
    path("approvals/approve/", approval_views.approve_tables, name="approve_tables"),
    path("approvals/leave-unfunded/", approval_views.leave_tables_unfunded, name="leave_tables_unfunded"),
    path("approvals/result/", approval_views.view_result, name="view_result"),
    path("publications/", publication_views.list_publications, name="list_publications"),
    path("publications/preview/", publication_views.preview_publications, name="preview_publications"),
    path("publications/publish/", publication_views.publish_tables, name="publish_tables"),
    path("check-code/", check_code_views.look_up_code, name="look_up_code"),
]
