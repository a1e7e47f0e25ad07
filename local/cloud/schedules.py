"""When the schedules of EventBridge Scheduler fire, as far as the template and the functions use them."""

from __future__ import annotations

import datetime
import re

# The local cloud looks at schedules this often, in seconds; EventBridge Scheduler is precise to the minute, too.
INTERVAL = 60

_ONCE = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")


def is_one_time(expression: str) -> bool:
    return _ONCE.fullmatch(expression) is not None


def is_due(expression: str, now: datetime.datetime) -> bool | None:
    """Whether a schedule in UTC fires now, if it is looked at every minute; None for an expression that is not known here."""
    if expression == "rate(1 minute)":
        return True
    once = _ONCE.fullmatch(expression)
    if once is None:
        return None
    return datetime.datetime.fromisoformat(once.group(1)).replace(tzinfo=datetime.timezone.utc) <= now
