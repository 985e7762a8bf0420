"""Install what the tests need into ``.venv``, then run them all; further arguments go to pytest."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

from scripts import launch  # noqa: E402  (the folder must be on the path first)

if __name__ == "__main__":
    launch.test(sys.argv[1:])
