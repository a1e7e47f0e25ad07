"""The servers of the local cloud: the AWS emulator, the stubs of the providers, the site with the embed's page, and that of the web console."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from pathlib import Path

import functions
import preflight
import tools
from console import Trouble, phase, tail
from processes import Service
from settings import DEMO, REGION, ROOT, RUNTIME, Instance, env_file_of, folder_of, local_aws, remember

# The only variables of this machine that functions inherit, so that they get none of its secrets.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "DOCKER_HOST")


def emulator(name: str) -> Service:
    return Service("emulator", folder_of(name))


def providers(name: str) -> Service:
    return Service("providers", folder_of(name))


def site(name: str) -> Service:
    return Service("site", folder_of(name))


def console(name: str) -> Service:
    return Service("console", folder_of(name))


def tables(name: str) -> Service:
    """DynamoDB Local, which only the second emulator uses: the first has its own implementation of tables."""
    return Service("tables", folder_of(name))


def is_up(name: str) -> bool:
    return emulator(name).pid() is not None and providers(name).pid() is not None


def check_ports(instance: Instance) -> None:
    """Called before the first build, which takes minutes, so that a used port is reported immediately."""
    if not providers(instance.name).pid():
        preflight.check_port(instance.ports.providers, "LOCAL_PROVIDERS_PORT")
    if not emulator(instance.name).pid():
        preflight.check_port(instance.ports.cloud, "LOCAL_CLOUD_PORT")
    if not site(instance.name).pid():
        preflight.check_port(instance.ports.site, "LOCAL_SITE_PORT")
    if not console(instance.name).pid():
        preflight.check_port(instance.ports.console, "LOCAL_CONSOLE_PORT")


def serve_embed(instance: Instance) -> None:
    """Starts the site with the embed's page, unless it is running. Only users of the demo need it."""
    _serve(site(instance.name), "embed_site.py", instance.ports.site, instance)


def serve_console(instance: Instance) -> None:
    """Starts the site of the web console, unless it is running."""
    _serve(console(instance.name), "web_console_site.py", instance.ports.console, instance)


def _serve(served: Service, program: str, port: int, instance: Instance) -> None:
    if not served.pid():
        command = [sys.executable, str(Path(__file__).with_name(program)), str(port), str(instance.env_file)]
        served.start(command, dict(os.environ))
        served.wait_until_healthy(f"http://localhost:{port}/health", 10)


def up(instance: Instance, jdk: Path, as_processes: bool) -> None:
    """Starts the servers that are not running."""
    aws, stubs = emulator(instance.name), providers(instance.name)
    with phase("Starting the local cloud") as current:
        if is_up(instance.name):
            current.note = "already running"
            return
        remember(instance)
        start_providers(instance, jdk, as_processes)
        if not aws.pid():
            forget(instance.name)
            _start_emulator(instance, jdk, as_processes)
        aws.wait_until_healthy(f"{instance.endpoint}/_ministack/health", 60)
        wait_for_providers(instance)


def start_providers(instance: Instance, jdk: Path, as_processes: bool) -> None:
    stubs = providers(instance.name)
    if not stubs.pid():
        stubs.start(_providers_command(instance, jdk, as_processes), dict(os.environ))


def wait_for_providers(instance: Instance) -> None:
    providers(instance.name).wait_until_healthy(f"{instance.providers_url}/__admin/health", 60)


def forget(name: str) -> None:
    """Deletes the state of an earlier emulator: if it ended abruptly, it has saved nothing, and an older saved state is outdated."""
    shutil.rmtree(_state(name), ignore_errors=True)
    clock_file(name).unlink(missing_ok=True)
    _state(name).mkdir(parents=True)
    _state_id_file(name).write_text(secrets.token_hex(16))


def restart(instance: Instance, jdk: Path, as_processes: bool) -> None:
    """Stops the emulator with all functions, including busy ones, and starts it again with its state."""
    aws = emulator(instance.name)
    with phase("Restarting the emulator"):
        saved = _state(instance.name) / "dynamodb.json"
        saved.unlink(missing_ok=True)
        # It saves its state when it is terminated.
        aws.stop(60)
        if not saved.exists():
            raise Trouble(f"The emulator did not save its state; its log ({aws.log}) ends with:\n{tail(aws.log)}")
        _start_emulator(instance, jdk, as_processes, continue_log=True)
        aws.wait_until_healthy(f"{instance.endpoint}/_ministack/health", 60)


