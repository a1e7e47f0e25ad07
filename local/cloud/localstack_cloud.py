"""The second emulator: the same template and jars on LocalStack, so that nothing works only because of a peculiarity of one emulator."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import browser
import build
import deployment
import envfile
import functions
import preflight
import servers
import settings
import tools
import verification
from console import Trouble, phase, tail
from processes import listens, run_logged
from settings import LOCAL, REGION, ROOT, STACK, Instance, chosen

LOCALSTACK = "localstack"
# The Python versions that LocalStack supports: its code requires 3.12, and its pinned dependencies do not support 3.14.
PYTHON_LEAST, PYTHON_MOST = (3, 12), (3, 13)
# Of the Kinesis that LocalStack starts; `local/tools/kinesis` pins the same version.
KINESIS_VERSION = "0.5.2"
# What LocalStack would download when it starts, fetched by Maven instead.
JARS = ROOT / "local" / "localstack" / "target"
_DYNAMODB_LOCAL = ROOT / "local" / "localstack" / "DynamoDbLocal.java"

# The end-to-end tests that it cannot run, by limitation; docs/other-emulators.md lists the same limitations.
CANNOT = {
    # NothingPersonalIT also removes permissions.
    "SES v2 requires a token": (
        "EmailIT#a_fan_gets_one_email_in_two_parts_and_unsubscribes_with_one_click",
        "EmailIT#a_reported_bounce_fails_the_step_and_ends_mail_to_the_address",
        "EmailIT#a_complaint_ends_mail_to_the_fan_and_leaves_the_outcome",
        "EmailIT#reports_about_the_projects_configuration_set_pass_the_rule",
        "EmbedEventsIT#a_sign_up_by_email_gets_its_code_from_the_projects_address",
        "MessageRulesIT#an_address_that_has_to_confirm_gets_the_message_once_it_has",
        "MessageRulesIT#one_message_of_a_ladder_is_sent_and_each_step_shows_its_reason",
        "NothingPersonalIT#no_token_code_address_or_text_is_written_outside_the_table",
    ),
    "Enforcing role policies requires a token": (
        "RecoveryIT#an_event_is_accepted_and_its_run_started_later_if_executions_are_refused",
        "RecoveryIT#runs_continue_once_a_steps_function_may_use_the_table_again",
    ),
    "Does not name the shard of a table's changes": (
        "AnalyticsIT#runs_outcomes_messages_clicks_and_fans_are_counted_once",
        "UsageIT#every_text_is_counted_once_by_flow_and_channel",
    ),
    "Answers a method that a path does not support with 403": ("SignInIT#the_management_api_answers_no_preflight",),
    "Too slow": ("EmbedEventsIT#a_servers_batch_starts_each_run_once_however_often_it_is_sent",),
}
CANNOT_EXPRESS = {
    **CANNOT,
    "Cannot list the executions of an EXPRESS state machine": ("RecoveryIT#a_run_whose_execution_vanishes_is_resumed",),
}


def run(workflow_type: str, stays: bool) -> int:
    """
    Starts LocalStack, deploys, and runs the demo. Then either runs the end-to-end tests and stops everything, or leaves it running.

    :return: the exit code
    """
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    if not preflight.functions_run_as_processes():
        raise Trouble("LocalStack runs the functions as processes here, which Lambda's runtime client supports only on Linux.")
    python = preflight.find_python(PYTHON_LEAST, PYTHON_MOST, "LOCALSTACK_PYTHON")
    chromium = {} if stays else browser.variables()
    instance = chosen(LOCALSTACK)
    # It cannot update a stack, so each run starts from scratch.
    servers.down(LOCALSTACK)
    with ThreadPoolExecutor() as pool:
        built = pool.submit(build.build, jdk)
        tools.install(("sam",))
        tools.install((LOCALSTACK,), python)
        tools.install((tools.NODE, tools.KINESIS.name))
        built.result()
    _fetch_jars(jdk)
    try:
        _start(instance, jdk)
        deployment.deploy_as_to_aws(instance, workflow_type)
        deployment.start_functions(instance)
        envfile.write(instance.env_file, _variables(instance))
        _run_demo(instance)
        if stays:
            servers.serve_embed(instance)
            print(f"\nLocalStack keeps running, its variables are in {instance.env_file.relative_to(ROOT)}; `make stop` stops it.")
            return 0
        left_out = CANNOT_EXPRESS if workflow_type == "EXPRESS" else CANNOT
        return _try_tests(jdk, left_out, {**envfile.read(instance.env_file), **_variables_for_tests(instance), **chromium})
    finally:
        if not stays:
            servers.down(LOCALSTACK)


def _fetch_jars(jdk: Path) -> None:
    with phase("Downloading DynamoDB Local") as current:
        if JARS.is_dir() and (JARS / "fetched-for").is_file() and (JARS / "fetched-for").read_text() == _fetched_for():
            current.note = "unchanged"
            return
        log = LOCAL / "localstack-jars.log"
        command = ["mvn", "--batch-mode", "--activate-profiles", "localstack", "--projects", "local/localstack", "clean", "package"]
        if not run_logged(command, log, build.maven_environment(jdk), ROOT):
            raise Trouble(f"DynamoDB Local could not be downloaded; Maven's output ({log}) ends with:\n{tail(log, 30)}")
        (JARS / "fetched-for").write_text(_fetched_for())


def _fetched_for() -> str:
    return "".join((ROOT / pom).read_text() for pom in ("pom.xml", "local/localstack/pom.xml"))


def _start(instance: Instance, jdk: Path) -> None:
    with phase("Starting LocalStack"):
        settings.remember(instance)
        servers.forget(instance.name)
        servers.start_providers(instance, jdk, as_processes=True)
        dynamodb, dynamodb_port = servers.tables(instance.name), settings.free_port()
        dynamodb.start(_dynamodb_command(jdk, dynamodb_port), servers.inherited_environment())
        _place_downloads(instance, jdk)
        emulator = servers.emulator(instance.name)
        launcher = str(Path(__file__).with_name("localstack_launcher.py"))
        emulator.start([tools.program(LOCALSTACK, "python"), launcher], _environment(instance, jdk, dynamodb_port))
        emulator.wait_until_healthy(f"{instance.endpoint}/_localstack/health", 120)
        dynamodb.wait_until_healthy(f"http://127.0.0.1:{dynamodb_port}", 60, listens)
        servers.wait_for_providers(instance)


def _dynamodb_command(jdk: Path, port: int) -> list[str]:
    jars = JARS / "dynamodb-local"
    return [
        str(jdk / "bin" / "java"),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        f"-Dsqlite4java.library.path={jars}",
        "-cp",
        str(jars / "*"),
        str(_DYNAMODB_LOCAL),
        str(port),
    ]


def _place_downloads(instance: Instance, jdk: Path) -> None:
    """
    Links what it would download into the folders where it looks first: the JSONata libraries of its state machines, and the Kinesis that
    it starts when a table with a stream is created. It waits for that download; when it takes long, the creation is sent again and fails.
    """
    for place, found in (("java/21", jdk), ("jsonata/0.9.7", JARS / "jsonata"), (f"kinesis-local/{KINESIS_VERSION}", tools.KINESIS.installed)):
        link = _root(instance) / "var" / "lib" / "localstack" / "lib" / place
        link.parent.mkdir(parents=True)
        link.symlink_to(found)


def _root(instance: Instance) -> Path:
    """The folder that it uses as the root of its file system."""
    return servers.temporary(instance.name) / "root"


def _environment(instance: Instance, jdk: Path, dynamodb_port: int) -> dict[str, str]:
    """The variables of https://docs.localstack.cloud/references/configuration, and those that `localstack_launcher.py` reads."""
    logs = instance.folder / "functions"
    logs.mkdir(parents=True, exist_ok=True)
    for old in logs.glob("*.log"):
        old.unlink()
    return {
        **servers.inherited_environment(),
        # It starts its Kinesis with the `node` that it finds.
        "PATH": os.pathsep.join([str(Path(tools.node_program()).parent), os.environ.get("PATH", "")]),
        "GATEWAY_LISTEN": f"127.0.0.1:{instance.ports.cloud}",
        "LOCALSTACK_HOST": f"localhost:{instance.ports.cloud}",
        "FILESYSTEM_ROOT": str(_root(instance)),
        "TMPDIR": str(servers.temporary(instance.name)),
        "OVERRIDE_IN_DOCKER": "0",
        # Sends no usage data, downloads nothing, and starts services only when they are used.
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DNS_ADDRESS": "0",
        "EAGER_SERVICE_LOADING": "0",
        "ACTIVATE_PRO": "0",
        # Its newer engine resolves the alias of a function before it has transformed the template that creates the alias.
        "PROVIDER_OVERRIDE_CLOUDFORMATION": "engine-legacy",
        "DYNAMODB_LOCAL_PORT": str(dynamodb_port),
        "KINESIS_MOCK_VERSION": KINESIS_VERSION,
        # Many functions start simultaneously on one machine.
        "LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT": "60",
        "PYTHONUNBUFFERED": "1",
        "LOCAL_REGION": REGION,
        "LOCAL_FUNCTION_ENVIRONMENTS": servers.function_environments(),
        "LOCAL_FUNCTION_LOGS": str(logs),
        **functions.environment(jdk, instance.folder, instance.providers_url),
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
    }


