"""Requires a running local cloud; `make test` starts one."""

from __future__ import annotations

import json
import re
import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tools
from settings import ROOT, STACK

# Like `sam remote invoke`, whose start takes a second of CPU time for each event; the AWS SDK is in the SAM CLI's environment.
INVOKE = """
import boto3, json, sys
pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=sys.argv[1])
ids = {entry["LogicalResourceId"]: entry["PhysicalResourceId"] for page in pages for entry in page["StackResourceSummaries"]}
functions = boto3.client("lambda")
for line in sys.stdin:
    name, file = json.loads(line)
    with open(file, "rb") as event:
        answer = functions.invoke(FunctionName=ids[name], Payload=event.read())
    print(json.dumps([answer["StatusCode"], answer["Payload"].read().decode()]), flush=True)
"""


# Messages about a project, an erasure or a restored table that does not exist in this deployment: they are redelivered, and end in a dead-letter queue.
OF_ANOTHER_PROJECT = (
    "eraser/erase.json", "eraser/reapply.json", "eraser/second-pass.json",
    "outcome-events/artist-followed.json", "outcome-events/connection-expiring.json",
    "release-detected/all-fans.json", "release-detected/one-fan.json",
    "sms-events/help.json", "sms-events/keyword.json", "sms-events/start.json", "sms-events/stop.json",
)


def functions() -> dict[str, str]:
    """The template's logical id of each function, by the name of its folder."""
    template = (ROOT / "template.yaml").read_text()
    return {artifact: name for name, artifact in re.findall(r"^  (\w+Function):\n(?:    .*\n)*?      CodeUri: .*/([\w-]+)\.jar$", template, re.MULTILINE)}


class RemoteInvokeTest(unittest.TestCase):
    def test_every_sample_event_gets_an_answer_from_its_function(self) -> None:
        events = sorted((ROOT / "events").glob("*/*.json"))
        self.assertLess(len(functions()), len(events))
        for event, (status, result) in self.answers(events):
            with self.subTest(str(event.relative_to(ROOT))):
                self.assertEqual(200, status, result)
                answer = json.loads(result)
                self.assertLess(answer.get("statusCode", 0), 500)
                if event.name.startswith("invalid-") or f"{event.parent.name}/{event.name}" in OF_ANOTHER_PROJECT:
                    refused = answer.get("statusCode", 0) >= 400 or "errorMessage" in answer or answer.get("batchItemFailures")
                    self.assertTrue(refused, result)
                else:
                    self.assertNotIn("errorMessage", answer)
                    self.assertFalse(answer.get("batchItemFailures"), result)

    def test_the_command_of_the_readme(self) -> None:
        event = ROOT / "events" / "send-text" / "ticket.json"
        command = [tools.program("sam", "sam"), "remote", "invoke", functions()[event.parent.name], "--event-file", str(event), "--config-env", "local"]
        invoked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        self.assertEqual((0, {"answer": "STALE"}), (invoked.returncode, json.loads(invoked.stdout or "{}")), invoked.stderr)

    def answers(self, events: list[Path]) -> list[tuple[Path, tuple[int, str]]]:
        """Each event with the status and the payload of its response, in the same order."""
        lanes = [events[first::2] for first in range(2)]
        with ThreadPoolExecutor(max_workers=len(lanes)) as workers:
            answers = list(workers.map(self.invoke, lanes))
        return sorted((event, answer) for lane, result in zip(lanes, answers) for event, answer in zip(lane, result, strict=True))

    def invoke(self, events: list[Path]) -> list[tuple[int, str]]:
        lines = "".join(json.dumps([functions()[event.parent.name], str(event)]) + "\n" for event in events)
        command = [tools.program("sam", "python"), "-c", INVOKE, STACK]
        invoked = subprocess.run(command, cwd=ROOT, input=lines, capture_output=True, text=True, check=False)
        self.assertEqual(0, invoked.returncode, invoked.stderr)
        return [(status, payload) for status, payload in map(json.loads, invoked.stdout.splitlines())]
