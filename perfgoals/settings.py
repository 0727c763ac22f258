"""Settings. The site runs with none set: on this machine only, with SQLite and a key kept in the checkout.

SECRET_KEY     required as soon as ALLOWED_HOSTS names anything but this machine
ALLOWED_HOSTS  host names separated by commas
DATABASE_URL   postgres://… or sqlite:///…
DEBUG          off unless set to a true value; refused where the site is open to others
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ

from perfgoals.environment import LOCAL_HOSTS, database, local_key, refuse_open_site

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG: bool = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[]) or list(LOCAL_HOSTS)
SECRET_KEY: str = env.str("SECRET_KEY", default="")
refuse_open_site(ALLOWED_HOSTS, SECRET_KEY, DEBUG)
SECRET_KEY = SECRET_KEY or local_key(BASE_DIR / ".secret_key")

DATABASES = {"default": database(env.str("DATABASE_URL", default=""), BASE_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "perfgoals.exchange",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "perfgoals.urls"
WSGI_APPLICATION = "perfgoals.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Served from where they lie, so that no collectstatic stands between a checkout and its first page.
WHITENOISE_USE_FINDERS = True

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
