"""What a server makes of a submitted job before it checks and stores it.

A job goes through the hooks of `hooks.py` in the server's order: defaults, Consul and Vault clusters, Connect sidecars, expose
checks, implied constraints, node pool, identities. They work on `Draft`s (a block's fields as a mapping, in which an unknown
field is simply missing), so that a job is copied once however many hooks change it.
"""
