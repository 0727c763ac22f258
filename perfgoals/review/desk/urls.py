"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from perfgoals.review.desk import views

urlpatterns = [
    path("", views.view_desk, name="view_desk"),
    path("pass/", views.pass_tables, name="pass_tables"),
    path("<int:pk>/", views.review_table, name="review_table"),
]
