"""Addresses of a year's campaign."""

from __future__ import annotations

from django.urls import path

from perfgoals.review.rounds import progress_views, views

urlpatterns = [
    path("rounds/", views.list_rounds, name="list_rounds"),
    path("rounds/new/", views.create_round, name="create_round"),
    path("rounds/<int:pk>/edit/", views.edit_round, name="edit_round"),
    path("rounds/<int:pk>/extensions/", views.extend_round, name="extend_round"),
    path("rounds/<int:pk>/controls/", views.issue_controls, name="issue_controls"),
    path("extensions/<int:pk>/revoke/", views.revoke_extension, name="revoke_extension"),
    path("progress/", progress_views.view_progress, name="view_progress"),
    path("progress/comparison/", progress_views.compare_rounds, name="compare_rounds"),
]
