"""Sets up a local cloud, starting from an empty folder, and deploys the project to it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import build
import deployment
import envfile
import preflight
import servers
import tools
import web_console
from settings import STACK, Instance

STANDARD_STACK = f"{STACK}-standard"

# The sender of the demo project's emails.
MAIL_DOMAIN = "midnight-arcade.example"
MAIL_FROM = f"hello@{MAIL_DOMAIN}"


def start(instance: Instance) -> None:
    """Performs the missing steps, and writes the instance's variables to its env file."""
    _start(instance, {STACK: "EXPRESS"})
    deployment.verify_sender(instance, MAIL_DOMAIN)
    found = {**deployment.environment(instance), "INSTAGRAM_APP_SECRET": deployment.instagram_app_secret(instance), "MAIL_FROM": MAIL_FROM}
    if servers.clock_file(instance.name).exists():
        found["CLOCK_FILE"] = str(servers.clock_file(instance.name))
    known = envfile.read(instance.env_file)
    # The values that the demo has added remain valid as long as the stack is the same.
    same = known.get("ADMIN_KEY") == found["ADMIN_KEY"]
    envfile.write(instance.env_file, {**(known if same else {}), **found, "SITE_URL": instance.site_url, "CONSOLE_URL": instance.console_url})


def restart(instance: Instance) -> None:
    """Stops the emulator and starts it again with its state."""
    servers.restart(instance, preflight.find_jdk(), preflight.functions_run_as_processes())


def start_for_tests(instance: Instance) -> None:
    """As `start`, with a second stack whose state machine has the other type."""
    _start(instance, {STACK: "EXPRESS", STANDARD_STACK: "STANDARD"})
    envfile.write(instance.env_file, variables_for_tests(instance))


def variables_for_tests(instance: Instance) -> dict[str, str]:
    """The variables that tests need about both stacks, and about the current processes of the cloud."""
    first, second = deployment.environment(instance), deployment.environment(instance, STANDARD_STACK)
    return {
        **first,
        **{f"STANDARD_{name}": value for name, value in second.items() if not name.startswith("AWS_")},
        # For tests that cause failures: the stacks, the cloud, and, where functions are its child processes, its own process.
        "STACK_NAME": STACK,
        "STANDARD_STACK_NAME": STANDARD_STACK,
        "CLOUD_URL": instance.endpoint,
        **({"EMULATOR_PID": str(servers.emulator(instance.name).pid())} if preflight.functions_run_as_processes() else {}),
    }


def _start(instance: Instance, stacks: dict[str, str]) -> None:
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    as_processes = preflight.functions_run_as_processes()
    servers.check_ports(instance)
    with ThreadPoolExecutor() as pool:
        built = pool.submit(build.build, jdk)
        tools.install()
        web_console.build()
        built.result()
    servers.up(instance, jdk, as_processes)
    for stack, workflow_type in stacks.items():
        deployment.deploy(instance, as_processes, workflow_type, stack)
