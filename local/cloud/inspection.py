"""Checks a deployed stack, in AWS or in the local cloud, and explains how to fix problems. Changes nothing.

Runs in the SAM CLI's virtual environment, where the AWS SDK is: `python local/cloud/inspection.py <stack> [<base URL>]`. AWS is the one
of the environment: credentials, region, AWS_ENDPOINT_URL.
"""

from __future__ import annotations

import base64
import datetime
import email.utils
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import build
from console import Trouble, check

ALIAS = "live"
# The number of index shards in RunItem.
DUE_SHARDS = 32
# A lower quota is exhausted by one busy minute. New accounts have 10.
FEWEST_CONCURRENT = 100
# Sweeps are at most 40 seconds apart, so two of them have failed to resume the run. The alarm DueRunsLate has the same limit.
LONGEST_DUE = datetime.timedelta(seconds=90)
# AWS rejects signatures that are five minutes off.
LARGEST_SKEW = datetime.timedelta(minutes=1)
GUIDE = "docs/operations.md"
INSTAGRAM_GUIDE = "docs/instagram.md"


@dataclass(frozen=True)
class Resource:
    """A resource that CloudFormation created from the template."""

    name: str
    id: str
    type: str


@dataclass(frozen=True)
class Stack:
    """A deployment, and the means to query it."""

    name: str
    client: Callable[[str], Any]
    status: str
    outputs: Mapping[str, str]
    parameters: Mapping[str, str]
    resources: list[Resource]
    base_url: str
    # The status that the API returns for a project without a name, given URL and key.
    create_nothing: Callable[[str, str], int]
    now: Callable[[], datetime.datetime]
    # The jars built here, by the function's logical id.
    jars: Mapping[str, Path]

    def of(self, kind: str) -> list[Resource]:
        return [resource for resource in self.resources if resource.type == kind]


def find(name: str, client: Callable[[str], Any], base_url: str | None, jars: Mapping[str, Path]) -> Stack:
    """
    :param jars: the jars built here, by the function's logical id
    :raises Trouble: if the stack does not exist
    """
    cloudformation = client("cloudformation")
    try:
        found = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except Exception as error:
        if _code(error) == "ValidationError":
            raise Trouble(f"no stack {name} in this account and Region: check STACK_NAME and AWS_REGION, or `sam deploy`.") from None
        raise
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
    parameters = {parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in found.get("Parameters", [])}
    resources: list[Resource] = []
    further: dict[str, str] = {}
    while True:
        page = cloudformation.list_stack_resources(StackName=name, **further)
        resources += [
            Resource(entry["LogicalResourceId"], entry["PhysicalResourceId"], entry["ResourceType"])
            for entry in page["StackResourceSummaries"] if entry.get("PhysicalResourceId")
        ]
        if not page.get("NextToken"):
            break
        further = {"NextToken": page["NextToken"]}
    return Stack(
        name, client, found["StackStatus"], outputs, parameters, resources, base_url or outputs.get("ApiUrl", ""),
        create_nothing, lambda: datetime.datetime.now(datetime.timezone.utc), jars,
    )


def account(client: Callable[[str], Any]) -> str:
    sts = client("sts")
    return f"{sts.get_caller_identity()['Account']} in {sts.meta.region_name}"


def clock(client: Callable[[str], Any], now: Callable[[], float] = time.time) -> str:
    answer = client("sts").get_caller_identity()["ResponseMetadata"]
    theirs = email.utils.parsedate_to_datetime(answer["HTTPHeaders"]["date"]).timestamp()
    skew = datetime.timedelta(seconds=round(now() - theirs))
    if abs(skew) > LARGEST_SKEW:
        raise Trouble(
            f"is {abs(skew)} {'ahead' if skew > datetime.timedelta() else 'behind'}: synchronize this machine's time with NTP; signatures depend on it."
        )
    return "correct"


def deployment(stack: Stack) -> str:
    if stack.status.endswith("_IN_PROGRESS"):
        raise Trouble(f"{stack.status}: wait until it ends, then check again.")
    if stack.status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise Trouble(f"{stack.status}: the last deployment failed; `aws cloudformation describe-stack-events --stack-name {stack.name}` shows why.")
    return stack.status


