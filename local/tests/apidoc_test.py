from __future__ import annotations

import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import tools
from settings import ROOT

DOCUMENT, PAGE = ROOT / "openapi.yaml", ROOT / "docs" / "api.md"


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [tools.program("sam", "python"), str(ROOT / "local" / "cloud" / "apidoc.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def anchor(heading: str) -> str:
    return "".join(it for it in heading.lower().replace(" ", "-") if it.isalnum() or it in "-_")


class ApiDocTest(unittest.TestCase):
    def test_the_page_says_what_the_document_says(self) -> None:
        checked = program("check", str(DOCUMENT), str(PAGE))
        self.assertEqual(0, checked.returncode, checked.stderr)

    def test_a_page_that_does_not_is_found(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            changed = Path(folder) / "openapi.yaml"
            changed.write_text(DOCUMENT.read_text().replace('"415"', '"418"', 1))
            checked = program("check", str(changed), str(PAGE))
        self.assertEqual(1, checked.returncode)
        self.assertIn("make api-docs", checked.stderr)

    def test_every_link_leads_to_one_heading(self) -> None:
        page = PAGE.read_text()
        headings = [anchor(heading) for heading in re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)]
        self.assertEqual(len(headings), len(set(headings)), sorted(headings))
        links = set(re.findall(r"\]\(#([^)]*)\)", page))
        self.assertGreater(len(links), 50)
        self.assertEqual(set(), links - set(headings))

    def test_every_operation_is_there(self) -> None:
        paths = re.findall(r"^  (/\S+):$", DOCUMENT.read_text(), re.MULTILINE)
        for path in paths:
            self.assertRegex(PAGE.read_text(), rf"(?m)^### [A-Z]+ {re.escape(path)}$")
