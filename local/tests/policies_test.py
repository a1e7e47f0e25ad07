from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import policies
from console import Trouble
from settings import ROOT

PLANTED = """
  Planted:
    Type: AWS::SQS::Queue
    Properties:
      MessageRetentionPeriod: 60

  PlantedKey:
    Type: AWS::KMS::Key
    Metadata:
      checkov:
        skip:
          - id: CKV_AWS_7
    Properties:
      EnableKeyRotation: false

"""


class PoliciesTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.template = Path(folder.name) / "template.yaml"

    def test_a_planted_unencrypted_queue_is_found_and_so_is_an_exception_without_a_reason(self) -> None:
        good = (ROOT / "template.yaml").read_text()
        self.template.write_text(good.replace("\nOutputs:\n", f"{PLANTED}\nOutputs:\n"))
        with self.assertRaises(Trouble) as found:
            policies.scan(self.template)
        findings = str(found.exception).splitlines()[1:]
        self.assertEqual(3, len(findings), findings)
        self.assertRegex(findings[0], r"CKV_AWS_27 AWS::SQS::Queue\.Planted: ")
        self.assertRegex(findings[1], r"CKV_AWS_7 AWS::KMS::Key\.PlantedKey: ")
        self.assertIn("without a reason", findings[2])

    def test_what_cannot_be_read_is_not_taken_for_good(self) -> None:
        self.template.write_text("Resources: [")
        with self.assertRaisesRegex(Trouble, "could not read"):
            policies.scan(self.template)

    def test_every_check_that_is_left_out_everywhere_has_its_reason_above_it(self) -> None:
        lines = policies.CONFIGURATION.read_text().splitlines()
        left_out = [i for i, line in enumerate(lines) if line.startswith("  - ")]
        self.assertTrue(left_out)
        for i in left_out:
            self.assertRegex(lines[i - 1], r"^  # \S")
