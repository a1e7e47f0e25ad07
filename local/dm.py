"""Sends a direct message to the demo's Instagram account, as Meta would, and shows the result.

The sender is a numeric id by which Instagram identifies a person to one account.

Usage: python3 local/dm.py 6214000000000001 NEON
"""

from __future__ import annotations

import json
import sys
import urllib.parse
from pathlib import Path

from demo import Api, DemoFailed, post_direct_message, read_env

ENV_FILE = Path(__file__).resolve().parents[1] / ".local" / "demo.env"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    if not ENV_FILE.exists():
        print("There is no demo yet: `make run DETACH=1` runs it.", file=sys.stderr)
        return 1
    sender, text = arguments
    env = read_env(ENV_FILE)
    try:
        message = post_direct_message(env, sender, text)
        event = Api(env["BASE_URL"], env["SECRET_KEY"]).send("GET", "/v1/events/" + urllib.parse.quote(f"igdm:{message}", safe=""))
    except DemoFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    print(json.dumps(event, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
