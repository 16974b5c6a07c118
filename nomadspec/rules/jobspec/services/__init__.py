"""Services and their checks."""
