"""Runs the AWS emulator with one change: calls of a function wait for a free environment of it.

The emulator starts a process for every concurrent call. For functions in Python that is cheap; fifty JVMs that start at
the same moment on a laptop all run into the time limit of their start. AWS has the machines for it, this one has not: here
a function has a few environments, and a call that finds them busy waits. The answers are the same, only later.

Runs in the emulator's own virtual environment, started by the local cloud.
"""

from __future__ import annotations

import os
import threading
from typing import Any

from ministack import app
from ministack.services import lambda_svc

ENVIRONMENTS = int(os.environ["LOCAL_FUNCTION_ENVIRONMENTS"])

_free: dict[str, threading.Semaphore] = {}
_lock = threading.Lock()
_execute = lambda_svc._execute_function_provided_warm


def _execute_in_turn(function: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
    config = function.get("config") or function
    with _lock:
        environments = _free.setdefault(config["FunctionArn"], threading.Semaphore(ENVIRONMENTS))
    with environments:
        return _execute(function, event, request_id)


lambda_svc._execute_function_provided_warm = _execute_in_turn
app.main()
