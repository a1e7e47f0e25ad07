"""Sends a text to the demo's number, as the SMS provider would.

Usage: python3 local/text.py +14155550122 STOP
"""

from __future__ import annotations

import sys
from pathlib import Path

from demo import DemoFailed, post_text, read_env

ENV_FILE = Path(__file__).resolve().parents[1] / ".local" / "demo.env"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    if not ENV_FILE.exists():
        print("There is no demo yet: `make run DETACH=1` runs it.", file=sys.stderr)
        return 1
    sender, body = arguments
    try:
        post_text(read_env(ENV_FILE), sender, body)
    except DemoFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    print("The text was accepted.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
