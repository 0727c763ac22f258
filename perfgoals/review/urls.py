"""Addresses of the road: acts, points, answers, notices; and of the campaign: rounds, late opening; packages."""

from __future__ import annotations

from django.urls import include, path

from perfgoals.review import progress_views, round_views, sheet_views, views
from perfgoals.review.handover.views import hand_over

urlpatterns = [
    path("tables/<int:pk>/acts/<str:act>/", views.perform_act, name="perform_act"),
    path("tables/<int:pk>/points/", views.mark_point, name="mark_point"),
    path("tables/<int:pk>/answers/", views.answer_points, name="answer_points"),
    path("tables/<int:pk>/sheet/", sheet_views.view_sheet, name="view_sheet"),
    path("tables/<int:pk>/sheet/save/", sheet_views.save_sheet, name="save_sheet"),
    path("points/<int:pk>/delete/", views.unmark_point, name="unmark_point"),
    path("", include("perfgoals.review.notes.urls")),
    path("notices/", views.list_notices, name="list_notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/<int:pk>/read/", views.read_notice, name="read_notice"),
    path("people/<int:pk>/hand-over/", hand_over, name="hand_over"),
    # the rounds of a year
    path("rounds/", round_views.list_rounds, name="list_rounds"),
    path("rounds/new/", round_views.create_round, name="create_round"),
    path("rounds/<int:pk>/edit/", round_views.edit_round, name="edit_round"),
    path("rounds/<int:pk>/extensions/", round_views.extend_round, name="extend_round"),
    path("rounds/<int:pk>/controls/", round_views.issue_controls, name="issue_controls"),
    path("extensions/<int:pk>/revoke/", round_views.revoke_extension, name="revoke_extension"),
    path("packages/", include("perfgoals.review.packages.urls")),
    path("progress/", progress_views.view_progress, name="view_progress"),
    path("progress/comparison/", progress_views.compare_rounds, name="compare_rounds"),
]