def concurrency(stack: Stack) -> str:
    limit = stack.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    if limit < FEWEST_CONCURRENT:
        raise Trouble(
            f"{limit} for all functions of the account, as in new accounts: request more with `aws service-quotas request-service-quota-increase "
            "--service-code lambda --quota-code L-B99A9384 --desired-value 1000`."
        )
    return f"{limit} for all functions of the account"


def functions(stack: Stack) -> str:
    found = stack.of("AWS::Lambda::Function")
    client = stack.client("lambda")
    troubles = []
    for function in found:
        answer = client.get_function(FunctionName=function.id)
        live = client.get_function(FunctionName=function.id, Qualifier=ALIAS)["Configuration"]
        for configuration in (answer["Configuration"], live):
            # An idle function becomes inactive, and active again when it is called.
            if configuration.get("State", "Active") not in ("Active", "Inactive"):
                troubles.append(f"{function.name} is {configuration['State']} ({configuration.get('StateReason', 'no reason given')})")
                break
            if configuration.get("LastUpdateStatus", "Successful") != "Successful":
                troubles.append(f"the last update of {function.name} is {configuration['LastUpdateStatus']} ({configuration.get('LastUpdateStatusReason', 'no reason given')})")
                break
        if answer.get("Concurrency", {}).get("ReservedConcurrentExecutions") == 0:
            troubles.append(f"{function.name} is disabled: `aws lambda delete-function-concurrency --function-name {function.id}`")
    if troubles or not found:
        raise Trouble("; ".join(troubles or ["the stack has none"]) + ". Pending states end automatically; for others, deploy again.")
    return f"{len(found)} active"


def live_code(stack: Stack) -> str:
    """Whether the alias, through which all functions are called, has the code that is built here."""
    unbuilt = [name for name, jar in stack.jars.items() if not jar.exists()]
    if unbuilt:
        return f"not compared: {', '.join(unbuilt)} not built here; run `make build`"
    client = stack.client("lambda")
    others = []
    for function in stack.of("AWS::Lambda::Function"):
        live = client.get_function(FunctionName=function.id, Qualifier=ALIAS)["Configuration"]
        jar = stack.jars.get(function.name)
        if jar and live.get("CodeSha256") != base64.b64encode(hashlib.sha256(jar.read_bytes()).digest()).decode():
            others.append(f"{function.name} (version {live.get('Version')})")
    if others:
        raise Trouble(f"{', '.join(others)} differs from the build here: `make build`, then `sam deploy`; or run this check in the checkout that was deployed.")
    return "same as the build here"


def snap_start(stack: Stack) -> str:
    wanted = stack.parameters.get("SnapStart", "None")
    client = stack.client("lambda")
    troubles = []
    for function in stack.of("AWS::Lambda::Function"):
        live = client.get_function(FunctionName=function.id, Qualifier=ALIAS)["Configuration"]
        actual = live.get("SnapStart", {})
        if actual.get("ApplyOn", "None") != wanted:
            troubles.append(f"{function.name} still has {actual.get('ApplyOn', 'None')}: deploy again to publish a new version")
        elif wanted != "None" and actual.get("OptimizationStatus") != "On":
            troubles.append(f"{function.name} has no snapshot yet: wait, or check why its version {live.get('Version')} is {live.get('State')}")
    if troubles:
        raise Trouble("; ".join(troubles) + ".")
    return wanted


def state_machine(stack: Stack) -> str:
    wanted = stack.parameters.get("WorkflowType")
    kinds = []
    for machine in stack.of("AWS::StepFunctions::StateMachine"):
        answer = stack.client("stepfunctions").describe_state_machine(stateMachineArn=machine.id)
        if answer["status"] != "ACTIVE":
            raise Trouble(f"{machine.name} is {answer['status']}: no run can start; deploy again once it is deleted.")
        # Replays and release days run on a Distributed Map, which is always STANDARD.
        required = "STANDARD" if machine.name in ("Replay", "ReleaseDay") else wanted
        if required and answer["type"] != required:
            raise Trouble(f"{machine.name} is {answer['type']}, the stack requires {required}: deploy again.")
        kinds.append(f"{answer['type']}, active")
    if not kinds:
        raise Trouble("the stack has none: deploy again.")
    return "; ".join(kinds)


