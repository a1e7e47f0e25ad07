"""The commands of the local cloud."""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

import bench
import build
import cloud
import contract
import doctor
import fuzzing
import localstack_cloud
import preflight
import servers
import tools
import verification
import web_console
from console import Trouble, warn
from settings import DEMO, LOCAL, ROOT, Instance, chosen, remembered


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, _stop_on_signal)
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options) or 0)
    except Trouble as trouble:
        warn(f"\n{trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="local/cloud", description="The local cloud of Action Flows.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, function: object, help_text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_text, description=help_text)
        added.set_defaults(command=function)
        return added

    command("tools", _tools, "install the pinned tools for deploying and running into .local/tools")
    command("build", _build, "build the function jars if anything changed")
    run = command("run", _run, "build, start, deploy, run the demo; stop on Ctrl-C")
    run.add_argument("--detach", action="store_true", help="leave the local cloud running")
    command("up", _up, "build, start and deploy")
    command("deploy", _deploy, "build and deploy to the running local cloud")
    command("demo", _demo, "run the demo on the running local cloud")
    command("down", _down, "stop everything that was started")
    command("restart", _restart, "stop the AWS emulator abruptly and start it again with its state")
    command("status", _status, "show what is running")
    command("doctor", _doctor, "check this machine, a deployment and one project in it, and explain how to fix problems")
    command("env", _env, "print the variables of the running local cloud")
    command("format", _format, "format the sources")
    command("console", _console, "build the web console")
    publish = command("publish-console", _publish_console, "build the web console and upload it to the bucket of a stack")
    publish.add_argument("stack", help="the name of the stack")
    command("schema", _schema, "write the step types into flow.schema.json and openapi.yaml")
    command("phone-areas", _phone_areas, "write the time zones and states of phone numbers into phone-areas.tsv")
    command("api-docs", _api_docs, "generate a page of openapi.yaml to read")
    command("lint", _lint, "check the template with the SAM CLI, CloudFormation rules and a policy scanner, openapi.yaml, and the web console")
    command("test", _test, "run all tests, with the end-to-end tests on a separate local cloud")
    simulate = command("simulate", _simulate, "run simulated histories and search for one that violates a guarantee")
    simulate.add_argument("--seeds", type=int, default=10_000, help="number of histories")
    simulate.add_argument("--first", type=int, default=random.randrange(10**6, 10**12), help="the first seed; a new one each time by default")
    command("mutants", _mutants, "record for each mistake that the simulator must find a history that shows it")
    fuzz = command("fuzz", _fuzz, "send requests that openapi.yaml allows and forbids to the running local cloud, or to a separate one")
    fuzz.add_argument("--seconds", type=int, default=300, help="maximum duration")
    fuzz.add_argument("--seed", type=int, default=random.randrange(10**6, 10**12), help="the random seed; a new one each time by default")
    localstack = command("localstack", _localstack, "deploy to a second emulator, LocalStack; run the demo and the end-to-end tests that it supports")
    localstack.add_argument("--workflow-type", choices=("EXPRESS", "STANDARD"), default="EXPRESS", help="the type of the state machine")
    localstack.add_argument("--detach", action="store_true", help="leave it running, without the tests")
    command("bench", _bench, "measure time, calls and cost, compare them with their budgets, write docs/benchmarks.md")
    bench_replay = command("bench-replay", _bench_replay, "replay many failed runs in memory, and check that it is linear, exact and as predicted")
    bench_replay.add_argument("--runs", type=_runs_to_replay, default=100_000, help="number of runs to replay")
    bench_release_day = command("bench-release-day", _bench_release_day, "save a release for many fans, and check that it is exact, and where it can be measured, as predicted")
    bench_release_day.add_argument("--fans", type=_pre_savers, help="number of fans who have pre-saved it")
    bench_release_day.add_argument(
        "--in", dest="place", choices=list(_RELEASE_DAYS), default="memory",
        help="where they are stored: in memory, in the table of DynamoDB Local, or in the local cloud",
    )
    command("clean", _clean, "remove everything that was built or installed")
    return parser


def _tools(_: argparse.Namespace) -> None:
    tools.install()


def _build(_: argparse.Namespace) -> None:
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    build.build(jdk)


