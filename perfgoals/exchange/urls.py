"""Addresses of what is given out (prints, records, lists, the 归档包, empty forms) and of what is taken in (离线填写, 登记导入)."""

from __future__ import annotations

from django.urls import path

from perfgoals.exchange import (
    approval_views,
    archive_views,
    campaign_views,
    goals_views,
    offline_views,
    package_views,
    publication_views,
    register_views,
    review_views,
    viewing_views,
    views,
)

urlpatterns = [
    # These before the prints, whose addresses they have the shape of.
    path("tables/<int:pk>/offline.xlsx", offline_views.download_offline, name="download_offline"),
    path("tables/<int:pk>/sheet.<str:file_format>", review_views.download_sheet, name="download_sheet"),
    path("tables/<int:pk>/sheets/<int:entry>.<str:file_format>", review_views.download_sheet, name="download_sheet"),
    path("tables/<int:pk>/preview.pdf", views.preview_table, name="preview_table"),
    path("tables/<int:pk>/<str:variant>.<str:file_format>", views.download_table, name="download_table"),
    path("feedback/<int:department>/<int:year>/<str:kind>.<str:file_format>", review_views.download_feedback, name="download_feedback"),
    path("print/", views.print_tables, name="print_tables"),
    path("layouts/", views.list_layouts, name="list_layouts"),
    path("layouts/<str:layout_id>.<str:file_format>", views.download_blank, name="download_blank"),
    # 部门整体绩效目标
    path("goals/<int:pk>/preview.pdf", goals_views.preview_goals, name="preview_goals"),
    path("goals/<int:pk>.<str:file_format>", goals_views.download_goals, name="download_goals"),
    # 送审包
    path("packages/reported/<int:pk>.<str:file_format>", package_views.download_package, name="download_package"),
    path("packages/<int:department>/<int:year>/<str:round>.<str:file_format>", package_views.preview_package, name="preview_package"),
    # the lists of a campaign
    path("progress/progress.xlsx", campaign_views.download_progress, name="download_progress"),
    path("progress/reminders.xlsx", campaign_views.download_reminders, name="download_reminders"),
    path("progress/comparison.xlsx", campaign_views.download_comparison, name="download_comparison"),
    # 批复, 公开, 归档
    path(
        "approvals/<int:department>/<int:year>/<str:content>.<str:file_format>", approval_views.download_approval, name="download_approval"
    ),
    path("publications/<int:year>/<str:content>.<str:file_format>", publication_views.download_publications, name="download_publications"),
    path("archive/", archive_views.list_archives, name="list_archives"),
    path("archive/<int:year>.zip", archive_views.download_archive, name="download_archive"),
    # attachments looked at
    path("attachments/<int:pk>/view/", viewing_views.view_attachment, name="view_attachment"),
    path("attachments/<int:pk>/embedded/", viewing_views.embed_attachment, name="embed_attachment"),
    # the offline file
    path("offline/<int:department>/<int:year>.xlsx", offline_views.download_offline_unit, name="download_offline_unit"),
    path("offline/", offline_views.upload_offline, name="upload_offline"),
    path("offline/accept/", offline_views.accept_offline, name="accept_offline"),
    # 登记导入
    path("register/", register_views.choose_register, name="choose_register"),
    path("register/mappings/<int:pk>/delete/", register_views.delete_mapping, name="delete_mapping"),
    path("register/<str:kind>.xlsx", register_views.download_register, name="download_register"),
    path("register/<str:kind>/", register_views.read_register, name="read_register"),
    path("register/<str:kind>/preview/", register_views.preview_register, name="preview_register"),
    path("register/<str:kind>/import/", register_views.import_register, name="import_register"),
]
