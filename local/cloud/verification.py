"""Every check and test of the project, and one line that counts them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import browser
import build
import cloud
import deployment
import policies
import preflight
import servers
import tools
from console import Trouble, phase
from settings import REGION, ROOT, chosen, without_aws

TEST = "test"


@dataclass(frozen=True)
class Count:
    """How many tests ended in which way."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run() -> int:
    """Runs everything; gives the exit code."""
    jdk = preflight.find_jdk()
    preflight.check_maven(jdk)
    tools.install(tools.TO_TEST)
    chromium = browser.variables()
    lint()
    scripts = _script_tests("*_test.py")
    for report in _reports():
        report.unlink()
    instance = chosen(TEST)
    # What an interrupted run left behind.
    servers.down(TEST)
    try:
        cloud.start_for_tests(instance)
        os.environ.update(deployment.sam_environment(instance))
        scripts += _script_tests("*_cloudtest.py")
        verified = _maven_verify(jdk, {**cloud.variables_for_tests(instance), **chromium})
    finally:
        servers.down(TEST)
    total = sum((_count(report) for report in _reports()), scripts)
    # Plain and last: whoever reads only the end of the output reads this.
    print(f"\n{total}", flush=True)
    return 0 if verified and total.failed == 0 and total.passed > 0 else 1


def lint() -> None:
    """Checks the template the way the SAM CLI and CloudFormation will, and holds it to security policies."""
    environment = {**without_aws(dict(os.environ)), "AWS_DEFAULT_REGION": REGION, "SAM_CLI_TELEMETRY": "0"}
    with phase("Checking the template"):
        _check([tools.program("sam", "sam"), "validate", "--lint", "--template-file", "template.yaml"], environment)
        _check([tools.program("sam", "cfn-lint"), "template.yaml"], environment)
    with phase("Checking its security policies") as current:
        current.note = policies.scan(ROOT / "template.yaml")


def _check(command: list[str], environment: dict[str, str]) -> None:
    checked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        raise Trouble(f"{Path(command[0]).name} found:\n{checked.stdout}{checked.stderr}")


def _script_tests(pattern: str) -> Count:
    """The tests that are written in Python."""
    sys.path.append(str(ROOT / "local"))
    suite = unittest.defaultTestLoader.discover(str(ROOT / "local" / "tests"), pattern)
    result = unittest.TextTestRunner(stream=sys.stdout).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    return Count(result.testsRun - failed - len(result.skipped), failed, len(result.skipped))


def _maven_verify(jdk: Path, variables: dict[str, str]) -> bool:
    """Runs all tests of all modules; the end-to-end tests find the local cloud by its variables."""
    print("Running the Maven build with all tests", flush=True)
    started = time.monotonic()
    # No AWS_ variable: a test that forgets to say which AWS it means is to fail, not to find the emulator.
    environment = {**without_aws(build.maven_environment(jdk)), **without_aws(variables)}
    command = ["mvn", "--batch-mode", "--fail-at-end", "--activate-profiles", "end-to-end", "verify"]
    verified = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode == 0
    print(f"The Maven build {'succeeded' if verified else 'failed'} after {time.monotonic() - started:.0f} s", flush=True)
    return verified


def _reports() -> Iterator[Path]:
    for kind in ("surefire", "failsafe"):
        yield from ROOT.glob(f"**/target/{kind}-reports/TEST-*.xml")


def _count(report: Path) -> Count:
    suite = ElementTree.parse(report).getroot()
    tests, failures, errors, skipped = (int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped"))
    return Count(tests - failures - errors - skipped, failures + errors, skipped)
