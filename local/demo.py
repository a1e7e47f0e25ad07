"""Runs the demo: fans text PRESAVE, and a run of four steps follows; one run of another fan sends a text, an email and a direct message; and
a fan is taken from a text to release day, over a clock that is moved ahead.

Uses the HTTP API like any other client, then simulates the SMS provider: it posts texts with the provider's signature. Every
run creates its own project, so the demo can be repeated on the same local cloud.

Usage: python3 local/demo.py .local/demo.env

The file contains the API's address, one NAME=value per line; the demo adds the ids that it creates. BASE_URL, ADMIN_KEY and
PROVIDERS_URL are required. Parts that need SITE_URL, CONSOLE_URL, MAIL_FROM, INSTAGRAM_APP_SECRET or CLOCK_FILE are skipped if the variable is
missing.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
import secrets
import sys
import textwrap
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import demo_clock

SMS_NUMBER = "+14155550100"
CONNECTED_FAN = "+14155550111"
UNKNOWN_FAN = "+14155550122"
ARTIST = "spotify:artist:3TVXtAsR1Inumwj472S9r4"
ALBUM = "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"
TEXT = (
    "Thanks! You will be the first to hear it."
    "{{#connect_link}} Connect Spotify so that we can save it for you: {{connect_link}}{{/connect_link}}"
)
INSTAGRAM_KEYWORD = "NEON"
INSTAGRAM_ANSWER = "Neon Rain is out soon. We will write to you here first."
MAIL_FAN = "ada@fans.example"
MAIL_FAN_PHONE = "+14155550144"
ANNOUNCEMENT_KEYWORD = "RAIN"
ANNOUNCEMENT = "Neon Rain is out soon. Look into your inbox, too."
MAIL_SUBJECT = "Neon Rain by {{project_name}}"
MAIL_BODY = "Hello!\n\nNeon Rain is out soon.{{#connect_link}} Save it now: {{connect_link}}{{/connect_link}}"
ALBUM_OUT_IN = datetime.timedelta(days=30)
JOURNEY_FAN = "+14155550155"
JOURNEY_KEYWORD = "SINGLE"
SINGLE = "spotify:album:6qYvzNhTkGw3sJmX0bR8dP"
SINGLE_OUT_IN = datetime.timedelta(days=14)
# After ten in the morning in California, whose area code the fan's number has, in winter and in summer.
RELEASE_DAY_AT = datetime.time(20, tzinfo=datetime.timezone.utc)
NEEDED = {
    "BASE_URL": "the API's address, such as the output ApiUrl",
    "ADMIN_KEY": "the administrator key, stored in the secret that the output AdministratorKeySecret names",
    "PROVIDERS_URL": "the address of the provider stubs",
}
TIMEOUT = datetime.timedelta(seconds=90)
# What waits is looked for each minute, and then much is due at once.
RELEASE_DAY_TIMEOUT = datetime.timedelta(minutes=5)


class DemoFailed(Exception):
    """The demo cannot continue; the message explains why."""


@dataclass(frozen=True)
class Answer:
    """A response of the API."""

    status: int
    body: str

    def document(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    env_file = Path(arguments[0])
    try:
        play(env_file, complete(env_file))
    except DemoFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    return 0


def play(env_file: Path, env: dict[str, str]) -> None:
    say("A label sets up its project")
    project, account = make_project(env)
    env = {**env, **account, "PROJECT_ID": project["id"], "SECRET_KEY": project["secretKey"], "PUBLISHABLE_KEY": project["publishableKey"]}
    api = Api(env["BASE_URL"], env["SECRET_KEY"])
    release, segment = make_release(api, env), make_segment(api)
    artist = api.send("POST", "/v1/artists", {"name": "Midnight Arcade", "spotifyUri": ARTIST})
    flow = make_flow(api, release, segment)
    follow_up = make_follow_up(api, artist)
    page = make_release_page(api, release, artist)
    if "SITE_URL" in env:
        make_page_flows(api, env, release, segment)
    if "INSTAGRAM_APP_SECRET" in env:
        env.update(make_instagram(api, env, segment))
        if "MAIL_FROM" in env:
            env["THREE_CHANNELS_FLOW_ID"] = make_three_channels(api)["id"]
    env = {**env, "FLOW_ID": flow["id"], "RELEASE_ID": release["id"], "ARTIST_ID": artist["id"], "SEGMENT_ID": segment["id"],
           "RELEASE_PAGE_URL": page["url"]}
    write_env(env_file, env)
    fact("project", f"{project['name']} ({project['id']})")
    fact("number", SMS_NUMBER)
    fact("flow", f"text PRESAVE: {', '.join(step['type'] for step in flow['steps'])}")
    fact("flow", f"a fan follows the artist: {', '.join(step['type'] for step in follow_up['steps'])}")
    if "INSTAGRAM_ACCOUNT" in env:
        steps = ", ".join(step["type"] for step in instagram_steps(segment))
        fact("Instagram", f"message {INSTAGRAM_KEYWORD} to account {env['INSTAGRAM_ACCOUNT']}: {steps}")
    if "THREE_CHANNELS_FLOW_ID" in env:
        fact("flow", f"text {ANNOUNCEMENT_KEYWORD}: {', '.join(step['type'] for step in three_channels())}")
    fact("page", f"{page['url']}, hosted by the deployment")
    if "SITE_URL" in env:
        fact("page", f"{env['SITE_URL']} with sign-up forms and pre-save buttons")

    say("Two fans text '  presave '")
    connected = make_connected_fan(api, env)
    fact(CONNECTED_FAN, "has connected Spotify")
    fact(UNKNOWN_FAN, "is unknown")
    for phone in (CONNECTED_FAN, UNKNOWN_FAN):
        post_text(env, phone, "  presave ")

    runs = settled_runs(api, flow["id"], expected=2)
    texts = texts_received(env)
    for run in sorted(runs, key=lambda run: run["fanId"] != connected["id"]):
        show_run(run, CONNECTED_FAN if run["fanId"] == connected["id"] else UNKNOWN_FAN, texts)
    next_run = settled_runs(api, follow_up["id"], expected=1)[0]
    cause = next_run["event"]["cause"]
    show_run(next_run, f"The follow of {CONNECTED_FAN} led to the next flow", {})
    fact("because of", f"step {cause['step']} of {cause['runId']}")
    second = next(run for run in runs if run["fanId"] != connected["id"])
    # The fan who has not connected yet, and that fan's run: the suggestions below use them.
    env = {**env, "FAN_ID": second["fanId"], "RUN_ID": second["id"]}
    write_env(env_file, env)
    if "INSTAGRAM_ACCOUNT" in env:
        answer_on_instagram(api, env, env_file.parent)
    if demo_clock.can_move(env):
        play_journey(api, env)
    show_next(env_file, env)


def answer_on_instagram(api: Api, env: dict[str, str], folder: Path) -> None:
    """A fan writes to the account. Where email can be sent, the same fan signs up for email on the label's shop and texts the keyword, too."""
    say(f"A fan writes '{INSTAGRAM_KEYWORD.lower()}' on Instagram")
    sender = "62140" + "".join(secrets.choice("0123456789") for _ in range(11))
    post_direct_message(env, sender, INSTAGRAM_KEYWORD.lower())
    run = settled_runs(api, env["INSTAGRAM_FLOW_ID"], expected=1)[0]
    name = f"Instagram user {sender}"
    if "THREE_CHANNELS_FLOW_ID" in env:
        fact("sign-up", f"signs up for email as {MAIL_FAN} with {MAIL_FAN_PHONE}")
        consent = {"wording": "Mail me about new music.", "version": "1"}
        api.send("POST", "/v1/events", {
            "type": "email.opted_in", "fanId": run["fanId"], "phone": MAIL_FAN_PHONE, "email": MAIL_FAN, "consent": consent,
        })
        fact("text", f"texts '{ANNOUNCEMENT_KEYWORD.lower()}' from {MAIL_FAN_PHONE}")
        post_text(env, MAIL_FAN_PHONE, ANNOUNCEMENT_KEYWORD.lower())
        run = settled_runs(api, env["THREE_CHANNELS_FLOW_ID"], expected=1)[0]
        name = MAIL_FAN_PHONE
    show_run(run, name, texts_received(env))
    for mail in mails_received(env).get(MAIL_FAN, [])[-1:]:
        print(f"  email received by {MAIL_FAN}: {mail}")
        if (page := keep_page_of_mail(env, folder)) is not None:
            print(f"    As it looks: open {shown(page)} in a browser.")
    for message in direct_messages_received(env).get(sender, [])[-1:]:
        print(f"  message received on Instagram: {message}")


