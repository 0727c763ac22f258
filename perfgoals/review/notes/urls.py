"""Addresses of what stands around a decision."""

from __future__ import annotations

from django.urls import path

from perfgoals.review.notes import compare_views, phrase_views, views

urlpatterns = [
    path("tables/<int:pk>/opinion/", views.save_opinion, name="save_opinion"),
    path("tables/<int:pk>/advice/", views.advise_table, name="advise_table"),
    path("tables/<int:pk>/compare/", compare_views.compare_tables, name="compare_tables"),
    path("phrases/", phrase_views.list_phrases, name="list_phrases"),
    path("phrases/new/", phrase_views.create_phrase, name="create_phrase"),
    path("phrases/<int:pk>/edit/", phrase_views.edit_phrase, name="edit_phrase"),
    path("phrases/<int:pk>/delete/", phrase_views.delete_phrase, name="delete_phrase"),
    path("phrases/<int:pk>/move/", phrase_views.move_phrase, name="move_phrase"),
]
