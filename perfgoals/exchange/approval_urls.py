"""Addresses of what is given out of 批复 and of the year as a whole: lists, prints, 归档包."""

from __future__ import annotations

from django.urls import path

from perfgoals.exchange import approval_views, archive_views, publication_views

urlpatterns = [
    path(
        "approvals/<int:department>/<int:year>/<str:content>.<str:file_format>", approval_views.download_approval, name="download_approval"
    ),
    path("publications/<int:year>/<str:content>.<str:file_format>", publication_views.download_publications, name="download_publications"),
    path("archive/", archive_views.list_archives, name="list_archives"),
    path("archive/<int:year>.zip", archive_views.download_archive, name="download_archive"),
]
