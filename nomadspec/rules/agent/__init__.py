"""Rules about agent configuration: what agents silently ignore, lose, or reject only when they start."""
