"""The local cloud: `python3 local/cloud --help`.

This file must be readable by any Python 3, so that an old version gets a clear message instead of a syntax error in the
other modules.
"""

import sys

if sys.version_info < (3, 10):
    sys.exit("Python 3.10 or newer is required, this is %d.%d: install a newer python3." % sys.version_info[:2])

from commands import main

sys.exit(main(sys.argv[1:]))
