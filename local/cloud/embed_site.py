"""Serves the embed's page as a label's own site would, on a separate origin, so that its requests to the API are cross-origin.

The names in double braces are replaced with values from the env file at each request, since every demo creates a new project.

Usage: python3 local/cloud/embed_site.py <port> <env file>
"""

from __future__ import annotations

import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import envfile

FOLDER = Path(__file__).resolve().parents[2] / "web" / "embed"
MEDIA_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
# The names in the page, and the variables that the demo writes to the env file.
VALUES = {"publishable_key": "PUBLISHABLE_KEY", "api": "BASE_URL", "release_id": "RELEASE_ID", "artist_id": "ARTIST_ID"}


class Site(ThreadingHTTPServer):
    """The site on a port of the loopback address; port 0 selects a free one."""

    daemon_threads = True

    def __init__(self, port: int, env_file: Path) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.env_file = env_file


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        path = urllib.parse.urlsplit(self.path).path
        found = FOLDER / (path.removeprefix("/") or "index.html")
        if path == "/health":
            self._answer(200, "text/plain", b"up")
        elif found.parent != FOLDER or found.suffix not in MEDIA_TYPES or not found.is_file():
            self._answer(404, "text/plain", b"This page does not exist.")
        else:
            variables = envfile.read(self.server.env_file)
            content = found.read_bytes()
            if found.suffix == ".html":
                content = filled_in(content.decode(), variables).encode()
            self._answer(200, MEDIA_TYPES[found.suffix], content, policy(variables.get("BASE_URL", ""), variables.get("PROVIDERS_URL", "")))

    def _answer(self, status: int, media_type: str, content: bytes, content_policy: str = "default-src 'none'") -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", content_policy)
        self.send_header("Referrer-Policy", "strict-origin-when-cross-origin")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Logs nothing: URLs may contain values that only the page may see."""


def filled_in(page: str, variables: dict[str, str]) -> str:
    for name, variable in VALUES.items():
        page = page.replace("{{" + name + "}}", variables.get(variable, ""))
    return page


def policy(base_url: str, providers_url: str) -> str:
    """The strictest possible policy: own files only, nothing inline, calls to the API, and forms that go to the API and then to a streaming service."""
    api, providers = _origin(base_url), _origin(providers_url)
    calls = api or "'none'"
    forms = f"{api} {providers}".strip() or "'none'"
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src {calls}; base-uri 'none'; form-action {forms}; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _origin(url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


if __name__ == "__main__":
    Site(int(sys.argv[1]), Path(sys.argv[2])).serve_forever()
