"""Requires a running local cloud; `make test` starts one."""

from __future__ import annotations

import json
import re
import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tools
from settings import ROOT

# Runs the SAM CLI once for each line of the input, in one process, because its start takes a second of CPU time. It writes to the
# standard output that it found when it was loaded, which is therefore redirected at the level of file descriptors.
INVOKE = """
import json, os, sys, tempfile
from samcli.cli.main import cli
answers = os.fdopen(os.dup(1), "w")
for line in sys.stdin:
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        os.dup2(output.fileno(), 1)
        os.dup2(errors.fileno(), 2)
        try:
            code = cli.main(json.loads(line), prog_name="sam") or 0
        except SystemExit as end:
            code = end.code or 0
        sys.stdout.flush()
        sys.stderr.flush()
        result = errors if code else output
        result.seek(0)
        print(json.dumps([code, result.read().decode()]), file=answers, flush=True)
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
        for event, (code, result) in self.answers(events):
            with self.subTest(str(event.relative_to(ROOT))):
                self.assertEqual(0, code, result)
                answer = json.loads(result[result.index("{"):])
                self.assertLess(answer.get("statusCode", 0), 500)
                if event.name.startswith("invalid-") or f"{event.parent.name}/{event.name}" in OF_ANOTHER_PROJECT:
                    refused = answer.get("statusCode", 0) >= 400 or "errorMessage" in answer or answer.get("batchItemFailures")
                    self.assertTrue(refused, result)
                else:
                    self.assertNotIn("errorMessage", answer)
                    self.assertFalse(answer.get("batchItemFailures"), result)

    def test_the_command_of_the_readme(self) -> None:
        command = [tools.program("sam", "sam"), *self.arguments(ROOT / "events" / "send-text" / "ticket.json")]
        invoked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        self.assertEqual((0, {"answer": "STALE"}), (invoked.returncode, json.loads(invoked.stdout or "{}")), invoked.stderr)

    def answers(self, events: list[Path]) -> list[tuple[Path, tuple[int, str]]]:
        """Each event with its exit code and output, in the same order."""
        lanes = [events[first::2] for first in range(2)]
        with ThreadPoolExecutor(max_workers=len(lanes)) as workers:
            answers = list(workers.map(self.invoke, lanes))
        return sorted((event, answer) for lane, result in zip(lanes, answers) for event, answer in zip(lane, result, strict=True))

    def invoke(self, events: list[Path]) -> list[tuple[int, str]]:
        lines = "".join(json.dumps(self.arguments(event)) + "\n" for event in events)
        invoked = subprocess.run([tools.program("sam", "python"), "-c", INVOKE], cwd=ROOT, input=lines, capture_output=True, text=True, check=False)
        self.assertEqual(0, invoked.returncode, invoked.stderr)
        return [(code, result) for code, result in map(json.loads, invoked.stdout.splitlines())]

    def arguments(self, event: Path) -> list[str]:
        return ["remote", "invoke", functions()[event.parent.name], "--event-file", str(event), "--config-env", "local"]