def schedules(stack: Stack) -> str:
    found = stack.of("AWS::Scheduler::Schedule")
    if not found:
        raise Trouble("the stack has none, so due runs are not resumed: deploy again with this version's template.")
    for schedule in found:
        state = stack.client("scheduler").get_schedule(Name=schedule.id)["State"]
        if state != "ENABLED":
            raise Trouble(f"{schedule.name} is {state}: enable it in the console (EventBridge, Schedules, {schedule.id}); until then, it does not run.")
    return f"{len(found)} enabled"


def event_sources(stack: Stack) -> str:
    found = stack.of("AWS::Lambda::EventSourceMapping")
    for source in found:
        state = stack.client("lambda").get_event_source_mapping(UUID=source.id)["State"]
        if state not in ("Enabled", "Enabling"):
            raise Trouble(f"{source.name} is {state}: `aws lambda update-event-source-mapping --uuid {source.id} --enabled`; until then, nothing reads its queue or stream.")
    return f"{len(found)} enabled"


def dead_letters(stack: Stack) -> str:
    empty = 0
    troubles = []
    for queue in stack.of("AWS::SQS::Queue"):
        attributes = stack.client("sqs").get_queue_attributes(QueueUrl=queue.id, AttributeNames=["All"])["Attributes"]
        # A queue without a redrive policy is a dead-letter queue.
        if "RedrivePolicy" in attributes:
            continue
        count = int(attributes["ApproximateNumberOfMessages"]) + int(attributes.get("ApproximateNumberOfMessagesNotVisible", 0))
        if count:
            troubles.append(f"{count} in {queue.name}: {GUIDE} explains how to inspect them and move them back ({queue.name}Letters)")
        empty += 1
    if troubles:
        raise Trouble("; ".join(troubles) + ".")
    return f"none in {empty} queues" if empty != 1 else "none"


def due_runs(stack: Stack) -> str:
    client = stack.client("dynamodb")
    open_runs: list[tuple[float, str]] = []
    for shard in range(DUE_SHARDS):
        items = client.query(
            TableName=stack.outputs["TableName"], IndexName="due", Limit=1,
            KeyConditionExpression="dueShard = :shard", ExpressionAttributeValues={":shard": {"S": f"DUE#{shard:02d}"}},
        )["Items"]
        open_runs += [(float(item["dueAt"]["N"]) / 1000, item["pk"]["S"]) for item in items]
    if not open_runs:
        return "no open runs"
    due, key = min(open_runs)
    age = stack.now() - datetime.datetime.fromtimestamp(due, datetime.timezone.utc)
    if age > LONGEST_DUE:
        _, project, run = key.split("#")
        raise Trouble(f"{run} of {project} has been due for {datetime.timedelta(seconds=int(age.total_seconds()))}: see DueRunsLate in {GUIDE}.")
    return "none late"


def table(stack: Stack) -> str:
    client, name = stack.client("dynamodb"), stack.outputs["TableName"]
    found = client.describe_table(TableName=name)["Table"]
    if found["TableStatus"] not in ("ACTIVE", "UPDATING"):
        raise Trouble(f"is {found['TableStatus']}: nothing works without it; restore it as described in {GUIDE}.")
    for index in found.get("GlobalSecondaryIndexes", []):
        if index.get("IndexStatus", "ACTIVE") not in ("ACTIVE", "UPDATING"):
            raise Trouble(f"its index {index['IndexName']} is {index['IndexStatus']}: wait until it is built.")
    return "active"


def table_protection(stack: Stack) -> str:
    client, name = stack.client("dynamodb"), stack.outputs["TableName"]
    troubles = []
    if client.describe_table(TableName=name)["Table"].get("SSEDescription", {}).get("Status") not in ("ENABLED", "UPDATING"):
        troubles.append("not encrypted with a KMS key")
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    if backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus") != "ENABLED":
        troubles.append(
            "no point-in-time recovery: `aws dynamodb update-continuous-backups "
            f"--table-name {name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`"
        )
    expiry = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if expiry.get("TimeToLiveStatus") not in ("ENABLED", "ENABLING") or expiry.get("AttributeName") != "expiresAt":
        troubles.append("items do not expire: `aws dynamodb update-time-to-live " f"--table-name {name} --time-to-live-specification Enabled=true,AttributeName=expiresAt`")
    if troubles:
        raise Trouble("; ".join(troubles) + ". The template configures this, so someone changed it.")
    return "encrypted, recoverable, with expiry"


