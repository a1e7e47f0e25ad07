"""Runs all checks and tests of the project, and prints their number."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import browser
import build
import cloud
import contract
import deployment
import policies
import preflight
import servers
import tools
import web_console
from console import Trouble, phase
from processes import logged
from settings import LOCAL, REGION, ROOT, Instance, chosen, without_aws

TEST = "test"

# The modules whose tests need a browser or the local cloud, and their build folder while the other modules are built.
IN_THE_CLOUD = ("web", "local/end-to-end")
OWN_FOLDER = "target/end-to-end"


@dataclass(frozen=True)
class Count:
    """The number of tests by result."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run() -> int:
    """Runs everything; returns the exit code."""
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    chromium = browser.variables()
    shell = browser.headless_shell()
    # A process of its own, because some of these tests replace the standard output, to which the build reports.
    with ThreadPoolExecutor() as pool, ProcessPoolExecutor(1, get_context("spawn")) as processes:
        built = pool.submit(build.build, jdk)
        tools.install(tools.TO_TEST)
        web_console.build()
        # These tests need no jars, and Maven leaves a CPU idle most of the time.
        scripts = processes.submit(_script_tests, "*_test.py").result()
        built.result()
    delete_reports()
    instance = chosen(TEST)
    # Removes what an interrupted run left behind.
    servers.down(TEST)
    try:
        cloud.start_for_tests(instance)
        os.environ.update(deployment.sam_environment(instance))
        # The build is limited by the CPU, the linters use one, and the end-to-end tests mostly wait for the cloud: in parallel, they take
        # half as long.
        # The build replaces other jars than those of the functions, so it starts after the deployment.
        log = instance.folder / "verify.log"
        # Two modules at a time: most modules' tests use one CPU, and the longest ones do not depend on each other. It leaves the CPU to
        # the end-to-end tests when they need it, because these wait for time to pass.
        # It takes the jars of the functions from the build above, since packaging them takes most of their modules' time.
        with logged(["nice", *_maven("--threads", "2", "-DpackagedBefore", "verify")], log, _maven_environment(jdk, chromium), ROOT) as verify:
            print(f"Running mvn verify; its output is in {log.relative_to(ROOT)} until it ends", flush=True)
            linted = _has_no_finding()
            scripts += _script_tests("*_cloudtest.py")
            tried = try_end_to_end(jdk, {**cloud.variables_for_tests(instance), **chromium}, IN_THE_CLOUD)
            tried &= try_console(instance, {**chromium, **shell})
            verified = verify.wait() == 0
        print(log.read_text(errors="replace"), flush=True)
    finally:
        servers.down(TEST)
    total = counted() + scripts
    # Last, for users who read only the end of the output.
    for failure in failures():
        print(f"FAILED {failure}", flush=True)
    if not verified and total.failed == 0:
        print(f"No test failed, but mvn verify did: see the errors in {log.relative_to(ROOT)}", flush=True)
    print(f"\n{total}", flush=True)
    return 0 if linted and verified and tried and total.failed == 0 and total.passed > 0 else 1


def run_in_the_cloud(*options: str) -> int:
    """
    Runs some of the end-to-end tests; returns the exit code.

    :param options: Maven options that select them
    """
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    build.build(jdk)
    tools.install(tools.TO_TEST)
    delete_reports()
    instance = chosen(TEST)
    servers.down(TEST)
    try:
        cloud.start_for_tests(instance)
        os.environ.update(deployment.sam_environment(instance))
        selected = (*options, "-Dtest=None", "-Dsurefire.failIfNoSpecifiedTests=false", "-Dfailsafe.failIfNoSpecifiedTests=false")
        tried = try_end_to_end(jdk, cloud.variables_for_tests(instance), ("local/end-to-end",), *selected)
    finally:
        servers.down(TEST)
    total = counted()
    print(f"\n{total}", flush=True)
    return 0 if tried and total.failed == 0 and total.passed > 0 else 1


def _has_no_finding() -> bool:
    """Reports what the linters find, and lets the tests that run meanwhile end."""
    try:
        lint()
    except Trouble as trouble:
        print(trouble, flush=True)
        return False
    return True


def lint() -> None:
    """
    Checks the template and its include against the rules of the SAM CLI and CloudFormation and against security policies, and the
    contract against the expectations of OpenAPI readers and generators.
    """
    environment = {**without_aws(dict(os.environ)), "AWS_DEFAULT_REGION": REGION, "SAM_CLI_TELEMETRY": "0"}
    with phase("Checking the template"):
        template = str(_whole_template())
        tools.check([tools.program("sam", "sam"), "validate", "--lint", "--template-file", template], environment)
        tools.check([tools.program("sam", "cfn-lint"), template], environment)
    with phase("Checking its security policies") as current:
        current.note = policies.scan(ROOT / "template.yaml")
    with phase("Checking the contract"):
        contract.lint()
    web_console.check()


