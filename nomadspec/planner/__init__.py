"""A plan: the diff and the scheduler's answer as one, with the text that Nomad prints and the plan document."""
