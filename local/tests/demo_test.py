from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import demo


class DemoTest(unittest.TestCase):
    def test_the_signature_is_the_one_of_the_providers_documentation(self) -> None:
        # https://www.twilio.com/docs/usage/security#validating-requests
        form = {
            "CallSid": "CA1234567890ABCDE",
            "Caller": "+14158675309",
            "Digits": "1234",
            "From": "+14158675309",
            "To": "+18005551212",
        }
        self.assertEqual("RSOYDt4T1cUTdK1PDd93/VVr8B8=", demo.signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form))

    def test_durations_are_read_from_instants_of_any_precision(self) -> None:
        step = {"startedAt": "2026-11-21T10:00:00Z", "endedAt": "2026-11-21T10:00:00.123456789Z"}
        self.assertEqual("123 ms", demo.duration(step))
        self.assertEqual("-", demo.duration({"startedAt": "2026-11-21T10:00:00Z", "endedAt": None}))

    def test_columns_are_as_wide_as_their_widest_cell(self) -> None:
        self.assertEqual("  a    b\n  ---  -\n  ccc  d", demo.table([("a", "b"), ("ccc", "d")]))

    def test_a_variable_that_is_missing_is_named_with_what_it_means(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "demo.env"
            file.write_text("BASE_URL=http://localhost:4566\nPROVIDERS_URL=http://localhost:4567\n")
            with self.assertRaisesRegex(demo.DemoFailed, "ADMIN_KEY: the administrator key"):
                demo.complete(file)
            file.write_text(file.read_text() + "ADMIN_KEY=ak\n")
            self.assertEqual({"BASE_URL", "PROVIDERS_URL", "ADMIN_KEY"}, set(demo.complete(file)))
