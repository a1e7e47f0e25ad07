"""
Runs Schemathesis with the given arguments. Runs in its own virtual environment, started by the local cloud.

Schemathesis parses parts of its own source at run time. In Python 3.11 this fails ("AST constructor recursion depth mismatch") if
a garbage collection during the parsing triggers another parsing, because both share one counter. Other versions are not affected.
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
