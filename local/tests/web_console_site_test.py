from __future__ import annotations

import json
import tempfile
import threading
import unittest
import urllib.error
import urllib.request
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import envfile
import web_console_site


class Api(BaseHTTPRequestHandler):
    """Answers what it was asked, as the API behind the site."""

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        asked = {"path": self.path, "cookie": self.headers.get("Cookie"), "host": self.headers.get("Host"), "body": body}
        content = json.dumps(asked).encode()
        self.send_response(403 if "forbidden" in self.path else 201)
        self.send_header("Set-Cookie", "af_session=x; Path=/v1; Max-Age=43200; Secure; HttpOnly; SameSite=Strict")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Logs nothing."""


class WebConsoleSiteTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.built = Path(folder.name) / "dist"
        (self.built / "assets").mkdir(parents=True)
        (self.built / "index.html").write_text("<title>Console</title>")
        (self.built / "assets" / "main.js").write_text("1")
        (self.built / ".built-from").write_text("secret")
        self.env_file = Path(folder.name) / "demo.env"
        api = self.serve(ThreadingHTTPServer(("127.0.0.1", 0), Api))
        envfile.write(self.env_file, {"BASE_URL": f"{api}/live"})
        self.address = self.serve(web_console_site.ConsoleSite(0, self.env_file, self.built))

    def serve(self, server: ThreadingHTTPServer) -> str:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(thread.join, 5)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}"

    def test_files_have_the_policy_of_the_template_which_allows_nothing_from_elsewhere(self) -> None:
        page, headers = self.get("/")
        self.assertIn("Console", page)
        policy = headers["Content-Security-Policy"]
        self.assertTrue(policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';"), policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotIn("http", policy)
        self.assertTrue(self.get("/assets/main.js")[1]["Content-Type"].startswith("text/javascript"))

    def test_nothing_outside_the_folder_is_served(self) -> None:
        for path in ("/../demo.env", "//etc/passwd", "/nothing.html", "/.built-from", "/%2e%2e/demo.env"):
            with self.subTest(path):
                self.assertEqual(404, self.refused(path))

    def test_the_api_is_behind_the_same_origin_with_its_status_body_and_cookie(self) -> None:
        request = urllib.request.Request(f"{self.address}/v1/session?a=b%20c", b'{"key": "sk_1"}', {"Cookie": "af_session=y"}, method="POST")
        with urllib.request.urlopen(request, timeout=5) as response:
            asked = json.loads(response.read())
            self.assertEqual(201, response.status)
            # Without TLS, some browsers do not store a cookie that is marked as secure.
            self.assertEqual("af_session=x; Path=/v1; Max-Age=43200; HttpOnly; SameSite=Strict", response.headers["Set-Cookie"])
        self.assertEqual("/live/v1/session?a=b%20c", asked["path"])
        self.assertEqual("af_session=y", asked["cookie"])
        self.assertEqual('{"key": "sk_1"}', asked["body"])
        self.assertNotIn(self.address.removeprefix("http://"), asked["host"])
        self.assertEqual(403, self.refused("/v1/forbidden"))

    def test_other_paths_of_the_api_are_not_reachable(self) -> None:
        request = urllib.request.Request(f"{self.address}/webhooks/instagram", b"{}", method="POST")
        with self.assertRaises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(request, timeout=5)
        self.assertEqual(404, refusal.exception.code)
        refusal.exception.close()

    def test_without_a_local_cloud_it_says_so(self) -> None:
        self.env_file.unlink()
        self.assertEqual(503, self.refused("/v1/session"))
        envfile.write(self.env_file, {"BASE_URL": "http://127.0.0.1:1"})
        self.assertEqual(502, self.refused("/v1/session"))

    def get(self, path: str) -> tuple[str, Message]:
        with urllib.request.urlopen(self.address + path, timeout=5) as response:
            return response.read().decode(), response.headers

    def refused(self, path: str) -> int:
        with self.assertRaises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(self.address + path, timeout=5)
        refusal.exception.close()
        return refusal.exception.code
