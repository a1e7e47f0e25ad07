"""Runs pinned tools on `openapi.yaml`: linters, which check that OpenAPI readers and generators accept it, and a generator of a reference page."""

from __future__ import annotations

import os
from pathlib import Path

import tools
from console import Trouble
from settings import ROOT, without_aws

CONTRACT = ROOT / "openapi.yaml"


def lint(document: Path = CONTRACT) -> None:
    """
    :raises Trouble: with everything that the tools find, regardless of its severity
    """
    tools.check(_redocly("lint", "--extends", "recommended-strict", str(document)), _quiet())
    spectral = tools.OPENAPI.command("@stoplight/spectral-cli", "spectral")
    tools.check([*spectral, "lint", "--fail-severity", "hint", "--ruleset", str(tools.OPENAPI.lock / "spectral.yaml"), str(document)], _quiet())


def write_reference(page: Path) -> None:
    """Writes a self-contained file that contacts no other server when it is opened."""
    page.parent.mkdir(parents=True, exist_ok=True)
    # Inlines what the page would otherwise load from other servers.
    tools.check(_redocly("build-docs", "--inlineBundle", "--output", str(page), str(CONTRACT)), _quiet())
    if not page.exists():
        raise Trouble(f"Redocly did not write {page}.")


def _redocly(*arguments: str) -> list[str]:
    return [*tools.OPENAPI.command("@redocly/cli", "redocly"), *arguments]


def _quiet() -> dict[str, str]:
    """An environment in which the tools, and the page that they generate, send no usage data and do not look for newer versions."""
    return {**without_aws(dict(os.environ)), "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
