"""Texts that programs write: templates with holes, filled by chance."""
