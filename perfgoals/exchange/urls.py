"""Addresses of what is given out: prints and records of tables, 部门整体绩效目标, empty forms."""

from __future__ import annotations

from django.urls import path

from perfgoals.exchange import goals_views, views

urlpatterns = [
    path("tables/<int:pk>/<str:variant>.<str:file_format>", views.download_table, name="download_table"),
    path("print/", views.print_tables, name="print_tables"),
    path("layouts/", views.list_layouts, name="list_layouts"),
    path("layouts/<str:layout_id>.<str:file_format>", views.download_blank, name="download_blank"),
    # 部门整体绩效目标
    path("goals/<int:pk>.<str:file_format>", goals_views.download_goals, name="download_goals"),
]
