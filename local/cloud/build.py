"""Builds the functions and the API Gateway document with Maven, unless nothing has changed since the last build."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from console import Trouble, phase, tail
from processes import run_logged, run_watched
from settings import LOCAL, MOVED_CLOCK, ROOT, RUNTIME

# The API Gateway document, derived from the contract and included by the template.
CONTRACT = ROOT / "openapi.yaml"
GATEWAY_DOCUMENT = ROOT / "gateway" / "target" / "gateway.json"

_STAMP = LOCAL / "built-from"
_SKIPPED = {"target", ".git", ".local", "node_modules"}


def build(jdk: Path) -> None:
    with phase("Building the functions") as current:
        fingerprint = _digest(_sources())
        products = [*function_jars(), GATEWAY_DOCUMENT, RUNTIME / "wiremock.jar", MOVED_CLOCK]
        # The jars, too: a Maven of other sources may have replaced them since.
        if all(path.exists() for path in products) and _STAMP.exists() and _STAMP.read_text() == _stamp(fingerprint):
            current.note = "unchanged"
            return
        log = LOCAL / "build.log"
        modules = ",".join([*(str(jar.parent.parent.relative_to(ROOT)) for jar in function_jars()), "gateway", "local/runtime", "local/moved-clock"])
        command = ["mvn", "--batch-mode", "--threads", "2", "--projects", modules, "--also-make", "-Dmaven.test.skip=true", "package"]
        if not run_watched(command, log, _progress(current.report), maven_environment(jdk), ROOT):
            raise Trouble(f"The build failed; its output ({log}) ends with:\n{tail(log, 30)}")
        _STAMP.write_text(_stamp(fingerprint))


def _stamp(sources: str) -> str:
    """
    :param sources: the digest of what was built
    """
    return f"{sources} {_digest(function_jars())}"


def _progress(report: Callable[[str], None]) -> Callable[[str], None]:
    """Reports which module is being built, read from Maven's output. The first build also downloads libraries, which takes a while."""

    def read(line: str) -> None:
        found = re.match(r"\[INFO\] Building (?:Action Flows: )?(.+?) \S+ +\[(\d+)/(\d+)\]", line)
        if found:
            report(f"{found[2]} of {found[3]}: {found[1]}")

    return read


def derive(jdk: Path) -> None:
    """Generates only the API Gateway document, if the contract or the generator is newer."""
    sources = [CONTRACT, *(path for path in (ROOT / "gateway" / "src" / "main").rglob("*.java"))]
    if GATEWAY_DOCUMENT.exists() and GATEWAY_DOCUMENT.stat().st_mtime > max(path.stat().st_mtime for path in sources):
        return
    with phase("Deriving the API Gateway document"):
        log = LOCAL / "derive.log"
        if not run_logged(["mvn", "--batch-mode", "--projects", "gateway", "--also-make", "process-classes"], log, maven_environment(jdk), ROOT):
            raise Trouble(f"The derivation failed; Maven's output ({log}) ends with:\n{tail(log, 30)}")


def maven_environment(jdk: Path) -> dict[str, str]:
    """The environment in which Maven, and every program that it starts by name, runs on this JDK."""
    path = os.pathsep.join([str(jdk / "bin"), os.environ.get("PATH", "")])
    return {**os.environ, "JAVA_HOME": str(jdk), "PATH": path}


def function_jars() -> list[Path]:
    """The jars that the template deploys."""
    return list(jars_by_function().values())


def jars_by_function() -> dict[str, Path]:
    """The jar of each function, by its logical id: the template is the only list of functions."""
    template = (ROOT / "template.yaml").read_text()
    return {
        name: ROOT / path for name, path in re.findall(r"^  (\w+):\n(?:(?:   .*)?\n)*? {6}CodeUri: (\S+)$", template, re.MULTILINE)
    }


def code_hash(*further: str) -> str:
    """A short hash over the deployed jars and everything else that requires a new deployment."""
    return hashlib.sha256("\n".join([_digest(function_jars()), *further]).encode()).hexdigest()[:16]


def _sources() -> Iterable[Path]:
    """All files that the build depends on."""
    yield CONTRACT
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        where = Path(folder)
        inside = where.relative_to(ROOT).parts
        if "main" in inside or ".mvn" in inside or "bootstrap" in inside:
            yield from (where / name for name in sorted(names))
        elif "pom.xml" in names:
            yield where / "pom.xml"


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
