"""
Runs a function as a process on this machine: its own `bootstrap`, with Lambda's runtime API.

Behaves like one execution environment of Lambda: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html. Depends on no emulator, and only on Python.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_API = "/2018-06-01/runtime"
# Between SIGTERM and SIGKILL.
_GRACE_SECONDS = 2.0
# A response that a process sent just before it ended may arrive this much later.
_LATE_RESPONSE_SECONDS = 0.3


@dataclass(frozen=True)
class Call:
    """
    One invocation.

    :param seconds: the time limit
    """

    request_id: str
    payload: bytes
    function_arn: str
    trace_id: str
    seconds: float


@dataclass(frozen=True)
class Answer:
    """The response to a call: the function's result, or a document with `errorType` and `errorMessage` if it failed."""

    body: bytes
    failed: bool = False


class StartFailed(Exception):
    """The function failed before it requested its first call; the answer contains the reason in Lambda's format."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.decode(errors="replace"))
        self.answer = answer


class FunctionProcess:
    """One process, from its start to its end; it handles one call at a time. It cannot be restarted."""

    def __init__(self, code: Path, environment: dict[str, str], log: Path) -> None:
        """
        :param code: the unpacked function, with the executable `bootstrap`
        :param environment: all variables of the process except the address of the runtime API
        :param log: the output of the process is appended to this file
        """
        self._code = code
        self._environment = environment
        self._log = log
        # Guards all following fields, and signals their changes.
        self._changed = threading.Condition()
        self._requested_call = False
        self._start_error: bytes | None = None
        self._call: Call | None = None
        self._deadline_ms = 0
        self._taken = False
        self._answer: Answer | None = None
        self._stopped = False
        self._process: subprocess.Popen[bytes] | None = None
        self._exit: int | None = None

    @property
    def has_ended(self) -> bool:
        with self._changed:
            return self._exit is not None

    def start(self, seconds: float) -> None:
        """
        Starts the process and returns when it requests its first call.

        :param seconds: the time limit
        :raises StartFailed: if it requests no call; the process has then ended
        """
        with self._changed:
            if self._stopped:
                raise StartFailed(_failure("Runtime.Unknown", "Stopped before it was started"))
            self._spawn()
            self._changed.wait_for(lambda: self._requested_call or self._start_error is not None or self._exit is not None, seconds)
            if self._requested_call:
                return
            error, status = self._start_error, self._exit
        self._end(immediately=status is None and error is None)
        if error is not None:
            raise StartFailed(Answer(error, failed=True))
        if status is not None:
            raise StartFailed(_failure("Runtime.ExitError", _exit_reason(status)))
        raise StartFailed(_failure("Sandbox.Timedout", f"Start timed out after {seconds:.2f} seconds"))

    def call(self, call: Call) -> Answer:
        """Passes a call to the process and waits for its response. A process that exceeds the time limit is ended, as on Lambda."""
        with self._changed:
            self._call, self._answer, self._taken = call, None, False
            self._deadline_ms = int((time.time() + call.seconds) * 1000)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._answer is not None or self._exit is not None, call.seconds)
            if self._exit is not None:
                self._changed.wait_for(lambda: self._answer is not None, _LATE_RESPONSE_SECONDS)
            answer, status = self._answer, self._exit
            self._call = None
        if answer is not None:
            return answer
        if status is not None:
            return _failure("Runtime.ExitError", f"RequestId: {call.request_id} Error: {_exit_reason(status)}")
        self._end(immediately=True)
        return _failure("Sandbox.Timedout", f"RequestId: {call.request_id} Error: Task timed out after {call.seconds:.2f} seconds")

    def stop(self) -> None:
        """Ends the process, even while it is starting or handling a call; does nothing if it has ended."""
        self._end(immediately=False)

    def _spawn(self) -> None:
        server = _RuntimeApi(self)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._code / "bootstrap")],
                cwd=self._code,
                env={**self._environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        threading.Thread(target=self._watch, args=(self._process, server), daemon=True).start()

    def _watch(self, process: subprocess.Popen[bytes], server: _RuntimeApi) -> None:
        status = process.wait()
        with self._changed:
            self._exit = status
            self._changed.notify_all()
        # Delayed, so that the last response can still arrive.
        time.sleep(_LATE_RESPONSE_SECONDS)
        server.shutdown()
        server.server_close()

    def _end(self, immediately: bool) -> None:
        with self._changed:
            self._stopped = True
            if self._process is None:
                return
            if not immediately:
                self._process.terminate()
                self._changed.wait_for(lambda: self._exit is not None, _GRACE_SECONDS)
            self._process.kill()
            self._changed.wait_for(lambda: self._exit is not None)

    # Called by the runtime API on its own threads

    def next_call(self) -> tuple[Call, int] | None:
        """Waits for a call; returns it with its deadline in milliseconds since 1970, or None once the process has ended."""
        with self._changed:
            self._requested_call = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._exit is not None or (self._call is not None and not self._taken))
            if self._exit is not None or self._call is None:
                return None
            self._taken = True
            return self._call, self._deadline_ms

    def accept(self, request_id: str, answer: Answer) -> bool:
        """Accepts a response; returns whether it belongs to the current call."""
        with self._changed:
            if self._call is None or self._call.request_id != request_id:
                return False
            self._answer = answer
            self._changed.notify_all()
            return True

    def failed_to_start(self, error: bytes) -> None:
        with self._changed:
            self._start_error = error
            self._changed.notify_all()


class _RuntimeApi(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, function: FunctionProcess) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.function = function

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignores processes that end in the middle of a request."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _RuntimeApi

    def do_GET(self) -> None:
        if self.path != f"{_API}/invocation/next":
            self._reply(404)
            return
        taken = self.server.function.next_call()
        if taken is None:
            self.close_connection = True
            return
        call, deadline = taken
        self._reply(200, call.payload, {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": call.request_id,
            "Lambda-Runtime-Deadline-Ms": str(deadline),
            "Lambda-Runtime-Invoked-Function-Arn": call.function_arn,
            "Lambda-Runtime-Trace-Id": call.trace_id,
        })

    def do_POST(self) -> None:
        body = self._body()
        match self.path.removeprefix(_API).split("/"):
            case ["", "init", "error"]:
                self.server.function.failed_to_start(body)
                self._reply(202)
            case ["", "invocation", request_id, "response" | "error" as kind]:
                expected = self.server.function.accept(request_id, Answer(body, failed=kind == "error"))
                self._reply(202 if expected else 400, b"" if expected else b'{"errorType": "InvalidRequestID"}')
            case _:
                self._reply(404)

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        # Reads trailers, which are not used, and the empty line after them.
        while self.rfile.readline().strip():
            pass
        return b"".join(chunks)

    def _reply(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Logs nothing: the log belongs to the function."""


def _failure(kind: str, message: str) -> Answer:
    return Answer(json.dumps({"errorType": kind, "errorMessage": message}).encode(), failed=True)


def _exit_reason(status: int) -> str:
    """Describes the exit status in Lambda's wording."""
    if status == 0:
        return "Runtime exited without providing a reason"
    reason = f"exit status {status}" if status > 0 else f"signal: {_name(-status)}"
    return f"Runtime exited with error: {reason}"


def _name(number: int) -> str:
    try:
        return (signal.strsignal(number) or str(number)).lower()
    except ValueError:
        return str(number)
