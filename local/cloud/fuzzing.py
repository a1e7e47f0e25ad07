"""Sends requests that openapi.yaml allows and forbids to a deployment, with each kind of key, and validates each response: Schemathesis."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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


@dataclass(frozen=True)
class Keys:
    """A key of each kind, and the project of the secret and the publishable key."""

    project: str
    secret: str
    publishable: str
    administrator: str


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


def run(running: Instance | None, seconds: int, seed: int) -> int:
    """
    Sends requests with each kind of key; returns the exit code.

    :param running: the local cloud to use; a separate one is started if None
    """
    tools.install(("fuzzer",))
    with _deployment(running) as env:
        print(f"Fuzzing for at most {seconds} s with seed {seed}", flush=True)
        keys = make_keys(env)
        kept = [
            _print_result(kind, fuzz_with(env["BASE_URL"], key, Effort.bounded(max(1, int(seconds * share)), seed), project=project))
            for kind, key, share, project in (
                ("secret", keys.secret, 0.5, None),
                ("administrator", keys.administrator, 0.25, keys.project),
                ("publishable", keys.publishable, 0.25, None),
            )
        ]
    print(f"\nSeed {seed}: " + ("every response was as documented." if all(kept) else f"make fuzz SECONDS={seconds} SEED={seed} repeats it."), flush=True)
    return 0 if all(kept) else 1


def _print_result(kind: str, result: tuple[bool, str]) -> bool:
    kept, output = result
    print(f"\n--- With the {kind} key\n\n{output}", flush=True)
    return kept


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
    return Keys(project["id"], project["secretKey"], project["publishableKey"], env["ADMIN_KEY"])


def fuzz_with(base_url: str, key: str, effort: Effort, document: Path = DOCUMENT, project: str | None = None) -> tuple[bool, str]:
    """
    Returns whether every response conformed to the document, and the fuzzer's output.

    :param project: the project id in all paths; random ids are used if None
    """
    parameters = f'[parameters]\n"path.projectId" = {json.dumps(project)}\n' if project else ""
    command = [
        tools.program("fuzzer", "python"), str(Path(__file__).with_name("fuzzer.py")), "--no-color", "run", str(document), "--url", base_url,
        "--header", f"Authorization: Bearer {key}", "--checks", CHECKS, "--continue-on-failure", "--warnings", "off", *effort.arguments,
    ]
    environment = {**without_aws(dict(os.environ)), "PYTHONUTF8": "1"}
    # It reads its configuration from, and writes its files to, the current directory.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "schemathesis.toml").write_text(parameters)
        done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr
