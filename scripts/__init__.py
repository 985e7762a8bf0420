"""Sends away a Python that is too old, in words that the oldest can parse, before newer syntax is read."""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Gradus needs Python 3.11 or newer; this is Python %d.%d (%s). "
        "Install a newer Python and use it to run this file, for example: python3.12 %s"
        % (sys.version_info[0], sys.version_info[1], sys.executable, os.path.basename(sys.argv[0]) or "start.py")
    )
