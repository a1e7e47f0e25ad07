from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from typing import Any

import publish_console


class Bucket:
    """A bucket in memory, which remembers the order."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}

    def put_object(self, **properties: Any) -> None:
        self.objects[properties["Key"]] = properties


class PublishConsoleTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.dist = Path(folder.name)
        for name in ("index.html", "icon.svg", "assets/main-1.js", "assets/en-1.json", ".vite/manifest.json", ".built-from"):
            (self.dist / name).parent.mkdir(exist_ok=True)
            (self.dist / name).write_text(name)
        self.bucket = Bucket()
        self.keys = publish_console.upload(self.bucket, "files", self.dist)

    def test_the_page_is_uploaded_after_everything_that_it_names(self) -> None:
        self.assertEqual("index.html", self.keys[-1])
        self.assertEqual({"index.html", "icon.svg", "assets/main-1.js", "assets/en-1.json"}, set(self.keys))

    def test_assets_are_cached_for_ever_and_the_page_never(self) -> None:
        self.assertIn("immutable", self.bucket.objects["assets/main-1.js"]["CacheControl"])
        self.assertEqual("no-cache", self.bucket.objects["index.html"]["CacheControl"])
        self.assertEqual("text/javascript; charset=utf-8", self.bucket.objects["assets/main-1.js"]["ContentType"])
        self.assertEqual(b"index.html", self.bucket.objects["index.html"]["Body"])
