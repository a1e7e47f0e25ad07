"""Requires a running local cloud; `make test` starts one. Restarts it in the middle of runs."""

from __future__ import annotations

import os
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cloud
import demo
import envfile
from settings import Instance, remembered

FANS = [f"+1415555{number}" for number in range(2100, 2110)]
# The lease of an execution, up to a minute until a sweep finds that it has expired, and the run itself on a busy machine.
RECOVERY_SECONDS = 180


def instance_that_is_up() -> Instance:
    for name in ("test", "demo"):
        instance = remembered(name)
        if instance and instance.endpoint == os.environ["AWS_ENDPOINT_URL"]:
            return instance
    raise AssertionError("no local cloud is up at AWS_ENDPOINT_URL")


class RestartTest(unittest.TestCase):
    def test_runs_in_the_middle_of_a_restart_end_and_no_text_is_sent_twice(self) -> None:
        instance = instance_that_is_up()
        env = envfile.read(instance.env_file)
        project, account = demo.make_project(env)
        env = {**env, **account, "PROJECT_ID": project["id"]}
        api = demo.Api(env["BASE_URL"], project["secretKey"])
        flow = self.flow(api)
        with ThreadPoolExecutor(max_workers=len(FANS)) as fans:
            list(fans.map(lambda fan: demo.post_text(env, fan, "presave"), FANS))
        under_way = [run for run in self.runs(api, flow) if run["status"] == "RUNNING"]
        self.assertTrue(under_way, "all runs had ended before the restart")

        cloud.restart(instance)

        runs = self.ended_runs(api, flow)
        texts = demo.texts_received(env)
        for run in runs:
            with self.subTest(run["id"]):
                segment, text = run["steps"]
                self.assertEqual("COMPLETED", segment["outcome"])
                self.assertIn(text["reason"], ("accepted", "interrupted", "no_answer"))
        for fan in FANS:
            self.assertLessEqual(len(texts.get(fan, [])), 1, f"texts of {fan}")
        accepted = sum(run["steps"][1]["reason"] == "accepted" for run in runs)
        self.assertGreaterEqual(len(texts), accepted, "what is recorded as accepted was handed over")

    def flow(self, api: demo.Api) -> str:
        segment = api.send("POST", "/v1/segments", {"name": "New Fans"})
        flow = api.send("POST", "/v1/flows", {
            "name": "Before and after",
            "trigger": {"type": "sms.keyword", "keyword": "PRESAVE"},
            "steps": [{"type": "add_to_segment", "segmentId": segment["id"]}, {"type": "send_text", "text": "Thank you"}],
        })
        api.send("POST", f"/v1/flows/{flow['id']}/activate")
        return str(flow["id"])

    def runs(self, api: demo.Api, flow: str) -> list[dict[str, Any]]:
        return list(api.send("GET", f"/v1/flows/{flow}/runs?limit=100")["items"])

    def ended_runs(self, api: demo.Api, flow: str) -> list[dict[str, Any]]:
        deadline = time.monotonic() + RECOVERY_SECONDS
        seen = ""
        while time.monotonic() < deadline:
            try:
                runs = self.runs(api, flow)
                if len(runs) == len(FANS) and all(run["status"] in ("COMPLETED", "FAILED") for run in runs):
                    return runs
                seen = str([(run["id"], run["status"]) for run in runs])
            except demo.DemoFailed as failure:
                # right after the restart, all functions start at once, which takes long on a busy machine
                seen = str(failure)
            time.sleep(0.5)
        raise AssertionError(f"not ended within {RECOVERY_SECONDS} s: {seen}")
