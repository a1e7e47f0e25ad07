from __future__ import annotations

import base64
import contextlib
import datetime
import hashlib
import io
import re
import tempfile
import types
import unittest
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import inspection
from console import Trouble
from inspection import Resource, Stack
from settings import ROOT

NOW = datetime.datetime(2026, 11, 21, 12, 0, tzinfo=datetime.timezone.utc)
KINDS = {
    "SendTextFunction": "AWS::Lambda::Function",
    "ActionFlow": "AWS::StepFunctions::StateMachine",
    "Replay": "AWS::StepFunctions::StateMachine",
    "ReleaseDay": "AWS::StepFunctions::StateMachine",
    "SweepSchedule": "AWS::Scheduler::Schedule",
    "RunStarterSource": "AWS::Lambda::EventSourceMapping",
    "ReleaseDetectedSource": "AWS::Lambda::EventSourceMapping",
    "WakeUps": "AWS::SQS::Queue",
    "WakeUpsDead": "AWS::SQS::Queue",
    "DetectedReleases": "AWS::SQS::Queue",
    "DetectedReleasesDead": "AWS::SQS::Queue",
    "ProjectKey": "AWS::KMS::Key",
    "RunsBroken": "AWS::CloudWatch::Alarm",
}
FUNCTION = {"State": "Active", "LastUpdateStatus": "Successful", "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"}, "Version": "3"}
INSTAGRAM_APP = '{"appSecret": "0123456789abcdef0123456789abcdef", "verifyToken": "token"}'

# The responses of AWS without any problem, by service and operation.
WELL: dict[str, Any] = {
    "sts.get_caller_identity": {
        "Account": "123456789012", "ResponseMetadata": {"HTTPHeaders": {"date": "Sat, 21 Nov 2026 12:00:00 GMT"}},
    },
    "cloudformation.describe_stacks": {
        "Stacks": [{
            "StackStatus": "UPDATE_COMPLETE",
            "Outputs": [
                {"OutputKey": "ApiUrl", "OutputValue": "https://api.example.com/live"},
                {"OutputKey": "TableName", "OutputValue": "table"},
                {"OutputKey": "AdministratorKeySecret", "OutputValue": "flows/administrator-key"},
                {"OutputKey": "InstagramAppSecret", "OutputValue": "flows/instagram-app"},
                {"OutputKey": "AlarmTopicArn", "OutputValue": "arn:aws:sns:topic"},
            ],
            "Parameters": [{"ParameterKey": "SnapStart", "ParameterValue": "None"}, {"ParameterKey": "WorkflowType", "ParameterValue": "EXPRESS"}],
        }],
    },
    "cloudformation.list_stack_resources": {
        "StackResourceSummaries": [
            {"LogicalResourceId": name, "PhysicalResourceId": f"id-of-{name}", "ResourceType": kind} for name, kind in KINDS.items()
        ],
    },
    "lambda.get_account_settings": {"AccountLimit": {"ConcurrentExecutions": 1000}},
    "lambda.get_function": {"Configuration": FUNCTION},
    "lambda.get_event_source_mapping": {"State": "Enabled"},
    "stepfunctions.describe_state_machine": lambda stateMachineArn: {
        "status": "ACTIVE", "type": "EXPRESS" if "ActionFlow" in stateMachineArn else "STANDARD",
    },
    "scheduler.get_schedule": {"State": "ENABLED"},
    "sqs.get_queue_attributes": lambda QueueUrl, **_: {
        "Attributes": {
            "ApproximateNumberOfMessages": "0" if "Dead" in QueueUrl else "7",
            **({} if "Dead" in QueueUrl else {"RedrivePolicy": "{}"}),
        },
    },
    "dynamodb.query": {"Items": []},
    "dynamodb.describe_table": {"Table": {"TableStatus": "ACTIVE", "SSEDescription": {"Status": "ENABLED"}}},
    "dynamodb.describe_continuous_backups": {
        "ContinuousBackupsDescription": {"PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED"}},
    },
    "dynamodb.describe_time_to_live": {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "expiresAt"}},
    "kms.describe_key": {"KeyMetadata": {"KeyState": "Enabled"}},
    "kms.get_key_rotation_status": {"KeyRotationEnabled": True},
    "secretsmanager.get_secret_value": lambda SecretId, **_: {
        "SecretString": INSTAGRAM_APP if SecretId.endswith("/instagram-app") else "k" * 48,
    },
    "cloudwatch.describe_alarms": {"MetricAlarms": []},
    "sns.list_subscriptions_by_topic": {"Subscriptions": [{"SubscriptionArn": "arn:aws:sns:topic:1"}]},
}


