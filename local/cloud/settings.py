"""The folders, ports and addresses of an instance of the local cloud.

Two instances can run side by side: `demo` is what `make run` starts, `test` is what `make test` starts, tests and
deletes. Each has its own ports, processes and logs; both share the tools and the built jars.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from console import Trouble

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
TOOLS = LOCAL / "tools"
RUNTIME = ROOT / "local" / "runtime" / "target"
MOVED_CLOCK = ROOT / "local" / "moved-clock" / "target" / "moved-clock.jar"

# The instance that `make run` starts.
DEMO = "demo"

REGION = "us-east-1"
STACK = "action-flows"
ARTIFACTS_BUCKET = "action-flows-artifacts"


@dataclass(frozen=True)
class Ports:
    """The ports of an instance's servers."""

    cloud: int
    providers: int
    site: int = 4568
    console: int = 4569


@dataclass(frozen=True)
class Instance:
    """One local cloud."""

    name: str
    ports: Ports

    @property
    def folder(self) -> Path:
        return folder_of(self.name)

    @property
    def env_file(self) -> Path:
        return env_file_of(self.name)

    @property
    def endpoint(self) -> str:
        return f"http://localhost:{self.ports.cloud}"

    @property
    def providers_url(self) -> str:
        return f"http://localhost:{self.ports.providers}"

    @property
    def site_url(self) -> str:
        """The address of the page with the embed. Its port makes it a different origin than the API's."""
        return f"http://localhost:{self.ports.site}"

    @property
    def console_url(self) -> str:
        """The address of the web console, behind which the API is, too."""
        return f"http://localhost:{self.ports.console}"


def folder_of(name: str) -> Path:
    return LOCAL / name


def env_file_of(name: str) -> Path:
    return LOCAL / f"{name}.env"


def remembered(name: str) -> Instance | None:
    """The instance with the ports of its last start; None if it was never started."""
    file = folder_of(name) / "ports.json"
    if not file.exists():
        return None
    return Instance(name, Ports(**json.loads(file.read_text())))


def remember(instance: Instance) -> None:
    instance.folder.mkdir(parents=True, exist_ok=True)
    (instance.folder / "ports.json").write_text(json.dumps(asdict(instance.ports)))


def chosen(name: str) -> Instance:
    """The instance with the ports to start it with: for the demo, those in the environment or fixed defaults; otherwise free ones."""
    if name == DEMO:
        return Instance(name, Ports(
            _port("LOCAL_CLOUD_PORT", 4566), _port("LOCAL_PROVIDERS_PORT", 4567), _port("LOCAL_SITE_PORT", 4568),
            _port("LOCAL_CONSOLE_PORT", 4569),
        ))
    return Instance(name, Ports(free_port(), free_port(), free_port(), free_port()))


def without_aws(environment: dict[str, str]) -> dict[str, str]:
    """The environment without any variable that could lead to a real AWS account."""
    return {name: value for name, value in environment.items() if not name.startswith("AWS_")}


def local_aws(endpoint: str) -> dict[str, str]:
    """The variables that make AWS clients use the emulator, regardless of this machine's AWS configuration."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _port(variable: str, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"{variable} is not a port number: {text}")
    return int(text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
