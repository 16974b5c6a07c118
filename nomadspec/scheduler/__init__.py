"""Nomad's scheduler: reconciliation, feasibility, ranking, preemption, and a trace of every decision."""
