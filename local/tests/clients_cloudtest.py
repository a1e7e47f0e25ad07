"""
Tests the clients in Python and TypeScript, which third-party generators create from openapi.yaml. Requires a running local cloud;
`make test` starts one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import demo
import tools
from fuzzing_cloudtest import environment_that_is_up
from settings import ROOT, without_aws

CONTRACT = ROOT / "openapi.yaml"
CLIENTS = ROOT / "clients"
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

    def test_the_python_client_is_installed_and_makes_lists_and_runs_a_flow(self) -> None:
        # Without isolation, pip builds with the pinned tools, which are those that the package names.
        self.call(
            tools.program("client", "python"), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation",
            "--target", str(self.folder), str(CLIENTS / "python"),
        )
        self.assertTrue((self.folder / "action_flows_client" / "py.typed").exists())
        self.assertEqual("completed", self.call(tools.program("client", "python"), str(PROGRAMS / "flow.py"), *self.arguments))

    def test_the_typescript_client_is_packed_checked_strictly_and_makes_lists_and_runs_a_flow(self) -> None:
        package = self.typescript_package()
        installed = self.folder / "node_modules"
        installed.mkdir()
        (installed / "openapi-fetch").symlink_to(tools.OPENAPI.installed / "node_modules" / "openapi-fetch")
        (installed / "openapi-typescript-helpers").symlink_to(tools.OPENAPI.installed / "node_modules" / "openapi-typescript-helpers")
        shutil.unpack_archive(package, self.folder)
        (self.folder / "package").rename(installed / "action-flows-client")
        (self.folder / "package.json").write_text('{"type": "module"}')
        (self.folder / "flow.ts").write_text((PROGRAMS / "flow.ts").read_text())
        self.call(
            *tools.OPENAPI.command("typescript", "tsc"), "--strict", "--noEmit", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes",
            "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom", "flow.ts",
        )
        self.assertEqual("completed", self.call(tools.node_program(), "flow.ts", *self.arguments))

    def typescript_package(self) -> Path:
        """Builds and packs a copy of the client, as its README says, with the pinned tools."""
        sources = self.folder / "copy" / "clients" / "typescript"
        shutil.copytree(CLIENTS / "typescript", sources, ignore=shutil.ignore_patterns("node_modules", "dist", "contract.ts", "*.tgz"))
        shutil.copy(CONTRACT, self.folder / "copy" / CONTRACT.name)
        (sources / "node_modules").symlink_to(tools.OPENAPI.installed / "node_modules")
        self.call(tools.node_program(), str(tools.npm()), "run", "build", "--prefix", str(sources))
        self.call(tools.node_program(), str(tools.npm()), "pack", str(sources), "--pack-destination", str(self.folder))
        return self.folder / "action-flows-client-0.1.0.tgz"

    def call(self, *command: str) -> str:
        """Runs a command that must succeed; returns its output."""
        # npm runs the programs of packages with the node that it finds.
        path = os.pathsep.join([str(Path(tools.node_program()).parent), os.environ.get("PATH", "")])
        environment = {**without_aws(dict(os.environ)), "PYTHONPATH": str(self.folder), "PATH": path}
        done = subprocess.run(command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout.strip()
