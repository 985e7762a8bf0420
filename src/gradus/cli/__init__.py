"""Gradus in the terminal: one module for each group of commands, over the same calls as the pages.

Exit codes: 0 all is well; 1 there is something to mend (an exercise not passed, a finding, a record
that cannot be written); 2 the command was not understood or names what is not there;
130 it was stopped with Ctrl-C.
"""

from __future__ import annotations

from gradus.cli.app import main

__all__ = ["main"]
