"""The site's addresses."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("perfgoals.accounts.urls")),
    path("", include("perfgoals.tables.urls")),
    path("", include("perfgoals.review.urls")),
    path("", include("perfgoals.exchange.urls")),
    path("admin/", admin.site.urls),
]
