"""
A function as a process of this machine: its own `bootstrap`, behind Lambda's runtime API.

Does what Lambda does with one execution environment: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html. Knows nothing of an emulator, and needs nothing but Python.
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
# Between asking a process to end and ending it.
_GRACE_SECONDS = 2.0
# What a process sent before it ended may still be on its way.
_LAST_WORDS_SECONDS = 0.3


@dataclass(frozen=True)
class Call:
    """
    One invocation.

    :param seconds: how long the function may take for it
    """

    request_id: str
    payload: bytes
    function_arn: str
    trace_id: str
    seconds: float


@dataclass(frozen=True)
class Answer:
    """What a caller gets: the function's result, or, if it failed, a document with `errorType` and `errorMessage`."""

    body: bytes
    failed: bool = False


class StartFailed(Exception):
    """The function did not get as far as asking for its first call; the answer says why, as Lambda would."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.decode(errors="replace"))
        self.answer = answer


class FunctionProcess:
    """One process, from its start to its end; it takes one call at a time. Whoever needs a function after its end makes another."""

    def __init__(self, code: Path, environment: dict[str, str], log: Path) -> None:
        """
        :param code: the unpacked function, with the executable `bootstrap`
        :param environment: all variables of the process, but for the address of the runtime API
        :param log: what the process prints is added to this file
        """
        self._code = code
        self._environment = environment
        self._log = log
        # Guards all that follows, and tells of its changes.
        self._changed = threading.Condition()
        self._asked = False
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
        Starts the process and returns when it asks for its first call.

        :param seconds: how long it may take
        :raises StartFailed: if it does not ask; the process has ended then
        """
        with self._changed:
            if self._stopped:
                raise StartFailed(_failure("Runtime.Unknown", "Stopped before it was started"))
            self._spawn()
            self._changed.wait_for(lambda: self._asked or self._start_error is not None or self._exit is not None, seconds)
            if self._asked:
                return
            error, status = self._start_error, self._exit
        self._end(at_once=status is None and error is None)
        if error is not None:
            raise StartFailed(Answer(error, failed=True))
        if status is not None:
            raise StartFailed(_failure("Runtime.ExitError", _how_it_ended(status)))
        raise StartFailed(_failure("Sandbox.Timedout", f"Start timed out after {seconds:.2f} seconds"))

    def call(self, call: Call) -> Answer:
        """Hands a call to the process and waits for its answer. A process that takes too long is ended, as on Lambda."""
        with self._changed:
            self._call, self._answer, self._taken = call, None, False
            self._deadline_ms = int((time.time() + call.seconds) * 1000)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._answer is not None or self._exit is not None, call.seconds)
            if self._exit is not None:
                self._changed.wait_for(lambda: self._answer is not None, _LAST_WORDS_SECONDS)
            answer, status = self._answer, self._exit
            self._call = None
        if answer is not None:
            return answer
        if status is not None:
            return _failure("Runtime.ExitError", f"RequestId: {call.request_id} Error: {_how_it_ended(status)}")
        self._end(at_once=True)
        return _failure("Sandbox.Timedout", f"RequestId: {call.request_id} Error: Task timed out after {call.seconds:.2f} seconds")

    def stop(self) -> None:
        """Ends the process, also while it starts or works on a call; without effect on one that has ended."""
        self._end(at_once=False)

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
        # Not at once: the answer that it sent last is still wanted.
        time.sleep(_LAST_WORDS_SECONDS)
        server.shutdown()
        server.server_close()

    def _end(self, at_once: bool) -> None:
        with self._changed:
            self._stopped = True
            if self._process is None:
                return
            if not at_once:
                self._process.terminate()
                self._changed.wait_for(lambda: self._exit is not None, _GRACE_SECONDS)
            self._process.kill()
            self._changed.wait_for(lambda: self._exit is not None)

    # What the runtime API is told and asks, on its own threads

    def next_call(self) -> tuple[Call, int] | None:
        """Waits for a call and gives it with its deadline, in milliseconds since 1970; nothing once the process has ended."""
        with self._changed:
            self._asked = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._exit is not None or (self._call is not None and not self._taken))
            if self._exit is not None or self._call is None:
                return None
            self._taken = True
            return self._call, self._deadline_ms

    def answered(self, request_id: str, answer: Answer) -> bool:
        """Takes an answer, and tells whether it is one to the call under way."""
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
        """A process that ends in the middle of a request is no error of this server."""
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
                expected = self.server.function.answered(request_id, Answer(body, failed=kind == "error"))
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
        # Trailers, which nobody sends, and the empty line after them.
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
        """Says nothing: the log is the function's own."""


def _failure(kind: str, message: str) -> Answer:
    return Answer(json.dumps({"errorType": kind, "errorMessage": message}).encode(), failed=True)


def _how_it_ended(status: int) -> str:
    """In Lambda's words."""
    if status == 0:
        return "Runtime exited without providing a reason"
    reason = f"exit status {status}" if status > 0 else f"signal: {_name(-status)}"
    return f"Runtime exited with error: {reason}"


def _name(number: int) -> str:
    try:
        return (signal.strsignal(number) or str(number)).lower()
    except ValueError:
        return str(number)
