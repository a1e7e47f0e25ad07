from __future__ import annotations

import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer

import doctor
from console import Trouble


class Answering(BaseHTTPRequestHandler):
    """Answers each text with the status that its path names."""

    def do_POST(self) -> None:
        status = int(self.path.rsplit("/", 1)[1])
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere/403")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class WebhookTest(unittest.TestCase):
    def setUp(self) -> None:
        server = HTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(server.server_close)
        self.addCleanup(thread.join)
        self.addCleanup(server.shutdown)

    def test_a_webhook_that_rejects_unsigned_requests_is_fine(self) -> None:
        self.assertEqual("403", doctor.refusal(f"{self.url}/403"))

    def test_anything_else_is_not(self) -> None:
        for status, fix in (
            (200, "returned 200 for an unsigned text"), (404, "returned 404 instead of 403"), (500, "returned 500"), (301, "redirected to /elsewhere/403"),
        ):
            with self.subTest(status), self.assertRaisesRegex(Trouble, fix):
                doctor.refusal(f"{self.url}/{status}")

    def test_an_address_where_nobody_answers(self) -> None:
        with self.assertRaisesRegex(Trouble, "not reached"):
            doctor.refusal("http://127.0.0.1:9/webhooks/sms/prj")

    def test_the_public_address_is_encrypted_unless_it_is_this_machine(self) -> None:
        for url in ("https://flows.example.com", "http://localhost:4566/live"):
            self.assertEqual(url, doctor.public_base_url(url))
        with self.assertRaisesRegex(Trouble, "not https"):
            doctor.public_base_url("http://flows.example.com")
