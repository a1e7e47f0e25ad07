"""Tests the checks of the contract, and its reference page."""

from __future__ import annotations

import re
import tempfile
import unittest
from pathlib import Path

import contract
from console import Trouble

TEXT = contract.CONTRACT.read_text(encoding="utf-8")


class ContractTest(unittest.TestCase):
    def test_a_contract_that_is_broken_is_found(self) -> None:
        for sound, broken in (
            ("#/components/schemas/Root", "#/components/schemas/Nothing"),
            ("tags: [projects]", "tags: [unheard-of]"),
            ("operationId: getRoot", "operationId: createProject"),
            ("name: Action Flows\n", "name: 5\n"),
        ):
            with self.subTest(broken), tempfile.TemporaryDirectory() as folder:
                document = Path(folder) / "openapi.yaml"
                document.write_text(TEXT.replace(sound, broken, 1), encoding="utf-8")
                self.assertNotEqual(TEXT, document.read_text(encoding="utf-8"))
                with self.assertRaises(Trouble):
                    contract.lint(document)

    def test_the_page_has_every_operation_and_contacts_no_server(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "new" / "api.html"
            contract.write_reference(page)
            html = page.read_text(encoding="utf-8")
        operations = re.findall(r"^      operationId: (\w+)$", TEXT, re.MULTILINE)
        self.assertGreater(len(operations), 50)
        self.assertEqual([], [operation for operation in operations if f'"operationId":"{operation}"' not in html])
        self.assertEqual([], re.findall(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[^>]*>", html))
        self.assertIn('"disableTelemetry":true', html)
