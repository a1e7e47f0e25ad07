from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import unittest
from pathlib import Path

from console import Trouble
from processes import Service, cpu_seconds, logged


class ServiceTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.service = Service("sleeper", Path(folder.name))
        self.addCleanup(self.service.stop, 1)

    def start(self, program: str) -> None:
        self.service.start([sys.executable, "-c", program], dict(os.environ))

    def test_it_stops_what_it_started_and_its_children(self) -> None:
        self.start("import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)")
        self.assertIsNotNone(self.service.pid())
        child = int(self.logged_line())

        self.assertTrue(self.service.stop())

        self.assertIsNone(self.service.pid())
        self.assertFalse(is_running(child))
        self.assertFalse(self.service.stop())

    @unittest.skipUnless(sys.platform == "linux", "only Linux reports it")
    def test_the_processor_time_of_a_group_is_that_of_the_processes_with_a_variable(self) -> None:
        busy = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'while True: pass'], env={'BUSY': '1'}); time.sleep(60)"
        self.start(busy)
        pid = self.service.pid()
        assert pid is not None

        deadline = time.monotonic() + 30
        while not (taken := cpu_seconds(pid, "BUSY")) and time.monotonic() < deadline:
            time.sleep(0.02)

        self.assertGreater(taken or 0, 0)
        self.assertEqual(0, cpu_seconds(pid, "LAZY"))

    def test_a_process_that_only_has_the_same_id_is_left_alone(self) -> None:
        self.service.folder.mkdir(parents=True, exist_ok=True)
        self.service.record.write_text(json.dumps({"pid": os.getpid(), "started": "another time"}))

        self.assertIsNone(self.service.pid())
        self.assertFalse(self.service.stop())

    def test_a_process_that_ends_while_starting_is_reported_with_the_end_of_its_log(self) -> None:
        self.start("print('no such option'); raise SystemExit(1)")
        with self.assertRaisesRegex(Trouble, r"The sleeper ended while starting[^$]*no such option"):
            self.service.wait_until_healthy("http://127.0.0.1:9/", 10)

    def test_a_log_is_continued_only_on_demand(self) -> None:
        for continue_log, logged in ((False, ["1"]), (True, ["1", "2"]), (False, ["1"])):
            program = [sys.executable, "-c", f"print({len(logged)})"]
            self.service.start(program, dict(os.environ), continue_log)
            with self.assertRaisesRegex(Trouble, "ended while starting"):
                self.service.wait_until_healthy("http://127.0.0.1:9/", 10)
            self.assertEqual(logged, self.service.log.read_text().split())

    def test_a_process_that_never_answers_is_given_up(self) -> None:
        self.start("import time; time.sleep(60)")
        with self.assertRaisesRegex(Trouble, "did not respond within"):
            self.service.wait_until_healthy("http://127.0.0.1:9/", 0.3)

    def logged_line(self) -> str:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if self.service.log.read_text().endswith("\n"):
                return self.service.log.read_text()
            time.sleep(0.05)
        raise AssertionError("nothing was logged")


class LoggedTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = Path(folder.name) / "logs" / "some.log"

    def test_whoever_waits_for_its_end_gets_its_code_and_all_its_output(self) -> None:
        command = [sys.executable, "-c", "import sys; print('output'); print('error', file=sys.stderr); sys.exit(3)"]
        with logged(command, self.log, dict(os.environ), self.log.parent) as process:
            self.assertEqual(3, process.wait())
        self.assertEqual({"output", "error"}, set(self.log.read_text().split()))

    def test_it_does_not_outlive_its_context(self) -> None:
        with self.assertRaises(Trouble), logged(["sleep", "60"], self.log, dict(os.environ), self.log.parent) as process:
            raise Trouble("meanwhile")
        self.assertLess(process.wait(), 0)


def is_running(pid: int) -> bool:
    try:
        return "\tZ" not in Path(f"/proc/{pid}/status").read_text() if Path("/proc/self").exists() else os.kill(pid, 0) is None
    except (FileNotFoundError, ProcessLookupError):
        return False
