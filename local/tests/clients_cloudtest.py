"""
Tests clients in Python and TypeScript that third-party generators create from openapi.yaml. Requires a running local cloud;
`make test` starts one.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import demo
import tools
from fuzzing_cloudtest import environment_that_is_up
from settings import ROOT, without_aws

CONTRACT = ROOT / "openapi.yaml"
PROGRAMS = ROOT / "local" / "tests" / "clients"


class GeneratedClientsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        env = environment_that_is_up()
        # A separate project for each test, since a project can have only one flow for sign-ups by email.
        project, _ = demo.make_project(env)
        self.arguments = [env["BASE_URL"], project["secretKey"]]

    def test_a_python_client_makes_lists_and_runs_a_flow(self) -> None:
        # The generator knows no text/csv: it is sent like any other file.
        (self.folder / "config.yaml").write_text(
            "post_hooks: []\ncontent_type_overrides:\n  text/csv: application/octet-stream\n"
        )
        made = self.folder / "action_flows_client"
        output = self.call(
            tools.program("client", "openapi-python-client"), "generate", "--path", str(CONTRACT), "--meta", "none",
            "--config", "config.yaml", "--output-path", str(made), "--fail-on-warning",
        )
        self.assertTrue(made.is_dir(), output)
        self.assertEqual("completed", self.call(tools.program("client", "python"), str(PROGRAMS / "flow.py"), *self.arguments))

    def test_a_typescript_client_is_checked_strictly_and_makes_lists_and_runs_a_flow(self) -> None:
        (self.folder / "node_modules").symlink_to(tools.INSTALLED_PACKAGES / "node_modules")
        (self.folder / "package.json").write_text('{"type": "module"}')
        (self.folder / "flow.ts").write_text((PROGRAMS / "flow.ts").read_text())
        self.call(*tools.node_command("openapi-typescript", "openapi-typescript"), str(CONTRACT), "--output", "contract.d.ts")
        self.call(
            *tools.node_command("typescript", "tsc"), "--strict", "--noEmit", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes",
            "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom", "--allowImportingTsExtensions", "flow.ts",
        )
        self.assertEqual("completed", self.call(tools.node_program(), "flow.ts", *self.arguments))

    def call(self, *command: str) -> str:
        """Runs a command that must succeed; returns its output."""
        environment = {**without_aws(dict(os.environ)), "PYTHONPATH": str(self.folder)}
        done = subprocess.run(command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout.strip()
