from __future__ import annotations

import datetime
import tempfile
import unittest
from pathlib import Path

import demo_clock

MOMENT = datetime.timedelta(seconds=30)


def machine() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


class DemoClockTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "clock"
        self.file.write_text("PT0S")
        self.env = {"CLOCK_FILE": str(self.file)}

    def test_a_clock_that_nobody_moved_is_the_machines(self) -> None:
        self.assertTrue(demo_clock.can_move(self.env))
        self.assertAlmostEqual(machine(), demo_clock.now(self.env), delta=MOMENT)

    def test_a_deployment_without_such_a_clock_has_the_machines(self) -> None:
        self.assertFalse(demo_clock.can_move({}))
        self.assertAlmostEqual(machine(), demo_clock.now({}), delta=MOMENT)

    def test_it_goes_on_from_where_it_was_moved_to_and_can_be_moved_again(self) -> None:
        for days in (14, 45):
            to = machine() + datetime.timedelta(days=days)
            demo_clock.move(self.env, to)
            self.assertAlmostEqual(to, demo_clock.now(self.env), delta=MOMENT)
        # what java.time.Duration reads
        self.assertRegex(self.file.read_text(), r"^PT388[78]\d{3}S$")
        self.assertEqual([self.file], list(self.file.parent.iterdir()))

    def test_it_is_not_moved_back(self) -> None:
        demo_clock.move(self.env, machine() + datetime.timedelta(days=2))
        with self.assertRaisesRegex(ValueError, "cannot be moved back"):
            demo_clock.move(self.env, machine() + datetime.timedelta(days=1))
