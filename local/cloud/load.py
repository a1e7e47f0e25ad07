"""Measures the throughput of texts: sends texts with the SMS provider's signature from a few concurrent senders for a few seconds."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass

import envfile
import servers
from console import Trouble
from processes import cpu_seconds
from settings import ROOT, Instance

sys.path.append(str(ROOT / "local"))
import demo  # noqa: E402

SENDERS = 4
# Long enough that all functions have started and the JVMs have compiled the hot code before the measurement.
WARM_UP_SECONDS = 60.0
SECONDS = 20.0
_QUIET_FOR, _QUIET_WITHIN = 3.0, 90.0


@dataclass(frozen=True)
class Result:
    """
    The number of texts that were answered with 200, the number of others, and the duration in seconds; and the CPU time that all
    function processes used for the runs, until the last run had ended or was waiting. None if the system does not report CPU times.
    """

    accepted: int
    refused: int
    seconds: float
    cpu_seconds: float | None

    @property
    def per_second(self) -> float:
        return self.accepted / self.seconds

    @property
    def cpu_milliseconds_of_run(self) -> float | None:
        return None if self.cpu_seconds is None else 1000 * self.cpu_seconds / self.accepted


def measure(instance: Instance) -> Result:
    """Creates a project with a flow of four steps on the local cloud, then sends texts to it, each from a different fan."""
    env = envfile.read(instance.env_file)
    project, account = demo.make_project(env)
    env |= account | {"PROJECT_ID": project["id"]}
    api = demo.Api(env["BASE_URL"], project["secretKey"])
    demo.make_flow(api, demo.make_release(api, env), demo.make_segment(api))
    fans = _Fans()
    _send_all(env, fans, until=time.monotonic() + WARM_UP_SECONDS)
    before = _cpu_when_quiet(instance)
    started = time.monotonic()
    accepted, refused = _send_all(env, fans, until=started + SECONDS)
    seconds = time.monotonic() - started
    after = _cpu_when_quiet(instance)
    return Result(accepted, refused, seconds, None if before is None or after is None else after - before)


def _cpu_when_quiet(instance: Instance) -> float | None:
    """
    The CPU time that all function processes have used, once they are idle. An idle process still uses a hundredth of a second
    occasionally.
    """
    deadline, taken, since = time.monotonic() + _QUIET_WITHIN, -1.0, time.monotonic()
    while time.monotonic() < deadline:
        now = cpu_seconds(servers.emulator(instance.name).pid() or 0, "AWS_LAMBDA_FUNCTION_NAME")
        if now is None or time.monotonic() - since >= _QUIET_FOR:
            return now
        if now - taken > 0.05:
            taken, since = now, time.monotonic()
        time.sleep(0.25)
    raise Trouble(f"The functions were still busy {_QUIET_WITHIN:.0f} s after the last text.")


class _Fans:
    """Fictional phone numbers in ascending order; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0

    def next(self) -> str:
        with self._lock:
            self._count += 1
            return f"+1415555{self._count % 10000:04d}"


def _send_all(env: dict[str, str], fans: _Fans, until: float) -> tuple[int, int]:
    counts = {True: 0, False: 0}
    lock = threading.Lock()

    def send() -> None:
        while time.monotonic() < until:
            try:
                demo.post_text(env, fans.next(), "PRESAVE")
                taken = True
            except demo.DemoFailed:
                taken = False
            with lock:
                counts[taken] += 1

    threads = [threading.Thread(target=send) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts[True], counts[False]
