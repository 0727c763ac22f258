"""What the environment may say about a site, and one clear sentence for everything it must not say."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")

_DATABASE_FORM = "应为 postgres://用户:密码@主机:5432/库名 或 sqlite:////绝对路径/文件.sqlite3；不设置则用项目目录下的 db.sqlite3。"


def database(url: str, default: Path) -> dict[str, Any]:
    """Django's settings of the database at ``url``, or of the SQLite file ``default`` when it is empty.

    Raises ImproperlyConfigured for anything that is neither PostgreSQL nor SQLite. The sentence never repeats the URL: it holds a password.
    """
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": default}
    try:
        known = urlsplit(url).scheme in {"postgres", "postgresql", "sqlite"}
        config: dict[str, Any] = environ.Env.db_url_config(url) if known else {}
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 DATABASE_URL 写错了（端口须为数字，密码中的特殊字符须写成 %XX）：{_DATABASE_FORM}") from None
    if not known:
        raise ImproperlyConfigured(f"环境变量 DATABASE_URL 不是认识的数据库地址：{_DATABASE_FORM}")
    if not config.get("NAME"):
        raise ImproperlyConfigured(f"环境变量 DATABASE_URL 没有写库名：{_DATABASE_FORM}")
    return config


_MAIL_FORM = "应为 smtp://用户:密码@主机:25，加密的为 smtp+tls:// 或 smtp+ssl://；不设置则不发邮件。"


def mail(url: str) -> dict[str, Any]:
    """Django's settings of the mail server at ``url``; with none of them mail is thrown away. The sentence never repeats the URL."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        known = urlsplit(url).scheme in {"smtp", "smtp+tls", "smtp+ssl"} and urlsplit(url).hostname
        config: dict[str, Any] = environ.Env.email_url_config(url) if known else {}
    except ValueError:
        known = None
    if not known:
        raise ImproperlyConfigured(f"环境变量 EMAIL_URL 不是认识的邮件服务器地址：{_MAIL_FORM}")
    return {name: value for name, value in config.items() if name.startswith("EMAIL_") and name != "EMAIL_FILE_PATH"}


def section_word(word: str) -> str:
    """What 业务股室 are called here: 股, 科 or 处."""
    if word not in ("股", "科", "处"):
        raise ImproperlyConfigured("环境变量 SECTION_WORD 只能是 股、科 或 处：业务股室、业务科室还是业务处室。")
    return word


def site_url(url: str) -> str:
    """The address of the site without a slash at its end; empty where links are to be left out."""
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise ImproperlyConfigured("环境变量 SITE_URL 应为网站的完整地址，如 https://jx.example.gov.cn；不设置则邮件中没有链接。")
    return url.rstrip("/")


def refuse_open_site(hosts: Collection[str], key: str, debug: bool) -> None:
    """Raise ImproperlyConfigured where ``hosts`` open the site to others without a key of its own, or with DEBUG on."""
    if set(hosts) <= set(LOCAL_HOSTS):
        return
    if not key:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS 已向外开放本站，但没有设置环境变量 SECRET_KEY。请生成一个并妥善保存："
            'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    if debug:
        raise ImproperlyConfigured("ALLOWED_HOSTS 已向外开放本站，DEBUG 会把内部信息显示给访问者。请去掉环境变量 DEBUG。")


def local_key(path: Path) -> str:
    """The key kept at ``path`` for a site that only this machine can reach; made on first use.

    Where nothing can be kept there (a read-only checkout) the key lives as long as the process, which is all a command needs.
    """
    fresh = secrets.token_urlsafe(50)
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(fresh, encoding="ascii")
    except FileExistsError:
        return path.read_text(encoding="ascii").strip() or fresh
    except OSError:
        return fresh
    return fresh
