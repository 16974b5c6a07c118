"""What a job becomes on a node: the variables a task gets, and every field of the job that refers to them.

    allocation (what is known of the placement) → names (node) + variables (environment) → replacement in fields, evaluation of the driver's block

Three of Nomad's four ways of interpolation live here, each with its own idea of a reference: `targets` (the scheduler's, whole strings), `replacement`
(the client's, text for text) and `driver_config` (HCL expressions over a tree of names). The fourth, HCL's own, has happened when there is a job.
"""
