"""Runs against a local cloud that is up; `make test` starts one."""

from __future__ import annotations

import os
import subprocess
import unittest

import envfile
import tools
from settings import ROOT, STACK, env_file_of

# Changes the deployment as a person might; the AWS SDK is in the SAM CLI's environment.
CHANGE = """
import boto3, sys
how, stack = sys.argv[1:]
pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
page = [entry for summaries in pages for entry in summaries["StackResourceSummaries"]]
ids = {entry["LogicalResourceId"]: entry["PhysicalResourceId"] for entry in page}
sqs, functions, scheduler = boto3.client("sqs"), boto3.client("lambda"), boto3.client("scheduler")
# An update of a schedule replaces all of it.
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
    raise AssertionError("no local cloud is up at AWS_ENDPOINT_URL")


class DoctorTest(unittest.TestCase):
    def inspect(self, stack: str = STACK) -> tuple[int, str]:
        command = [tools.program("sam", "python"), str(ROOT / "local" / "cloud" / "inspection.py"), stack, base_url()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def change(self, how: str) -> None:
        subprocess.run([tools.program("sam", "python"), "-c", CHANGE, how, STACK], check=True)

    def test_a_deployment_that_was_just_made_is_well(self) -> None:
        code, said = self.inspect()
        self.assertEqual(0, code, said)
        self.assertNotIn("  fix", said)
        self.assertIn("administrator key: accepted", said)

    def test_what_somebody_has_broken_is_found_and_nothing_else(self) -> None:
        self.addCleanup(self.change, "mend")
        self.change("break")
        code, said = self.inspect()
        self.assertEqual(1, code, said)
        mends = [line for line in said.splitlines() if line.startswith("  fix")]
        self.assertEqual(3, len(mends), said)
        self.assertIn("SweepSchedule is DISABLED", mends[0])
        self.assertIn("RunStarterSource is Disabled", mends[1])
        self.assertIn("1 in WakeUpsDead", mends[2])

    def test_a_stack_that_is_not_there(self) -> None:
        code, said = self.inspect("no-such-stack")
        self.assertEqual(1, code, said)
        self.assertIn("no stack no-such-stack", said)
