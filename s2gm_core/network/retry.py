"""When a failed request is worth another try, and how long to wait before it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

TRANSIENT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that say "not now": the same request may succeed later."""


@dataclass(frozen=True)
class RetryPolicy:
    """Bounded retries: the wait doubles from try to try, with jitter, and does not fall short of ``Retry-After``."""

    tries: int = 6  # of one request, the first one included
    first_wait: float = 0.5  # seconds before the second try
    longest_wait: float = 30.0  # seconds, also where Retry-After asks for more

    def wait_before(self, next_try: int, retry_after: float | None) -> float:
        """Seconds to wait before try number ``next_try`` (2 is the first repetition).

        Jitter over the upper half, and on top of Retry-After: threads that failed together do not come back together.
        """
        doubled = min(self.first_wait * 2.0 ** (next_try - 2), self.longest_wait)
        waited = doubled * random.uniform(0.5, 1.0)  # noqa: S311 - no secret depends on it
        asked = (retry_after or 0.0) + random.uniform(0.0, self.first_wait) / 2  # noqa: S311
        return min(max(waited, asked), self.longest_wait)


def retry_after_seconds(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds of a Retry-After header, which holds a number of seconds or an HTTP date; None where there is none."""
    if not value:
        return None
    try:
        return max(float(int(value.strip())), 0.0)
    except OverflowError:
        return None
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max((moment - (now or datetime.now(timezone.utc))).total_seconds(), 0.0)
