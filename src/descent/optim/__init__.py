"""Ways down a function: each takes a function, a start and how far to go, and returns the path as a named tuple."""
