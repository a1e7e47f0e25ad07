"""
Schemathesis, whose arguments these are. Runs in its own virtual environment, started by the local cloud.

It parses pieces of its own source while it runs, and Python 3.11 fails at that ("AST constructor recursion depth mismatch") when
garbage is collected in the middle and something parses then, too: both count in one counter. Other versions do not.
"""

from __future__ import annotations

import ast
import gc
import sys
from typing import Any

from schemathesis.cli import schemathesis

_parse = ast.parse


def _parse_undisturbed(*arguments: Any, **options: Any) -> ast.AST:
    collects = gc.isenabled()
    gc.disable()
    try:
        return _parse(*arguments, **options)
    finally:
        if collects:
            gc.enable()


ast.parse = _parse_undisturbed  # type: ignore[assignment]
sys.exit(schemathesis(prog_name="schemathesis"))
