"""Runs the AWS emulator with six changes: calls of a function wait for a free environment, alarms may use metric expressions,
SAM gets the values of the parameters, a queue's concurrency may be a parameter, SES checks what a tenant sends, changes of a table come
with their shard, and binary media types are decoded.

The emulator starts a process for every concurrent call. For functions in Python that is cheap, but fifty JVMs that
start simultaneously on a laptop all exceed the time limit of their start. Here, a function has a few environments, and a call
waits while all of them are busy. The responses are the same, but later.

The emulator cannot deploy an alarm on an expression. Here, such an alarm is deployed with the first of its metrics, so that the
same template can be deployed; an emulator could not verify the expression anyway.

The emulator has SAM transform the template without the values of its parameters. CloudFormation passes them, and SAM uses them to decide
whether a new version of a function is published: see docs/adr/0034.

The emulator's SES has tenants, but sends for them without looking at them. Here, as on AWS, a tenant sends only with a configuration set
and an identity that are associated with it. The emulator also forgets an email's tags; here it keeps them for local/mail.py.

The emulator has no tumbling windows. On AWS, a mapping with such a window names the shard of a table's changes: see docs/adr/0048.

In a template, the slash of a binary media type is written ~1, as CloudFormation requires. The emulator compares it as it is written.

Runs in the emulator's own virtual environment, started by the local cloud.
"""

from __future__ import annotations

import json
import os
import threading
from typing import Any

from ministack import app
from ministack.services import apigateway_v1, lambda_svc, ses, ses_v2
from ministack.services.cloudformation import changesets, engine, handlers, provisioners
from samtranslator.translator import transform as sam

ENVIRONMENTS = int(os.environ["LOCAL_FUNCTION_ENVIRONMENTS"])

_free: dict[str, threading.Semaphore] = {}
_lock = threading.Lock()
_execute = lambda_svc._execute_function_provided_warm


def _execute_in_turn(function: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
    config = function.get("config") or function
    with _lock:
        environments = _free.setdefault(config["FunctionArn"], threading.Semaphore(ENVIRONMENTS))
    with environments:
        return _execute(function, event, request_id)


_is_binary = apigateway_v1._media_type_matches


def _is_binary_as_written(media_type: str | None, binary_media_types: list[str] | None) -> bool:
    return bool(_is_binary(media_type, [it.replace("~1", "/") for it in binary_media_types or []]))


apigateway_v1._media_type_matches = _is_binary_as_written

_alarm_record = provisioners._cw_metric_alarm_record


def _alarm_record_of_first_metric(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    measured = [metric["MetricStat"] for metric in properties.get("Metrics", []) if "MetricStat" in metric]
    if measured:
        first = measured[0]
        properties = {**properties, "Metrics": None, "Period": first["Period"], "Statistic": first["Stat"], **first["Metric"]}
    return _alarm_record(name, properties)


_apply_transforms = engine._apply_transforms
_transform = sam.transform
_values = threading.local()


def _apply_transforms_of_values(template: dict[str, Any], given: Any = None, before: Any = None) -> Any:
    _values.now = engine._transform_parameters(template, given, before)
    return _apply_transforms(template, given, before)


def _transform_with_values(template: dict[str, Any], values: dict[str, Any], policies: Any) -> Any:
    return _transform(template, {**_values.now, **values}, policies)


_queue_concurrency = lambda_svc._sqs_esm_concurrency


def _queue_concurrency_as_number(*source: Any) -> int:
    """A stack parameter is a string, even where CloudFormation passes a number; without this conversion the emulator polls no queue."""
    return int(_queue_concurrency(*source))


# What was passed to SES with each email besides its content, by the email's id.
_DETAILS = ("ConfigurationSetName", "TenantName", "EmailTags")
_details: dict[str, dict[str, Any]] = {}
_handle_email = ses_v2.handle_request
_list_emails = app._handle_ses_messages_request


async def _handle_email_of_tenant(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Any:
    if method != "POST" or path != "/v2/email/outbound-emails":
        return await _handle_email(method, path, headers, body, query)
    email = json.loads(body)
    refused = _refused_to_tenant(email)
    if refused:
        return refused
    answer = await _handle_email(method, path, headers, body, query)
    if answer[0] == 200:
        _details[json.loads(answer[2])["MessageId"]] = {name: email.get(name) for name in _DETAILS}
    return answer


async def _list_emails_with_details(*request: Any) -> Any:
    answer = await _list_emails(*request)
    if answer is None or answer[0] != 200:
        return answer
    listed = json.loads(answer[2])
    for emails in listed["messages"].values():
        for email in emails:
            email.update(_details.get(email["MessageId"], dict.fromkeys(_DETAILS)))
    return answer[0], answer[1], json.dumps(listed).encode()


def _refused_to_tenant(email: dict[str, Any]) -> Any:
    """The response to an email of a tenant that lacks a resource for it; None if nothing is missing."""
    tenant = email.get("TenantName")
    if tenant is None:
        return None
    associated = ses_v2._tenant_resources.get(tenant)
    if associated is None:
        return ses_v2._missing_tenant(tenant)
    address = ses.parseaddr(email["FromEmailAddress"])[1]
    identities = [address, *ses._domain_and_parents(address.rpartition("@")[2])]
    sets = [email.get("ConfigurationSetName")]
    for kind, names in (("identity", identities), ("configuration-set", sets)):
        if not any(ses_v2._resource_arn(kind, name) in associated for name in names):
            return ses_v2._json_err("BadRequestException", f"Tenant <{tenant}> is not associated with {kind} {names[0]}.")
    return None


ses_v2.handle_request = _handle_email_of_tenant
app._handle_ses_messages_request = _list_emails_with_details


# The stream of an emulated table has one shard.
SHARD = "shardId-00000000000000000000-00000000"

_execute_any = lambda_svc._execute_function
_poll_tables = lambda_svc._poll_dynamodb_streams
_polling = threading.local()


def _poll_tables_with_shard() -> bool:
    _polling.now = True
    try:
        return bool(_poll_tables())
    finally:
        _polling.now = False


def _execute_with_shard(function: dict[str, Any], event: Any) -> dict[str, Any]:
    if getattr(_polling, "now", False):
        event = {
            **event, "shardId": SHARD, "eventSourceARN": event["Records"][0]["eventSourceARN"], "state": {},
            "isFinalInvokeForWindow": False, "isWindowTerminatedEarly": False,
        }
    return _execute_any(function, event)


lambda_svc._execute_function_provided_warm = _execute_in_turn
lambda_svc._execute_function = _execute_with_shard
lambda_svc._poll_dynamodb_streams = _poll_tables_with_shard
lambda_svc._sqs_esm_concurrency = _queue_concurrency_as_number
changesets._apply_transforms = handlers._apply_transforms = _apply_transforms_of_values
sam.transform = _transform_with_values
provisioners._cw_metric_alarm_record = _alarm_record_of_first_metric
app.main()
