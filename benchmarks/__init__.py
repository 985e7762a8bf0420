"""How fast things are, beside a named peer in the same run. No test depends on it."""