def keys(stack: Stack) -> str:
    client = stack.client("kms")
    found = stack.of("AWS::KMS::Key")
    for key in found:
        state = client.describe_key(KeyId=key.id)["KeyMetadata"]["KeyState"]
        if state == "PendingDeletion":
            raise Trouble(
                f"{key.name} is scheduled for deletion, with everything that it encrypts: `aws kms cancel-key-deletion --key-id {key.id}`, "
                f"then `aws kms enable-key --key-id {key.id}`."
            )
        if state != "Enabled":
            raise Trouble(f"{key.name} is {state}: `aws kms enable-key --key-id {key.id}`.")
        if not client.get_key_rotation_status(KeyId=key.id)["KeyRotationEnabled"]:
            raise Trouble(f"{key.name} is not rotated: `aws kms enable-key-rotation --key-id {key.id}`.")
    return f"{len(found)} enabled, rotated"


def administrator_key(stack: Stack) -> str:
    name = stack.outputs["AdministratorKeySecret"]
    try:
        key = stack.client("secretsmanager").get_secret_value(SecretId=name).get("SecretString", "")
    except Exception as error:
        if _code(error) in ("ResourceNotFoundException", "InvalidRequestException"):
            raise Trouble(f"the secret {name} does not exist: `aws secretsmanager restore-secret --secret-id {name}`, or deploy again.") from None
        raise
    if len(key) < 32 or key != key.strip():
        raise Trouble(f"the secret {name} is short or has spaces around it: store at least 32 random letters and digits in it.")
    status = stack.create_nothing(f"{stack.base_url}/v1/projects", key)
    if status == 400:
        return "accepted"
    if status in (401, 403):
        raise Trouble(f"the API returns {status} for it: if the secret has just changed, wait five minutes; otherwise check that {stack.base_url} is this stack's API.")
    raise Trouble(f"the API at {stack.base_url} returns {status} instead of 400 for a project without a name: see RequestErrors in {GUIDE}.")


def instagram_app(stack: Stack) -> str:
    """Only needed for Instagram, so a missing app secret is reported but is not a problem."""
    name = stack.outputs.get("InstagramAppSecret", "")
    if not name:
        raise Trouble("the stack has no such secret: deploy again with the newest template.")
    try:
        text = stack.client("secretsmanager").get_secret_value(SecretId=name).get("SecretString", "")
    except Exception as error:
        if _code(error) in ("ResourceNotFoundException", "InvalidRequestException"):
            raise Trouble(f"the secret {name} does not exist: `aws secretsmanager restore-secret --secret-id {name}`, or deploy again.") from None
        raise
    try:
        app = json.loads(text)
        given, token = app.get("appSecret", ""), str(app.get("verifyToken", "")).strip()
    except (ValueError, AttributeError):
        raise Trouble(f"the secret {name} is not a JSON object, so the Instagram webhook returns 500: {INSTAGRAM_GUIDE} explains how to store it.") from None
    if not token:
        raise Trouble(f"the secret {name} has no verifyToken, without which Meta does not accept the webhook; {INSTAGRAM_GUIDE} explains how to store it.")
    secrets = [text for text in (str(it).strip() for it in (given if isinstance(given, list) else [given])) if text]
    if not secrets:
        return f"no app secret yet, so the Instagram webhook rejects every request; {INSTAGRAM_GUIDE} explains how to store it"
    if any(len(secret) < 16 for secret in secrets):
        raise Trouble(f"the appSecret in {name} is too short: use the one that Meta shows under App settings, Basic.")
    return "app secret and verify token are set"


