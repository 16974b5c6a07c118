"""Rules about one jobspec, by area."""
