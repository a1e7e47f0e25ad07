"""Uploads the built console to the bucket of a stack. Run by the Python of the SAM CLI, which has boto3.

Usage: publish_console.py <stack> <folder>
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from media_types import MEDIA_TYPES


def main(stack: str, folder: Path) -> int:
    # Only this program's own environment has AWS's client; tests of the upload need none.
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        described = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        outputs = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
        if "ConsoleFilesBucket" not in outputs:
            print(f"The stack {stack} has no console: deploy it with the parameter Console=true.", file=sys.stderr)
            return 1
        upload(boto3.client("s3"), outputs["ConsoleFilesBucket"], folder)
    except (BotoCoreError, ClientError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The console is at {outputs.get('ConsoleUrl', 'the address of its distribution')}.")
    return 0


def upload(s3: Any, bucket: str, folder: Path) -> list[str]:
    """Uploads the page last, so that whoever opens it finds all files that it names; returns the keys in that order."""
    files = sorted((path for path in folder.rglob("*") if path.suffix in MEDIA_TYPES and ".vite" not in path.parts),
                   key=lambda path: (path.name == "index.html", path))
    keys = []
    for path in files:
        key = path.relative_to(folder).as_posix()
        # Names of assets contain a hash of their content.
        lasting = "public, max-age=31536000, immutable" if key.startswith("assets/") else "no-cache"
        s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes(), ContentType=MEDIA_TYPES[path.suffix], CacheControl=lasting)
        keys.append(key)
    return keys


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
