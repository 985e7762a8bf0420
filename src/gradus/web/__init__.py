"""Gradus in the browser: pages over the same calls as the terminal and the notebook."""
