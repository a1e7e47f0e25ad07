"""Checks this machine, a deployment and one project in it, and explains how to fix problems."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import envfile
import preflight
import tools
from console import Trouble, check
from settings import STACK, local_aws, without_aws

# The fragment is for the provider and is never sent: Twilio retries after a 5xx, a failed connection or a timeout only if the
# fragment requests it (twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
RETRY_OVERRIDES = "#rc=3&rp=5xx,ct,rt&rt=5000"
NEEDED = ("BASE_URL", "SECRET_KEY", "PROJECT_ID")


def run(env_file: Path) -> int:
    """Prints the result of each check; returns 1 if there is a problem."""
    print("This machine")
    well = all([
        check("JDK", lambda: str(preflight.find_jdk())),
        check("Maven", _maven),
        check("Python's venv", _venv),
    ])
    # All variables come from one source, so that a key of the local cloud is never sent to another address.
    stack = os.environ.get("STACK_NAME", "")
    given = {name: os.environ[name] for name in NEEDED if os.environ.get(name)}
    local = {} if given or stack else envfile.read(env_file)
    if stack:
        well &= _check_deployment(stack, dict(os.environ), given.get("BASE_URL"))
    elif local:
        aws = {**without_aws(dict(os.environ)), **local_aws(local["AWS_ENDPOINT_URL"])}
        well &= _check_deployment(STACK, aws, local["BASE_URL"])
    else:
        print("\nNo deployment to check: set STACK_NAME (and AWS_PROFILE, AWS_REGION), or start the local cloud with `make run DETACH=1`.")
    variables = given or local
    missing = [name for name in NEEDED if not variables.get(name)]
    if missing:
        print(f"\nNo project to check: set {', '.join(missing)}.")
        return 0 if well else 1
    print(f"\nProject {variables['PROJECT_ID']} at {variables['BASE_URL']}")
    return 0 if well & _check_project(variables) else 1


def _check_deployment(stack: str, environment: dict[str, str], base_url: str | None) -> bool:
    """Runs in a separate process, because the AWS SDK is installed in the SAM CLI's environment."""
    print(f"\nDeployment {stack}", flush=True)
    python = tools.program("sam", "python")
    if not Path(python).exists():
        return check("AWS SDK", _no_sdk)
    script = str(Path(__file__).with_name("inspection.py"))
    return subprocess.run([python, script, stack, *([base_url] if base_url else [])], env=environment, check=False).returncode == 0


def _no_sdk() -> str:
    raise Trouble("is not installed yet: `make tools` installs it.")


def _check_project(variables: dict[str, str]) -> bool:
    project: dict[str, object] = {}

    def read() -> str:
        project.update(_project(variables))
        return str(project["name"])

    def number() -> str:
        sms = project.get("sms")
        if not isinstance(sms, dict):
            raise Trouble("not set: PUT /v1/projects/{id}/sms with the number, account SID and auth token.")
        return str(sms["number"])

    def streaming() -> str:
        apps = [name for name in ("spotify", "appleMusic") if project.get(name)]
        if not apps:
            raise Trouble("none, so fans cannot connect: PUT /v1/projects/{id}/spotify or …/apple-music.")
        return ", ".join(apps)

    if not check("the API and the project's key", read):
        return False
    url = str(dict(project["webhooks"])["sms"])  # type: ignore[call-overload]
    well = all([
        check("number for texts", number),
        check("apps at streaming services", streaming),
        check("publicBaseUrl", lambda: public_base_url(str(project["publicBaseUrl"]))),
        check("webhook rejects unsigned texts", lambda: refusal(url)),
    ])
    print(f"""
Enter at the SMS provider (Twilio: the number's messaging configuration)
  a message comes in      webhook, POST, {url}{RETRY_OVERRIDES}
  primary handler fails   webhook, POST, {url}
Without the part after #, a text is not retried after a server error. Do not change the URL before #: it is signed.""")
    return well


def _maven() -> str:
    preflight.check_maven(preflight.find_jdk())
    return "3.8 or newer"


def _venv() -> str:
    preflight.check_venv()
    return "installed"


def _project(variables: dict[str, str]) -> dict[str, object]:
    request = urllib.request.Request(
        f"{variables['BASE_URL']}/v1/projects/{variables['PROJECT_ID']}", headers={"Authorization": f"Bearer {variables['SECRET_KEY']}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        raise Trouble(f"returned {error.code}: check SECRET_KEY and PROJECT_ID.") from None
    except (OSError, ValueError) as error:
        raise Trouble(f"not reached ({error}): check BASE_URL, which is the stack output ApiUrl.") from None


def public_base_url(url: str) -> str:
    """
    :raises Trouble: unless it is https, or on this machine
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise Trouble(f"{url} is not https, so texts are sent unencrypted: create a project with the https address; the address of this one cannot be changed.")
    return url


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def refusal(url: str) -> str:
    """
    :raises Trouble: unless the webhook returns 403 for an unsigned text
    """
    request = urllib.request.Request(url, data=b"Body=", headers={"Content-Type": "application/x-www-form-urlencoded"})
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=30) as answer:
            raise Trouble(f"returned {answer.status} for an unsigned text: it is not this project's webhook; check publicBaseUrl.")
    except urllib.error.HTTPError as error:
        if error.code == 403:
            return "403"
        if 300 <= error.code < 400:
            raise Trouble(f"is redirected to {error.headers.get('Location')}: publicBaseUrl must be the final address, because it is signed.") from None
        raise Trouble(f"returned {error.code} instead of 403: check that publicBaseUrl is the public address of this deployment.") from None
    except OSError as error:
        raise Trouble(f"not reached ({error}): check publicBaseUrl.") from None
