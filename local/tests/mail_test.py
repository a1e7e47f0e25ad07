from __future__ import annotations

import contextlib
import datetime
import io
import json
import unittest
from pathlib import Path
from typing import Any

import mail
from demo import DemoFailed

ROOT = Path(__file__).resolve().parents[2]
AT = datetime.datetime(2026, 11, 2, 12, 0, 1, tzinfo=datetime.timezone.utc)


def email(message: str, to: str, tags: list[dict[str, str]] | None) -> dict[str, Any]:
    return {
        "MessageId": message, "Source": '"Night Harbour" <hello@label.example>', "To": [to], "Timestamp": 1793620800.0,
        "ConfigurationSetName": "action-flows-mail-prj_1", "EmailTags": tags,
    }


OF_A_FLOW = email("0102", "ada@fans.example", [{"Name": "message", "Value": "prj_1-run_2-0"}])


def shape(value: Any) -> Any:
    """The names in a document, without its values."""
    if isinstance(value, dict):
        return {name: shape(it) for name, it in value.items() if not name.endswith("MTA")}
    return [shape(it) for it in value] if isinstance(value, list) else None


class MailTest(unittest.TestCase):
    def test_reports_have_the_form_of_the_samples_that_the_function_is_tested_with(self) -> None:
        for kind, sample in (("bounce", "hard-bounce"), ("soft-bounce", "soft-bounce"), ("complaint", "complaint"), ("delivery", "delivery")):
            with self.subTest(kind):
                event = json.loads((ROOT / "events" / "email-events" / f"{sample}.json").read_text())
                documented = json.loads(event["Records"][0]["body"])
                reported = mail.report(kind, OF_A_FLOW, AT)
                self.assertEqual(documented["eventType"], reported["eventType"])
                self.assertEqual(shape(documented["mail"]), shape(reported["mail"]))
                details = documented["eventType"].lower()
                self.assertLessEqual(set(documented[details]), set(reported[details]))

    def test_a_report_names_the_message_and_its_configuration_set(self) -> None:
        reported = mail.report("bounce", OF_A_FLOW, AT)
        self.assertEqual({"ses:configuration-set": ["action-flows-mail-prj_1"], "message": ["prj_1-run_2-0"]}, reported["mail"]["tags"])
        self.assertEqual("hello@label.example", reported["mail"]["source"])
        self.assertEqual("2026-11-02T12:00:00.000Z", reported["mail"]["timestamp"])
        self.assertEqual("2026-11-02T12:00:01.000Z", reported["bounce"]["timestamp"])
        self.assertEqual("Permanent", reported["bounce"]["bounceType"])
        self.assertEqual(["ada@fans.example"], [it["emailAddress"] for it in reported["bounce"]["bouncedRecipients"]])

    def test_the_last_email_of_a_flow_to_an_address_is_meant_or_the_one_with_an_id(self) -> None:
        later = email("0103", "ada@fans.example", [{"Name": "message", "Value": "prj_1-run_3-0"}])
        code = email("0104", "ada@fans.example", None)
        sent = [OF_A_FLOW, later, code]
        self.assertEqual(later, mail.sent_email(sent, "ada@fans.example"))
        self.assertEqual(OF_A_FLOW, mail.sent_email(sent, "0102"))
        for wanted in ("bo@fans.example", "0104", "0999"):
            with self.assertRaisesRegex(DemoFailed, f"No flow has sent an email to {wanted}"):
                mail.sent_email(sent, wanted)

    def test_an_unknown_kind_of_report_is_refused_with_the_usage(self) -> None:
        with contextlib.redirect_stderr(io.StringIO()) as printed:
            self.assertEqual(2, mail.main(["opened", "ada@fans.example"]))
            self.assertEqual(2, mail.main(["bounce"]))
        self.assertIn("Usage: python3 local/mail.py", printed.getvalue())
