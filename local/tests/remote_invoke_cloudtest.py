"""Runs against a local cloud that is up; `make test` starts one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tools
from settings import ROOT


def functions() -> dict[str, str]:
    """The template's logical id of each function, by the name of its folder."""
    template = (ROOT / "template.yaml").read_text()
    return {artifact: name for name, artifact in re.findall(r"^  (\w+Function):\n(?:    .*\n)*?      CodeUri: .*/([\w-]+)\.jar$", template, re.MULTILINE)}


class RemoteInvokeTest(unittest.TestCase):
    def test_every_sample_event_gets_an_answer_from_its_function(self) -> None:
        events = sorted((ROOT / "events").glob("*/*.json"))
        self.assertLess(len(functions()), len(events))
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as workers:
            for event, (code, said) in zip(events, workers.map(self.invoke, events)):
                with self.subTest(str(event.relative_to(ROOT))):
                    self.assertEqual(0, code, said)
                    answer = json.loads(said[said.index("{"):])
                    self.assertLess(answer.get("statusCode", 0), 500)
                    if event.name.startswith("invalid-"):
                        refused = answer.get("statusCode", 0) >= 400 or "errorMessage" in answer or answer.get("batchItemFailures")
                        self.assertTrue(refused, said)
                    else:
                        self.assertNotIn("errorMessage", answer)
                        self.assertFalse(answer.get("batchItemFailures"), said)

    def invoke(self, event: Path) -> tuple[int, str]:
        command = [
            tools.program("sam", "sam"), "remote", "invoke", functions()[event.parent.name],
            "--event-file", str(event), "--config-env", "local",
        ]
        invoked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        return invoked.returncode, invoked.stdout if invoked.returncode == 0 else invoked.stderr