def _whole_template() -> Path:
    """The template as CloudFormation reads it, with its include resolved."""
    text = whole((ROOT / "template.yaml").read_text(encoding="utf-8"), build.GATEWAY_DOCUMENT)
    path = LOCAL / "whole" / "template.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def whole(template: str, document: Path) -> str:
    """
    :raises Trouble: if the template does not include this document
    """
    place = re.compile(
        r"DefinitionBody:\n +Fn::Transform:\n +Name: AWS::Include\n +Parameters:\n(?: +#.*\n)* +Location: "
        + re.escape(str(document.relative_to(ROOT))) + r"\n"
    )
    if len(place.findall(template)) != 1 or "AWS::Include" in place.sub("", template):
        raise Trouble(f"The template must include {document.relative_to(ROOT)} exactly once, and nothing else.")
    # JSON is also valid YAML.
    text = place.sub(lambda _: f"DefinitionBody: {document.read_text(encoding='utf-8').strip()}\n", template)
    # Makes the paths of the other files absolute, because the template is written to another folder.
    return re.sub(r"(CodeUri|DefinitionUri): (?=\w)", rf"\1: {ROOT}/", text)


def _script_tests(pattern: str) -> Count:
    """Runs the tests that are written in Python."""
    sys.path.append(str(ROOT / "local"))
    suite = unittest.defaultTestLoader.discover(str(ROOT / "local" / "tests"), pattern)
    result = unittest.TextTestRunner(stream=sys.stdout).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    return Count(result.testsRun - failed - len(result.skipped), failed, len(result.skipped))


def try_end_to_end(jdk: Path, variables: dict[str, str], modules: tuple[str, ...], *options: str) -> bool:
    """
    Runs the tests that need a browser or the local cloud.

    :param variables: the environment in which the tests find them
    :param options: Maven options, such as which tests to run
    """
    print("Running the end-to-end tests", flush=True)
    started = time.monotonic()
    command = _maven(
        "--activate-profiles", "end-to-end", "--projects", ",".join(modules), "--also-make", f"-Dbuild.folder={OWN_FOLDER}",
        # The parallel build checks the format of all modules.
        "-Dspotless.check.skip=true",
        # The parallel build tests and analyses the modules that these depend on.
        "-DskipTestsOfDependencies=true", "-DanalysedElsewhere",
        # They run no function of their own.
        "-Dunshaded=true", *options, "verify",
    )
    succeeded = subprocess.run(command, cwd=ROOT, env=_maven_environment(jdk, variables), stdin=subprocess.DEVNULL, check=False).returncode == 0
    print(f"The end-to-end tests {'succeeded' if succeeded else 'failed'} after {time.monotonic() - started:.0f} s", flush=True)
    return succeeded


def try_console(instance: Instance, variables: dict[str, str]) -> bool:
    """Tests the web console in a browser, against a stub of the API and against the local cloud."""
    log = instance.folder / "console-tests.log"
    with phase("Testing the web console") as current:
        if web_console.test(instance.ports.console, instance.env_file, {**cloud.variables_for_tests(instance), **variables}, log):
            return True
        current.note = "failed"
    print(log.read_text(errors="replace"), flush=True)
    return False


def _maven(*arguments: str) -> list[str]:
    return ["mvn", "--batch-mode", "--fail-at-end", *arguments]


def _maven_environment(jdk: Path, variables: dict[str, str]) -> dict[str, str]:
    """Contains no AWS_ variables, so that a test that does not choose its AWS endpoint fails instead of using the emulator."""
    return {**without_aws(build.maven_environment(jdk)), **without_aws(variables)}


def delete_reports() -> None:
    for report in _reports():
        report.unlink()


def counted() -> Count:
    """The results of the tests that Maven has run since the reports were deleted."""
    return sum((_count(report) for report in _reports()), Count())


def failures() -> list[str]:
    """The tests that Maven has run and that failed since the reports were deleted, each with the first line of its message."""
    return [failure for report in _reports() for failure in _failures(report)]


def _failures(report: Path) -> list[str]:
    found = []
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        for problem in [*case.iter("failure"), *case.iter("error")]:
            message = (problem.get("message") or problem.get("type") or "").strip().split("\n")[0]
            # A failure outside of a test method, as in its class's preparation, has no name.
            found.append(f"{case.get('classname')}.{case.get('name') or '(class)'}: {message[:300]}")
    return found


def _reports() -> Iterator[Path]:
    for kind in ("surefire", "failsafe"):
        yield from ROOT.glob(f"**/target/{kind}-reports/TEST-*.xml")
        for module in IN_THE_CLOUD:
            yield from (ROOT / module / OWN_FOLDER).glob(f"{kind}-reports/TEST-*.xml")
    if web_console.REPORT.exists():
        yield web_console.REPORT


def _count(report: Path) -> Count:
    suite = ElementTree.parse(report).getroot()
    tests, failures, errors, skipped = (int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped"))
    return Count(tests - failures - errors - skipped, failures + errors, skipped)
