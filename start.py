"""Install what Gradus needs into ``.venv``, then start it: ``python3 start.py --help`` lists the options."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

from scripts import launch  # noqa: E402  (the folder must be on the path first)

if __name__ == "__main__":
    launch.start(sys.argv[1:])