def play_journey(api: Api, env: dict[str, str]) -> None:
    """From a text to release day, two weeks later: each outcome begins what comes next."""
    single = make_release(api, env, "Glass Harbor", SINGLE, SINGLE_OUT_IN)
    saving, following = make_journey(api, single)
    say(f"A fan texts '{JOURNEY_KEYWORD.lower()}', two weeks before a single comes out")
    post_text(env, JOURNEY_FAN, JOURNEY_KEYWORD.lower())
    first = settled_runs(api, saving["id"], expected=1)[0]
    fact("text", f"{texts_received(env)[JOURNEY_FAN][-1]}")
    fact(JOURNEY_FAN, "connects Spotify")
    api.send("PUT", f"/v1/fans/{first['fanId']}/connections/spotify", spotify_connection(env))
    fact("pre-save", f"leads to run {settled_runs(api, following['id'], expected=1)[0]['id']}, which waits for release day")

    demo_clock.move(env, datetime.datetime.combine(datetime.date.fromisoformat(single["releaseDate"]), RELEASE_DAY_AT))
    fact("clock", f"it is {demo_clock.now(env):%d %B %Y, %H:%M} UTC for all functions: the single is out. What waits is looked for each minute.")
    # On AWS, the release's schedule does this. The emulator's schedules go by the machine's clock.
    api.send("POST", f"/v1/releases/{single['id']}/day")

    def is_over() -> tuple[dict[str, Any], ...] | None:
        saved = api.send("GET", f"/v1/releases/{single['id']}/day")
        runs = [run for flow in (saving, following) for run in runs_of(api, flow["id"])]
        return (saved, *runs) if saved["saved"] == 1 and all(run["status"] == "COMPLETED" for run in runs) else None

    saved, *runs = wait_for(is_over, "release day", RELEASE_DAY_TIMEOUT)
    show_journey(JOURNEY_FAN, list(zip((saving, following), runs, strict=True)))
    fact("release day", f"saved for {saved['saved']} of {saved['fans']} fans who pre-saved it")
    fact("text", f"{texts_received(env)[JOURNEY_FAN][-1]}")


