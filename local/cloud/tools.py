"""The pinned tools, each in a virtual environment of the project's own, installed from a lock file with hashes."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import preflight
from preflight import Python
from console import Trouble, phase, tail
from processes import run_logged
from settings import ROOT, TOOLS

LOCKS = ROOT / "local" / "tools"
# An environment each, because they need different versions of the same library.
TO_RUN = ("sam", "emulator")
TO_LINT = ("sam", "checkov")
TO_TEST = ("sam", "emulator", "checkov", "fuzzer")


def install(names: tuple[str, ...] = TO_RUN, python: Python = preflight.THIS_PYTHON) -> None:
    """
    Installs what is missing or whose lock file has changed; the policy scanner is large, so only what is needed.

    :param python: to run the tools with
    """
    with phase("Installing the tools") as current:
        outdated = [name for name in names if not _is_current(name, python)]
        if not outdated:
            current.note = "unchanged"
            return
        preflight.check_venv()
        for name in outdated:
            _install(name, python)


def program(environment: str, name: str) -> str:
    return str(TOOLS / environment / "bin" / name)


def _install(name: str, python: Python) -> None:
    folder = TOOLS / name
    shutil.rmtree(folder, ignore_errors=True)
    TOOLS.mkdir(parents=True, exist_ok=True)
    log = TOOLS / f"{name}.log"
    if not run_logged([python.program, "-m", "venv", str(folder)], log):
        raise Trouble(f"Python could not make a virtual environment (on Debian and Ubuntu, `apt install python3-venv`):\n{tail(log, 5)}")
    # The lock holds every package, so that nothing is left to resolve: what is not in it is not installed.
    installed = run_logged(
        [program(name, "python"), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--require-hashes",
         # Python compiles what is used when it is used first, which is little of it.
         "--no-compile", "--requirement", str(LOCKS / f"{name}.lock")],
        log,
    )
    if not installed:
        raise Trouble(f"The tools could not be installed; pip's output ({log}) ends with:\n{tail(log, 8)}")
    _stamp(name).write_text(_fingerprint(name, python))


def _is_current(name: str, python: Python) -> bool:
    """Whether the environment was made from today's lock file, and still starts (its Python may have been removed)."""
    stamp = _stamp(name)
    if not stamp.exists() or stamp.read_text() != _fingerprint(name, python):
        return False
    try:
        return subprocess.run([program(name, "python"), "-c", ""], check=False).returncode == 0
    except OSError:
        return False


def _stamp(name: str) -> Path:
    return TOOLS / name / "installed-from"


def _fingerprint(name: str, python: Python) -> str:
    return hashlib.sha256((LOCKS / f"{name}.lock").read_bytes()).hexdigest() + f" python {python.version[0]}.{python.version[1]}"
