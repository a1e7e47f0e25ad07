"""Tests that the fuzzer finds planted errors, and reports no others."""

from __future__ import annotations

import http.server
import json
import tempfile
import threading
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


class FuzzingTest(unittest.TestCase):
    def setUp(self) -> None:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.document = Path(folder.name) / "openapi.json"

    def fuzz(self, *paths: str) -> tuple[bool, str]:
        named = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
        answers = {"200": {"description": "It is.", "content": {"application/json": {"schema": named}}}}
        operation = {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}], "responses": answers}
        self.document.write_text(json.dumps({
            "openapi": "3.0.3", "info": {"title": "Planted", "version": "1"}, "paths": {path: {"get": operation} for path in paths},
        }))
        return fuzzing.fuzz_with(self.url, fuzzing.bearer("sk_1"), fuzzing.Effort.repeatable(requests=2), self.document)

    def test_documented_responses_are_accepted(self) -> None:
        kept, output = self.fuzz("/kept")
        self.assertTrue(kept, output)

    def test_every_undocumented_response_is_found(self) -> None:
        kept, output = self.fuzz(*ANSWERS)
        self.assertFalse(kept, output)
        for path, expected in FOUND.items():
            with self.subTest(path):
                _, _, finding = output.partition(f" GET {path} ")
                self.assertIn(expected, finding.partition("curl")[0])
        self.assertNotIn(" GET /kept ", output)
