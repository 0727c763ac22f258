"""The site's addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from perfgoals.official.layout_file import all_layouts


def home(request: HttpRequest) -> HttpResponse:
    """The official layouts this installation can print and read."""
    return render(request, "home.html", {"layouts": all_layouts()})


urlpatterns = [path("", home, name="home")]
