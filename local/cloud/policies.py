"""Holds the template to security policies, those of the scanner checkov. Nothing is fetched, nothing is sent."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import tools
from console import Trouble, tail
from settings import ROOT, TOOLS

CONFIGURATION = ROOT / "local" / "tools" / "checkov.yaml"


def scan(template: Path) -> str:
    """Gives how many checks passed and how many have a reason not to; every finding and every exception without a reason is fatal."""
    log = TOOLS / "checkov.scan.log"
    command = [tools.program("checkov", "checkov"), "--config-file", str(CONFIGURATION), "--file", str(template), "--output", "json"]
    # Its own empty home and no variables: neither a personal configuration nor an account there may change what is found.
    home = TOOLS / "checkov"
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LANG": "C.UTF-8", "LOG_LEVEL": "ERROR"}
    scanned = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    log.write_text(scanned.stdout + scanned.stderr)
    try:
        document = json.loads(scanned.stdout)
        summary, results = document["summary"], document["results"]
        passed, unread = int(summary["passed"]), int(summary["parsing_errors"])
    except (ValueError, KeyError, TypeError):
        passed, unread, results = 0, 0, {}
    # What the scanner cannot read it passes over, and ends well.
    if passed == 0 or unread > 0:
        raise Trouble(f"The policy scanner could not read {template.name}; its output ({log}) ends with:\n{tail(log, 5)}")
    findings = [_told(finding) for finding in results["failed_checks"]]
    findings += [f"{_told(skipped)}\n    is excepted without a reason" for skipped in results["skipped_checks"] if not _reason(skipped)]
    if findings:
        raise Trouble("The template violates security policies; fix it, or document the exception (Metadata, checkov, skip):\n" + "\n".join(findings))
    if scanned.returncode != 0:
        raise Trouble(f"The policy scanner failed; its output ({log}) ends with:\n{tail(log, 5)}")
    return f"{passed} policies passed, {len(results['skipped_checks'])} excepted"


def _told(finding: dict[str, object]) -> str:
    return f"  {finding['check_id']} {finding['resource']}: {finding['check_name']}"


def _reason(skipped: dict[str, object]) -> bool:
    result = skipped.get("check_result")
    # Where none is given the scanner puts a sentence of its own.
    return isinstance(result, dict) and str(result.get("suppress_comment") or "") not in ("", "No comment provided")
