"""Addresses of what is given out: prints and records of tables, 部门整体绩效目标, empty forms."""

from __future__ import annotations

from django.urls import path

from perfgoals.exchange import goals_views, offline_views, views

urlpatterns = [
    # These two before the prints, whose addresses they have the shape of.
    path("tables/<int:pk>/offline.xlsx", offline_views.download_offline, name="download_offline"),
    path("tables/<int:pk>/preview.pdf", views.preview_table, name="preview_table"),
    path("tables/<int:pk>/<str:variant>.<str:file_format>", views.download_table, name="download_table"),
    path("print/", views.print_tables, name="print_tables"),
    path("layouts/", views.list_layouts, name="list_layouts"),
    path("layouts/<str:layout_id>.<str:file_format>", views.download_blank, name="download_blank"),
    # 部门整体绩效目标
    path("goals/<int:pk>/preview.pdf", goals_views.preview_goals, name="preview_goals"),
    path("goals/<int:pk>.<str:file_format>", goals_views.download_goals, name="download_goals"),
    # the offline file
    path("offline/<int:department>/<int:year>.xlsx", offline_views.download_offline_unit, name="download_offline_unit"),
    path("offline/", offline_views.upload_offline, name="upload_offline"),
    path("offline/accept/", offline_views.accept_offline, name="accept_offline"),
]
