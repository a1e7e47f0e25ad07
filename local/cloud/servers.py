"""The two servers of the local cloud: the AWS emulator and the stubs of the providers."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import functions
import preflight
import tools
from console import phase
from processes import Service
from settings import REGION, ROOT, RUNTIME, Instance, env_file_of, folder_of, local_aws, remember

# All that functions get to see of this machine's environment: whatever secrets it holds are none of theirs.
_HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "DOCKER_HOST")


def emulator(name: str) -> Service:
    return Service("emulator", folder_of(name))


def providers(name: str) -> Service:
    return Service("providers", folder_of(name))


def is_up(name: str) -> bool:
    return emulator(name).pid() is not None and providers(name).pid() is not None


def check_ports(instance: Instance) -> None:
    """Asked before the minutes that a first build takes, so that a taken port is told at once."""
    if not providers(instance.name).pid():
        preflight.check_port(instance.ports.providers, "LOCAL_PROVIDERS_PORT")
    if not emulator(instance.name).pid():
        preflight.check_port(instance.ports.cloud, "LOCAL_CLOUD_PORT")


def up(instance: Instance, jdk: Path, as_processes: bool) -> None:
    """Starts what does not run yet."""
    aws, stubs = emulator(instance.name), providers(instance.name)
    with phase("Starting the local cloud") as current:
        if is_up(instance.name):
            current.note = "already up"
            return
        remember(instance)
        if not stubs.pid():
            stubs.start(_providers_command(instance, jdk, as_processes), dict(os.environ))
        if not aws.pid():
            launcher = str(Path(__file__).with_name("emulator.py"))
            aws.start([tools.program("emulator", "python"), launcher], _emulator_environment(instance, jdk, as_processes))
        aws.wait_until_healthy(f"{instance.endpoint}/_ministack/health", 60)
        stubs.wait_until_healthy(f"{instance.providers_url}/__admin/health", 60)


def down(name: str) -> bool:
    """Stops what was started, and tells whether anything was. Only the logs are left: nothing else is true any more."""
    stopped = [emulator(name).stop(), providers(name).stop()]
    shutil.rmtree(_temporary(name), ignore_errors=True)
    for stale in (env_file_of(name), *folder_of(name).glob("*.deployed")):
        stale.unlink(missing_ok=True)
    return any(stopped)


def providers_url_for_functions(instance: Instance, as_processes: bool) -> str:
    """The stubs' address as a function sees it: a container has a localhost of its own."""
    host = "localhost" if as_processes else "host.docker.internal"
    return f"http://{host}:{instance.ports.providers}"


def _temporary(name: str) -> Path:
    return folder_of(name) / "tmp"


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
    """The emulator's environment. It hands it on to the functions, whose `bootstrap` reads the three LOCAL_ variables."""
    temporary = _temporary(instance.name)
    temporary.mkdir(parents=True, exist_ok=True)
    return {
        **{name: os.environ[name] for name in _HANDED_ON if name in os.environ},
        **local_aws(instance.endpoint),
        "GATEWAY_PORT": str(instance.ports.cloud),
        "BIND_HOST": _bind_address(as_processes),
        "MINISTACK_REGION": REGION,
        "LAMBDA_EXECUTOR": "local" if as_processes else "docker",
        "LAMBDA_ACCOUNT_CONCURRENCY": "0",
        # Enforces the policies of roles: a permission that the template lacks is lacking here, too.
        "AUTH": "true",
        # Servers of services that this project does not use.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # Lambda sets these from the template; the emulator does not.
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
        "TMPDIR": str(temporary),
        "PYTHONUNBUFFERED": "1",
        "LOCAL_FUNCTION_ENVIRONMENTS": os.environ.get("LOCAL_FUNCTION_ENVIRONMENTS", str(max(2, (os.cpu_count() or 2) // 2))),
        **(functions.environment(jdk, instance.folder) if as_processes else {}),
    }