def _run(options: argparse.Namespace) -> int:
    # A local cloud that was already running is left running, because someone may be using it.
    stays = options.detach or servers.is_up(DEMO)
    try:
        _up(options)
        _demo(options)
        if not stays:
            _stay_until_interrupted()
    finally:
        if not stays:
            servers.down(DEMO)
    print("\nThe local cloud keeps running; `make stop` stops it." if stays else "The local cloud is stopped.")
    return 0


def _up(_: argparse.Namespace) -> None:
    instance = _instance()
    cloud.start(instance)
    servers.serve_embed(instance)
    servers.serve_console(instance)
    print(f"The variables of this local cloud are in {instance.env_file.relative_to(ROOT)}", flush=True)


def _deploy(options: argparse.Namespace) -> None:
    if not servers.is_up(DEMO):
        raise Trouble("The local cloud is not running: `make run DETACH=1` starts it.")
    _up(options)


def _demo(_: argparse.Namespace) -> None:
    if not servers.is_up(DEMO):
        raise Trouble("The local cloud is not running: `make run` starts it and runs the demo.")
    done = subprocess.run([sys.executable, str(ROOT / "local" / "demo.py"), str(_instance().env_file)], check=False)
    if done.returncode != 0:
        raise Trouble(f"The demo failed. The logs are in {_instance().folder}.")


def _down(_: argparse.Namespace) -> None:
    stopped = [name for name in (DEMO, verification.TEST, bench.BENCH, fuzzing.FUZZ, localstack_cloud.LOCALSTACK) if servers.down(name)]
    print("The local cloud is stopped." if stopped else "Nothing was running.")


def _restart(_: argparse.Namespace) -> None:
    if not servers.is_up(DEMO):
        raise Trouble("The local cloud is not running: `make run DETACH=1` starts it.")
    cloud.restart(_instance())


def _status(_: argparse.Namespace) -> int:
    for service in (servers.emulator(DEMO), servers.providers(DEMO), servers.site(DEMO), servers.console(DEMO)):
        pid = service.pid()
        print(f"{service.name:<10} {f'up, process {pid}' if pid else 'down':<24} {service.log}")
    return 0 if servers.is_up(DEMO) else 3


def _doctor(_: argparse.Namespace) -> int:
    return doctor.run(_instance().env_file)


def _env(_: argparse.Namespace) -> None:
    file = _instance().env_file
    if not servers.is_up(DEMO) or not file.exists():
        raise Trouble("The local cloud is not running: `make run DETACH=1` starts it.")
    print(file.read_text(), end="")


def _console(_: argparse.Namespace) -> None:
    tools.install((tools.NODE, tools.CONSOLE.name))
    web_console.build()
    print(f"The console is in {web_console.BUILT.relative_to(ROOT)}.")


def _publish_console(options: argparse.Namespace) -> None:
    tools.install(("sam", tools.NODE, tools.CONSOLE.name))
    web_console.build()
    web_console.publish(options.stack)


def _format(_: argparse.Namespace) -> int:
    tools.install((tools.NODE, tools.CONSOLE.name))
    web_console.format_sources()
    command = ["mvn", "--quiet", "--batch-mode", "--non-recursive", "spotless:apply"]
    return subprocess.run(command, cwd=ROOT, env=build.maven_environment(preflight.find_jdk()), check=False).returncode


def _schema(_: argparse.Namespace) -> int:
    return _write("schemas", "schema")


def _phone_areas(_: argparse.Namespace) -> int:
    return _write("phone-areas", "phone-areas")


def _write(module: str, profile: str) -> int:
    """Writes the files that a module derives, which a profile of it does."""
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    command = ["mvn", "--quiet", "--batch-mode", "--projects", module, "--also-make", "--activate-profiles", profile, "process-classes"]
    return subprocess.run(command, cwd=ROOT, env=build.maven_environment(jdk), check=False).returncode


def _api_docs(_: argparse.Namespace) -> None:
    tools.install((tools.NODE, tools.OPENAPI.name))
    page = LOCAL / "api.html"
    contract.write_reference(page)
    print(f"The reference of the HTTP API is in {page.relative_to(ROOT)}: open it in a browser.")


def _lint(_: argparse.Namespace) -> None:
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    tools.install(tools.TO_LINT)
    build.derive(jdk)
    web_console.build()
    verification.lint()


def _test(_: argparse.Namespace) -> int:
    return verification.run()


def _simulate(options: argparse.Namespace) -> int:
    return _simulator(
        "SimulationTest#every_guarantee_holds_in_every_history",
        f"-Dsimulation.seeds={options.seeds}", f"-Dsimulation.first={options.first}",
    )


