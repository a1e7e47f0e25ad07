"""Terminal output: one line for each phase, one line for each problem."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Trouble(Exception):
    """A problem that the user can fix; the message says how."""


_WIDTH = 36
_REPORT_INTERVAL = 10.0
_line = threading.Lock()
_further: list[str] = []


class Phase:
    """A phase in progress, which can report its progress and its result."""

    def __init__(self, title: str) -> None:
        self.note = ""
        self._title = title
        self._owns_line = _line.acquire(blocking=False)
        self._reported_at = time.monotonic()
        self._progress = ""
        if self._owns_line:
            print(f"{title:<{_WIDTH}}", end=" ", flush=True)

    def report(self, progress: str) -> None:
        """
        Shows the progress of a long phase: on a terminal in the phase's own line, elsewhere in a new line every ten seconds. A phase
        that runs in parallel to the one that owns the line shows nothing.
        """
        if not self._owns_line or progress == self._progress:
            return
        if sys.stdout.isatty():
            print(f"\r{self._title:<{_WIDTH}} {progress:<{len(self._progress)}}", end="", flush=True)
        elif time.monotonic() - self._reported_at < _REPORT_INTERVAL:
            return
        else:
            print(f"\n  {progress}", end="", flush=True)
        self._progress, self._reported_at = progress, time.monotonic()

    def end(self, result: str) -> None:
        """Prints the result, then the output of the phases that ended in the meantime."""
        if self._owns_line:
            self._print_end(result)
            _line.release()
        else:
            _further.append(f"{self._title:<{_WIDTH}} {result}")
        while _further and _line.acquire(blocking=False):
            if _further:
                print(_further.pop(0), flush=True)
            _line.release()

    def _print_end(self, result: str) -> None:
        if not self._progress:
            print(result, flush=True)
        elif sys.stdout.isatty():
            print(f"\r{self._title:<{_WIDTH}} {result:<{len(self._progress)}}".rstrip(), flush=True)
        else:
            print(f"\n{self._title:<{_WIDTH}} {result}", flush=True)


@contextmanager
def phase(title: str) -> Iterator[Phase]:
    """
    Prints the title immediately, and the duration when the phase ends. A phase that runs in parallel to another prints both at its
    end, below the other's line.
    """
    started = time.monotonic()
    current = Phase(title)
    end = "failed"
    try:
        yield current
        end = current.note or f"done in {time.monotonic() - started:.0f} s"
    finally:
        current.end(end)


def check(what: str, look: Callable[[], str]) -> bool:
    """Prints one line: the state of what was checked, or how to fix it; returns whether it is fine."""
    try:
        print(f"  ok    {what}: {look()}", flush=True)
        return True
    except Trouble as trouble:
        print(f"  fix   {what}: {trouble}", flush=True)
        return False


def warn(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def tail(log: Path, lines: int = 20) -> str:
    """The end of a log, indented, for a message about a program that failed."""
    if not log.exists():
        return "    (no log)"
    last = log.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join(f"    {line}" for line in last)
