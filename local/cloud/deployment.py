"""Deploys the real template to the local cloud, and provides the addresses and names of its resources."""

from __future__ import annotations

import json
import os
import secrets
import urllib.parse
import urllib.request
import uuid
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

import build
import servers
import tools
from console import Trouble, phase, tail
from processes import run_logged
from settings import ARTIFACTS_BUCKET, REGION, ROOT, STACK, Instance, local_aws, without_aws


def deploy(instance: Instance, as_processes: bool, workflow_type: str = "EXPRESS", stack: str = STACK) -> None:
    """Runs `sam deploy`, unless the same emulator already contains the same stack."""
    with phase(f"Deploying {stack}") as current:
        # provided.al2023 starts each function's own bootstrap.
        runtime = "provided.al2023" if as_processes else "java25"
        parameters = _parameters(instance, servers.providers_url_for_functions(instance, as_processes), runtime, workflow_type)
        fingerprint = build.code_hash(*parameters, *_deployed_texts(), servers.state_id(instance.name))
        stamp = instance.folder / f"{stack}.deployed"
        if stamp.exists() and stamp.read_text() == fingerprint:
            current.note = "unchanged"
            return
        _deploy(instance, stack, parameters)
        _put_gateway_responses(instance, stack)
        stamp.write_text(fingerprint)


def deploy_as_to_aws(instance: Instance, workflow_type: str) -> None:
    """Runs `sam deploy` as to AWS: the parameters contain only the addresses of the providers' stubs."""
    with phase(f"Deploying {STACK}, {workflow_type}"):
        _deploy(instance, STACK, _parameters(instance, instance.providers_url, "java25", workflow_type))


def _deploy(instance: Instance, stack: str, parameters: list[str]) -> None:
    _create_bucket(instance)
    log = instance.folder / f"{stack}.deploy.log"
    if not run_logged(_sam_deploy(stack, parameters), log, sam_environment(instance), ROOT):
        raise Trouble(f"The deployment failed; its output ({log}) ends with:\n{tail(log, 30)}")


def start_functions(instance: Instance) -> None:
    """
    Calls each function once, with an event without content, so that its process is running before a flow needs it: on a busy machine,
    a start takes longer than the state machine waits for a step.
    """
    with phase("Starting the functions"), ThreadPoolExecutor(max_workers=2) as pool:
        functions = f"{instance.endpoint}/2015-03-31/functions"
        listed = json.loads(_call(instance, "lambda", urllib.request.Request(f"{functions}/?MaxItems=1000")))["Functions"]
        calls = [
            urllib.request.Request(f"{functions}/{function['FunctionName']}/invocations?Qualifier=live", b"{}", method="POST")
            for function in listed
        ]
        # map raises the exceptions of the calls only when its results are read.
        list(pool.map(lambda call: _call(instance, "lambda", call, seconds=120), calls))


def environment(instance: Instance, stack: str = STACK) -> dict[str, str]:
    """The variables of a deployed stack that scripts and tests need."""
    outputs = _outputs(instance, stack)
    return {
        "AWS_ENDPOINT_URL": instance.endpoint,
        "PROVIDERS_URL": instance.providers_url,
        "BASE_URL": f"{instance.endpoint}/_aws/execute-api/{outputs['ApiId']}/{outputs['StageName']}",
        "ADMIN_KEY": _secret(instance, outputs["AdministratorKeySecret"]),
        "TABLE_NAME": outputs["TableName"],
        "STATE_MACHINE_ARN": outputs["StateMachineArn"],
        "WAKE_UP_QUEUE_URL": outputs["WakeUpQueueUrl"],
        "DETECTED_RELEASE_QUEUE_URL": outputs["DetectedReleaseQueueUrl"],
        "EMAIL_REPORT_QUEUE_URL": outputs["EmailReportQueueUrl"],
        # So that the SAM CLI and the AWS CLI work in a shell that has loaded this file.
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
    }


def instagram_app_secret(instance: Instance, stack: str = STACK) -> str:
    """The secret with which Meta would sign notifications. On the local cloud it is a random text, which is stored on the first call."""
    name = _outputs(instance, stack)["InstagramAppSecret"]
    app = json.loads(_secret(instance, name))
    if not app.get("appSecret"):
        app["appSecret"] = secrets.token_hex(16)
        # A raw request must contain the token that AWS's own clients add.
        put = {"SecretId": name, "SecretString": json.dumps(app), "ClientRequestToken": str(uuid.uuid4())}
        _secrets_manager(instance, "PutSecretValue", put)
    signing = app["appSecret"]
    return str(signing[-1] if isinstance(signing, list) else signing)


