from __future__ import annotations

import json
import re
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

import tools
from settings import ROOT

TEMPLATE = ROOT / "template.yaml"
FIRST = "the first deployment"
NEW_CODE = "new code"
# Edits of properties of all functions or of one.
EDITS = {
    "Timeout: 20": "Timeout: 19",
    "Tracing: Active": "Tracing: PassThrough",
    "MemorySize: 1024": "MemorySize: 2048",
    "Architectures: [arm64]": "Architectures: [x86_64]",
    "SystemLogLevel: WARN": "SystemLogLevel: INFO",
    "Handler: dev.actionflows.smswebhook.SmsWebhookHandler": "Handler: dev.actionflows.smswebhook.Other",
    "Description: Receives texts and starts the runs": "Description: Takes texts and starts the runs",
    "DEPLOYMENT: !Ref AWS::StackName": "DEPLOYMENT: another",
}


def parameters(text: str) -> dict[str, str]:
    """Each parameter of the template with an allowed value that is not its default."""
    section = re.split(r"^(?=\w)", text, flags=re.MULTILINE)
    declared = next(it for it in section if it.startswith("Parameters:"))
    changed = {}
    for name, body in re.findall(r"^  (\w+):\n((?: {4}.*\n)+)", declared, re.MULTILINE):
        allowed = re.search(r"AllowedValues: \[(.*)\]", body)
        default = re.search(r"Default: (.*)", body)
        before = default.group(1).strip("\"'") if default else ""
        choices = [it.strip() for it in allowed.group(1).split(",")] if allowed else ["700", "another"]
        if "Type: String" in body and not allowed:
            choices = ["another"]
        changed[name] = next(it for it in choices if it != before)
    return changed


def deployments(text: str) -> dict[str, Any]:
    sets = {FIRST: {"parameters": {}, "code": "a"}, NEW_CODE: {"parameters": {}, "code": "b"}}
    sets.update({name: {"parameters": {name: value}, "code": "a"} for name, value in parameters(text).items()})
    return transformed(text, sets)


def edited(text: str, edits: dict[str, str]) -> dict[str, Any]:
    """The first deployment, and one for each edited template."""
    sets = {FIRST: {"parameters": {}, "code": "a"}}
    for before, after in edits.items():
        if before not in text:
            raise AssertionError(f"the template has no {before}")
        sets[before] = {"parameters": {}, "code": "a", "template": text.replace(before, after)}
    return transformed(text, sets)


def transformed(text: str, sets: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.yaml"
        template.write_text(text, encoding="utf-8")
        command = [tools.program("sam", "python"), str(Path(__file__).with_name("transformed.py")), str(template)]
        done = subprocess.run(command, input=json.dumps(sets), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return dict(json.loads(done.stdout))


def faults(made: dict[str, Any]) -> list[str]:
    """Functions that change without a new version, so that the change does not go live, or get a new version without a change, which Lambda rejects."""
    found = []
    for name, functions in made.items():
        for function, after in functions.items():
            before = made[FIRST][function]
            if (after["properties"] != before["properties"]) != (after["version"] != before["version"]):
                found.append(f"{name}: {function}")
    return found


class VersionsTest(unittest.TestCase):
    text = TEMPLATE.read_text(encoding="utf-8")

    @classmethod
    def setUpClass(cls) -> None:
        cls.made = deployments(cls.text)

    def test_there_are_functions_and_parameters_to_look_at(self) -> None:
        self.assertGreater(len(self.made[FIRST]), 8)
        self.assertGreater(len(self.made), 10)

    def test_new_code_goes_live(self) -> None:
        for function, after in self.made[NEW_CODE].items():
            self.assertNotEqual(self.made[FIRST][function]["version"], after["version"], function)

    def test_a_parameter_goes_live_exactly_where_it_changes_a_function(self) -> None:
        self.assertEqual([], faults(self.made))
        self.assertNotEqual(self.made[FIRST], self.made["PlanLimits"])
        self.assertNotEqual(self.made[FIRST], self.made["SnapStart"])

    def test_a_parameter_that_makes_no_version_is_found(self) -> None:
        forgotten = faults(deployments(self.text.replace("!Ref PlanLimits, ", "")))
        self.assertEqual({"PlanLimits"}, {it.split(":")[0] for it in forgotten})

    def test_an_edit_of_the_template_goes_live_exactly_where_it_changes_a_function(self) -> None:
        made = edited(self.text, EDITS)

        self.assertEqual([], faults(made))
        for name in EDITS:
            self.assertNotEqual(made[FIRST], made[name], name)

    def test_an_edit_that_makes_no_version_is_found(self) -> None:
        edits = {it: EDITS[it] for it in ("Timeout: 20", "Tracing: Active")}
        made = edited(self.text.replace("      AutoPublishAliasAllProperties: true\n", ""), edits)
        self.assertEqual(set(edits), {it.rpartition(": ")[0] for it in faults(made)})

    def test_code_that_no_longer_makes_a_version_is_found(self) -> None:
        hashed = re.sub(r"(\n      CodeUri: .*\n)", r"\1      AutoPublishCodeSha256: !Ref StageName\n", self.text)
        self.assertIn(NEW_CODE, {it.split(":")[0] for it in faults(deployments(hashed))})