def alarms(stack: Stack) -> str:
    names = {resource.id: resource.name for resource in stack.of("AWS::CloudWatch::Alarm")}
    raised = stack.client("cloudwatch").describe_alarms(AlarmNames=list(names), StateValue="ALARM", MaxRecords=100)["MetricAlarms"]
    if raised:
        raised_since = ", ".join(f"{names[alarm['AlarmName']]} since {alarm['StateUpdatedTimestamp']:%Y-%m-%d %H:%M %Z}" for alarm in raised)
        raise Trouble(f"{raised_since}: {GUIDE} explains how to respond to each.")
    return f"{len(names)}, none raised"


def subscribers(stack: Stack) -> str:
    topic = stack.outputs["AlarmTopicArn"]
    found = stack.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    confirmed = [subscription for subscription in found if subscription["SubscriptionArn"].startswith("arn:")]
    if confirmed:
        return f"{len(confirmed)}"
    if found:
        raise Trouble(f"{found[0].get('Endpoint', 'the subscriber')} has not confirmed yet: the link is in an email from AWS Notifications.")
    raise Trouble(f"there are no subscribers: deploy with AlarmEmail=…, or subscribe to {topic}.")


CHECKS: list[tuple[str, Callable[[Stack], str]]] = [
    ("stack", deployment),
    ("concurrent executions", concurrency),
    ("functions", functions),
    ("live code", live_code),
    ("SnapStart", snap_start),
    ("state machine", state_machine),
    ("schedules", schedules),
    ("queue consumers", event_sources),
    ("dead letters", dead_letters),
    ("due runs", due_runs),
    ("table", table),
    ("keys", keys),
    ("administrator key", administrator_key),
    ("Meta app", instagram_app),
]
# The emulator supports neither backups nor alarm states, and notifications from this machine are not needed.
ONLY_IN_AWS: list[tuple[str, Callable[[Stack], str]]] = [
    ("table protection", table_protection),
    ("alarms", alarms),
    ("alarm subscribers", subscribers),
]


def inspect(name: str, client: Callable[[str], Any], base_url: str | None, local: bool, jars: Mapping[str, Path]) -> bool:
    """Prints a line for each check; returns whether all succeeded."""
    # Without these, no other check is possible.
    if not check("account and Region", lambda: attempt(lambda: account(client))):
        return False
    well = check("this machine's clock", lambda: attempt(lambda: clock(client)))
    try:
        stack = attempt(lambda: find(name, client, base_url, jars))
    except Trouble as trouble:
        reason = str(trouble)

        def missing() -> str:
            raise Trouble(reason)

        return check("stack", missing)
    for what, look in [*CHECKS, *([] if local else ONLY_IN_AWS)]:
        well &= check(what, lambda look=look: attempt(lambda: look(stack)))  # type: ignore[misc]
    print(f"  The API is at {stack.base_url}")
    return well


def attempt(look: Callable[[], Any]) -> Any:
    """Returns the result of a call to AWS; reports a rejected call or a connection failure like any other problem."""
    try:
        return look()
    except Exception as error:
        if hasattr(error, "response"):
            raise Trouble(f"could not be read: {error}. Sign in again, or grant these credentials ReadOnlyAccess, and GetSecretValue for the key.") from None
        if type(error).__module__.startswith("botocore"):
            raise Trouble(f"AWS could not be reached: {error}. Set AWS_REGION and AWS_PROFILE, and sign in.") from None
        raise


def create_nothing(url: str, key: str) -> int:
    """Asks the API to create a project without a name, which it rejects after it has checked the key."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, b"{}", headers), timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError) as error:
        raise Trouble(f"the API at {url} could not be reached: {error}.") from None


def _code(error: Exception) -> str:
    response = getattr(error, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""


def main(arguments: list[str]) -> int:
    import boto3
    import botocore.config

    impatient = botocore.config.Config(connect_timeout=10, read_timeout=30, retries={"total_max_attempts": 3})
    session = boto3.Session()
    base_url = arguments[1] if len(arguments) > 1 else None
    local = bool(os.environ.get("AWS_ENDPOINT_URL"))
    well = inspect(arguments[0], lambda service: session.client(service, config=impatient), base_url, local, build.jars_by_function())
    return 0 if well else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
