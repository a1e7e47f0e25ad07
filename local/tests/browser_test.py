from __future__ import annotations

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import browser
from console import Trouble


def program(path: Path) -> str:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


class BrowserTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        environment = mock.patch.dict(os.environ, {"PATH": folder.name})
        environment.start()
        self.addCleanup(environment.stop)
        os.environ.pop("CHROMIUM", None)
        os.environ.pop("CHROMEDRIVER", None)
        # Ignores browsers that are installed on this machine.
        for names in ("_BROWSERS", "_DRIVERS"):
            only_names = mock.patch.object(browser, names, tuple(it for it in getattr(browser, names) if "/" not in it))
            only_names.start()
            self.addCleanup(only_names.stop)

    def test_what_is_on_the_path_is_found(self) -> None:
        chrome, driver = program(self.folder / "google-chrome"), program(self.folder / "chromedriver")
        self.assertEqual({"CHROMIUM": chrome, "CHROMEDRIVER": driver}, browser.variables())

    def test_what_the_environment_names_comes_first(self) -> None:
        program(self.folder / "chromium")
        driver, mine = program(self.folder / "chromedriver"), program(self.folder / "mine")
        with mock.patch.dict(os.environ, {"CHROMIUM": mine}):
            self.assertEqual({"CHROMIUM": mine, "CHROMEDRIVER": driver}, browser.variables())

    def test_a_headless_shell_is_used_unless_the_environment_names_a_browser(self) -> None:
        shell = program(self.folder / "chromium-headless-shell")
        self.assertEqual({"HEADLESS_SHELL": shell}, browser.headless_shell())
        with mock.patch.dict(os.environ, {"CHROMIUM": shell}):
            self.assertEqual({}, browser.headless_shell())

    def test_a_headless_shell_that_cannot_be_installed_is_done_without(self) -> None:
        program(self.folder / "apt-get")
        commands: list[list[str]] = []

        def refuse(command: list[str], *_: object) -> bool:
            commands.append(command)
            return False

        with mock.patch.object(browser, "run_logged", refuse), mock.patch.object(browser.os, "geteuid", return_value=0):
            found = browser.headless_shell()

        self.assertEqual({}, found)
        self.assertEqual("chromium-headless-shell", commands[-1][-1])

    def test_a_variable_that_names_no_program_is_reported(self) -> None:
        with mock.patch.dict(os.environ, {"CHROMIUM": "/nowhere/chrome"}), self.assertRaisesRegex(Trouble, "CHROMIUM is not a program"):
            browser.variables()

    def test_without_a_browser_and_packages_the_message_names_what_to_install(self) -> None:
        program(self.folder / "chromium")
        with self.assertRaisesRegex(Trouble, "install Chromium or Chrome and the chromedriver"):
            browser.variables()

    def test_on_debian_the_packages_are_installed(self) -> None:
        program(self.folder / "apt-get")
        commands: list[list[str]] = []

        def install(command: list[str], *_: object) -> bool:
            commands.append(command)
            if "install" in command:
                for package in command[command.index("install") + 3 :]:
                    program(self.folder / package.replace("chromium-driver", "chromedriver"))
            return True

        with mock.patch.object(browser, "run_logged", install), mock.patch.object(browser.os, "geteuid", return_value=0):
            found = {**browser.variables(), **browser.headless_shell()}

        self.assertEqual(str(self.folder / "chromium"), found["CHROMIUM"])
        self.assertEqual(str(self.folder / "chromium-headless-shell"), found["HEADLESS_SHELL"])
        self.assertEqual(
            [["chromium", "chromium-driver"], ["chromium-headless-shell"]],
            [it[it.index("--no-install-recommends") + 1 :] for it in commands if "install" in it],
        )

    def test_nothing_is_installed_if_sudo_requires_a_password(self) -> None:
        program(self.folder / "apt-get")
        program(self.folder / "sudo")
        with mock.patch.object(browser, "run_logged", return_value=False), mock.patch.object(
            browser.os, "geteuid", return_value=1000
        ), self.assertRaisesRegex(Trouble, "apt install chromium chromium-driver"):
            browser.variables()
