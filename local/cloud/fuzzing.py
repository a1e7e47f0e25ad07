"""
Sends requests that openapi.yaml allows and forbids to a deployment, with each kind of key and a session, and validates each response:
Schemathesis.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cloud
import envfile
import servers
import tools
from settings import ROOT, Instance, chosen, without_aws

sys.path.append(str(ROOT / "local"))
import demo  # noqa: E402

# No server errors, and no undocumented status, media type, header or body.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance"
# The document's examples; the bounds of each value; random values; and requests that use values from earlier responses.
PHASES = "examples,coverage,fuzzing,stateful"
DOCUMENT = ROOT / "openapi.yaml"
FUZZ = "fuzz"


# The roles that have keys of their own.
ROLES = ("look", "edit", "operate")


@dataclass(frozen=True)
class Keys:
    """A key of each kind, the project of all but the administrator's, and the cookie of a session that began with the key to edit."""

    project: str
    secret: str
    publishable: str
    administrator: str
    roles: Mapping[str, str]
    session: str

    def headers(self) -> dict[str, dict[str, str]]:
        """The headers with which each kind of caller is authenticated."""
        keys = {"secret": self.secret, "administrator": self.administrator, "publishable": self.publishable, **self.roles}
        return {**{kind: bearer(key) for kind, key in keys.items()}, "session": {"Cookie": self.session, "X-Requested-By": "console"}}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@dataclass(frozen=True)
class Effort:
    """How many requests to send."""

    arguments: tuple[str, ...]

    @staticmethod
    def bounded(seconds: int, seed: int) -> Effort:
        """As many requests as fit into the time; the seed determines all random choices."""
        return Effort(("--phases", PHASES, "--max-time", str(seconds), "--seed", str(seed)))

    @staticmethod
    def repeatable(requests: int) -> Effort:
        """The examples, and this number of further requests for each operation; the same on each run."""
        phases = "examples,fuzzing" if requests else "examples"
        return Effort(("--phases", phases, "--max-examples", str(max(1, requests)), "--generation-deterministic"))


@dataclass(frozen=True)
class Result:
    """
    What the fuzzer has found with one kind of key.

    :param kept: whether every response conformed to the document
    :param output: the fuzzer's report
    """

    kept: bool
    output: str

    @property
    def requests(self) -> int:
        """The number of requests that it has made, including those that got no response."""
        sent = re.search(r"^Test cases:\n +(\d+) generated", self.output, re.MULTILINE)
        return int(sent[1]) if sent else 0

    @property
    def not_begun(self) -> list[str]:
        """The phases for which it had no time."""
        return re.findall(r"^ *🕛 +(\w+) \(in .*\n(?: *\n| +Scenarios:.*\n| +API Links:.*\n)* +No tests were run", self.output, re.MULTILINE)

    @property
    def succeeded(self) -> bool:
        """Whether it has sent requests, and every response conformed to the document."""
        return self.kept and self.requests > 0


def run(running: Instance | None, seconds: int, seed: int) -> int:
    """
    Sends requests with each kind of key; returns the exit code.

    :param running: the local cloud to use; a separate one is started if None
    """
    tools.install(("fuzzer",))
    with _deployment(running) as env:
        print(f"Fuzzing for at most {seconds} s with seed {seed}", flush=True)
        keys = make_keys(env)
        headers = keys.headers()
        results = {
            kind: _printed(kind, fuzz_with(env["BASE_URL"], headers[kind], Effort.bounded(max(1, int(seconds * share)), seed), project=project))
            for kind, share, project in (
                ("secret", 0.4, None),
                ("administrator", 0.2, keys.project),
                ("publishable", 0.1, None),
                ("look", 0.05, keys.project),
                ("edit", 0.05, keys.project),
                ("operate", 0.1, keys.project),
                ("session", 0.1, keys.project),
            )
        }
    print(f"\n{report(results, seconds, seed)}", flush=True)
    return 0 if all(result.succeeded for result in results.values()) else 1


def report(results: Mapping[str, Result], seconds: int, seed: int) -> str:
    """What a run has found, and what it had no time for."""
    lines = []
    for kind, result in results.items():
        if result.kept and result.requests == 0:
            lines.append(f"With the {_named(kind)}, it had no time to send a request. Give it more SECONDS.")
        elif result.kept and result.not_begun:
            lines.append(f"With the {_named(kind)}, it had no time for these phases: {', '.join(result.not_begun)}. Give it more SECONDS.")
    if all(result.kept for result in results.values()):
        found = f"{sum(result.requests for result in results.values())} requests, and every response was as documented."
    else:
        found = f"make fuzz SECONDS={seconds} SEED={seed} repeats it."
    return "\n".join([*lines, f"Seed {seed}: {found}"])


def _printed(kind: str, result: Result) -> Result:
    print(f"\n--- With the {_named(kind)}\n\n{result.output}", flush=True)
    return result


def _named(kind: str) -> str:
    return kind if kind == "session" else f"{kind} key"


@contextmanager
def _deployment(running: Instance | None) -> Iterator[dict[str, str]]:
    if running:
        yield envfile.read(running.env_file)
        return
    instance = chosen(FUZZ)
    # Removes what an interrupted run left behind.
    servers.down(FUZZ)
    try:
        cloud.start(instance)
        yield envfile.read(instance.env_file)
    finally:
        servers.down(FUZZ)


def make_keys(env: dict[str, str]) -> Keys:
    """The keys of a new project that contains a flow, a release and a segment."""
    project, _ = demo.make_project(env)
    api = demo.Api(env["BASE_URL"], project["secretKey"])
    demo.make_flow(api, demo.make_release(api, env), demo.make_segment(api))
    roles = {role: str(api.send("POST", f"/v1/projects/{project['id']}/keys/{role}/rotate", {})["key"]) for role in ROLES}
    return Keys(project["id"], project["secretKey"], project["publishableKey"], env["ADMIN_KEY"], roles, sign_in(env["BASE_URL"], roles["edit"]))


def sign_in(base_url: str, key: str) -> str:
    """Begins a session; returns its cookie for the Cookie header."""
    request = urllib.request.Request(
        f"{base_url}/v1/session", json.dumps({"key": key}).encode(), {"Content-Type": "application/json", "X-Requested-By": "console"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.headers["Set-Cookie"]).partition(";")[0]


def fuzz_with(
    base_url: str, headers: Mapping[str, str], effort: Effort, document: Path = DOCUMENT, project: str | None = None,
) -> Result:
    """
    Sends requests with these headers.

    :param headers: those of every request
    :param project: the project id in all paths; random ids are used if None
    """
    parameters = f'[parameters]\n"path.projectId" = {json.dumps(project)}\n' if project else ""
    command = [
        tools.program("fuzzer", "python"), str(Path(__file__).with_name("fuzzer.py")), "--no-color", "run", str(document), "--url", base_url,
        *(argument for name, value in headers.items() for argument in ("--header", f"{name}: {value}")),
        "--checks", CHECKS, "--continue-on-failure", "--warnings", "off", *effort.arguments,
    ]
    environment = {**without_aws(dict(os.environ)), "PYTHONUTF8": "1"}
    # It reads its configuration from, and writes its files to, the current directory.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "schemathesis.toml").write_text(parameters)
        done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return Result(done.returncode == 0, done.stdout + done.stderr)
