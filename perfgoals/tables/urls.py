"""Addresses of the tables, the projects they belong to, the bin, attachments and 部门整体绩效目标."""

from __future__ import annotations

from django.urls import path

from perfgoals.tables.views import attachments, bin, goals, listing, projects, table

urlpatterns = [
    path("", listing.list_tables, name="list_tables"),
    path("tables/<int:pk>/", table.view_table, name="view_table"),
    # projects, the bin
    path("projects/", projects.list_projects, name="list_projects"),
    path("projects/new/", projects.create_project, name="create_project"),
    path("projects/<int:pk>/tables/new/", projects.create_table, name="create_table"),
    path("tables/<int:pk>/carry-over/", projects.carry_over, name="carry_over"),
    path("tables/<int:pk>/delete/", bin.delete_table, name="delete_table"),
    path("bin/", bin.list_bin, name="list_bin"),
    path("bin/<int:pk>/restore/", bin.restore_table, name="restore_table"),
    # attachments
    path("tables/<int:pk>/attachments/", attachments.upload_attachment, name="upload_attachment"),
    path("attachments/<int:pk>/", attachments.download_attachment, name="download_attachment"),
    path("attachments/<int:pk>/delete/", attachments.delete_attachment, name="delete_attachment"),
    # 部门整体绩效目标
    path("goals/", goals.list_goals, name="list_goals"),
    path("goals/new/", goals.create_goals, name="create_goals"),
    path("goals/<int:pk>/", goals.view_goals, name="view_goals"),
    path("goals/<int:pk>/edit/", goals.edit_goals, name="edit_goals"),
]
