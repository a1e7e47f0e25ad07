"""The browsers for the tests: a Chromium with the matching driver for the embed, and a lighter one for the console."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from console import Trouble, phase, tail
from processes import run_logged
from settings import LOCAL

_PACKAGES = ("chromium", "chromium-driver")
# Chromium without windows: the console's tests take 40 % of the CPU time that they take in the whole browser.
_SHELL = "chromium-headless-shell"
_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_DRIVERS = ("chromedriver", "chromium.chromedriver", "/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver",
            "/opt/homebrew/bin/chromedriver")


def variables() -> dict[str, str]:
    """The paths of the browser and the driver, for the tests. Installs them first if that is possible without a prompt."""
    if not _found():
        _install(*_PACKAGES, needed=True)
    found = _found()
    if not found:
        raise Trouble(
            "A browser is missing: install Chromium or Chrome and the chromedriver of the same version "
            f"(on Debian, `apt install {' '.join(_PACKAGES)}`), or set their paths: CHROMIUM=… CHROMEDRIVER=…"
        )
    return found


def headless_shell() -> dict[str, str]:
    """
    The path of a headless shell, for the console's tests; empty if there is none, or if `CHROMIUM` names a browser. Installs it first if
    that is possible without a prompt.
    """
    if os.environ.get("CHROMIUM"):
        return {}
    if not _program("HEADLESS_SHELL", (_SHELL,)):
        _install(_SHELL, needed=False)
    found = _program("HEADLESS_SHELL", (_SHELL,))
    return {"HEADLESS_SHELL": found} if found else {}


def _found() -> dict[str, str]:
    """Both programs, or an empty dict if either is missing."""
    browser, driver = _program("CHROMIUM", _BROWSERS), _program("CHROMEDRIVER", _DRIVERS)
    return {"CHROMIUM": browser, "CHROMEDRIVER": driver} if browser and driver else {}


def _program(variable: str, names: tuple[str, ...]) -> str | None:
    named = os.environ.get(variable)
    if named:
        found = shutil.which(named)
        if found is None:
            raise Trouble(f"{variable} is not a program: {named}")
        return str(Path(found).absolute())
    return next((found for found in map(shutil.which, names) if found), None)


def _install(*packages: str, needed: bool) -> None:
    """
    Installs Debian's packages as root, or with a sudo that requires no password; does nothing on other systems.

    :raises Trouble: if packages that are needed could not be installed
    """
    apt = shutil.which("apt-get")
    if apt is None:
        return
    log = LOCAL / "browser.log"
    rights = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if rights and (shutil.which("sudo") is None or not run_logged([*rights, "true"], log)):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with phase("Installing a browser") as current:
        # An outdated package list refers to versions that no longer exist. Without a network, the existing list is used.
        run_logged([*rights, apt, "update"], log, environment)
        installed = run_logged([*rights, apt, "install", "--yes", "--no-install-recommends", *packages], log, environment)
        if not installed and not needed:
            current.note = f"not available: {' '.join(packages)}"
        elif not installed:
            raise Trouble(f"Chromium could not be installed; apt's output ({log}) ends with:\n{tail(log, 8)}")