class Refused(Exception):
    """The error that the AWS SDK raises for a rejected call."""

    def __init__(self, code: str) -> None:
        super().__init__(f"An error occurred ({code})")
        self.response = {"Error": {"Code": code}}


class FakeClient:
    meta = types.SimpleNamespace(region_name="eu-west-1")

    def __init__(self, service: str, answers: dict[str, Any]) -> None:
        self._service = service
        self._answers = answers

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        answer = self._answers[f"{self._service}.{operation}"]

        def call(**parameters: Any) -> Any:
            if isinstance(answer, Exception):
                raise answer
            return answer(**parameters) if callable(answer) else answer

        return call


def aws(**changes: Any) -> Callable[[str], FakeClient]:
    """An AWS without problems, except for the given responses (service__operation)."""
    answers = {**WELL, **{name.replace("__", "."): answer for name, answer in changes.items()}}
    return lambda service: FakeClient(service, answers)


def stack(**changes: Any) -> Stack:
    found = inspection.find("flows", aws(**changes), None, {})
    return replace(found, create_nothing=lambda url, key: 400, now=lambda: NOW)


def due(minutes: float) -> Callable[..., Any]:
    """The index with one run that has been due for this many minutes."""
    at = str(int((NOW - datetime.timedelta(minutes=minutes)).timestamp() * 1000))

    def query(ExpressionAttributeValues: dict[str, Any], **_: Any) -> Any:
        return {"Items": [{"pk": {"S": "R#prj_1#run_1"}, "dueAt": {"N": at}}] if ExpressionAttributeValues[":shard"] == {"S": "DUE#31"} else []}

    return query


