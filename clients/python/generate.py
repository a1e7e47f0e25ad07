"""Generates the client from the contract while the package is built."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CONTRACT = Path(__file__).resolve().parents[2] / "openapi.yaml"
PACKAGE = "action_flows_client"

# The generator knows no text/csv: it is sent like any other file.
CONFIGURATION = "post_hooks: []\ncontent_type_overrides:\n  text/csv: application/octet-stream\n"


class GeneratedClient(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the generated package to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        configuration = folder / "configuration.yaml"
        configuration.write_text(CONFIGURATION, encoding="utf-8")
        generated = folder / PACKAGE
        subprocess.run(
            [
                sys.executable, "-m", "openapi_python_client", "generate", "--path", str(CONTRACT), "--meta", "none", "--config", str(configuration),
                "--output-path", str(generated), "--fail-on-warning",
            ],
            check=True,
        )
        (generated / "py.typed").touch()
        build_data["force_include"][str(generated)] = PACKAGE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        self._folder.cleanup()
