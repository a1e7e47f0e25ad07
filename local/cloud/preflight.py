"""What this machine must have before anything is started; each missing requirement is reported in one line that explains how to fix it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from console import Trouble

JDK = 25
MAVEN = (3, 8)


@dataclass(frozen=True)
class Python:
    """An interpreter, and its version, such as (3, 13)."""

    program: str
    version: tuple[int, int]


THIS_PYTHON = Python(sys.executable, sys.version_info[:2])


def find_jdk() -> Path:
    """The home of a JDK of the required version. Looks in all usual locations, because `java` on the path is often older."""
    for home in _jdk_homes():
        if _jdk_version(home) >= JDK:
            return home
    raise Trouble(f"JDK {JDK} is missing: install one (Temurin, Corretto, SDKMAN) or set JAVA_HOME to it.")


def check_maven(jdk: Path) -> None:
    executable = shutil.which("mvn")
    if executable is None:
        raise Trouble("Maven is missing: install Maven 3.8 or newer, and add `mvn` to the PATH.")
    output = _output([executable, "-version"], {**os.environ, "JAVA_HOME": str(jdk)})
    found = re.search(r"Apache Maven (\d+)\.(\d+)", output)
    if found is None:
        raise Trouble("`mvn -version` does not print its version: check the Maven installation.")
    if (int(found[1]), int(found[2])) < MAVEN:
        raise Trouble(f"Maven {found[1]}.{found[2]} is too old: install Maven 3.8 or newer.")


def find_python(least: tuple[int, int], most: tuple[int, int], variable: str) -> Python:
    """An interpreter between two versions (inclusive): the one that the variable names, or this one, or the newest one that is found."""
    wanted = f"Python {least[0]}.{least[1]} to {most[0]}.{most[1]}"
    named = os.environ.get(variable)
    if named:
        version = _python_version(named)
        if version is None or not least <= version <= most:
            raise Trouble(f"{variable} is not {wanted}: {named}")
        return Python(named, version)
    for program in (sys.executable, *_pythons(least, most)):
        version = _python_version(program)
        if version and least <= version <= most:
            return Python(program, version)
    raise Trouble(
        f"{wanted} is missing: install one next to this {THIS_PYTHON.version[0]}.{THIS_PYTHON.version[1]} "
        f"(pyenv, `uv python install {most[0]}.{most[1]}`, your system's packages), or set its path: {variable}=…"
    )


def _pythons(least: tuple[int, int], most: tuple[int, int]) -> Iterator[str]:
    """Candidates for these versions, newest first: on the path, and where version managers install them."""
    for minor in range(most[1], least[1] - 1, -1):
        version = f"{most[0]}.{minor}"
        yield f"python{version}"
        for pattern in (
            f".pyenv/versions/{version}.*/bin/python3",
            f".local/share/uv/python/cpython-{version}*/bin/python3",
            f".local/share/mise/installs/python/{version}*/bin/python3",
            f".asdf/installs/python/{version}.*/bin/python3",
        ):
            yield from map(str, sorted(Path.home().glob(pattern), reverse=True))


def _python_version(program: str) -> tuple[int, int] | None:
    """
    The version of an interpreter. None if the program cannot be run or cannot create virtual environments: version managers put
    programs on the path that only print instructions.
    """
    try:
        output = _output([program, "-c", "import ensurepip, sys, venv; print(*sys.version_info[:2])"]).split()
    except OSError:
        return None
    return (int(output[0]), int(output[1])) if len(output) == 2 else None


def check_venv() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Trouble("Python's venv module is missing: on Debian and Ubuntu, `apt install python3-venv`.") from None


def check_port(port: int, variable: str) -> None:
    with socket.socket() as probe:
        # A port whose last connection has just been closed counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Trouble(f"Port {port} is in use by {_owner(port)}: stop it, or choose another with {variable}=…") from None


def functions_run_as_processes() -> bool:
    """Whether functions can run as plain processes. Lambda's runtime client has native code for Linux only."""
    if platform.system() == "Linux":
        return True
    if shutil.which("docker") and subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0:
        return False
    raise Trouble(f"On {platform.system()}, the functions run in Docker containers: start Docker, then try again.")


def _jdk_homes() -> list[Path]:
    homes = [Path(os.environ[name]) for name in ("JAVA_HOME", "JDK_HOME", f"JAVA{JDK}_HOME", f"JAVA_HOME_{JDK}_X64") if os.environ.get(name)]
    java = shutil.which("java")
    if java:
        homes.append(Path(java).resolve().parent.parent)
    for pattern in (
        "/usr/lib/jvm/*",
        "/usr/lib64/jvm/*",
        "/usr/java/*",
        "/opt/java/*",
        "/opt/jdk*",
        "/Library/Java/JavaVirtualMachines/*/Contents/Home",
        "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
        str(Path.home() / ".sdkman/candidates/java/*"),
        str(Path.home() / ".jdks/*"),
        str(Path.home() / ".local/share/mise/installs/java/*"),
        str(Path.home() / ".asdf/installs/java/*"),
    ):
        root, _, rest = pattern.partition("*")
        base = Path(root).parent if not root.endswith("/") else Path(root)
        if base.is_dir():
            homes.extend(sorted(base.glob(pattern[len(str(base)):].lstrip("/"))))
    return homes


def _jdk_version(home: Path) -> int:
    """The feature version from the JDK's own release file; 0 if there is no JDK."""
    release = home / "release"
    if not release.is_file() or not (home / "bin" / "javac").exists():
        return 0
    found = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(errors="replace"), re.MULTILINE)
    return int(found[1]) if found else 0


def _owner(port: int) -> str:
    """The program that listens on the port, if this machine has a tool that reports it."""
    if shutil.which("lsof"):
        lines = _output(["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"]).splitlines()
        facts = {line[0]: line[1:] for line in reversed(lines) if line}
        if "p" in facts:
            return f"{facts.get('c', 'a process')} (process {facts['p']})"
    if shutil.which("ss"):
        found = re.search(r'users:\(\("([^"]+)",pid=(\d+)', _output(["ss", "-Hltnp", f"sport = :{port}"]))
        if found:
            return f"{found[1]} (process {found[2]})"
    return "another program"


def _output(command: list[str], environment: dict[str, str] | None = None) -> str:
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False).stdout
