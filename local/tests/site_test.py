from __future__ import annotations

import tempfile
import threading
import unittest
import urllib.error
import urllib.request
from pathlib import Path

import envfile
import site as _  # Python's own module of this name must not be shadowed by ours
