"""What a person at the terminal is told: one line for each phase, one line for what is wrong."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Trouble(Exception):
    """Something that the person at the terminal can mend; the message says how."""


class Phase:
    """A phase in progress; whoever runs it may add how it ended."""

    def __init__(self) -> None:
        self.note = ""


_line = threading.Lock()
_further: list[str] = []


@contextmanager
def phase(title: str) -> Iterator[Phase]:
    """
    Prints the title at once, and how long the phase took when it is over. One that goes on beside another tells it all at its end,
    below the other's line.
    """
    shown = _line.acquire(blocking=False)
    if shown:
        print(f"{title:<36}", end=" ", flush=True)
    started = time.monotonic()
    current = Phase()
    end = "failed"
    try:
        yield current
        end = current.note or f"done in {time.monotonic() - started:.0f} s"
    finally:
        if shown:
            print(end, flush=True)
            _line.release()
        else:
            _further.append(f"{title:<36} {end}")
        while _further and _line.acquire(blocking=False):
            if _further:
                print(_further.pop(0), flush=True)
            _line.release()


def check(what: str, look: Callable[[], str]) -> bool:
    """Prints one line on one thing: how it is, or how to mend it; whether it is well."""
    try:
        print(f"  ok    {what}: {look()}", flush=True)
        return True
    except Trouble as trouble:
        print(f"  mend  {what}: {trouble}", flush=True)
        return False


def warn(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def tail(log: Path, lines: int = 20) -> str:
    """The end of a log, indented, for a message about a program that died."""
    if not log.exists():
        return "    (no log)"
    last = log.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join(f"    {line}" for line in last)
