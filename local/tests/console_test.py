from __future__ import annotations

import contextlib
import io
import unittest
from unittest import mock

import console
from console import Trouble, phase


class PhaseTest(unittest.TestCase):
    def test_a_phase_is_one_line_with_its_end(self) -> None:
        with contextlib.redirect_stdout(io.StringIO()) as output:
            with phase("Weighing") as current:
                current.note = "heavy"
            with self.assertRaises(Trouble), phase("Lifting"):
                raise Trouble("too heavy")
        self.assertEqual(["Weighing heavy", "Lifting failed"], lines(output))

    def test_phases_side_by_side_have_a_line_each(self) -> None:
        with contextlib.redirect_stdout(io.StringIO()) as output:
            with phase("Weighing") as outer:
                outer.note = "heavy"
                with phase("Measuring") as inner:
                    inner.note = "long"
            with phase("Lifting") as later:
                later.note = "high"
        self.assertEqual(["Weighing heavy", "Measuring long", "Lifting high"], lines(output))

    def test_a_long_phase_says_how_far_it_is(self) -> None:
        with contextlib.redirect_stdout(Terminal()) as output:
            with phase("Weighing") as current:
                current.report("1 of 2: feathers")
                current.report("2 of 2: lead")
        shown = [" ".join(part.split()) for part in output.getvalue().split("\r")]
        self.assertEqual(["Weighing", "Weighing 1 of 2: feathers", "Weighing 2 of 2: lead", "Weighing done in 0 s"], shown)

    def test_away_from_a_terminal_progress_is_a_line_now_and_then(self) -> None:
        clock = iter((0.0, 0.0, 4.0, 11.0, 11.0, 12.0, 13.0))
        with mock.patch.object(console.time, "monotonic", lambda: next(clock)), contextlib.redirect_stdout(io.StringIO()) as output:
            with phase("Weighing") as current:
                current.report("1 of 3: feathers")
                current.report("2 of 3: lead")
                current.report("3 of 3: gold")
        self.assertEqual(["Weighing", "2 of 3: lead", "Weighing done in 13 s"], lines(output))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def lines(output: io.StringIO) -> list[str]:
    return [" ".join(line.split()) for line in output.getvalue().splitlines()]
