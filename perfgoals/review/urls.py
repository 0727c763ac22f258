"""Addresses of the road: acts, points, answers, 审核表, notices, 工作移交; and those of the rooms around it."""

from __future__ import annotations

from django.urls import include, path

from perfgoals.review import sheet_views, views
from perfgoals.review.handover.views import hand_over

urlpatterns = [
    path("tables/<int:pk>/acts/<str:act>/", views.perform_act, name="perform_act"),
    path("tables/<int:pk>/points/", views.mark_point, name="mark_point"),
    path("tables/<int:pk>/answers/", views.answer_points, name="answer_points"),
    path("tables/<int:pk>/sheet/", sheet_views.view_sheet, name="view_sheet"),
    path("tables/<int:pk>/sheet/save/", sheet_views.save_sheet, name="save_sheet"),
    path("points/<int:pk>/delete/", views.unmark_point, name="unmark_point"),
    path("notices/", views.list_notices, name="list_notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/<int:pk>/read/", views.read_notice, name="read_notice"),
    path("people/<int:pk>/hand-over/", hand_over, name="hand_over"),
    path("desk/", include("perfgoals.review.desk.urls")),
    path("", include("perfgoals.review.notes.urls")),
    path("", include("perfgoals.review.rounds.urls")),
    path("packages/", include("perfgoals.review.packages.urls")),
    path("", include("perfgoals.review.approval_urls")),
]
