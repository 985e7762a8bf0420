"""What authors use: building what their sources promise, and reviewing all of it."""
