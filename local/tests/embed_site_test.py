from __future__ import annotations

import tempfile
import threading
import unittest
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import embed_site
import envfile


class EmbedSiteTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.env_file = Path(folder.name) / "demo.env"
        envfile.write(self.env_file, {
            "BASE_URL": "http://localhost:4566/api/v1", "PROVIDERS_URL": "http://localhost:4567",
            "PUBLISHABLE_KEY": "pk_1", "RELEASE_ID": "rel_1", "ARTIST_ID": "art_1",
        })
        site = embed_site.Site(0, self.env_file)
        self.address = f"http://127.0.0.1:{site.server_address[1]}"
        thread = threading.Thread(target=site.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(thread.join, 5)
        self.addCleanup(site.server_close)
        self.addCleanup(site.shutdown)

    def test_the_page_holds_what_the_demo_has_made_last(self) -> None:
        page, _ = self.get("/")
        self.assertIn('data-key="pk_1" data-api="http://localhost:4566/api/v1"', page)
        self.assertIn('data-release-id="rel_1"', page)
        self.assertNotIn("{{", page)

        envfile.write(self.env_file, {"PUBLISHABLE_KEY": "pk_2"})
        self.assertIn('data-key="pk_2"', self.get("/?action_flows=x")[0])

    def test_pages_may_run_own_scripts_and_call_the_api_and_nothing_else(self) -> None:
        _, headers = self.get("/")
        policy = headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'; script-src 'self';", policy)
        self.assertIn("connect-src http://localhost:4566;", policy)
        self.assertIn("form-action http://localhost:4566 http://localhost:4567;", policy)
        self.assertNotIn("unsafe", policy)

    def test_without_a_demo_pages_may_call_nothing(self) -> None:
        envfile.write(self.env_file, {"PUBLISHABLE_KEY": "pk_1"})
        policy = self.get("/")[1]["Content-Security-Policy"]
        self.assertIn("connect-src 'none';", policy)
        self.assertIn("form-action 'none';", policy)

    def test_scripts_and_styles_are_served_as_what_they_are(self) -> None:
        self.assertTrue(self.get("/action-flows.js")[1]["Content-Type"].startswith("text/javascript"))
        self.assertTrue(self.get("/page.css")[1]["Content-Type"].startswith("text/css"))

    def test_nothing_outside_the_folder_is_served(self) -> None:
        for path in ("/../pom.xml", "//etc/passwd", "/nothing.html", "/..", "/../../local/cloud/embed_site.py"):
            with self.subTest(path), self.assertRaises(urllib.error.HTTPError) as refusal:
                self.get(path)
            self.assertEqual(404, refusal.exception.code)
            refusal.exception.close()

    def get(self, path: str) -> tuple[str, Message]:
        with urllib.request.urlopen(self.address + path, timeout=5) as response:
            return response.read().decode(), response.headers
