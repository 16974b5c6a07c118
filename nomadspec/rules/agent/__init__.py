"""Rules about agent configuration: what agents swallow, lose, or find only when they start."""
