from __future__ import annotations

import re
import unittest

from localstack_cloud import CANNOT, CANNOT_EXPRESS
from settings import ROOT

TESTS = ROOT / "local" / "end-to-end" / "src" / "test" / "java" / "dev" / "actionflows" / "endtoend"

# How a test asks for what LocalStack has not: senders of SES v2, an outage by a role's policy, what only the first emulator tells.
LACKING = re.compile(r"\bverifySender\(|\.refuse\(|\bmailsTo\(|\beverythingWritten\(|_ministack")
# The first line of a method of a class, and of an annotation that makes it a test, as the project's format has them.
METHOD = re.compile(r"^ {4}[^\s@/*}][^=;(]*?\b(\w+)\(", re.MULTILINE)
TEST = re.compile(r"^ {4}@\w*Test\b", re.MULTILINE)


def needing(java: str) -> set[str]:
    """The test methods of a class that use what LocalStack has not, themselves or by methods of their class."""
    methods = {}
    for block in re.split(r"^ {4}\}$", java, flags=re.MULTILINE):
        if named := METHOD.search(block):
            methods[named.group(1)] = block
    lacking = {name for name, block in methods.items() if LACKING.search(block)}
    while True:
        calling = {name for name, block in methods.items() if any(re.search(rf"\b{it}\(", block) for it in lacking)}
        if calling <= lacking:
            return {name for name in lacking if TEST.search(methods[name])}
        lacking |= calling


class LocalstackCloudTest(unittest.TestCase):
    def test_what_the_second_emulator_cannot_play_is_a_test_that_there_is(self) -> None:
        for names in CANNOT_EXPRESS.values():
            for name in names:
                with self.subTest(name):
                    test_class, _, method = name.partition("#")
                    self.assertRegex((TESTS / f"{test_class}.java").read_text(), rf"void {method}\(")

    def test_what_needs_something_that_the_second_emulator_has_not_is_left_out(self) -> None:
        found = {f"{it.stem}#{method}" for it in TESTS.glob("*IT.java") for method in needing(it.read_text())}
        self.assertGreaterEqual(len(found), 4)
        self.assertEqual(set(), found - {name for names in CANNOT.values() for name in names})

    def test_a_need_is_found_in_what_a_test_calls(self) -> None:
        java = "class AnIT {\n    @Test\n    void it_is_sent() {\n        signs();\n    }\n\n    private void signs() {\n        LocalCloud.verifySender(1);\n    }\n}\n"
        self.assertEqual({"it_is_sent"}, needing(java))

    def test_the_page_on_emulators_names_the_same_faults(self) -> None:
        page = (ROOT / "docs" / "other-emulators.md").read_text()
        told = re.findall(r"^- (.+?)(?:[:;,].*)?$", page.partition("### Limitations")[2].partition("\n## ")[0], re.MULTILINE)
        self.assertEqual(sorted(CANNOT_EXPRESS), sorted(told))
