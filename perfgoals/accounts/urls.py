"""Addresses of signing in and out, passwords, and the unit one works for."""

from __future__ import annotations

from django.urls import path

from perfgoals.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/again/", views.sign_in_again, name="sign_in_again"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="change_password"),
    path("unit/", views.switch_unit, name="switch_unit"),
    path("people/<int:pk>/reset-password/", views.reset_password, name="reset_password"),
]
