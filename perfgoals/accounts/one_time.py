"""One-time passwords: shown once to the administrator who sets them, and good only for setting another.

Such a password tells itself by the salt it is kept with, so no mark beside it can disagree, and setting any other password ends it.
"""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.utils.crypto import get_random_string

from perfgoals.accounts.models import User

_MARK = "once-"  # Django's own salts are letters and digits
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another when read out on the telephone


_ROUNDS = 10_000
"""Stretching guards what people can remember; sixteen random letters need little of it, and hundreds are made at once."""


class Hasher(PBKDF2PasswordHasher):
    """Django's, except that signing in never replaces the salt of a one-time password, which is quickly made."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        return super().encode(password, salt, iterations or (_ROUNDS if salt.startswith(_MARK) else None))

    def must_update(self, encoded: str) -> bool:
        return not _is_marked(encoded) and super().must_update(encoded)


def set_one_time_password(user: User) -> str:
    """Set and save a random password; the answer is the only place where it can be read."""
    password, user.password = new_password()
    user.save(update_fields=["password"])
    return password


def new_password() -> tuple[str, str]:
    """A random password, and what is kept of it."""
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return password, make_password(password, salt=_MARK + get_random_string(22))


def has_one_time_password(user: User) -> bool:
    """Whether the person has to set a password of their own before anything else."""
    return _is_marked(user.password)


def _is_marked(encoded: str) -> bool:
    return f"${_MARK}" in encoded
