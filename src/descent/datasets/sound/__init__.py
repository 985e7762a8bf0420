"""Sounds that programs make: voices, instruments, and the files to keep them in."""