def make_journey(api: Api, single: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two flows: a text leads to a pre-save, and the pre-save to the track on release day."""
    connect = "{{#connect_link}} Connect Spotify, and we save it for you: {{connect_link}}{{/connect_link}}"
    listen = "{{release_title}} is out!{{#release_link}} Listen now: {{release_link}}{{/release_link}}"
    saving = api.send("POST", "/v1/flows", {
        "name": "A text to a pre-save",
        "trigger": {"type": "sms.keyword", "keyword": JOURNEY_KEYWORD},
        "steps": [
            {"type": "pre_save", "releaseId": single["id"]},
            {"type": "send_text", "text": f"Glass Harbor comes out soon.{connect}"},
        ],
    })
    following = api.send("POST", "/v1/flows", {
        "name": "A pre-save to release day",
        "trigger": {"type": "release.presaved", "releaseId": single["id"]},
        "steps": [
            {"type": "wait", "until": "release_day", "at": "10:00", "timeZone": "America/Los_Angeles"},
            {"type": "send_text", "text": listen},
        ],
    })
    for flow in (saving, following):
        api.send("POST", f"/v1/flows/{flow['id']}/activate")
    return saving, following


def keep_page_of_mail(env: dict[str, str], folder: Path) -> Path | None:
    """Writes the HTML of the latest email to the fan into a file, if the emulator kept any."""
    pages = [mail["BodyHtml"] for mail in accepted_mails(env) if MAIL_FAN in mail["To"] and mail.get("BodyHtml")]
    if not pages:
        return None
    page = folder / "demo-email.html"
    page.write_text(pages[-1], encoding="utf-8")
    return page


# --- The API, as a label's engineer would use it


class Api:
    """The HTTP API with one key."""

    def __init__(self, base_url: str, key: str) -> None:
        self._base_url = base_url
        self._key = key

    def send(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        answer = call(method, self._base_url + path, content, headers)
        if answer.status >= 300:
            raise DemoFailed(f"{method} {path} returned {answer.status}: {answer.body}")
        return answer.document()


def make_project(env: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """
    Creates a project with a number, a Spotify app and an email sender; returns it and the variables of its SMS account. Its plan
    allows more flows than the demo needs.
    """
    administrator = Api(env["BASE_URL"], env["ADMIN_KEY"])
    project = administrator.send("POST", "/v1/projects", {"name": "Midnight Arcade", "plan": "ENTERPRISE", "publicBaseUrl": env["BASE_URL"]})
    account_sid, auth_token = "AC" + secrets.token_hex(16), secrets.token_hex(16)
    path = f"/v1/projects/{project['id']}"
    administrator.send("PUT", f"{path}/sms", {"number": SMS_NUMBER, "accountSid": account_sid, "authToken": auth_token})
    administrator.send("PUT", f"{path}/spotify", {"clientId": secrets.token_hex(16), "clientSecret": secrets.token_hex(16)})
    if "MAIL_FROM" in env:
        administrator.send("PUT", f"{path}/email", {
            "from": env["MAIL_FROM"], "name": "Midnight Arcade", "postalAddress": "12 Quay Street, Portland, ME 04101",
        })
    return project, {"SMS_NUMBER": SMS_NUMBER, "SMS_ACCOUNT_SID": account_sid, "SMS_AUTH_TOKEN": auth_token}


def make_release(
    api: Api, env: dict[str, str], title: str = "Neon Rain", album: str = ALBUM, out_in: datetime.timedelta = ALBUM_OUT_IN,
) -> dict[str, Any]:
    day = demo_clock.now(env).date() + out_in
    return api.send("POST", "/v1/releases", {
        "title": title, "artistName": "Midnight Arcade", "releaseDate": day.isoformat(), "spotifyUri": album,
    })


def make_release_page(api: Api, release: dict[str, Any], artist: dict[str, Any]) -> dict[str, Any]:
    """The page that the deployment hosts for the release. Its slug must be new: demos share a deployment."""
    wording = "I agree to get news from Midnight Arcade, about four times a month. I can end it at any time."
    return api.send("PUT", f"/v1/releases/{release['id']}/page", {
        "slug": f"neon-rain-{secrets.token_hex(3)}",
        "artistId": artist["id"],
        "text": {"wording": wording, "version": "demo", "countryCode": "1"},
    })


def make_segment(api: Api) -> dict[str, Any]:
    return api.send("POST", "/v1/segments", {"name": "New Fans"})


def make_page_flows(api: Api, env: dict[str, str], release: dict[str, Any], segment: dict[str, Any]) -> None:
    """Flows for actions on the label's page, which is the only page that may use the publishable key."""
    api.send("PUT", f"/v1/projects/{env['PROJECT_ID']}/embed", {"allowedOrigins": [env["SITE_URL"]]})
    member = {"type": "add_to_segment", "segmentId": segment["id"]}
    thanks = {"type": "send_text", "text": "You are in! The first text of Midnight Arcade."}
    for name, trigger, steps in (
        ("Sign-up by text", {"type": "sms.opted_in"}, [member, thanks]),
        ("Sign-up by email", {"type": "email.opted_in"}, [member]),
        ("Pre-save on the page", {"type": "release.presaved", "releaseId": release["id"]}, [member]),
    ):
        flow = api.send("POST", "/v1/flows", {"name": name, "trigger": trigger, "steps": steps})
        api.send("POST", f"/v1/flows/{flow['id']}/activate")


def make_instagram(api: Api, env: dict[str, str], segment: dict[str, Any]) -> dict[str, str]:
    """Sets the label's account and a flow for messages to it; returns the variables of both."""
    account = "178414" + "".join(secrets.choice("0123456789") for _ in range(11))
    Api(env["BASE_URL"], env["ADMIN_KEY"]).send("PUT", f"/v1/projects/{env['PROJECT_ID']}/instagram", {
        "accountId": account, "accessToken": "IGAA" + secrets.token_hex(16),
    })
    flow = api.send("POST", "/v1/flows", {
        "name": "Message on Instagram",
        "trigger": {"type": "instagram.dm", "keyword": INSTAGRAM_KEYWORD},
        "steps": instagram_steps(segment),
    })
    api.send("POST", f"/v1/flows/{flow['id']}/activate")
    return {"INSTAGRAM_ACCOUNT": account, "INSTAGRAM_FLOW_ID": flow["id"]}


def instagram_steps(segment: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "add_to_segment", "segmentId": segment["id"]}, {"type": "send_instagram_dm", "text": INSTAGRAM_ANSWER}]