def verify_sender(instance: Instance, domain: str) -> None:
    """Lets SES send for all addresses of a domain, as on AWS once the domain's owner has verified it. Idempotent."""
    listed = json.loads(_call(instance, "ses", urllib.request.Request(f"{instance.endpoint}/v2/email/identities")))
    if domain not in (identity["IdentityName"] for identity in listed["EmailIdentities"]):
        _send_json(instance, "POST", f"{instance.endpoint}/v2/email/identities", {"EmailIdentity": domain}, service="ses")


def sam_environment(instance: Instance) -> dict[str, str]:
    """The environment in which the SAM CLI uses only the local cloud."""
    return {**without_aws(dict(os.environ)), **local_aws(instance.endpoint), "SAM_CLI_TELEMETRY": "0"}


def _parameters(instance: Instance, providers: str, runtime: str, workflow_type: str) -> list[str]:
    return [
        f"WorkflowType={workflow_type}",
        f"JavaRuntime={runtime}",
        *(f"{name}={providers}" for name in ("SpotifyApiUrl", "SpotifyAccountsUrl", "AppleMusicApiUrl", "SmsApiUrl", "InstagramApiUrl")),
        f"MusicKitUrl={instance.providers_url}/musickit/v3/musickit.js",
        # No emulator has CloudFront; the local cloud serves the console itself.
        "Console=false",
    ]


def _deployed_texts() -> list[str]:
    machines = sorted((ROOT / "statemachines").glob("*.asl.json"))
    return [path.read_text() for path in (ROOT / "template.yaml", build.GATEWAY_DOCUMENT, *machines)]


def _sam_deploy(stack: str, parameters: list[str]) -> list[str]:
    # Uses the profile in samconfig.toml, and adds the options that differ between instances.
    return [
        tools.program("sam", "sam"), "deploy",
        "--config-env", "local",
        "--template-file", "template.yaml",
        "--stack-name", stack,
        "--region", REGION,
        "--s3-bucket", ARTIFACTS_BUCKET,
        "--no-progressbar",
        "--parameter-overrides", *parameters,
    ]


def _create_bucket(instance: Instance) -> None:
    _call(instance, "s3", urllib.request.Request(f"{instance.endpoint}/{ARTIFACTS_BUCKET}", method="PUT"))


def _put_gateway_responses(instance: Instance, stack: str) -> None:
    """Configures API Gateway's own error responses in the emulator, which does not read them from an OpenAPI document as AWS does."""
    processed = _cloudformation(instance, "GetTemplate", StackName=stack, TemplateStage="Processed")
    template = json.loads(processed.findtext(".//{*}TemplateBody", ""))
    answers = template["Resources"]["Api"]["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"]
    outputs = _outputs(instance, stack)
    api = f"{instance.endpoint}/restapis/{outputs['ApiId']}"
    for kind, answer in answers.items():
        _send_json(instance, "PUT", f"{api}/gatewayresponses/{kind}", answer)
    _send_json(instance, "POST", f"{api}/deployments", {"stageName": outputs["StageName"]})


def _send_json(instance: Instance, method: str, url: str, body: object, service: str = "apigateway") -> None:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method)
    _call(instance, service, request)


def _outputs(instance: Instance, stack: str) -> dict[str, str]:
    document = _cloudformation(instance, "DescribeStacks", StackName=stack)
    return {
        output.findtext("{*}OutputKey", ""): output.findtext("{*}OutputValue", "")
        for output in document.iterfind(".//{*}Outputs/{*}member")
    }


def _cloudformation(instance: Instance, action: str, **parameters: str) -> ElementTree.Element:
    form = urllib.parse.urlencode({"Action": action, "Version": "2010-05-15", **parameters})
    return ElementTree.fromstring(_call(instance, "cloudformation", urllib.request.Request(instance.endpoint, form.encode())))


def _secret(instance: Instance, name: str) -> str:
    return str(_secrets_manager(instance, "GetSecretValue", {"SecretId": name})["SecretString"])


def _secrets_manager(instance: Instance, action: str, parameters: dict[str, str]) -> dict[str, object]:
    request = urllib.request.Request(
        instance.endpoint,
        json.dumps(parameters).encode(),
        {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"secretsmanager.{action}"},
    )
    return dict(json.loads(_call(instance, "secretsmanager", request)))


def _call(instance: Instance, service: str, request: urllib.request.Request, seconds: float = 30) -> bytes:
    """Calls the emulator. It reads service and region from the signature's scope and ignores the rest of the signature."""
    scope = f"test/20260101/{REGION}/{service}/aws4_request"
    request.add_header("Authorization", f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0")
    try:
        with urllib.request.urlopen(request, timeout=seconds) as response:
            return bytes(response.read())
    except OSError as failure:
        raise Trouble(f"The local cloud at {instance.endpoint} rejected a call to {service}: {failure}") from failure
