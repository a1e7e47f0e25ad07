"""Shows the texts, direct messages and emails that the demo's fans received, as sent to the stubs of the SMS provider, Instagram and SES.

Usage: python3 local/messages.py [+14155550122 | ada@fans.example | 6214000000000001]
"""

from __future__ import annotations

import sys
from pathlib import Path

from demo import DemoFailed, direct_messages_received, mails_received, read_env, texts_received

ENV_FILE = Path(__file__).resolve().parents[1] / ".local" / "demo.env"


def main(arguments: list[str]) -> int:
    if len(arguments) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    if not ENV_FILE.exists():
        print("There is no demo yet: `make run DETACH=1` runs it.", file=sys.stderr)
        return 1
    env = read_env(ENV_FILE)
    try:
        received = {**texts_received(env), **mails_received(env)}
        if "INSTAGRAM_ACCOUNT" in env:
            received.update(direct_messages_received(env))
    except DemoFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    for recipient in arguments or sorted(received):
        for message in received.get(recipient, []):
            print(f"{recipient}  {message}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
