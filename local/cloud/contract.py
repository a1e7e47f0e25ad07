"""What pinned tools make of `openapi.yaml`: whether readers and generators of OpenAPI documents would take it, and a page to read."""

from __future__ import annotations

import os
from pathlib import Path

import tools
from console import Trouble
from settings import ROOT, without_aws

CONTRACT = ROOT / "openapi.yaml"


def lint(document: Path = CONTRACT) -> None:
    """
    :raises Trouble: what the tools find, whatever they think of its weight
    """
    tools.check(_redocly("lint", "--extends", "recommended-strict", str(document)), _quiet())
    spectral = tools.node_command("@stoplight/spectral-cli", "spectral")
    tools.check([*spectral, "lint", "--fail-severity", "hint", "--ruleset", str(tools.PACKAGES / "spectral.yaml"), str(document)], _quiet())


def write_reference(page: Path) -> None:
    """Writes one file that needs no other, and tells nobody that it is read."""
    page.parent.mkdir(parents=True, exist_ok=True)
    # What the page loads from elsewhere otherwise is in it.
    tools.check(_redocly("build-docs", "--inlineBundle", "--output", str(page), str(CONTRACT)), _quiet())
    if not page.exists():
        raise Trouble(f"Redocly did not write {page}.")


def _redocly(*arguments: str) -> list[str]:
    return [*tools.node_command("@redocly/cli", "redocly"), *arguments]


def _quiet() -> dict[str, str]:
    """The tools, and the page that is made with this, send nothing about their use; nor do they look for a newer version of themselves."""
    return {**without_aws(dict(os.environ)), "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
