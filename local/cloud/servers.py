"""The servers of the local cloud: the AWS emulator, the stubs of the providers, and the site with the embed's page."""

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
from settings import REGION, ROOT, RUNTIME, Instance, env_file_of, folder_of, local_aws, remember

# All that functions get to see of this machine's environment: whatever secrets it holds are none of theirs.
_HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "DOCKER_HOST")


def emulator(name: str) -> Service:
    return Service("emulator", folder_of(name))


def providers(name: str) -> Service:
    return Service("providers", folder_of(name))


def site(name: str) -> Service:
    return Service("site", folder_of(name))


def tables(name: str) -> Service:
    """DynamoDB Local, which only the second emulator has beside it: the first has tables of its own."""
    return Service("tables", folder_of(name))


def is_up(name: str) -> bool:
    return emulator(name).pid() is not None and providers(name).pid() is not None


def check_ports(instance: Instance) -> None:
    """Asked before the minutes that a first build takes, so that a taken port is told at once."""
    if not providers(instance.name).pid():
        preflight.check_port(instance.ports.providers, "LOCAL_PROVIDERS_PORT")
    if not emulator(instance.name).pid():
        preflight.check_port(instance.ports.cloud, "LOCAL_CLOUD_PORT")
    if not site(instance.name).pid():
        preflight.check_port(instance.ports.site, "LOCAL_SITE_PORT")


def serve_embed(instance: Instance) -> None:
    """Starts the site with the embed's page, unless it runs. Nothing else needs it: only who plays the demo looks at it."""
    served = site(instance.name)
    if not served.pid():
        program = str(Path(__file__).with_name("embed_site.py"))
        served.start([sys.executable, program, str(instance.ports.site), str(instance.env_file)], dict(os.environ))
        served.wait_until_healthy(f"{instance.site_url}/health", 10)


def up(instance: Instance, jdk: Path, as_processes: bool) -> None:
    """Starts what does not run yet."""
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
    """For a new emulator: one that died has saved nothing, and what it saved earlier is not true any more."""
    shutil.rmtree(_state(name), ignore_errors=True)
    _state(name).mkdir(parents=True)
    _birth(name).write_text(secrets.token_hex(16))


def restart(instance: Instance, jdk: Path, as_processes: bool) -> None:
    """Stops the emulator with all functions, whatever they are doing, and starts it again with what it held."""
    aws = emulator(instance.name)
    with phase("Restarting the emulator"):
        saved = _state(instance.name) / "dynamodb.json"
        saved.unlink(missing_ok=True)
        # It saves its state when it is asked to end.
        aws.stop(60)
        if not saved.exists():
            raise Trouble(f"The emulator did not save its state; its log ({aws.log}) ends with:\n{tail(aws.log)}")
        _start_emulator(instance, jdk, as_processes)
        aws.wait_until_healthy(f"{instance.endpoint}/_ministack/health", 60)


def _start_emulator(instance: Instance, jdk: Path, as_processes: bool) -> None:
    launcher = str(Path(__file__).with_name("emulator.py"))
    command = [tools.program("emulator", "python"), launcher]
    emulator(instance.name).start(command, _emulator_environment(instance, jdk, as_processes))


def holding(name: str) -> str:
    """A text that is the same as long as the emulator holds what was deployed to it, also over a restart; empty when it does not run."""
    return _birth(name).read_text() if emulator(name).pid() and _birth(name).exists() else ""


def down(name: str) -> bool:
    """Stops what was started, and tells whether anything was. Only the logs are left: nothing else is true any more."""
    stopped = [emulator(name).stop(), tables(name).stop(), providers(name).stop(), site(name).stop()]
    shutil.rmtree(temporary(name), ignore_errors=True)
    for stale in (env_file_of(name), *folder_of(name).glob("*.deployed")):
        stale.unlink(missing_ok=True)
    return any(stopped)


def providers_url_for_functions(instance: Instance, as_processes: bool) -> str:
    """The stubs' address as a function sees it: a container has a localhost of its own."""
    host = "localhost" if as_processes else "host.docker.internal"
    return f"http://{host}:{instance.ports.providers}"


def temporary(name: str) -> Path:
    """What is removed when everything is stopped."""
    return folder_of(name) / "tmp"


def _state(name: str) -> Path:
    """Where the emulator saves what it holds."""
    return temporary(name) / "state"


def _birth(name: str) -> Path:
    return temporary(name) / "born"


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
    folder = temporary(instance.name)
    folder.mkdir(parents=True, exist_ok=True)
    return {
        **handed_on(),
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
        "TMPDIR": str(folder),
        # Saved when it ends, read when it starts.
        "PERSIST_STATE": "1",
        "STATE_DIR": str(_state(instance.name)),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder / "s3"),
        "PYTHONUNBUFFERED": "1",
        "LOCAL_FUNCTION_ENVIRONMENTS": function_environments(),
        **(functions.environment(jdk, instance.folder) if as_processes else {}),
    }


def handed_on() -> dict[str, str]:
    return {name: os.environ[name] for name in _HANDED_ON if name in os.environ}


def function_environments() -> str:
    """How many processes one function may have."""
    return os.environ.get("LOCAL_FUNCTION_ENVIRONMENTS", str(max(2, (os.cpu_count() or 2) // 2)))