def _start_emulator(instance: Instance, jdk: Path, as_processes: bool, continue_log: bool = False) -> None:
    launcher = str(Path(__file__).with_name("emulator.py"))
    command = [tools.program("emulator", "python"), launcher]
    emulator(instance.name).start(command, _emulator_environment(instance, jdk, as_processes), continue_log)


def state_id(name: str) -> str:
    """An id that stays the same as long as the emulator keeps its deployments, including across restarts; empty if it is not running."""
    return _state_id_file(name).read_text() if emulator(name).pid() and _state_id_file(name).exists() else ""


def down(name: str) -> bool:
    """Stops all servers; returns whether any was running. Keeps only the logs, because everything else is outdated."""
    stopped = [emulator(name).stop(), tables(name).stop(), providers(name).stop(), site(name).stop(), console(name).stop()]
    shutil.rmtree(temporary(name), ignore_errors=True)
    for stale in (env_file_of(name), *folder_of(name).glob("*.deployed")):
        stale.unlink(missing_ok=True)
    return any(stopped)


def providers_url_for_functions(instance: Instance, as_processes: bool) -> str:
    """The stubs' address as a function sees it: a container has its own localhost."""
    host = "localhost" if as_processes else "host.docker.internal"
    return f"http://{host}:{instance.ports.providers}"


def temporary(name: str) -> Path:
    """The folder that is removed when everything is stopped."""
    return folder_of(name) / "tmp"


def clock_file(name: str) -> Path:
    """Says by how much the clock of the functions is ahead; does not exist if the clock of the running functions cannot be moved."""
    return temporary(name) / "clock"


def _state(name: str) -> Path:
    """The folder in which the emulator saves its state."""
    return temporary(name) / "state"


def _state_id_file(name: str) -> Path:
    return temporary(name) / "state-id"


def _bind_address(as_processes: bool) -> str:
    return "127.0.0.1" if as_processes else "0.0.0.0"


def _providers_command(instance: Instance, jdk: Path, as_processes: bool) -> list[str]:
    return [
        str(jdk / "bin" / "java"),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-jar",
        str(RUNTIME / "wiremock.jar"),
        f"--port={instance.ports.providers}",
        f"--bind-address={_bind_address(as_processes)}",
        f"--root-dir={ROOT / 'local' / 'providers'}",
        "--max-request-journal-entries=10000",
        "--disable-banner",
    ]


def _emulator_environment(instance: Instance, jdk: Path, as_processes: bool) -> dict[str, str]:
    """The emulator's environment. The functions inherit it; their `bootstrap` reads those that begin with LOCAL_."""
    folder = temporary(instance.name)
    folder.mkdir(parents=True, exist_ok=True)
    return {
        **inherited_environment(),
        **local_aws(instance.endpoint),
        "GATEWAY_PORT": str(instance.ports.cloud),
        "BIND_HOST": _bind_address(as_processes),
        "MINISTACK_REGION": REGION,
        "LAMBDA_EXECUTOR": "local" if as_processes else "docker",
        "LAMBDA_ACCOUNT_CONCURRENCY": "0",
        # Enforces the policies of roles, so that a permission that is missing in the template is missing here, too.
        "AUTH": "true",
        # Servers of services that this project does not use.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # Lambda sets these from the template; the emulator does not.
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
        "TMPDIR": str(folder),
        # Saved on exit, loaded on start.
        "PERSIST_STATE": "1",
        "STATE_DIR": str(_state(instance.name)),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder / "s3"),
        "PYTHONUNBUFFERED": "1",
        "LOCAL_FUNCTION_ENVIRONMENTS": function_environments(),
        **(functions.environment(jdk, instance.folder, instance.providers_url) if as_processes else {}),
        # Tests of one instance run at the same time, and must not move each other's clock.
        **(functions.moved_clock(folder, clock_file(DEMO)) if as_processes and instance.name == DEMO else {}),
    }


def inherited_environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _INHERITED if name in os.environ}


def function_environments() -> str:
    """The maximum number of processes of one function."""
    return os.environ.get("LOCAL_FUNCTION_ENVIRONMENTS", str(max(2, (os.cpu_count() or 2) // 2)))
