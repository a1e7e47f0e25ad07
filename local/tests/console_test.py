from __future__ import annotations

import contextlib
import io
import unittest

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


def lines(output: io.StringIO) -> list[str]:
    return [" ".join(line.split()) for line in output.getvalue().splitlines()]