class InspectionTest(unittest.TestCase):
    def assert_fix(self, look: Callable[[Stack], str], expected: str, **changes: Any) -> None:
        with self.assertRaisesRegex(Trouble, expected):
            look(stack(**changes))

    def test_without_problems_every_check_succeeds(self) -> None:
        checks = [*inspection.CHECKS, *inspection.ONLY_IN_AWS]
        self.assertEqual(
            [
                "UPDATE_COMPLETE", "1000 for all functions of the account", "1 active", "same as the build here", "None", "EXPRESS, active; STANDARD, active; STANDARD, active", "1 enabled", "2 enabled", "none in 2 queues",
                "no open runs", "active", "1 enabled, rotated", "accepted",
                "app secret and verify token are set", "encrypted, recoverable, with expiry", "1, none raised", "1",
            ],
            [look(stack()) for _, look in checks],
        )

    def test_resources_are_read_to_the_last_page(self) -> None:
        def page(StackName: str, NextToken: str = "1") -> Any:
            entry = {"LogicalResourceId": f"R{NextToken}", "PhysicalResourceId": NextToken, "ResourceType": "T"}
            return {"StackResourceSummaries": [entry], **({"NextToken": "2"} if NextToken == "1" else {})}

        self.assertEqual([Resource("R1", "1", "T"), Resource("R2", "2", "T")], stack(cloudformation__list_stack_resources=page).resources)

    def test_a_missing_stack_is_reported_with_the_usual_reasons(self) -> None:
        with self.assertRaisesRegex(Trouble, "no stack flows .*AWS_REGION"):
            stack(cloudformation__describe_stacks=Refused("ValidationError"))

    def test_a_wrong_clock_is_reported_with_its_direction(self) -> None:
        right = NOW.timestamp()
        self.assertEqual("correct", inspection.clock(aws(), lambda: right + 59))
        with self.assertRaisesRegex(Trouble, "0:05:00 ahead"):
            inspection.clock(aws(), lambda: right + 300)
        with self.assertRaisesRegex(Trouble, "0:05:00 behind"):
            inspection.clock(aws(), lambda: right - 300)

    def test_a_deployment_that_failed_or_is_under_way(self) -> None:
        self.assert_fix(lambda it: inspection.deployment(replace(it, status="UPDATE_ROLLBACK_COMPLETE")), "describe-stack-events --stack-name flows")
        self.assert_fix(lambda it: inspection.deployment(replace(it, status="UPDATE_IN_PROGRESS")), "wait")

    def test_the_concurrency_of_a_new_account(self) -> None:
        self.assert_fix(inspection.concurrency, "^10 for .*L-B99A9384", lambda__get_account_settings={"AccountLimit": {"ConcurrentExecutions": 10}})

    def test_functions_that_cannot_run(self) -> None:
        failed = {**FUNCTION, "State": "Failed", "StateReason": "the key is gone"}
        self.assert_fix(inspection.functions, r"SendTextFunction is Failed \(the key is gone\)", lambda__get_function={"Configuration": failed})
        stuck = {**FUNCTION, "LastUpdateStatus": "Failed", "LastUpdateStatusReason": "bad image"}
        self.assert_fix(inspection.functions, r"last update of SendTextFunction is Failed \(bad image\)", lambda__get_function={"Configuration": stuck})
        off = {"Configuration": FUNCTION, "Concurrency": {"ReservedConcurrentExecutions": 0}}
        self.assert_fix(inspection.functions, "disabled: `aws lambda delete-function-concurrency --function-name id-of-Send", lambda__get_function=off)

        def only_live_is_pending(FunctionName: str, Qualifier: str = "") -> Any:
            return {"Configuration": {**FUNCTION, "State": "Pending"} if Qualifier == "live" else FUNCTION}

        self.assert_fix(inspection.functions, "SendTextFunction is Pending", lambda__get_function=only_live_is_pending)

    def test_an_idle_function_and_one_with_reserved_concurrency_are_fine(self) -> None:
        idle = {"Configuration": {**FUNCTION, "State": "Inactive"}, "Concurrency": {"ReservedConcurrentExecutions": 5}}
        self.assertEqual("1 active", inspection.functions(stack(lambda__get_function=idle)))

    def test_snapshots_are_what_the_parameter_asks_for(self) -> None:
        def wanted(it: Stack) -> str:
            return inspection.snap_start(replace(it, parameters={"SnapStart": "PublishedVersions"}))

        self.assert_fix(wanted, "SendTextFunction still has None: deploy again")
        making = {"Configuration": {**FUNCTION, "State": "Pending", "SnapStart": {"ApplyOn": "PublishedVersions", "OptimizationStatus": "Off"}}}
        self.assert_fix(wanted, "no snapshot yet.*version 3 is Pending", lambda__get_function=making)
        made = {"Configuration": {**FUNCTION, "SnapStart": {"ApplyOn": "PublishedVersions", "OptimizationStatus": "On"}}}
        self.assertEqual("PublishedVersions", wanted(stack(lambda__get_function=made)))

    def test_a_state_machine_that_goes_or_is_of_the_other_type(self) -> None:
        self.assert_fix(inspection.state_machine, "is DELETING", stepfunctions__describe_state_machine={"status": "DELETING", "type": "EXPRESS"})
        self.assert_fix(inspection.state_machine, "STANDARD, .* EXPRESS", stepfunctions__describe_state_machine={"status": "ACTIVE", "type": "STANDARD"})

    def test_what_was_switched_off(self) -> None:
        self.assert_fix(inspection.schedules, "SweepSchedule is DISABLED", scheduler__get_schedule={"State": "DISABLED"})
        self.assert_fix(lambda it: inspection.schedules(replace(it, resources=[])), "has none, so due runs are not resumed")
        self.assert_fix(inspection.event_sources, "--uuid id-of-RunStarterSource --enabled", lambda__get_event_source_mapping={"State": "Disabled"})

    def test_dead_letters_count_also_while_somebody_looks_at_them(self) -> None:
        for visible, hidden in (("2", "0"), ("0", "2")):
            attributes = {"ApproximateNumberOfMessages": visible, "ApproximateNumberOfMessagesNotVisible": hidden}

            def of_queue(QueueUrl: str, **_: Any) -> Any:
                return {"Attributes": attributes if "Dead" in QueueUrl else {**attributes, "RedrivePolicy": "{}"}}

            every_queue = r"^2 in WakeUpsDead: .* \(WakeUpsDeadLetters\); 2 in DetectedReleasesDead: .* \(DetectedReleasesDeadLetters\)\.$"
            self.assert_fix(inspection.dead_letters, every_queue, sqs__get_queue_attributes=of_queue)

    def test_a_function_whose_live_code_is_not_the_jar_that_is_built_here(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            jar = Path(folder) / "send-text.jar"
            jars = {"SendTextFunction": jar}
            self.assertIn("not built here", inspection.live_code(replace(stack(), jars=jars)))
            jar.write_bytes(b"built")
            live = {"Configuration": {**FUNCTION, "CodeSha256": base64.b64encode(hashlib.sha256(b"built").digest()).decode()}}
            self.assertEqual("same as the build here", inspection.live_code(replace(stack(lambda__get_function=live), jars=jars)))
            jar.write_bytes(b"rebuilt")
            with self.assertRaisesRegex(Trouble, r"^SendTextFunction \(version 3\) differs from the build here: `make build`, then `sam deploy`"):
                inspection.live_code(replace(stack(lambda__get_function=live), jars=jars))

    def test_only_runs_that_are_due_for_long_are_late(self) -> None:
        self.assert_fix(inspection.due_runs, "^run_1 of prj_1 has been due for 0:02:30: see DueRunsLate", dynamodb__query=due(2.5))
        self.assertEqual("none late", inspection.due_runs(stack(dynamodb__query=due(1.2))))
        self.assertEqual("none late", inspection.due_runs(stack(dynamodb__query=due(-60))))

    def test_a_run_is_late_for_the_doctor_when_it_is_late_for_the_alarm(self) -> None:
        alarm = re.split(r"\n  DueRunsLate:\n", (ROOT / "template.yaml").read_text())[1].split("\n\n")[0]
        self.assertIn("MetricName: OldestDueAge\n", alarm)
        self.assertIn(f"Threshold: {int(inspection.LONGEST_DUE.total_seconds())}\n", alarm)

    def test_every_shard_of_the_index_is_queried(self) -> None:
        java = (ROOT / "shared/aws/src/main/java/dev/actionflows/aws/RunItem.java").read_text()
        self.assertIn(f"DUE_SHARDS = {inspection.DUE_SHARDS};", java)
        self.assertIn('"DUE#" + Digits.padded(shard, 2)', java)

    def test_a_table_that_is_not_there_or_still_builds_an_index(self) -> None:
        self.assert_fix(inspection.table, "is ARCHIVED", dynamodb__describe_table={"Table": {"TableStatus": "ARCHIVED"}})
        building = {"TableStatus": "ACTIVE", "GlobalSecondaryIndexes": [{"IndexName": "due", "IndexStatus": "CREATING"}]}
        self.assert_fix(inspection.table, "index due is CREATING", dynamodb__describe_table={"Table": building})

    def test_a_table_that_somebody_has_left_unprotected(self) -> None:
        self.assert_fix(inspection.table_protection, "not encrypted", dynamodb__describe_table={"Table": {"TableStatus": "ACTIVE"}})
        self.assert_fix(inspection.table_protection, "update-continuous-backups", dynamodb__describe_continuous_backups={"ContinuousBackupsDescription": {}})
        self.assert_fix(inspection.table_protection, "update-time-to-live", dynamodb__describe_time_to_live={"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}})

    def test_keys_that_are_about_to_go_are_off_or_never_change(self) -> None:
        for state, fix in (("PendingDeletion", "cancel-key-deletion --key-id id-of-ProjectKey"), ("Disabled", "enable-key --key-id id-of-ProjectKey")):
            self.assert_fix(inspection.keys, fix, kms__describe_key={"KeyMetadata": {"KeyState": state}})
        self.assert_fix(inspection.keys, "enable-key-rotation", kms__get_key_rotation_status={"KeyRotationEnabled": False})

    def test_an_administrator_key_that_is_gone_weak_or_not_accepted(self) -> None:
        self.assert_fix(inspection.administrator_key, "restore-secret", secretsmanager__get_secret_value=Refused("ResourceNotFoundException"))
        self.assert_fix(inspection.administrator_key, "short or has spaces", secretsmanager__get_secret_value={"SecretString": "secret"})
        self.assert_fix(inspection.administrator_key, "short or has spaces", secretsmanager__get_secret_value={"SecretString": "k" * 48 + "\n"})
        for status, fix in ((401, "returns 401 for it"), (404, "returns 404 instead of 400")):
            self.assert_fix(lambda it: inspection.administrator_key(replace(it, create_nothing=lambda url, key: status)), fix)

    def test_the_administrator_key_is_shown_to_this_stacks_api_only(self) -> None:
        requests: list[tuple[str, str]] = []

        def create_nothing(url: str, key: str) -> int:
            requests.append((url, key))
            return 400

        inspection.administrator_key(replace(stack(), create_nothing=create_nothing))
        self.assertEqual([("https://api.example.com/live/v1/projects", "k" * 48)], requests)

    def test_an_app_at_meta_that_cannot_work(self) -> None:
        gone = Refused("ResourceNotFoundException")
        self.assert_fix(inspection.instagram_app, "restore-secret --secret-id flows/instagram-app", secretsmanager__get_secret_value=gone)
        for text, fix in (
            ("0123456789abcdef", "not a JSON object"),
            ("[]", "not a JSON object"),
            ('{"appSecret": "0123456789abcdef0123456789abcdef"}', "no verifyToken"),
            ('{"appSecret": "x", "verifyToken": "token"}', "is too short"),
            ('{"appSecret": ["0123456789abcdef0123456789abcdef", "x"], "verifyToken": "token"}', "is too short"),
        ):
            self.assert_fix(inspection.instagram_app, fix, secretsmanager__get_secret_value={"SecretString": text})
        self.assert_fix(lambda it: inspection.instagram_app(replace(it, outputs={})), "deploy again")

    def test_an_app_secret_that_was_never_entered_is_reported_without_a_fix(self) -> None:
        made = {"SecretString": '{"appSecret": "", "verifyToken": "token"}'}
        self.assertRegex(inspection.instagram_app(stack(secretsmanager__get_secret_value=made)), "no app secret yet.*docs/instagram.md")

    def test_raised_alarms_and_missing_subscribers_are_reported(self) -> None:
        raised = {"MetricAlarms": [{"AlarmName": "id-of-RunsBroken", "StateUpdatedTimestamp": NOW}]}
        self.assert_fix(inspection.alarms, "^RunsBroken since 2026-11-21 12:00 UTC", cloudwatch__describe_alarms=raised)
        self.assert_fix(inspection.subscribers, "AlarmEmail=", sns__list_subscriptions_by_topic={"Subscriptions": []})
        pending = {"Subscriptions": [{"SubscriptionArn": "PendingConfirmation", "Endpoint": "me@example.com"}]}
        self.assert_fix(inspection.subscribers, "me@example.com has not confirmed", sns__list_subscriptions_by_topic=pending)


class WholeInspectionTest(unittest.TestCase):
    def inspect(self, **changes: Any) -> tuple[bool, list[str]]:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            well = inspection.inspect("flows", aws(**changes), "http://127.0.0.1:9", local=False, jars={})
        return well, [line for line in output.getvalue().splitlines() if line.startswith("  fix")]

    def test_one_refusal_does_not_hide_the_other_findings(self) -> None:
        now = email_date()
        identity = {**WELL["sts.get_caller_identity"], "ResponseMetadata": {"HTTPHeaders": {"date": now}}}
        well, fixes = self.inspect(
            sts__get_caller_identity=identity, kms__describe_key=Refused("AccessDeniedException"), scheduler__get_schedule={"State": "DISABLED"},
        )
        self.assertFalse(well)
        self.assertEqual(["schedules", "keys", "administrator key"], [re.split("  fix   |:", fix)[1] for fix in fixes])
        self.assertIn("AccessDeniedException", fixes[1])

    def test_without_credentials_one_line_says_all(self) -> None:
        well, fixes = self.inspect(sts__get_caller_identity=Refused("ExpiredToken"))
        self.assertFalse(well)
        self.assertEqual(1, len(fixes), fixes)

    def test_our_own_mistakes_are_not_taken_for_findings(self) -> None:
        with self.assertRaises(KeyError):
            self.inspect(lambda__get_account_settings={})


def email_date() -> str:
    return datetime.datetime.now(datetime.timezone.utc).strftime("%a, %d %b %Y %H:%M:%S GMT")
