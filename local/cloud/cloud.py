"""From an empty folder to a local cloud with the project deployed on it."""

from __future__ import annotations

import build
import deployment
import preflight
import servers
import tools
from settings import STACK, Instance


def start(instance: Instance) -> None:
    """Does what is still to be done, and leaves the instance's variables in its env file."""
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    as_processes = preflight.functions_run_as_processes()
    servers.check_ports(instance)
    tools.install()
    build.build(jdk)
    servers.up(instance, jdk, as_processes)
    deployment.deploy(instance, as_processes)
    deployment.write_env_file(instance.env_file, deployment.environment(instance))


def start_for_tests(instance: Instance) -> None:
    """The same with a second stack, whose state machine is of the other type; its variables begin with STANDARD_."""
    start(instance)
    standard = f"{STACK}-standard"
    deployment.deploy(instance, preflight.functions_run_as_processes(), "STANDARD", standard)
    second = {f"STANDARD_{name}": value for name, value in deployment.environment(instance, standard).items()}
    deployment.write_env_file(instance.env_file, {**deployment.environment(instance), **second})
