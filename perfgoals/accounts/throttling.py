"""Guessing passwords is slow: after a few failures from one address, a name cannot be tried from there for a while.

The count lies in the cache of each process, so a site with several processes allows as many times more.
"""

from __future__ import annotations

import hashlib

from django.core.cache import cache

MOST_FAILURES = 5
MINUTES = 15


def is_blocked(username: str, address: str) -> bool:
    count: int = cache.get(_key(username, address), 0)
    return count >= MOST_FAILURES


def note_failure(username: str, address: str) -> None:
    """One more failure. The time runs from the first."""
    key = _key(username, address)
    cache.add(key, 0, MINUTES * 60)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, MINUTES * 60)


def forget_failures(username: str, address: str) -> None:
    cache.delete(_key(username, address))


def _key(username: str, address: str) -> str:
    # A name may hold anything, a key may not.
    return "sign-in-" + hashlib.sha256(f"{address} {username.casefold()}".encode()).hexdigest()
