"""Reports what became of an email that was sent on the local cloud, as Amazon SES would: the last one to an address, or the one with an id.

Usage: python3 local/mail.py bounce|soft-bounce|complaint|delivery ada@fans.example

bounce: the mailbox does not exist. soft-bounce: it is full. complaint: the recipient reported it as spam. The report goes into the queue
into which the rule MailReportsRule puts SES's events, and the function email-events processes it.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import uuid
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import demo_clock
from demo import DemoFailed, call, read_env

ENV_FILE = Path(__file__).resolve().parents[1] / ".local" / "demo.env"
QUEUE = "EMAIL_REPORT_QUEUE_URL"
ACCOUNT = "000000000000"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in DETAILS:
        print(__doc__, file=sys.stderr)
        return 2
    kind, wanted = arguments
    # Tests have the variables of their own local cloud in their environment.
    env = dict(os.environ) if QUEUE in os.environ else read_env(ENV_FILE) if ENV_FILE.exists() else {}
    if QUEUE not in env:
        print("There is no demo yet: `make run DETACH=1` runs it.", file=sys.stderr)
        return 1
    try:
        email = sent_email(emails(env), wanted)
        send(env, report(kind, email, demo_clock.now(env)))
    except DemoFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    print(f"Reported: {kind} of {email['MessageId']} to {', '.join(email['To'])}.")
    return 0


# --- What SES reports


def report(kind: str, email: dict[str, Any], at: datetime.datetime) -> dict[str, Any]:
    """
    An event as SES publishes it: "Examples of event data that Amazon SES publishes", SES Developer Guide.

    :param email: as the emulator keeps it
    """
    sent = datetime.datetime.fromtimestamp(email["Timestamp"], datetime.timezone.utc)
    source = parseaddr(email["Source"])[1]
    event, name, details = DETAILS[kind]
    tags = {tag["Name"]: [tag["Value"]] for tag in email["EmailTags"]}
    return {
        "eventType": event,
        "mail": {
            "timestamp": instant(sent),
            "source": source,
            "sourceArn": f"arn:aws:ses:us-east-1:{ACCOUNT}:identity/{source.partition('@')[2]}",
            "sendingAccountId": ACCOUNT,
            "messageId": email["MessageId"],
            "destination": email["To"],
            "headersTruncated": False,
            "tags": {"ses:configuration-set": [email["ConfigurationSetName"]], **tags},
        },
        name: {"timestamp": instant(at), **details(email["To"])},
    }


def instant(time: datetime.datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _bounce(to: list[str]) -> dict[str, Any]:
    failed = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
    return {
        "feedbackId": str(uuid.uuid4()), "bounceType": "Permanent", "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": address, **failed} for address in to],
        "reportingMTA": "dsn; a0-1.smtp-out.amazonses.com",
    }


def _soft_bounce(to: list[str]) -> dict[str, Any]:
    return {
        "feedbackId": str(uuid.uuid4()), "bounceType": "Transient", "bounceSubType": "MailboxFull",
        "bouncedRecipients": [{"emailAddress": address} for address in to],
    }


def _complaint(to: list[str]) -> dict[str, Any]:
    return {
        "feedbackId": str(uuid.uuid4()), "complaintFeedbackType": "abuse", "userAgent": "Amazon SES Mailbox Simulator",
        "complainedRecipients": [{"emailAddress": address} for address in to],
    }


def _delivery(to: list[str]) -> dict[str, Any]:
    return {"processingTimeMillis": 546, "recipients": to, "smtpResponse": "250 2.6.0 Message received"}


# The type of each event, the name of its details, and these for the recipients.
DETAILS: dict[str, tuple[str, str, Callable[[list[str]], dict[str, Any]]]] = {
    "bounce": ("Bounce", "bounce", _bounce),
    "soft-bounce": ("Bounce", "bounce", _soft_bounce),
    "complaint": ("Complaint", "complaint", _complaint),
    "delivery": ("Delivery", "delivery", _delivery),
}


# --- The local cloud


def _endpoint(env: dict[str, str]) -> str:
    """The emulator, whose API Gateway has the address BASE_URL: tests have no variables of AWS."""
    return env["BASE_URL"].partition("/_aws/")[0]


def emails(env: dict[str, str]) -> list[dict[str, Any]]:
    """Every email that the emulator's SES accepted, oldest first."""
    answer = call("GET", f"{_endpoint(env)}/_ministack/ses/messages", None, {})
    return sorted((email for account in answer.document()["messages"].values() for email in account), key=lambda email: float(email["Timestamp"]))


def sent_email(sent: list[dict[str, Any]], wanted: str) -> dict[str, Any]:
    """
    :param wanted: the id of an email, or an address: then the last email to it
    :raises DemoFailed: if no flow has sent such an email
    """
    for email in reversed(sent):
        if email.get("EmailTags") and (wanted == email["MessageId"] or wanted in email["To"]):
            return email
    raise DemoFailed(f"No flow has sent an email to {wanted}, or with this id: `python3 local/messages.py` shows what was sent.")


def send(env: dict[str, str], event: dict[str, Any]) -> None:
    body = json.dumps({"QueueUrl": env[QUEUE], "MessageBody": json.dumps(event)}).encode()
    scope = f"test/20260101/{env.get('AWS_DEFAULT_REGION', 'us-east-1')}/sqs/aws4_request"
    answer = call("POST", _endpoint(env), body, {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "AmazonSQS.SendMessage",
    })
    if answer.status != 200:
        raise DemoFailed(f"The queue returned {answer.status}: {answer.body}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
