"""Updates, restarts and the life of an allocation."""
