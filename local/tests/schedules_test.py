from __future__ import annotations

import datetime
import unittest

import schedules

DAY = datetime.datetime(2026, 12, 4, tzinfo=datetime.timezone.utc)


class SchedulesTest(unittest.TestCase):
    def test_a_one_time_schedule_is_due_from_its_time_on(self) -> None:
        self.assertTrue(schedules.is_one_time("at(2026-12-04T00:00:00)"))
        for seconds, due in ((-1, False), (0, True), (3600, True)):
            self.assertEqual(due, schedules.is_due("at(2026-12-04T00:00:00)", DAY + datetime.timedelta(seconds=seconds)))

    def test_a_schedule_for_every_minute_is_due_whenever_it_is_looked_at(self) -> None:
        self.assertTrue(schedules.is_due("rate(1 minute)", DAY))
        self.assertFalse(schedules.is_one_time("rate(1 minute)"))

    def test_other_expressions_are_not_known(self) -> None:
        for expression in ("rate(15 minutes)", "cron(0 0 * * ? *)", "at(2026-12-04)"):
            self.assertIsNone(schedules.is_due(expression, DAY))
