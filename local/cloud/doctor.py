"""Looks at this machine and at one project of a deployment, and says what to mend."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import envfile
import preflight
from console import Trouble

# The part after # is for the provider and is never sent: Twilio calls again after a 5xx, a failed connection or no answer in
# time only if it is told to (twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
RETRY_OVERRIDES = "#rc=3&rp=5xx,ct,rt&rt=5000"
NEEDED = ("BASE_URL", "SECRET_KEY", "PROJECT_ID")


def run(env_file: Path) -> int:
    """Checks and advises; gives 1 if something is to be mended."""
    print("This machine")
    well = all([
        _check("JDK", lambda: str(preflight.find_jdk())),
        _check("Maven", _maven),
        _check("Python's venv", _venv),
    ])
    # All from one place: a key of the local cloud is never sent to another address.
    given = {name: os.environ[name] for name in NEEDED if os.environ.get(name)}
    variables = given or envfile.read(env_file)
    missing = [name for name in NEEDED if not variables.get(name)]
    if missing:
        print(f"\nNo deployment to look at: set {', '.join(missing)}, or start the local cloud with `make run DETACH=1`.")
        return 0 if well else 1
    print(f"\nProject {variables['PROJECT_ID']} at {variables['BASE_URL']}")
    return 0 if well & _check_project(variables) else 1


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
            raise Trouble("none, so that nobody can connect: PUT /v1/projects/{id}/spotify or …/apple-music.")
        return ", ".join(apps)

    if not _check("the API and the project's key", read):
        return False
    url = str(dict(project["webhooks"])["sms"])  # type: ignore[call-overload]
    well = all([
        _check("number for texts", number),
        _check("apps at streaming services", streaming),
        _check("webhook refuses unsigned texts", lambda: _refusal(url)),
    ])
    print(f"""
Enter at the SMS provider (Twilio: the number's messaging configuration)
  a message comes in      webhook, POST, {url}{RETRY_OVERRIDES}
  primary handler fails   webhook, POST, {url}
Without the part after # a text that met a failure of ours is not sent again. The URL before # must stay as it is: it is signed.""")
    return well


def _check(what: str, look: Callable[[], str]) -> bool:
    try:
        print(f"  ok    {what}: {look()}")
        return True
    except Trouble as trouble:
        print(f"  mend  {what}: {trouble}")
        return False


def _maven() -> str:
    preflight.check_maven(preflight.find_jdk())
    return "3.8 or newer"


def _venv() -> str:
    preflight.check_venv()
    return "there"


def _project(variables: dict[str, str]) -> dict[str, object]:
    request = urllib.request.Request(
        f"{variables['BASE_URL']}/v1/projects/{variables['PROJECT_ID']}", headers={"Authorization": f"Bearer {variables['SECRET_KEY']}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        raise Trouble(f"answered {error.code}: check SECRET_KEY and PROJECT_ID.") from None
    except (OSError, ValueError) as error:
        raise Trouble(f"not reached ({error}): check BASE_URL, the output ApiUrl of the stack.") from None


def _refusal(url: str) -> str:
    request = urllib.request.Request(url, data=b"Body=", headers={"Content-Type": "application/x-www-form-urlencoded"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            raise Trouble(f"answered {answer.status} to an unsigned text: it is not this project's webhook; check publicBaseUrl.")
    except urllib.error.HTTPError as error:
        if error.code == 403:
            return "403"
        raise Trouble(f"answered {error.code} instead of 403: check that publicBaseUrl is the public address of this deployment.") from None
    except OSError as error:
        raise Trouble(f"not reached ({error}): check publicBaseUrl.") from None
