"""The local cloud: `python3 local/cloud --help`.

This file has to be readable for any Python 3, so that an old one is told what is wrong instead of failing on the syntax
of the other modules.
"""

import sys

if sys.version_info < (3, 10):
    sys.exit("Python 3.10 or newer is needed, this is %d.%d: install a newer python3." % sys.version_info[:2])

from commands import main

sys.exit(main(sys.argv[1:]))
