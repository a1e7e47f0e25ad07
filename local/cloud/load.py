"""Texts, as many as the local cloud takes: signed as the SMS provider signs them, few at a time, for a few seconds."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass

import envfile
from settings import ROOT, Instance

sys.path.append(str(ROOT / "local"))
import demo  # noqa: E402

SENDERS = 4
WARM_UP_TEXTS = 20
SECONDS = 20.0


@dataclass(frozen=True)
class Result:
    """How many texts were answered with 200, and how many were not, in how many seconds."""

    accepted: int
    refused: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.accepted / self.seconds


def measure(instance: Instance) -> Result:
    """Makes a project with a flow of four steps on the local cloud, then sends it texts of as many fans."""
    env = envfile.read(instance.env_file)
    project, account = demo.make_project(env)
    env |= account | {"PROJECT_ID": project["id"]}
    api = demo.Api(env["BASE_URL"], project["secretKey"])
    demo.make_flow(api, demo.make_release(api), demo.make_segment(api))
    _send_all(env, _Fans(), until=time.monotonic() + 60, at_most=WARM_UP_TEXTS)
    started = time.monotonic()
    accepted, refused = _send_all(env, _Fans(), until=started + SECONDS, at_most=None)
    return Result(accepted, refused, time.monotonic() - started)


class _Fans:
    """Numbers that nobody has, one after the other, whoever asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.asked = 0

    def next(self) -> str:
        with self._lock:
            self.asked += 1
            return f"+1415555{self.asked % 10000:04d}"


def _send_all(env: dict[str, str], fans: _Fans, until: float, at_most: int | None) -> tuple[int, int]:
    counts = {True: 0, False: 0}
    lock = threading.Lock()

    def send() -> None:
        while time.monotonic() < until and (at_most is None or fans.asked < at_most):
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
