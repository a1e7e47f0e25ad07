from __future__ import annotations

import subprocess
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import build
import settings
import tools
import verification
from console import Trouble
from verification import Count


class VerificationTest(unittest.TestCase):
    def test_failures_and_errors_are_both_failed(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "TEST-some.xml"
            report.write_text('<testsuite name="some" tests="9" failures="1" errors="2" skipped="3"></testsuite>')
            self.assertEqual(Count(3, 3, 3), verification._count(report))

    def test_each_failed_test_is_named_with_its_message(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "TEST-some.xml"
            report.write_text(
                '<testsuite name="some" tests="3" failures="1" errors="1" skipped="0">'
                '<testcase name="works" classname="a.SomeTest"/>'
                '<testcase name="fails" classname="a.SomeTest"><failure message="expected: 1&#10;but was: 2" type="X">trace</failure></testcase>'
                '<testcase name="" classname="a.SomeTest"><error type="java.io.IOException">trace</error></testcase>'
                "</testsuite>"
            )
            self.assertEqual(["a.SomeTest.fails: expected: 1", "a.SomeTest.(class): java.io.IOException"], verification._failures(report))

    def test_counts_add_up_and_read_plainly(self) -> None:
        self.assertEqual("3 passed, 1 failed, 0 skipped", str(Count(1, 1, 0) + Count(2, 0, 0)))


class WholeTemplateTest(unittest.TestCase):
    """Tests that the linted template equals the one that CloudFormation reads."""

    template = (settings.ROOT / "template.yaml").read_text()

    def whole(self, document: str) -> str:
        with tempfile.TemporaryDirectory(dir=settings.ROOT / ".local") as folder:
            file = Path(folder) / "document.json"
            file.write_text(document)
            included = str(build.GATEWAY_DOCUMENT.relative_to(settings.ROOT))
            return verification.whole(self.template.replace(included, str(file.relative_to(settings.ROOT))), file)

    def lint(self, document: str) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "template.yaml"
            file.write_text(self.whole(document))
            return subprocess.run([tools.program("sam", "cfn-lint"), str(file)], capture_output=True, text=True, check=False)

    def test_what_is_included_stands_in_its_place(self) -> None:
        text = self.whole('{"openapi": "3.0.3"}')
        self.assertIn('\n      DefinitionBody: {"openapi": "3.0.3"}\n', text)
        self.assertNotIn("AWS::Include", text)

    def test_a_template_that_includes_something_else_is_not_linted_in_parts(self) -> None:
        with self.assertRaisesRegex(Trouble, "exactly once, and nothing else"):
            verification.whole(self.template.replace("gateway.json", "other.json"), build.GATEWAY_DOCUMENT)
        with self.assertRaisesRegex(Trouble, "exactly once, and nothing else"):
            verification.whole(self.template + "# AWS::Include", build.GATEWAY_DOCUMENT)

    def test_a_fault_of_what_is_included_is_found(self) -> None:
        found = self.lint('{"openapi": "3.0.3", "paths": {"/things": {"get": {"x-amazon-apigateway-integration": {"uri": {"Ref": "NoFunction"}}}}}}')
        self.assertNotEqual(0, found.returncode)
        self.assertIn("'NoFunction' is not one of", found.stdout)


class BuildTest(unittest.TestCase):
    def test_the_template_names_every_function_of_the_folders(self) -> None:
        folders = {pom.parent for pom in (settings.ROOT / "functions").glob("*/*/pom.xml")}
        self.assertEqual(folders, {jar.parents[1] for jar in build.function_jars()})

    def test_only_what_something_is_made_from_triggers_a_build(self) -> None:
        sources = {str(path.relative_to(settings.ROOT)) for path in build._sources()}
        self.assertIn("pom.xml", sources)
        self.assertIn("local/runtime/bootstrap/bootstrap", sources)
        self.assertIn("openapi.yaml", sources)
        self.assertFalse([path for path in sources if "/test/" in path or "/target/" in path or path.startswith("docs")])


class SettingsTest(unittest.TestCase):
    def test_no_variable_of_a_real_account_gets_through(self) -> None:
        self.assertEqual({"HOME": "/home"}, settings.without_aws({"HOME": "/home", "AWS_PROFILE": "production"}))

    def test_a_port_that_is_none_is_refused(self) -> None:
        with unittest.mock.patch.dict("os.environ", {"LOCAL_CLOUD_PORT": "70000"}), self.assertRaisesRegex(Trouble, "LOCAL_CLOUD_PORT"):
            settings.chosen("demo")

    def test_the_tests_instance_has_ports_of_its_own(self) -> None:
        instance = settings.chosen("test")
        self.assertNotIn(instance.ports.cloud, (4566, 4567, instance.ports.providers))
