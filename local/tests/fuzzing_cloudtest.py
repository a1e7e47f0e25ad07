"""Requires a running local cloud; `make test` starts one."""

from __future__ import annotations

import os
import unittest
from concurrent.futures import ThreadPoolExecutor

import envfile
import fuzzing
from settings import env_file_of


def environment_that_is_up() -> dict[str, str]:
    for name in ("test", "demo"):
        variables = envfile.read(env_file_of(name))
        if variables.get("AWS_ENDPOINT_URL") == os.environ["AWS_ENDPOINT_URL"]:
            return variables
    raise AssertionError("no local cloud is up at AWS_ENDPOINT_URL")


class FuzzingTest(unittest.TestCase):
    def test_no_answer_leaves_the_document_whatever_is_asked_with_whichever_key(self) -> None:
        env = environment_that_is_up()
        keys = fuzzing.make_keys(env)
        attempts = {
            "secret": (fuzzing.Effort.repeatable(2), None),
            "administrator": (fuzzing.Effort.repeatable(0), keys.project),
            "publishable": (fuzzing.Effort.repeatable(0), None),
            "operate": (fuzzing.Effort.repeatable(0), keys.project),
            "session": (fuzzing.Effort.repeatable(0), keys.project),
        }
        # In parallel, because each mostly waits for the cloud.
        with ThreadPoolExecutor(max_workers=len(attempts)) as pool:
            results = {
                kind: pool.submit(fuzzing.fuzz_with, env["BASE_URL"], keys.headers()[kind], effort, project=project)
                for kind, (effort, project) in attempts.items()
            }
        for kind, result in results.items():
            with self.subTest(kind):
                self.assertTrue(result.result().succeeded, result.result().output)
