"""Sends a deployment what openapi.yaml allows and what it forbids, and holds each answer to it: schemathesis, with a key of each kind."""

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

# No failure of ours, and nothing that is not documented: no status, no media type, no body.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance"
# The document's examples; the bounds of each value; chance; and requests about what others have answered.
PHASES = "examples,coverage,fuzzing,stateful"
DOCUMENT = ROOT / "openapi.yaml"
FUZZ = "fuzz"


@dataclass(frozen=True)
class Keys:
    """A key of each kind, and the project of two of them."""

    project: str
    secret: str
    publishable: str
    administrator: str


@dataclass(frozen=True)
class Effort:
    """How much to try."""

    arguments: tuple[str, ...]

    @staticmethod
    def bounded(seconds: int, seed: int) -> Effort:
        """As much as there is time for; nothing that chance decides is the same with another seed."""
        return Effort(("--phases", PHASES, "--max-time", str(seconds), "--seed", str(seed)))

    @staticmethod
    def repeatable(requests: int) -> Effort:
        """The examples, and so many further requests for each operation: the same each time."""
        phases = "examples,fuzzing" if requests else "examples"
        return Effort(("--phases", phases, "--max-examples", str(max(1, requests)), "--generation-deterministic"))


def run(running: Instance | None, seconds: int, seed: int) -> int:
    """
    Tries a key of each kind; gives the exit code.

    :param running: the local cloud to try it on; without, one of its own
    """
    tools.install(("fuzzer",))
    with _deployment(running) as env:
        print(f"Fuzzing for at most {seconds} s with seed {seed}", flush=True)
        keys = make_keys(env)
        kept = [
            _told(kind, fuzz_with(env["BASE_URL"], key, Effort.bounded(max(1, int(seconds * share)), seed), project=project))
            for kind, key, share, project in (
                ("secret", keys.secret, 0.5, None),
                ("administrator", keys.administrator, 0.25, keys.project),
                ("publishable", keys.publishable, 0.25, None),
            )
        ]
    print(f"\nSeed {seed}: " + ("every response was as documented." if all(kept) else f"make fuzz SECONDS={seconds} SEED={seed} repeats it."), flush=True)
    return 0 if all(kept) else 1


def _told(kind: str, result: tuple[bool, str]) -> bool:
    kept, said = result
    print(f"\n--- With the {kind} key\n\n{said}", flush=True)
    return kept


@contextmanager
def _deployment(running: Instance | None) -> Iterator[dict[str, str]]:
    if running:
        yield envfile.read(running.env_file)
        return
    instance = chosen(FUZZ)
    # What an interrupted run left behind.
    servers.down(FUZZ)
    try:
        cloud.start(instance)
        yield envfile.read(instance.env_file)
    finally:
        servers.down(FUZZ)


def make_keys(env: dict[str, str]) -> Keys:
    """Those of a project in which there is something to find."""
    project, _ = demo.make_project(env)
    api = demo.Api(env["BASE_URL"], project["secretKey"])
    demo.make_flow(api, demo.make_release(api), demo.make_segment(api))
    return Keys(project["id"], project["secretKey"], project["publishableKey"], env["ADMIN_KEY"])


def fuzz_with(base_url: str, key: str, effort: Effort, document: Path = DOCUMENT, project: str | None = None) -> tuple[bool, str]:
    """
    Whether every answer kept to the document, and what the fuzzer said.

    :param project: stands in each path that names one; without, any id may
    """
    parameters = f'[parameters]\n"path.projectId" = {json.dumps(project)}\n' if project else ""
    command = [
        tools.program("fuzzer", "python"), str(Path(__file__).with_name("fuzzer.py")), "--no-color", "run", str(document), "--url", base_url,
        "--header", f"Authorization: Bearer {key}", "--checks", CHECKS, "--continue-on-failure", "--warnings", "off", *effort.arguments,
    ]
    environment = {**without_aws(dict(os.environ)), "PYTHONUTF8": "1"}
    # Where it runs it looks for its configuration and leaves its files.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "schemathesis.toml").write_text(parameters)
        done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr
