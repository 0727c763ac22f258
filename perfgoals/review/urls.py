"""Addresses of the road: acts, points, answers, notices."""

from __future__ import annotations

from django.urls import path

from perfgoals.review import views

urlpatterns = [
    path("tables/<int:pk>/acts/<str:act>/", views.perform_act, name="perform_act"),
    path("tables/<int:pk>/points/", views.mark_point, name="mark_point"),
    path("tables/<int:pk>/answers/", views.answer_points, name="answer_points"),
    path("points/<int:pk>/delete/", views.unmark_point, name="unmark_point"),
    path("notices/", views.list_notices, name="list_notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/<int:pk>/read/", views.read_notice, name="read_notice"),
]
