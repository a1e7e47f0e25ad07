"""Background processes: started with a log and a record of their identity, and stopped only if they are still the same processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from console import Trouble, tail


_PROC = Path("/proc/self")


@dataclass(frozen=True)
class Service:
    """A background process of an instance, identified by its name."""

    name: str
    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def record(self) -> Path:
        return self.folder / f"{self.name}.pid"

    def start(self, command: list[str], environment: dict[str, str], continue_log: bool = False) -> None:
        """
        Starts the process in a group of its own, so that Ctrl-C in the terminal does not stop it prematurely.

        :param continue_log: whether to keep what the process's predecessor has logged
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab" if continue_log else "wb") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.record.write_text(json.dumps({"pid": process.pid, "started": _start_time(process.pid)}))

    def pid(self) -> int | None:
        """The process id, if the process that was started is still running."""
        if not self.record.exists():
            return None
        record = json.loads(self.record.read_text())
        started = _start_time(record["pid"])
        return record["pid"] if started and started == record["started"] else None

    def wait_until_healthy(self, url: str, seconds: float, is_healthy: Callable[[str], bool] | None = None) -> None:
        """Polls the address until it is healthy; by default, until it returns a success status."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.pid() is None:
                raise Trouble(f"The {self.name} ended while starting; its log ({self.log}) ends with:\n{tail(self.log)}")
            if (is_healthy or answers)(url):
                return
            time.sleep(0.1)
        raise Trouble(f"The {self.name} did not respond within {seconds:.0f} s; its log ({self.log}) ends with:\n{tail(self.log)}")

    def stop(self, seconds: float = 15) -> bool:
        """Ends the process and its children; returns whether it was running."""
        pid = self.pid()
        if pid is not None:
            _signal_group(pid, signal.SIGTERM)
            deadline = time.monotonic() + seconds
            while _group_exists(pid) and time.monotonic() < deadline:
                time.sleep(0.05)
            _signal_group(pid, signal.SIGKILL)
        self.record.unlink(missing_ok=True)
        return pid is not None


def listens(url: str) -> bool:
    """Whether a GET of the address gets any response, including an error status."""
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def answers(url: str) -> bool:
    """Whether a GET of the address returns a success status."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return 200 <= response.status < 300
    except (urllib.error.URLError, OSError):
        return False


def run_logged(command: list[str], log: Path, environment: dict[str, str] | None = None, cwd: Path | None = None) -> bool:
    """Runs a command with its output in a log; returns whether it succeeded."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        return subprocess.run(command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                              stderr=subprocess.STDOUT, check=False).returncode == 0


def run_watched(command: list[str], log: Path, on_line: Callable[[str], None], environment: dict[str, str], cwd: Path) -> bool:
    """As `run_logged`, and also passes each line of the output to `on_line` immediately."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as output, subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            output.write(line)
            output.flush()
            on_line(line)
    return process.returncode == 0


@contextmanager
def logged(command: list[str], log: Path, environment: dict[str, str], cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a command in the background, with its output in a log. It is terminated on exit unless the caller has waited for it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def cpu_seconds(leader: int, variable: str) -> float | None:
    """
    The CPU time used so far by the running members of a process group that have this environment variable; None on systems other
    than Linux.
    """
    if not _PROC.exists():
        return None
    ticks = 0
    for entry in _PROC.parent.iterdir():
        state = _state_of(int(entry.name)) if entry.name.isdigit() else None
        if state and state[2] == str(leader) and _has_variable(entry, variable):
            ticks += int(state[11]) + int(state[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _has_variable(process: Path, variable: str) -> bool:
    try:
        return any(it.startswith(f"{variable}=".encode()) for it in (process / "environ").read_bytes().split(b"\0"))
    except OSError:
        return False


def _start_time(pid: int) -> str:
    """The start time of the process, in the system's notation; empty if there is none. It distinguishes processes with a reused id."""
    if _PROC.exists():
        state = _state_of(pid)
        return "" if state is None or state[0] == "Z" else state[19]
    listed = subprocess.run(["ps", "-o", "stat=", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = listed.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else started.strip()


def _signal_group(leader: int, sent: signal.Signals) -> None:
    try:
        os.killpg(leader, sent)
    except ProcessLookupError:
        pass


def _group_exists(leader: int) -> bool:
    """Whether a member of the process group is alive; zombies do not count."""
    if _PROC.exists():
        states = (_state_of(int(entry.name)) for entry in _PROC.parent.iterdir() if entry.name.isdigit())
        return any(state[0] != "Z" and state[2] == str(leader) for state in states if state)
    try:
        os.killpg(leader, 0)
    except (ProcessLookupError, PermissionError):
        # macOS denies permission if only zombies are left.
        return False
    return True


def _state_of(pid: int) -> list[str] | None:
    """The fields of /proc/<pid>/stat from the state on: state, parent, group, ...; the start time is the twentieth. None if there is no such process."""
    try:
        # The name before the state is in parentheses and may contain any character.
        return (_PROC.parent / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
