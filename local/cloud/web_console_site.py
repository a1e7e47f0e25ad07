"""Serves the web console as CloudFront does: its files with the headers of the template, and the API behind the same origin.

Usage: python3 local/cloud/web_console_site.py <port> <env file>
"""

from __future__ import annotations

import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import envfile
from media_types import MEDIA_TYPES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "console" / "dist"
TEMPLATE = ROOT / "template.yaml"
# Of the API's response, which the server otherwise passes on as it is.
_OWN = {"connection", "transfer-encoding", "content-length", "server", "date"}
_LARGEST_BODY = 10 * 1024 * 1024


class ConsoleSite(ThreadingHTTPServer):
    """The site on a port of the loopback address; port 0 selects a free one."""

    daemon_threads = True

    def __init__(self, port: int, env_file: Path, folder: Path = FOLDER) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.env_file = env_file
        self.folder = folder.resolve()
        self.policy = content_security_policy(TEMPLATE.read_text(encoding="utf-8"))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that has left the page no longer reads the response."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: ConsoleSite
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urllib.parse.urlsplit(self.path).path
        if path.startswith("/v1/"):
            self._forward()
            return
        found = (self.server.folder / (path.removeprefix("/") or "index.html")).resolve()
        if path == "/health":
            self._answer(200, "text/plain", b"up")
        elif not found.is_relative_to(self.server.folder) or found.suffix not in MEDIA_TYPES or not found.is_file():
            self._answer(404, "text/plain", b"This page does not exist.")
        else:
            self._answer(200, MEDIA_TYPES[found.suffix], found.read_bytes())

    def do_POST(self) -> None:
        self._forward()

    def do_PUT(self) -> None:
        self._forward()

    def do_DELETE(self) -> None:
        self._forward()

    def _forward(self) -> None:
        """Sends a request on to the API. The browser gets its cookie without `Secure`, which some browsers refuse without TLS, even here."""
        length = int(self.headers.get("Content-Length") or 0)
        base_url = envfile.read(self.server.env_file).get("BASE_URL")
        if not urllib.parse.urlsplit(self.path).path.startswith("/v1/") or length > _LARGEST_BODY:
            self._answer(404, "text/plain", b"This path does not exist.")
            return
        body = self.rfile.read(length) if length else None
        if not base_url:
            self._answer(503, "text/plain", b"The local cloud is not running.")
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "connection", "content-length"}}
        request = urllib.request.Request(base_url + self.path, body, headers, method=self.command)
        try:
            response = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as error:
            response = error
        except OSError:
            self._answer(502, "text/plain", b"The local cloud does not answer.")
            return
        with response:
            content = response.read()
            self.send_response(response.status)
            for name, value in response.headers.items():
                if name.lower() not in _OWN:
                    self.send_header(name, value.replace("; Secure", "") if name.lower() == "set-cookie" else value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def _answer(self, status: int, media_type: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Logs nothing: the emulator logs the requests."""


def content_security_policy(template: str) -> str:
    """The policy that CloudFront sends, so that what it forbids fails here, too."""
    found = re.search(r"ContentSecurityPolicy:\n +Override: true\n +ContentSecurityPolicy: >-\n((?: {14,}.+\n)+)", template)
    if not found:
        raise ValueError("The template has no Content-Security-Policy for the console.")
    return " ".join(found[1].split())


if __name__ == "__main__":
    ConsoleSite(int(sys.argv[1]), Path(sys.argv[2])).serve_forever()
