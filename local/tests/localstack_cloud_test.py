from __future__ import annotations

import json
import re
import unittest

import tools
from localstack_cloud import CANNOT, CANNOT_EXPRESS, KINESIS_VERSION
from settings import ROOT

TESTS = ROOT / "local" / "end-to-end" / "src" / "test" / "java" / "dev" / "actionflows" / "endtoend"

# Calls that require features missing in LocalStack: SES v2 senders, role policies, and the first emulator's own API.
MISSING_FEATURE = re.compile(r"\bverifySender\(|\.refuse\(|\bmailsTo\(|\beverythingWritten\(|_ministack")
# The first line of a method, and of a test annotation, in the project's format.
METHOD = re.compile(r"^ {4}[^\s@/*}][^=;(]*?\b(\w+)\(", re.MULTILINE)
TEST = re.compile(r"^ {4}@\w*Test\b", re.MULTILINE)


def needing(java: str) -> set[str]:
    """The test methods of a class that require such features, directly or through other methods of the class."""
    methods = {}
    for block in re.split(r"^ {4}\}$", java, flags=re.MULTILINE):
        if named := METHOD.search(block):
            methods[named.group(1)] = block
    found = {name for name, block in methods.items() if MISSING_FEATURE.search(block)}
    while True:
        calling = {name for name, block in methods.items() if any(re.search(rf"\b{it}\(", block) for it in found)}
        if calling <= found:
            return {name for name in found if TEST.search(methods[name])}
        found |= calling


class LocalstackCloudTest(unittest.TestCase):
    def test_every_excluded_test_exists(self) -> None:
        for names in CANNOT_EXPRESS.values():
            for name in names:
                with self.subTest(name):
                    test_class, _, method = name.partition("#")
                    self.assertRegex((TESTS / f"{test_class}.java").read_text(), rf"void {method}\(")

    def test_every_test_that_requires_a_missing_feature_is_excluded(self) -> None:
        found = {f"{it.stem}#{method}" for it in TESTS.glob("*IT.java") for method in needing(it.read_text())}
        self.assertGreaterEqual(len(found), 4)
        self.assertEqual(set(), found - {name for names in CANNOT.values() for name in names})

    def test_a_required_feature_is_found_in_the_methods_that_a_test_calls(self) -> None:
        java = "class AnIT {\n    @Test\n    void it_is_sent() {\n        signs();\n    }\n\n    private void signs() {\n        LocalCloud.verifySender(1);\n    }\n}\n"
        self.assertEqual({"it_is_sent"}, needing(java))

    def test_the_page_on_emulators_lists_the_same_limitations(self) -> None:
        page = (ROOT / "docs" / "other-emulators.md").read_text()
        listed = re.findall(r"^- (.+?)(?:[:;,].*)?$", page.partition("### Limitations")[2].partition("\n## ")[0], re.MULTILINE)
        self.assertEqual(sorted(CANNOT_EXPRESS), sorted(listed))

    def test_kinesis_is_pinned_in_the_version_that_localstack_looks_for(self) -> None:
        pinned = json.loads((tools.KINESIS.lock / "package.json").read_text())["dependencies"]
        self.assertEqual({"kinesis-local": KINESIS_VERSION}, pinned)
