"""Addresses of the tables, the projects they belong to, the bin, attachments, the 指标库 and 部门整体绩效目标."""

from __future__ import annotations

from django.urls import path

from perfgoals.tables.views import (
    attachments,
    bin,
    editing,
    goals,
    goals_editing,
    goals_history,
    history,
    library,
    listing,
    pasting,
    presence,
    projects,
    table,
    units,
)

urlpatterns = [
    path("", listing.list_tables, name="list_tables"),
    path("tables/<int:pk>/", table.view_table, name="view_table"),
    # the editor
    path("tables/<int:pk>/edit/", editing.edit_table, name="edit_table"),
    path("tables/<int:pk>/save/", editing.save_table, name="save_table"),
    path("tables/<int:pk>/record/", editing.read_table, name="read_table"),
    path("tables/<int:pk>/paste/", pasting.paste_block, name="paste_block"),
    path("tables/<int:pk>/presence/", presence.note_presence, name="note_presence"),
    path("tables/<int:pk>/history/", history.view_history, name="view_history"),
    path("tables/<int:pk>/history/<int:version>/", history.view_version, name="view_version"),
    path("tables/<int:pk>/history/<int:version>/restore/", history.restore_version, name="restore_version"),
    path("units/<int:pk>/merge/", units.merge_unit, name="merge_unit"),
    # projects, the bin
    path("projects/", projects.list_projects, name="list_projects"),
    path("projects/new/", projects.create_project, name="create_project"),
    path("projects/<int:pk>/edit/", projects.edit_project, name="edit_project"),
    path("projects/<int:pk>/tables/new/", projects.create_table, name="create_table"),
    path("tables/<int:pk>/carry-over/", projects.carry_over, name="carry_over"),
    path("tables/<int:pk>/delete/", bin.delete_table, name="delete_table"),
    path("bin/", bin.list_bin, name="list_bin"),
    path("bin/<int:pk>/restore/", bin.restore_table, name="restore_table"),
    # attachments
    path("tables/<int:pk>/attachments/", attachments.upload_attachment, name="upload_attachment"),
    path("attachments/<int:pk>/", attachments.download_attachment, name="download_attachment"),
    path("attachments/<int:pk>/delete/", attachments.delete_attachment, name="delete_attachment"),
    # 指标库, 同类项目参照
    path("library/", library.list_library, name="list_library"),
    path("library/search/", library.search_library, name="search_library"),
    path("library/units/", library.suggest_units, name="suggest_units"),
    path("tables/<int:pk>/library/", library.offer_library, name="offer_library"),
    path("tables/<int:pk>/reference/", library.view_reference, name="view_reference"),
    # 部门整体绩效目标
    path("goals/", goals.list_goals, name="list_goals"),
    path("goals/new/", goals.create_goals, name="create_goals"),
    path("goals/<int:pk>/", goals.view_goals, name="view_goals"),
    path("goals/<int:pk>/edit/", goals_editing.edit_goals, name="edit_goals"),
    path("goals/<int:pk>/save/", goals_editing.save_goals, name="save_goals"),
    path("goals/<int:pk>/record/", goals_editing.read_goals, name="read_goals"),
    path("goals/<int:pk>/presence/", goals_editing.note_goals_presence, name="note_goals_presence"),
    path("goals/<int:pk>/history/", goals_history.view_goals_history, name="view_goals_history"),
    path("goals/<int:pk>/history/<int:version>/", goals_history.view_goals_version, name="view_goals_version"),
    path("goals/<int:pk>/history/<int:version>/restore/", goals_history.restore_goals, name="restore_goals"),
]
