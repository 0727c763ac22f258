"""Settings. The site runs with none set: on this machine only, with SQLite and a key kept in the checkout.

SECRET_KEY     required as soon as ALLOWED_HOSTS names anything but this machine
ALLOWED_HOSTS  host names separated by commas
DATABASE_URL   postgres://… or sqlite:///…
MEDIA_ROOT     where attachments are kept
PERFORMANCE_REVIEW  whether 绩效审核岗 reviews a second time before 批复; on unless set to a false value
HTTPS          set to a true value where visitors come over HTTPS
SECTION_WORD   股, 科 or 处: what the 业务股室 of this place are called
EMAIL_URL      smtp://…, smtp+tls://… or smtp+ssl://…; without it no mail is sent
EMAIL_FROM     whom mail is from
SITE_URL       the site's address, for the links in mail; without it there are none
DEBUG          off unless set to a true value; refused where the site is open to others
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from django.contrib.messages import ERROR

from perfgoals.environment import LOCAL_HOSTS, database, local_key, mail, refuse_open_site, section_word, site_url

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG: bool = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[]) or list(LOCAL_HOSTS)
SECRET_KEY: str = env.str("SECRET_KEY", default="")
refuse_open_site(ALLOWED_HOSTS, SECRET_KEY, DEBUG)
SECRET_KEY = SECRET_KEY or local_key(BASE_DIR / ".secret_key")

DATABASES = {"default": database(env.str("DATABASE_URL", default=""), BASE_DIR / "db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers do not wait for the writer, and a writer waits its turn from its first statement instead of failing at its last.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "perfgoals.accounts.admin_config.SystemAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "js_lib_bootstrap5",
    "perfgoals.accounts",
    "perfgoals.tables",
    "perfgoals.review",
    "perfgoals.exchange",
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["perfgoals.accounts.backends.PostBackend"]
PASSWORD_HASHERS = ["perfgoals.accounts.one_time.Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name", "telephone")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "list_tables"
LOGOUT_REDIRECT_URL = "sign_in"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "perfgoals.accounts.middleware.PlainText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "perfgoals.accounts.middleware.ContentSecurityPolicy",
    "perfgoals.accounts.middleware.ActingFor",
    "perfgoals.accounts.middleware.OneTimePassword",
]

# Failed sign-ins are counted here: with Django's usual 300 entries a few junk names would push the count of a real one out.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}

# Whatever goes wrong in a page leaves its trace on standard error, with DEBUG off too.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"dated": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "dated"}},
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "perfgoals.mail": {"handlers": ["stderr"], "level": "INFO"},
    },
}

# A working day. It ends with the browser too: offices share machines.
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
HTTPS: bool = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    # The server in front ends the encryption and says so; nothing else may reach this one.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 30 * 24 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "perfgoals.accounts.views.refuse_forged"

ROOT_URLCONF = "perfgoals.urls"
WSGI_APPLICATION = "perfgoals.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "perfgoals.accounts.context.office",
            ]
        },
    }
]

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Served from where they lie, so that no collectstatic stands between a checkout and its first page.
WHITENOISE_USE_FINDERS = True

# Attachments. No address leads here: each is given out by a view that asks who wants it.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a form of a hundred indicators, or two thousand tables chosen to be printed
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Readable by whoever runs the site and nobody else on the machine.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

MESSAGE_TAGS = {ERROR: "danger"}  # as Bootstrap calls it

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# 待绩效审核: a second review at finance, by somebody else than the first.
PERFORMANCE_REVIEW: bool = env.bool("PERFORMANCE_REVIEW", default=True)

# What 业务股室 are called: 股 in a county, 科 in a city, 处 in a province.
SECTION_WORD: str = section_word(env.str("SECTION_WORD", default="股"))

# Notices by mail, sent by manage.py mail_notices and never by a page.
_email_url: str = env.str("EMAIL_URL", default="")
MAIL_IS_ON = bool(_email_url)
vars().update(mail(_email_url))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("EMAIL_FROM", default="jixiao@localhost")
SITE_URL: str = site_url(env.str("SITE_URL", default=""))
