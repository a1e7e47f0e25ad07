"""Shows the texts that the demo's fans have got: what was handed to the stand-in of the SMS provider.

Usage: python3 local/texts.py [+14155550122]
"""

from __future__ import annotations

import sys
from pathlib import Path

from demo import DemoFailed, read_env, texts_received

ENV_FILE = Path(__file__).resolve().parents[1] / ".local" / "demo.env"


def main(arguments: list[str]) -> int:
    if len(arguments) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    if not ENV_FILE.exists():
        print("There is no demo yet: `make run DETACH=1` plays it.", file=sys.stderr)
        return 1
    try:
        received = texts_received(read_env(ENV_FILE))
    except DemoFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    for recipient in arguments or sorted(received):
        for text in received.get(recipient, []):
            print(f"{recipient}  {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
