"""Addresses of packages: a unit in a round, what is done with all its tables, scans of the stamped page."""

from __future__ import annotations

from django.urls import path

from perfgoals.review.packages import scan_views, views

urlpatterns = [
    path("", views.list_packages, name="list_packages"),
    path("<int:department>/<int:year>/<str:round>/", views.view_package, name="view_package"),
    path("<int:department>/<int:year>/<str:round>/report/", views.report_package, name="report_package"),
    path("<int:department>/<int:year>/<str:round>/submit/", views.submit_package, name="submit_package"),
    path("<int:department>/<int:year>/second/begin/", views.begin_second, name="begin_second"),
    path("reported/<int:pk>/scans/", scan_views.upload_scan, name="upload_scan"),
    path("scans/<int:pk>/", scan_views.download_scan, name="download_scan"),
    path("scans/<int:pk>/delete/", scan_views.delete_scan, name="delete_scan"),
]