def _variables(instance: Instance) -> dict[str, str]:
    return {
        **deployment.environment(instance),
        "INSTAGRAM_APP_SECRET": deployment.instagram_app_secret(instance),
        "SITE_URL": instance.site_url,
    }


def _variables_for_tests(instance: Instance) -> dict[str, str]:
    """One stack replaces the two that `make test` deploys: tests of either type use it."""
    variables = deployment.environment(instance)
    return {
        **variables,
        **{f"STANDARD_{name}": value for name, value in variables.items() if not name.startswith("AWS_")},
        "STACK_NAME": STACK,
        "STANDARD_STACK_NAME": STACK,
        "CLOUD_URL": instance.endpoint,
        "EMULATOR_PID": str(servers.emulator(instance.name).pid()),
    }


def _run_demo(instance: Instance) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "local" / "demo.py"), str(instance.env_file)], check=False)
    if done.returncode != 0:
        raise Trouble(f"The demo failed. The logs are in {instance.folder}.")


def _try_tests(jdk: Path, cannot: dict[str, tuple[str, ...]], variables: dict[str, str]) -> int:
    verification.delete_reports()
    left_out = [(reason, name) for reason, names in cannot.items() for name in names]
    tests = ",".join(["dev/actionflows/endtoend/*IT", *(f"!{name}" for _, name in left_out)])
    succeeded = verification.try_end_to_end(
        jdk, variables, ("local/end-to-end",),
        f"-Dit.test={tests}", "-Dfailsafe.failIfNoSpecifiedTests=false",
        # Sequentially, because one of them kills the functions of the stack that all tests share here.
        "-Djunit.jupiter.execution.parallel.enabled=false",
        # Tests of other modules do not depend on the emulator.
        "-Dtest=none", "-Dsurefire.failIfNoSpecifiedTests=false",
    )
    total = verification.counted()
    print("\nSkipped on LocalStack:", flush=True)
    for reason, name in left_out:
        print(f"  {name}: {reason}")
    print(f"\n{total}, {len(left_out)} skipped on LocalStack", flush=True)
    return 0 if succeeded and total.failed == 0 and total.passed > 0 else 1
