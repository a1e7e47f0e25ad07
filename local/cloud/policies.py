"""Checks the template against the security policies of the scanner checkov, without network access."""

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
    """
    Returns the number of passed checks and of exceptions with a reason.

    :raises Trouble: if there are findings, or exceptions without a reason
    """
    log = TOOLS / "checkov.scan.log"
    command = [tools.program("checkov", "checkov"), "--config-file", str(CONFIGURATION), "--file", str(template), "--output", "json"]
    # An empty home and no variables, so that no personal configuration or account affects the result.
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
    # The scanner skips what it cannot read, and still exits with 0.
    if passed == 0 or unread > 0:
        raise Trouble(f"The policy scanner could not read {template.name}; its output ({log}) ends with:\n{tail(log, 5)}")
    findings = [_line(finding) for finding in results["failed_checks"]]
    findings += [f"{_line(skipped)}\n    is excepted without a reason" for skipped in results["skipped_checks"] if not _reason(skipped)]
    if findings:
        raise Trouble("The template violates security policies; fix it, or document the exception (Metadata, checkov, skip):\n" + "\n".join(findings))
    if scanned.returncode != 0:
        raise Trouble(f"The policy scanner failed; its output ({log}) ends with:\n{tail(log, 5)}")
    return f"{passed} policies passed, {len(results['skipped_checks'])} excepted"


def _line(finding: dict[str, object]) -> str:
    return f"  {finding['check_id']} {finding['resource']}: {finding['check_name']}"


def _reason(skipped: dict[str, object]) -> bool:
    result = skipped.get("check_result")
    # If no reason is given, the scanner inserts this default sentence.
    return isinstance(result, dict) and str(result.get("suppress_comment") or "") not in ("", "No comment provided")
