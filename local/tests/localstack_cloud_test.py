from __future__ import annotations

import re
import unittest

from localstack_cloud import CANNOT_EXPRESS
from settings import ROOT

TESTS = ROOT / "local" / "end-to-end" / "src" / "test" / "java" / "dev" / "actionflows" / "endtoend"


class LocalstackCloudTest(unittest.TestCase):
    def test_what_the_second_emulator_cannot_play_is_a_test_that_there_is(self) -> None:
        for names in CANNOT_EXPRESS.values():
            for name in names:
                with self.subTest(name):
                    test_class, _, method = name.partition("#")
                    self.assertRegex((TESTS / f"{test_class}.java").read_text(), rf"void {method}\(")

    def test_the_page_on_emulators_names_the_same_faults(self) -> None:
        page = (ROOT / "docs" / "other-emulators.md").read_text()
        told = re.findall(r"^- (.+?)(?:[:;,].*)?$", page.partition("### What it cannot do")[2].partition("\n## ")[0], re.MULTILINE)
        self.assertEqual(sorted(CANNOT_EXPRESS), sorted(told))