def make_three_channels(api: Api) -> dict[str, Any]:
    """A flow that sends a message on every channel on which the fan can be reached."""
    flow = api.send("POST", "/v1/flows", {
        "name": "Announcement on three channels",
        "trigger": {"type": "sms.keyword", "keyword": ANNOUNCEMENT_KEYWORD},
        "steps": three_channels(),
    })
    return api.send("POST", f"/v1/flows/{flow['id']}/activate")


def three_channels() -> list[dict[str, Any]]:
    return [
        {"type": "send_text", "text": ANNOUNCEMENT},
        {"type": "send_email", "subject": MAIL_SUBJECT, "body": MAIL_BODY, "onUnmet": "skip"},
        {"type": "send_instagram_dm", "text": INSTAGRAM_ANSWER, "onUnmet": "skip"},
    ]


def make_flow(api: Api, release: dict[str, Any], segment: dict[str, Any]) -> dict[str, Any]:
    """Text PRESAVE, and four steps run."""
    flow = api.send("POST", "/v1/flows", {
        "name": "Pre-save by text",
        "trigger": {"type": "sms.keyword", "keyword": "PRESAVE"},
        "steps": [
            {"type": "pre_save", "releaseId": release["id"]},
            {"type": "follow_artist", "artist": {"spotifyUri": ARTIST}},
            {"type": "add_to_segment", "segmentId": segment["id"]},
            {"type": "send_text", "text": TEXT},
        ],
    })
    return api.send("POST", f"/v1/flows/{flow['id']}/activate")


