"""Tests that the cost of a million runs uses the memory sizes in the template, and that nothing is counted twice."""

from __future__ import annotations

import re
import unittest

import prices
from settings import ROOT


class PricesTest(unittest.TestCase):
    RUN = prices.Run({"sms-webhook": 10.0, "send-text": 10.0}, {"sms-webhook": 3, "send-text": 4}, 18, 12, 10)

    def test_functions_have_the_memory_of_the_template(self) -> None:
        template = (ROOT / "template.yaml").read_text()
        default = re.search(r"BackgroundMemory:\n\s+Type: Number\n\s+Default: (\d+)", template)
        waited_for = re.search(r"^    MemorySize: (\d+)$", template, re.MULTILINE)
        assert default and waited_for
        self.assertEqual(prices.BACKGROUND_MEMORY_GB, int(default[1]) / 1024)
        self.assertEqual(prices.MEMORY_GB, {"sms-webhook": int(waited_for[1]) / 1024})

    def test_what_is_counted_leaves_out_what_is_assumed(self) -> None:
        dollars = prices.of_a_million(self.RUN, "EXPRESS")
        self.assertGreater(dollars[prices.WAITING], 0)
        self.assertAlmostEqual(prices.counted(dollars) + dollars[prices.WAITING], sum(dollars.values()))

    def test_a_transition_of_a_standard_machine_costs_a_fortieth_of_a_thousandth_dollar(self) -> None:
        self.assertAlmostEqual(prices.of_a_million(self.RUN, "STANDARD")["Step Functions"], 250.0)


if __name__ == "__main__":
    unittest.main()
