"""Nomad's scheduler: reconciliation, feasibility, ranking, preemption, and a trace of every decision.

The life of a node in it, with more on it at each step:

    state document ─► cluster.objects.Node    the server's object with a few names; `raw` has the rest
          │
          │ candidates(state, job)            candidates.py: ready, of the job's pool and datacenters; the ring is these, shuffled
          ▼
    node_facts.NodeFacts                      once per state: what it has to give (cpu, memory, cores, devices, networks), reserves taken off
          │
          │ under the plan so far             context.PlanContext: existing − stopped − preempted + placed
          ▼
    views.NodeView                            facts, the allocations that would be on it, their sums; told when the plan changes it
          │
          │ feasibility.Feasibility           constraints, drivers, volumes, devices …: the first reason *filters* it
          ▼
          │ fitting.fit ─► fit.Fit            does the group fit beside the others? the first lack *exhausts* it, or preemption.Preemptor finds victims
          ▼
    placement.Ranked                          with its score: the mean of bin packing, collisions, affinities, spreads, preemption
          │
          │ the best within the limit         placement.Stack.select; on large clusters the same on arrays: columns.Columns
          ▼
    option.Option ─► outcome.Placement        taken: what the allocation would hold, and metric.AllocMetric, what the search saw on its way

`generic.evaluate` (service, batch) and `system.evaluate` (system, sysbatch) ask for it: they reconcile what is wanted with what runs
(`reconciler.py`, `system_diff.py`), have each missing allocation placed, and return an `Outcome`. `trace.py` asks every node by itself.
"""