def _mutants(_: argparse.Namespace) -> int:
    return _simulator("MutantsTest#a_mistake_is_found", "-Dmutants.record=true")


def _simulator(test: str, *properties: str) -> int:
    """Runs one test of the simulator."""
    return _one_test("shared/simulator", "surefire", ["test", f"-Dtest={test}"], *properties)


def _one_test(module: str, plugin: str, selected: list[str], *properties: str) -> int:
    """Runs selected tests of a module; the modules that it needs are made, and not tested."""
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    command = [
        "mvn", "--quiet", "--batch-mode", "--projects", module, "--also-make", *selected,
        "-Dsurefire.failIfNoSpecifiedTests=false", "-Dfailsafe.failIfNoSpecifiedTests=false", "-DtrimStackTrace=true", *properties,
    ]
    reports = ROOT / module / "target" / f"{plugin}-reports"
    for report in reports.glob("TEST-*.xml"):
        report.unlink()
    code = subprocess.run(command, cwd=ROOT, env=build.maven_environment(jdk), check=False).returncode
    # The modules that are made first have no such test, so Maven does not miss it here either.
    if code == 0 and not list(reports.glob("TEST-*.xml")):
        raise Trouble(f"There is no such test in {module}: {selected[-1]}")
    return code


def _fuzz(options: argparse.Namespace) -> int:
    return fuzzing.run(_instance() if servers.is_up(DEMO) else None, options.seconds, options.seed)


def _localstack(options: argparse.Namespace) -> int:
    return localstack_cloud.run(options.workflow_type, options.detach)


def _bench(_: argparse.Namespace) -> int:
    return bench.run()


def _runs_to_replay(text: str) -> int:
    """A number of which a tenth and a half are still enough to be measured."""
    if not text.isdecimal() or not 4_000 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"RUNS must be a whole number from 4000 to 1000000, not {text}")
    return int(text)


def _bench_replay(options: argparse.Namespace) -> int:
    return _simulator("ReplayBenchmarkTest", f"-Dreplay.runs={options.runs}")


def _pre_savers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"FANS must be a whole number from 1 to 10000000, not {text}")
    return int(text)


def _bench_release_day(options: argparse.Namespace) -> int:
    least, usual, play = _RELEASE_DAYS[options.place]
    fans = options.fans or usual
    if fans < least:
        raise Trouble(f"FANS must be {least} at least in {options.place}, not {fans}.")
    return play(f"-DreleaseDay.fans={fans}")


def _release_day_in_memory(fans: str) -> int:
    return _simulator("ReleaseDayBenchmarkTest", fans)


def _release_day_in_the_table(fans: str) -> int:
    return _one_test("shared/aws", "failsafe", ["verify", "-Dtest=None", "-Dit.test=ReleaseDayCostIT"], fans)


def _release_day_in_the_cloud(fans: str) -> int:
    return verification.run_in_the_cloud("-Dit.test=ReleaseDayIT#a_release_that_comes_out_is_saved_once_for_every_fan", fans)


# Where: the fewest and the usual number of fans, and what plays them. In memory, a tenth and a quarter of them must be enough to be measured.
_RELEASE_DAYS: dict[str, tuple[int, int, Callable[[str], int]]] = {
    "memory": (3_000, 1_000_000, _release_day_in_memory),
    "table": (100, 100_000, _release_day_in_the_table),
    "cloud": (1, 2_000, _release_day_in_the_cloud),
}


def _clean(options: argparse.Namespace) -> None:
    _down(options)
    for target in ROOT.glob("**/target"):
        if target.parent.joinpath("pom.xml").exists():
            shutil.rmtree(target)
    web_console.clean()
    shutil.rmtree(LOCAL, ignore_errors=True)


def _instance() -> Instance:
    """The demo's instance: the running one, or else the one that the environment specifies."""
    known = remembered(DEMO)
    return known if known and (servers.emulator(DEMO).pid() or servers.providers(DEMO).pid()) else chosen(DEMO)


def _stay_until_interrupted() -> None:
    print("\nThe local cloud runs until Ctrl-C.", flush=True)
    try:
        while servers.is_up(DEMO):
            time.sleep(0.5)
    except KeyboardInterrupt:
        print(flush=True)
        return
    raise Trouble(f"The local cloud ended unexpectedly; its logs are in {LOCAL / DEMO}.")


def _stop_on_signal(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
