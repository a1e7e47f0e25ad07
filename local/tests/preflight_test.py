from __future__ import annotations

import os
import socket
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import preflight
from console import Trouble


def jdk(folder: Path, version: str) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "javac").touch()
    (folder / "release").write_text(f'IMPLEMENTOR="Somebody"\nJAVA_VERSION="{version}"\n')
    return folder


class PreflightTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_jdk_that_is_too_old_is_passed_over(self) -> None:
        homes = [jdk(self.folder / "old", "17.0.15"), jdk(self.folder / "new", "25.0.1")]
        with mock.patch.object(preflight, "_jdk_homes", return_value=homes):
            self.assertEqual(self.folder / "new", preflight.find_jdk())

    def test_a_runtime_without_compiler_is_no_jdk(self) -> None:
        home = jdk(self.folder / "jre", "25")
        (home / "bin" / "javac").unlink()
        with mock.patch.object(preflight, "_jdk_homes", return_value=[home]), self.assertRaisesRegex(Trouble, "JDK 25 is missing"):
            preflight.find_jdk()

    def test_java_home_comes_first(self) -> None:
        home = jdk(self.folder / "mine", "26")
        with mock.patch.dict(os.environ, {"JAVA_HOME": str(home)}):
            self.assertEqual(home, preflight.find_jdk())

    def test_maven_that_is_too_old_is_named(self) -> None:
        with mock.patch.object(preflight.shutil, "which", return_value="mvn"), mock.patch.object(
            preflight, "_output", return_value="Apache Maven 3.6.3 (cecedd343002696d0abb50b32b541b8a6ba2883f)"
        ), self.assertRaisesRegex(Trouble, r"Maven 3\.6 is too old"):
            preflight.check_maven(self.folder)

    def test_missing_maven_is_named(self) -> None:
        with mock.patch.object(preflight.shutil, "which", return_value=None), self.assertRaisesRegex(Trouble, "Maven is missing"):
            preflight.check_maven(self.folder)

    def test_a_python_of_another_version_and_one_that_does_not_run_are_passed_over(self) -> None:
        prints_instructions = self.python("echo 'command not found' >&2; exit 127")
        found = [str(self.folder / "is-not-there"), prints_instructions, self.python("echo 3 11"), self.python("echo 3 12")]
        with mock.patch.object(preflight.sys, "executable", self.python("echo 3 10")), mock.patch.object(preflight, "_pythons", return_value=found):
            self.assertEqual(preflight.Python(found[-1], (3, 12)), preflight.find_python((3, 12), (3, 13), "THE_PYTHON"))

    def test_a_named_python_comes_first_and_is_refused_if_it_is_of_another_version(self) -> None:
        named = self.python("echo 3 13")
        with mock.patch.dict(os.environ, {"THE_PYTHON": named}):
            self.assertEqual(preflight.Python(named, (3, 13)), preflight.find_python((3, 12), (3, 13), "THE_PYTHON"))
        with mock.patch.dict(os.environ, {"THE_PYTHON": self.python("echo 3 14")}), self.assertRaisesRegex(Trouble, "THE_PYTHON is not Python 3.12 to 3.13"):
            preflight.find_python((3, 12), (3, 13), "THE_PYTHON")

    def test_a_missing_python_is_reported_with_the_variable_that_sets_it(self) -> None:
        with mock.patch.object(preflight.sys, "executable", self.python("echo 3 10")), mock.patch.object(
            preflight, "_pythons", return_value=[]
        ), self.assertRaisesRegex(Trouble, "Python 3.12 to 3.13 is missing.*THE_PYTHON="):
            preflight.find_python((3, 12), (3, 13), "THE_PYTHON")

    def python(self, script: str) -> str:
        program = self.folder / f"python{len(list(self.folder.iterdir()))}"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return str(program)

    def test_a_taken_port_is_named_with_the_way_to_choose_another(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with self.assertRaisesRegex(Trouble, f"Port {port} is in use by .*LOCAL_CLOUD_PORT="):
                preflight.check_port(port, "LOCAL_CLOUD_PORT")
        preflight.check_port(port, "LOCAL_CLOUD_PORT")

    def test_a_mac_without_docker_gets_a_message_of_one_line(self) -> None:
        with mock.patch.object(preflight.platform, "system", return_value="Darwin"), mock.patch.object(
            preflight.shutil, "which", return_value=None
        ), self.assertRaisesRegex(Trouble, "start Docker"):
            preflight.functions_run_as_processes()
