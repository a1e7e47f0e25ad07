"""Texts, as many as the local cloud takes: signed as the SMS provider signs them, few at a time, for a few seconds."""

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
# So that no function is started while it is measured, and the JVM has compiled what is run often.
WARM_UP_SECONDS = 60.0
SECONDS = 20.0
_QUIET_FOR, _QUIET_WITHIN = 3.0, 90.0


@dataclass(frozen=True)
class Result:
    """
    How many texts were answered with 200, and how many were not, in how many seconds; and what the runs that they started took of the
    processors, in all function processes together, until the last run was over or waited. None where the system does not tell.
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
    """Makes a project with a flow of four steps on the local cloud, then sends it texts of as many fans."""
    env = envfile.read(instance.env_file)
    project, account = demo.make_project(env)
    env |= account | {"PROJECT_ID": project["id"]}
    api = demo.Api(env["BASE_URL"], project["secretKey"])
    demo.make_flow(api, demo.make_release(api), demo.make_segment(api))
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
    What all function processes have taken of the processors, once they have nothing left to do: a process whose runs are over takes a
    hundredth of a second now and then.
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
    """Numbers that nobody has, one after the other, whoever asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.asked = 0

    def next(self) -> str:
        with self._lock:
            self.asked += 1
            return f"+1415555{self.asked % 10000:04d}"


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
