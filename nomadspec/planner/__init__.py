"""A plan combines the diff and the scheduler's result, with Nomad's text and the plan document."""
