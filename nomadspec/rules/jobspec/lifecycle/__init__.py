"""Life cycle of tasks."""
