"""
Runs LocalStack without Docker: functions are processes of this machine, each started by its own `bootstrap`, and DynamoDB Local is
the one that the local cloud has started. Also fires the schedules of EventBridge Scheduler, which LocalStack stores but never fires, and
takes whole numbers as percentages in state machines.

A call waits for a free environment of its function, and the number of environments that start concurrently is limited: see `emulator.py`.

Runs in LocalStack's own virtual environment, started by the local cloud.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
import threading
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from localstack.aws.connect import connect_to
from localstack.runtime.main import main
from localstack.services.dynamodb.server import DynamodbServer
from localstack.services.lambda_.invocation import plugins
from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, Invocation, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor
from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager
from localstack.services.stepfunctions.asl.parse import asl_parser

import schedules
from function_process import Call, FunctionProcess, StartFailed

ENVIRONMENTS = int(os.environ["LOCAL_FUNCTION_ENVIRONMENTS"])
START_SECONDS = float(os.environ["LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT"])
LOGS = Path(os.environ["LOCAL_FUNCTION_LOGS"])
# The variables of this process that functions inherit: only those that their `bootstrap` reads.
INHERITED = {
    name: value
    for name, value in os.environ.items()
    if name in ("PATH", "HOME", "LANG", "LC_ALL", "AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL") or name.startswith("LOCAL_")
}

REGION = os.environ["LOCAL_REGION"]
LOG = logging.getLogger(__name__)

_starts = threading.Semaphore(ENVIRONMENTS)


class ProcessExecutor(RuntimeExecutor):
    """One execution environment of a version of a function."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id, function_version)
        self._lock = threading.Lock()
        self._stopped = False
        self._process: FunctionProcess | None = None
        self._environment: dict[str, str] = {}

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        pass

    def start(self, env_vars: dict[str, object]) -> None:
        code = str(self._code())
        own = {name: str(value) for name, value in env_vars.items()}
        self._environment = {**own, **INHERITED, "LAMBDA_TASK_ROOT": code, "LAMBDA_RUNTIME_DIR": code, "TZ": "UTC"}
        self._start()

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        process = self._process
        if process is None or process.has_ended:
            process = self._start()
        answer = process.call(Call(
            request_id=payload["invoke-id"],
            payload=payload["payload"].encode(),
            function_arn=payload["invoked-function-arn"],
            trace_id=payload["trace-id"],
            seconds=self.function_version.config.timeout,
        ))
        # Without its log, which is written to a file.
        return InvocationResult(payload["invoke-id"], answer.body, is_error=answer.failed, logs="")

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            process = self._process
        if process is not None:
            process.stop()

    def _start(self) -> FunctionProcess:
        with self._lock:
            process = FunctionProcess(self._code(), self._environment, LOGS / f"{self.function_version.id.function_name}.log")
            self._process = process
            if self._stopped:
                process.stop()
        with _starts:
            try:
                process.start(START_SECONDS)
            except StartFailed as failure:
                raise StatusErrorException("The function did not start", payload=failure.answer.body) from failure
        return process

    def _code(self) -> Path:
        return Path(self.function_version.config.code.get_unzipped_code_location())

    # What the Docker executor returns for its container

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        return ""

    def get_logs(self) -> str:
        return ""


_read_definition = asl_parser.InputStream
_WHOLE_PERCENTAGE = re.compile(r'("ToleratedFailurePercentage"\s*:\s*\d+)(?![\d.])')


def _with_decimals(definition: str) -> Any:
    """A state machine's definition. LocalStack's grammar takes a percentage only with decimals; AWS takes any number from 0 to 100."""
    return _read_definition(_WHOLE_PERCENTAGE.sub(r"\1.0", definition))


_free: dict[str, threading.Semaphore] = {}
_lock = threading.Lock()
_invoke = LambdaVersionManager.invoke


def _invoke_in_turn(manager: LambdaVersionManager, *, invocation: Invocation) -> InvocationResult:
    with _lock:
        environments = _free.setdefault(manager.function_arn, threading.Semaphore(ENVIRONMENTS))
    with environments:
        return _invoke(manager, invocation=invocation)


def _fire_schedules() -> None:
    """Looks at all schedules every minute, and calls the targets of those that are due. One whose interval is not known here is reported."""
    clients = connect_to(region_name=REGION)
    while True:
        time.sleep(schedules.INTERVAL)
        try:
            for listed in clients.scheduler.list_schedules()["Schedules"]:
                _fire(clients, clients.scheduler.get_schedule(Name=listed["Name"], GroupName=listed["GroupName"]))
        except (BotoCoreError, ClientError) as failure:
            # For example, because a function is being deployed; the next attempt follows in a minute.
            LOG.warning("Schedules were not fired: %s", failure)


def _fire(clients: Any, schedule: dict[str, Any]) -> None:
    expression, target = schedule["ScheduleExpression"], schedule["Target"]
    due = schedules.is_due(expression, datetime.datetime.now(datetime.timezone.utc))
    if due is None:
        LOG.error("%s is not fired: %s", schedule["Name"], expression)
    elif due and ":sqs:" in target["Arn"]:
        queue = clients.sqs.get_queue_url(QueueName=target["Arn"].rpartition(":")[2])["QueueUrl"]
        clients.sqs.send_message(QueueUrl=queue, MessageBody=target["Input"])
    elif due:
        clients.lambda_.invoke(FunctionName=target["Arn"], InvocationType="Event", Payload=target.get("Input") or "{}")
    if due and schedules.is_one_time(expression):
        # It fires once: on AWS, it deletes itself.
        clients.scheduler.delete_schedule(Name=schedule["Name"], GroupName=schedule["GroupName"])


plugins.DockerRuntimeExecutorPlugin.load = lambda plugin, *_arguments, **_named: ProcessExecutor
LambdaVersionManager.invoke = _invoke_in_turn
asl_parser.InputStream = _with_decimals
DynamodbServer.start_dynamodb = lambda server: True
DynamodbServer.stop_dynamodb = lambda server: None

if __name__ == "__main__":
    threading.Thread(target=_fire_schedules, daemon=True).start()
    main()
