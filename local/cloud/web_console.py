"""Builds, checks, tests and publishes the web console, with the pinned packages of its lock file."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import tools
from console import Trouble, phase, tail
from processes import run_logged
from settings import LOCAL, ROOT, without_aws

FOLDER = ROOT / "console"
BUILT = FOLDER / "dist"
REPORT = FOLDER / "test-results" / "TEST-console.xml"

CONTRACT_TYPES = FOLDER / "src" / "api" / "contract.ts"
_STAMP = BUILT / ".built-from"
_DERIVED = {"node_modules", "dist", "test-results"}


def build() -> None:
    """Derives the types of the contract, and bundles the console, unless nothing has changed since the last time."""
    with phase("Building the console") as current:
        fingerprint = _fingerprint()
        if _STAMP.exists() and _STAMP.read_text() == fingerprint:
            current.note = "unchanged"
            return
        _run("openapi-typescript", "openapi-typescript", "../openapi.yaml", "--output", str(CONTRACT_TYPES))
        _run("vite", "vite", "build")
        _STAMP.write_text(fingerprint)


def check() -> None:
    """Checks types, format, accessibility rules and the size of what a browser loads."""
    with phase("Checking the console") as current:
        _run("typescript", "tsc")
        _run("@biomejs/biome", "biome", "ci", "--error-on-warnings")
        sizes = subprocess.run([tools.node_program(), "scripts/size.ts"], cwd=FOLDER, capture_output=True, text=True, check=False)
        if sizes.returncode != 0:
            raise Trouble(f"The console is larger than its budget, or its build cannot be read: {sizes.stdout}{sizes.stderr}")
        current.note = sizes.stdout.strip()


def clean() -> None:
    """Removes what was installed and built for the console."""
    for name in _DERIVED:
        shutil.rmtree(FOLDER / name, ignore_errors=True)
    CONTRACT_TYPES.unlink(missing_ok=True)


def format_sources() -> None:
    _run("@biomejs/biome", "biome", "check", "--write")


def test(console_port: int, env_file: Path, variables: dict[str, str], log: Path) -> bool:
    """
    Tests the built console in a browser, against a stub of the API and against the local cloud.

    :param variables: with CHROMIUM, and what the tests need of the local cloud
    """
    REPORT.unlink(missing_ok=True)
    environment = {**without_aws(dict(os.environ)), **without_aws(variables), "CONSOLE_PORT": str(console_port), "ENV_FILE": str(env_file)}
    return run_logged([*tools.CONSOLE.command("@playwright/test", "playwright"), "test"], log, environment, FOLDER)


def publish(stack: str) -> None:
    """
    Uploads the console to the bucket of a stack, with the AWS credentials of the environment. Files of earlier versions stay, because
    open pages may still load them.
    """
    program = str(Path(__file__).with_name("publish_console.py"))
    # The SAM CLI's environment contains AWS's client for Python.
    if subprocess.run([tools.program("sam", "python"), program, stack, str(BUILT)], check=False).returncode != 0:
        raise Trouble("The console was not published.")


def _run(package: str, name: str, *arguments: str) -> None:
    log = LOCAL / "console.log"
    # Vite and the tests run Node again.
    path = os.pathsep.join([str(Path(tools.node_program()).parent), os.environ.get("PATH", "")])
    if not run_logged([*tools.CONSOLE.command(package, name), *arguments], log, {**without_aws(dict(os.environ)), "PATH": path}, FOLDER):
        raise Trouble(f"{name} failed for the console; its output ({log}) ends with:\n{tail(log, 30)}")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _sources() -> Iterable[Path]:
    yield ROOT / "openapi.yaml"
    yield ROOT / "flow.schema.json"
    for folder, folders, names in os.walk(FOLDER):
        folders[:] = [name for name in folders if name not in _DERIVED]
        yield from (Path(folder) / name for name in names if Path(folder) / name != CONTRACT_TYPES)
