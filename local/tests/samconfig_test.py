from __future__ import annotations

import re
import unittest

from settings import ROOT


class SamconfigTest(unittest.TestCase):
    def test_a_plain_deployment_to_aws_leaves_parameters_as_they_are(self) -> None:
        # Python 3.10 has no TOML parser.
        sections = re.split(r"^\[", (ROOT / "samconfig.toml").read_text(), flags=re.MULTILINE)
        by_default = [it for it in sections if it.startswith("default.")]
        self.assertTrue(any(it.startswith("default.deploy.parameters]") for it in by_default))
        for section in by_default:
            self.assertNotRegex(section, r"(?m)^\s*parameter_overrides\b")
