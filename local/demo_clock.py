"""The clock of the demo's local cloud, which can be moved ahead: what takes weeks is over in a moment.

The functions read the file that CLOCK_FILE names. Without that variable, as in a deployment to AWS, the clock is the machine's.
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path

_FILE = "CLOCK_FILE"


def can_move(env: dict[str, str]) -> bool:
    return _FILE in env


def now(env: dict[str, str]) -> datetime.datetime:
    """The time of the functions, in UTC."""
    machine = datetime.datetime.now(datetime.timezone.utc)
    return machine + _ahead(Path(env[_FILE])) if can_move(env) else machine


def move(env: dict[str, str], to: datetime.datetime) -> None:
    """
    Moves the clock of all functions at once; their processes go on.

    :raises ValueError: if this would move it back, since what is stored carries later times
    """
    seconds = (to - now(env)).total_seconds()
    if seconds < 0:
        raise ValueError(f"The clock cannot be moved back to {to.isoformat()}.")
    file = Path(env[_FILE])
    moved = _ahead(file) + datetime.timedelta(seconds=round(seconds))
    # Replaced in one step, because the functions read it at any time.
    new = file.with_suffix(".new")
    new.write_text(f"PT{moved // datetime.timedelta(seconds=1)}S")
    os.replace(new, file)


def _ahead(file: Path) -> datetime.timedelta:
    return datetime.timedelta(seconds=int(file.read_text().removeprefix("PT").removesuffix("S")))
