"""Guessing passwords is slow: after a few failures from one address, a name cannot be tried from there for a while.

The count lies in the cache of each process, so a site with several processes allows as many times more.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache

MOST_FAILURES = 5
MINUTES = 15


@dataclass(frozen=True, slots=True)
class Throttle:
    """So many failures are allowed of one kind in so many minutes, counted for each ``who``."""

    kind: str
    most: int
    minutes: int = MINUTES

    def is_blocked(self, who: str) -> bool:
        count: int = cache.get(self._key(who), 0)
        return count >= self.most

    def note_failure(self, who: str) -> None:
        """One more failure. The time runs from the first."""
        key = self._key(who)
        cache.add(key, 0, self.minutes * 60)
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two lines
            cache.set(key, 1, self.minutes * 60)

    def forget_failures(self, who: str) -> None:
        cache.delete(self._key(who))

    def _key(self, who: str) -> str:
        # A name may hold anything, a key may not.
        return f"{self.kind}-" + hashlib.sha256(who.encode()).hexdigest()


_SIGN_IN = Throttle("sign-in", MOST_FAILURES)


def is_blocked(username: str, address: str) -> bool:
    return _SIGN_IN.is_blocked(_who(username, address))


def note_failure(username: str, address: str) -> None:
    _SIGN_IN.note_failure(_who(username, address))


def forget_failures(username: str, address: str) -> None:
    _SIGN_IN.forget_failures(_who(username, address))


def _who(username: str, address: str) -> str:
    return f"{address} {username.casefold()}"
