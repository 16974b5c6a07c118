"""Downloads of a task."""
