"""
Prints the result of SAM's transform for the template's functions. The input contains sets of parameters, optionally with another
template; the output contains, for each of them and by function, the logical id of the published version, and the function's properties
with the parameters' values filled in.

Runs in the SAM CLI's virtual environment, which contains the transform.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
logging.disable(logging.CRITICAL)

from samcli.yamlhelper import yaml_parse  # noqa: E402
from samtranslator.intrinsics.resolver import IntrinsicsResolver  # noqa: E402
from samtranslator.translator.transform import transform  # noqa: E402


class _NoPolicies:
    """Replaces the list of managed policies, which would be read from AWS."""

    def load(self) -> dict[str, str]:
        return {name: f"arn:aws:iam::aws:policy/{name}" for name in ("AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess")}


def transformed(text: str, parameters: dict[str, str], code: str) -> dict[str, Any]:
    template = yaml_parse(text)
    # The locations in S3 to which `sam deploy` would upload.
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if "CodeUri" in properties:
            properties["CodeUri"] = f"s3://artifacts/{code}"
        if "DefinitionUri" in properties:
            properties["DefinitionUri"] = "s3://artifacts/machine"
        if "DefinitionBody" in properties:
            properties["DefinitionBody"] = {"openapi": "3.0.1", "info": {}, "paths": {}}
    defaults = {name: str(it["Default"]) for name, it in template["Parameters"].items() if "Default" in it}
    values = {**defaults, **parameters}
    resources = transform(template, values, _NoPolicies())["Resources"]
    resolver = IntrinsicsResolver(values)
    found = {}
    for name, resource in resources.items():
        if resource["Type"] == "AWS::Lambda::Version":
            function = resource["Properties"]["FunctionName"]["Ref"]
            properties = resolver.resolve_parameter_refs(resources[function]["Properties"])
            # As CloudFormation evaluates it: the condition is always false.
            properties["Code"].pop("SourceKMSKeyArn", None)
            found[function] = {"version": name, "properties": properties}
    return found


def main(arguments: list[str]) -> int:
    text = Path(arguments[0]).read_text(encoding="utf-8")
    sets = json.load(sys.stdin)
    json.dump({name: transformed(it.get("template", text), it["parameters"], it["code"]) for name, it in sets.items()}, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
