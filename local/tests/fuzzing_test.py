"""Tests that the fuzzer finds planted errors, and reports no others."""

from __future__ import annotations

import http.server
import json
import tempfile
import threading
import time
import unittest
from pathlib import Path

import fuzzing

ANSWERS = {
    "/kept": (200, "application/json", {"name": "as documented"}),
    "/teapot": (418, "application/json", {"name": "a status of which the document knows nothing"}),
    "/failing": (500, "application/json", {"name": "a failure"}),
    "/page": (200, "text/html", {"name": "another media type"}),
    "/number": (200, "application/json", {"name": 7}),
}
# The response to the requests that the fuzzer sends before it starts.
NOTHING = (404, "application/json", {})
FOUND = {"/teapot": "Undocumented HTTP status code", "/failing": "Server error", "/page": "Undocumented Content-Type", "/number": "Response violates schema"}


class Stub(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, media_type, body = ANSWERS.get(self.path.partition("?")[0], NOTHING)
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Logs nothing."""


class SlowStub(Stub):
    def do_GET(self) -> None:
        time.sleep(1.1)
        super().do_GET()


class FuzzingTest(unittest.TestCase):
    def setUp(self) -> None:
        self.serve(Stub)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.document = Path(folder.name) / "openapi.json"

    def serve(self, stub: type[Stub]) -> None:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), stub)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"

    def fuzz(self, *paths: str, effort: fuzzing.Effort = fuzzing.Effort.repeatable(requests=2)) -> fuzzing.Result:
        named = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
        answers = {"200": {"description": "It is.", "content": {"application/json": {"schema": named}}}}
        operation = {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}], "responses": answers}
        self.document.write_text(json.dumps({
            "openapi": "3.0.3", "info": {"title": "Planted", "version": "1"}, "paths": {path: {"get": operation} for path in paths},
        }))
        return fuzzing.fuzz_with(self.url, fuzzing.bearer("sk_1"), effort, self.document)

    def test_documented_responses_are_accepted(self) -> None:
        result = self.fuzz("/kept")
        self.assertTrue(result.succeeded, result.output)
        self.assertGreater(result.requests, 0)
        self.assertEqual([], result.not_begun)

    def test_every_undocumented_response_is_found(self) -> None:
        result = self.fuzz(*ANSWERS)
        self.assertFalse(result.succeeded, result.output)
        for path, expected in FOUND.items():
            with self.subTest(path):
                _, _, finding = result.output.partition(f" GET {path} ")
                self.assertIn(expected, finding.partition("curl")[0])
        self.assertNotIn(" GET /kept ", result.output)

    def test_who_had_no_time_to_send_a_request_has_not_succeeded(self) -> None:
        self.serve(SlowStub)
        result = self.fuzz("/failing", effort=fuzzing.Effort.bounded(1, 1))
        self.assertTrue(result.kept, result.output)
        self.assertEqual(0, result.requests)
        self.assertEqual(["Examples", "Coverage", "Fuzzing"], result.not_begun)
        self.assertFalse(result.succeeded)

    def test_the_report_says_what_was_not_tried(self) -> None:
        results = {
            "secret": fuzzing.Result(True, "Test cases:\n  90 generated, 90 passed\n"),
            "look": fuzzing.Result(True, " 🕛  Fuzzing (in 0.00s)  \n\n     No tests were run  \n\nTest cases:\n  6 generated, 6 passed\n"),
            "session": fuzzing.Result(True, "Test cases:\n  No test cases were generated\n"),
        }
        self.assertEqual(
            "With the look key, it had no time for these phases: Fuzzing. Give it more SECONDS.\n"
            "With the session, it had no time to send a request. Give it more SECONDS.\n"
            "Seed 7: 96 requests, and every response was as documented.",
            fuzzing.report(results, 60, 7),
        )
        broken = {"secret": fuzzing.Result(False, "The document cannot be read.\n")}
        self.assertEqual("Seed 7: make fuzz SECONDS=60 SEED=7 repeats it.", fuzzing.report(broken, 60, 7))
