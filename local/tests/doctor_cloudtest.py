"""Requires a running local cloud; `make test` starts one."""

from __future__ import annotations

import os
import subprocess
import unittest

import envfile
import tools
from settings import ROOT, STACK, env_file_of

# Changes the deployment as a user might; the AWS SDK is in the SAM CLI's environment.
CHANGE = """
import boto3, sys
how, stack = sys.argv[1:]
pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
page = [entry for summaries in pages for entry in summaries["StackResourceSummaries"]]
ids = {entry["LogicalResourceId"]: entry["PhysicalResourceId"] for entry in page}
sqs, functions, scheduler = boto3.client("sqs"), boto3.client("lambda"), boto3.client("scheduler")
# An update replaces the whole schedule.
schedule = scheduler.get_schedule(Name=ids["SweepSchedule"])
kept = {name: schedule[name] for name in ("Name", "Description", "ScheduleExpression", "FlexibleTimeWindow", "Target")}
scheduler.update_schedule(**kept, State="DISABLED" if how == "break" else "ENABLED")
if how == "break":
    functions.update_event_source_mapping(UUID=ids["RunStarterSource"], Enabled=False)
    sqs.send_message(QueueUrl=ids["WakeUpsDead"], MessageBody="{}")
else:
    functions.update_event_source_mapping(UUID=ids["RunStarterSource"], Enabled=True)
    sqs.purge_queue(QueueUrl=ids["WakeUpsDead"])
"""


def base_url() -> str:
    for name in ("test", "demo"):
        variables = envfile.read(env_file_of(name))
        if variables.get("AWS_ENDPOINT_URL") == os.environ["AWS_ENDPOINT_URL"]:
            return variables["BASE_URL"]
    raise AssertionError("no local cloud is running at AWS_ENDPOINT_URL")


class DoctorTest(unittest.TestCase):
    def inspect(self, stack: str = STACK) -> tuple[int, str]:
        command = [tools.program("sam", "python"), str(ROOT / "local" / "cloud" / "inspection.py"), stack, base_url()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def change(self, how: str) -> None:
        subprocess.run([tools.program("sam", "python"), "-c", CHANGE, how, STACK], check=True)

    def test_a_new_deployment_has_no_problems(self) -> None:
        code, output = self.inspect()
        self.assertEqual(0, code, output)
        self.assertNotIn("  fix", output)
        self.assertIn("administrator key: accepted", output)

    def test_exactly_the_broken_resources_are_reported(self) -> None:
        self.addCleanup(self.change, "restore")
        self.change("break")
        code, output = self.inspect()
        self.assertEqual(1, code, output)
        fixes = [line for line in output.splitlines() if line.startswith("  fix")]
        self.assertEqual(3, len(fixes), output)
        self.assertIn("SweepSchedule is DISABLED", fixes[0])
        self.assertIn("RunStarterSource is Disabled", fixes[1])
        self.assertIn("1 in WakeUpsDead", fixes[2])

    def test_a_stack_that_is_not_there(self) -> None:
        code, output = self.inspect("no-such-stack")
        self.assertEqual(1, code, output)
        self.assertIn("no stack no-such-stack", output)