def make_follow_up(api: Api, artist: dict[str, Any]) -> dict[str, Any]:
    """A fan follows the artist, on a page or by a step of another flow, and joins a segment of followers."""
    followers = api.send("POST", "/v1/segments", {"name": "Followers"})
    flow = api.send("POST", "/v1/flows", {
        "name": "New followers",
        "trigger": {"type": "artist.followed", "artistId": artist["id"]},
        "steps": [{"type": "add_to_segment", "segmentId": followers["id"]}],
    })
    return api.send("POST", f"/v1/flows/{flow['id']}/activate")


def make_connected_fan(api: Api, env: dict[str, str]) -> dict[str, Any]:
    fan = api.send("POST", "/v1/fans", {"phone": CONNECTED_FAN})
    return api.send("PUT", f"/v1/fans/{fan['id']}/connections/spotify", spotify_connection(env))


def spotify_connection(env: dict[str, str]) -> dict[str, Any]:
    return {
        "refreshToken": "demo-refresh-token",
        "scopes": ["user-library-modify", "user-follow-modify"],
        "authorizedAt": demo_clock.now(env).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def settled_runs(api: Api, flow_id: str, expected: int) -> list[dict[str, Any]]:
    """The flow's runs, once each of them has ended or is waiting."""

    def settled() -> list[dict[str, Any]] | None:
        runs = runs_of(api, flow_id)
        return runs if len(runs) == expected and all(run["status"] != "RUNNING" for run in runs) else None

    return wait_for(settled, f"{expected} runs to settle")


def runs_of(api: Api, flow_id: str) -> list[dict[str, Any]]:
    return [api.send("GET", f"/v1/runs/{run['id']}") for run in api.send("GET", f"/v1/flows/{flow_id}/runs")["items"]]


# --- The SMS provider, as the API sees it


def post_text(env: dict[str, str], sender: str, body: str) -> None:
    url = f"{env['BASE_URL']}/webhooks/sms/{env['PROJECT_ID']}"
    form = {
        "MessageSid": "SM" + secrets.token_hex(16),
        "AccountSid": env["SMS_ACCOUNT_SID"],
        "From": sender,
        "To": env["SMS_NUMBER"],
        "Body": body,
        "NumMedia": "0",
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature(env["SMS_AUTH_TOKEN"], url, form),
    }
    answer = call("POST", url, urllib.parse.urlencode(form).encode(), headers)
    if answer.status != 200:
        raise DemoFailed(f"The text from {sender} returned {answer.status}: {answer.body}")


def signature(auth_token: str, url: str, form: dict[str, str]) -> str:
    """The provider's signature: Base64 of the HMAC-SHA1 over the URL and every parameter, sorted by name."""
    signed = url + "".join(name + value for name, value in sorted(form.items()))
    return base64.b64encode(hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


# --- Meta, as the API sees it


def post_direct_message(env: dict[str, str], sender: str, text: str) -> str:
    """Sends a notification as Meta does; returns the id of its event."""
    account, message = env["INSTAGRAM_ACCOUNT"], secrets.token_hex(24)
    now = round(demo_clock.now(env).timestamp() * 1000)
    body = json.dumps({"object": "instagram", "entry": [{"time": now, "id": account, "messaging": [{
        "sender": {"id": sender}, "recipient": {"id": account}, "timestamp": now, "message": {"mid": message, "text": text},
    }]}]}).encode()
    signed = "sha256=" + hmac.new(env["INSTAGRAM_APP_SECRET"].encode(), body, hashlib.sha256).hexdigest()
    answer = call("POST", f"{env['BASE_URL']}/webhooks/instagram", body, {"Content-Type": "application/json", "X-Hub-Signature-256": signed})
    if answer.status != 200:
        raise DemoFailed(f"The message from {sender} returned {answer.status}: {answer.body}")
    return message


def texts_received(env: dict[str, str]) -> dict[str, list[str]]:
    """The texts that this project sent to the provider's stub, by recipient, oldest first."""
    pattern = {"method": "POST", "urlPathPattern": f"/2010-04-01/Accounts/{env['SMS_ACCOUNT_SID']}/Messages.json"}
    answer = call("POST", f"{env['PROVIDERS_URL']}/__admin/requests/find", json.dumps(pattern).encode(), {"Content-Type": "application/json"})
    texts: dict[str, list[str]] = {}
    for request in sorted(answer.document()["requests"], key=lambda request: request["loggedDate"]):
        form = dict(urllib.parse.parse_qsl(request["body"]))
        texts.setdefault(form["To"], []).append(form["Body"])
    return texts


def direct_messages_received(env: dict[str, str]) -> dict[str, list[str]]:
    """The messages that this project sent to Meta's stub, by recipient, oldest first."""
    pattern = {"method": "POST", "urlPathPattern": f"/v[0-9.]+/{env['INSTAGRAM_ACCOUNT']}/messages"}
    answer = call("POST", f"{env['PROVIDERS_URL']}/__admin/requests/find", json.dumps(pattern).encode(), {"Content-Type": "application/json"})
    messages: dict[str, list[str]] = {}
    for request in sorted(answer.document()["requests"], key=lambda request: request["loggedDate"]):
        sent = json.loads(request["body"])
        messages.setdefault(sent["recipient"].get("id", ""), []).append(sent["message"]["text"])
    return messages


def mails_received(env: dict[str, str]) -> dict[str, list[str]]:
    """The emails that the emulator's SES accepted from this project, subject and text, by recipient, oldest first; none without SES."""
    mails: dict[str, list[str]] = {}
    for mail in accepted_mails(env):
        for recipient in mail["To"]:
            mails.setdefault(recipient, []).append(f"{mail['Subject']}\n{textwrap.indent(mail['BodyText'].strip(), '    ')}")
    return mails


def accepted_mails(env: dict[str, str]) -> list[dict[str, Any]]:
    """What the emulator's SES accepted, oldest first; nothing without SES."""
    if "MAIL_FROM" not in env:
        return []
    answer = call("GET", f"{env['AWS_ENDPOINT_URL']}/_ministack/ses/messages", None, {})
    return [mail for account in answer.document()["messages"].values() for mail in account]


# --- Output


def say(title: str) -> None:
    print(f"\n{title}", flush=True)


def fact(name: str, value: str) -> None:
    print(f"  {name:<14}{value}", flush=True)


def show_run(run: dict[str, Any], phone: str, texts: dict[str, list[str]]) -> None:
    say(f"{phone}: run {run['id']} is {run['status']}")
    rows = [("step", "outcome", "reason", "duration")]
    rows += [(step["type"], step["outcome"] or "-", step["reason"] or "-", duration(step)) for step in run["steps"]]
    print(table(rows))
    for text in texts.get(phone, []):
        print(f"  text received: {text}")


def show_journey(phone: str, parts: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """The steps of a fan's runs, each with its flow, in the order in which they ended."""
    say(f"{phone}: the journey")
    ended = [(instant(step["endedAt"]), flow["name"], step) for flow, run in parts for step in run["steps"]]
    rows = [("when (UTC)", "flow", "step", "outcome", "reason")]
    rows += [(f"{at:%d %b %Y %H:%M:%S}", name, step["type"], step["outcome"], step["reason"]) for at, name, step in sorted(ended, key=lambda it: it[0])]
    print(table(rows))


def table(rows: list[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell, with a line below the headings."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  " + "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def duration(step: dict[str, Any]) -> str:
    if not step["startedAt"] or not step["endedAt"]:
        return "-"
    taken = instant(step["endedAt"]) - instant(step["startedAt"])
    return f"{taken / datetime.timedelta(milliseconds=1):.0f} ms"


def instant(text: str) -> datetime.datetime:
    """Reads an ISO 8601 instant; Python 3.10 does not support more than six decimals, which Java writes."""
    whole, _, decimals = text.rstrip("Z").partition(".")
    return datetime.datetime.fromisoformat(f"{whole}.{decimals[:6]:0<6}+00:00")


def show_next(env_file: Path, env: dict[str, str]) -> None:
    python, connection = Path(sys.executable).name, json.dumps(spotify_connection(env))
    say("What to try next")
    print(f"""\
  Load the variables of this demo into your shell:
    set -a; . {shown(env_file)}; set +a
""")
    if "CONSOLE_URL" in env:
        print(f"""\
  Open the web console in a browser, and sign in with the key of the demo's project:
    {env['CONSOLE_URL']}
    {env['SECRET_KEY']}
""")
    if "SITE_URL" in env:
        print(f"""\
  Open the label's page in a browser and sign up by text, with any number such as (415) 555-0133, or by email. Then look up the code:
    {env['SITE_URL']}
    {python} local/messages.py
""")
    print(f"""\
  Open the page about the release in a browser: pre-save it, and sign up by text; `local/messages.py` shows the code.
    {env['RELEASE_PAGE_URL']}

  Connect Spotify for the second fan: the deferred steps run, and the run completes.
    curl -sX PUT "$BASE_URL/v1/fans/$FAN_ID/connections/spotify" -H "Authorization: Bearer $SECRET_KEY" \\
      -H 'Content-Type: application/json' -d '{connection}'
    curl -s "$BASE_URL/v1/runs/$RUN_ID" -H "Authorization: Bearer $SECRET_KEY"

  Send another text as any fan, for example STOP: this fan gets no further texts.
    {python} local/text.py "{UNKNOWN_FAN}" STOP
""")
    if "INSTAGRAM_ACCOUNT" in env:
        print(f"""\
  Send a message as an Instagram user, and see its result.
    {python} local/dm.py 6214000000000001 {INSTAGRAM_KEYWORD}
""")
    if "INSTAGRAM_ACCOUNT" in env and "MAIL_FROM" in env:
        print(f"""\
  Report that the email bounced, as SES would, and see what the fan gets from now on: bounce, soft-bounce, complaint or delivery.
    {python} local/mail.py bounce {MAIL_FAN}
    curl -s "$BASE_URL/v1/fans?email={MAIL_FAN}" -H "Authorization: Bearer $SECRET_KEY"
""")
    print("""\
  Report a sign-up in your own shop, as your server would. The consent is stored as evidence.
    curl -s "$BASE_URL/v1/events" -H "Authorization: Bearer $SECRET_KEY" -H 'Content-Type: application/json' \\
      -d '{"type": "email.opted_in", "email": "ada@fans.example", "consent": {"wording": "Mail me about tours.", "version": "1"}}'

  Show all runs of the flow, what it did in numbers, and how far the project's fans have come:
    curl -s "$BASE_URL/v1/flows/$FLOW_ID/runs" -H "Authorization: Bearer $SECRET_KEY"
    curl -s "$BASE_URL/v1/flows/$FLOW_ID/stats" -H "Authorization: Bearer $SECRET_KEY"
    curl -s "$BASE_URL/v1/projects/$PROJECT_ID/funnel" -H "Authorization: Bearer $SECRET_KEY"

  Call a function directly, or read its log, with the SAM CLI:
    local/sam remote invoke SendTextFunction --event-file events/send-text/ticket.json
    local/sam logs --name SendTextFunction

  Stop everything:
    make stop""")


def shown(file: Path) -> Path:
    """The file, relative to the current directory if possible."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


# --- Small tools


def wait_for(found: Callable[[], Any], what: str, timeout: datetime.timedelta = TIMEOUT) -> Any:
    deadline = time.monotonic() + timeout.total_seconds()
    while time.monotonic() < deadline:
        result = found()
        if result is not None:
            return result
        time.sleep(0.25)
    raise DemoFailed(f"Timed out after {timeout.total_seconds():.0f} s waiting for {what}.")


def call(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return Answer(response.status, response.read().decode())
    except urllib.error.HTTPError as refusal:
        return Answer(refusal.code, refusal.read().decode(errors="replace"))
    except OSError as failure:
        raise DemoFailed(f"{method} {url} failed: {failure}") from failure


def complete(env_file: Path) -> dict[str, str]:
    """The variables of a file, if all required ones are present."""
    if not env_file.exists():
        raise DemoFailed(f"{env_file} does not exist: `make run DETACH=1` writes .local/demo.env.")
    env = read_env(env_file)
    missing = [f"  {name}: {meaning}" for name, meaning in NEEDED.items() if not env.get(name)]
    if missing:
        raise DemoFailed("\n".join([f"{env_file} does not contain these variables, one NAME=value per line:", *missing]))
    return env


def read_env(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)


def write_env(file: Path, variables: dict[str, str]) -> None:
    file.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
