from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
import unittest
from collections.abc import Callable
from pathlib import Path

from function_process import Call, FunctionProcess, StartFailed

# A minimal function: it executes the command in a variable at its start, and then the command in each call.
BOOTSTRAP = f"""#!{sys.executable}
import http.client, json, os, signal, sys, time

api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

def send(method, path, body=None, **how):
    api.request(method, "/2018-06-01/runtime" + path, body, **how)
    answer = api.getresponse()
    return answer, answer.read()

def do(what, request_id=""):
    print("command:", what, flush=True)
    if what == "exit": sys.exit(7)
    if what == "exit quietly": sys.exit(0)
    if what == "die": os.kill(os.getpid(), signal.SIGKILL)
    if what == "sleep": time.sleep(60)
    if what == "refuse the start": send("POST", "/init/error", b'{{"errorType": "NoSettings"}}'); sys.exit(1)

do(os.environ.get("AT_START", "start"))
while True:
    answer, payload = send("GET", "/invocation/next")
    request_id, what = answer.headers["Lambda-Runtime-Aws-Request-Id"], json.loads(payload)
    do(what)
    path = "/invocation/" + request_id
    if what == "fail":
        send("POST", path + "/error", b'{{"errorType": "Failed"}}')
    elif what == "answer in chunks":
        send("POST", path + "/response", iter([b'"one', b' two"']), encode_chunked=True, headers={{"Transfer-Encoding": "chunked"}})
    elif what == "answer another call":
        refused, _ = send("POST", "/invocation/another/response", b"1")
        send("POST", path + "/response", json.dumps(refused.status).encode())
    elif what == "request unknown paths":
        statuses = [send(method, other)[0].status for method, other in (("GET", "/init"), ("POST", "/invocation"))]
        send("POST", path + "/response", json.dumps(statuses).encode())
    else:
        send("POST", path + "/response", json.dumps({{"command": what, "headers": dict(answer.headers)}}).encode())
        if what == "answer and exit": sys.exit(7)
"""


class FunctionProcessTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.code = Path(folder.name)
        bootstrap = self.code / "bootstrap"
        bootstrap.write_text(BOOTSTRAP)
        bootstrap.chmod(0o755)
        self.log = self.code / "function.log"

    def function(self, at_start: str = "start") -> FunctionProcess:
        function = FunctionProcess(self.code, {"PATH": os.environ["PATH"], "AT_START": at_start}, self.log)
        self.addCleanup(function.stop)
        return function

    def started(self) -> FunctionProcess:
        function = self.function()
        function.start(30)
        return function

    def test_one_process_answers_one_call_after_the_other(self) -> None:
        function = self.started()
        first, second = function.call(call("one", "1")), function.call(call("two", "2"))

        self.assertFalse(first.failed)
        self.assertEqual("one", json.loads(first.body)["command"])
        self.assertEqual("two", json.loads(second.body)["command"])
        self.assertEqual("command: start\ncommand: one\ncommand: two\n", self.log.read_text())

    def test_a_function_gets_the_ids_and_the_deadline_of_its_call(self) -> None:
        before = time.time() * 1000
        headers = json.loads(self.started().call(call("hello", "1", seconds=30)).body)["headers"]

        self.assertEqual("1", headers["Lambda-Runtime-Aws-Request-Id"])
        self.assertEqual("arn:aws:lambda:us-east-1:000000000000:function:f:live", headers["Lambda-Runtime-Invoked-Function-Arn"])
        self.assertEqual("Root=1-5759e988-bd862e3fe1be46a994272793", headers["Lambda-Runtime-Trace-Id"])
        left = int(headers["Lambda-Runtime-Deadline-Ms"]) - before
        self.assertTrue(30_000 <= left + 1 <= 60_000, left)

    def test_an_answer_may_come_in_chunks(self) -> None:
        self.assertEqual("one two", json.loads(self.started().call(call("answer in chunks")).body))

    def test_an_error_of_the_function_is_its_answer_and_it_takes_the_next_call(self) -> None:
        function = self.started()
        answer = function.call(call("fail"))

        self.assertTrue(answer.failed)
        self.assertEqual({"errorType": "Failed"}, json.loads(answer.body))
        self.assertFalse(function.call(call("go on")).failed)

    def test_an_answer_to_a_call_that_is_not_under_way_is_refused(self) -> None:
        self.assertEqual(400, json.loads(self.started().call(call("answer another call")).body))

    def test_what_the_runtime_api_does_not_have_is_not_found(self) -> None:
        self.assertEqual([404, 404], json.loads(self.started().call(call("request unknown paths")).body))

    def test_a_call_that_takes_too_long_is_answered_as_lambda_does_and_its_process_is_ended(self) -> None:
        function = self.started()
        answer = function.call(call("sleep", "7", seconds=0.5))

        self.assertTrue(answer.failed)
        self.assertEqual(
            {"errorType": "Sandbox.Timedout", "errorMessage": "RequestId: 7 Error: Task timed out after 0.50 seconds"}, json.loads(answer.body)
        )
        self.assertTrue(function.has_ended)

    def test_a_process_that_ends_during_a_call_is_reported_with_its_exit_reason(self) -> None:
        for what, how in (
            ("exit", "Runtime exited with error: exit status 7"),
            ("exit quietly", "Runtime exited without providing a reason"),
            ("die", "Runtime exited with error: signal: killed"),
        ):
            with self.subTest(what):
                function = self.started()
                answer = function.call(call(what, "7"))
                self.assertTrue(answer.failed)
                self.assertEqual({"errorType": "Runtime.ExitError", "errorMessage": f"RequestId: 7 Error: {how}"}, json.loads(answer.body))
                self.assertTrue(function.has_ended)

    def test_an_answer_counts_even_if_the_process_ends_right_after_it(self) -> None:
        function = self.started()
        self.assertEqual("answer and exit", json.loads(function.call(call("answer and exit")).body)["command"])
        self.assertTrue(within(30, lambda: function.has_ended))

    def test_a_function_that_refuses_to_start_says_why(self) -> None:
        function = self.function("refuse the start")
        with self.assertRaises(StartFailed) as failed:
            function.start(30)

        self.assertEqual({"errorType": "NoSettings"}, json.loads(failed.exception.answer.body))
        self.assertTrue(function.has_ended)

    def test_a_process_that_ends_before_it_asks_for_a_call_has_not_started(self) -> None:
        with self.assertRaises(StartFailed) as failed:
            self.function("exit").start(30)
        self.assertEqual(
            {"errorType": "Runtime.ExitError", "errorMessage": "Runtime exited with error: exit status 7"}, json.loads(failed.exception.answer.body)
        )

    def test_a_process_that_never_asks_for_a_call_is_given_up_and_ended(self) -> None:
        function = self.function("sleep")
        with self.assertRaises(StartFailed) as failed:
            function.start(0.5)

        self.assertEqual("Sandbox.Timedout", json.loads(failed.exception.answer.body)["errorType"])
        self.assertTrue(function.has_ended)

    def test_stopping_ends_the_process_and_the_call_under_way(self) -> None:
        function = self.started()
        answers = []
        caller = threading.Thread(target=lambda: answers.append(function.call(call("sleep"))))
        caller.start()
        self.assertTrue(within(30, lambda: "command: sleep" in self.log.read_text()))

        function.stop()
        caller.join(30)

        self.assertTrue(function.has_ended)
        self.assertEqual("Runtime.ExitError", json.loads(answers[0].body)["errorType"])

    def test_what_was_stopped_does_not_start(self) -> None:
        function = self.function()
        function.stop()
        with self.assertRaises(StartFailed):
            function.start(30)
        self.assertFalse(self.log.exists())


def call(what: str, request_id: str = "1", seconds: float = 30) -> Call:
    arn = "arn:aws:lambda:us-east-1:000000000000:function:f:live"
    return Call(request_id, json.dumps(what).encode(), arn, "Root=1-5759e988-bd862e3fe1be46a994272793", seconds)


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True
