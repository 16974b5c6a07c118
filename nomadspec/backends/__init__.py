"""Sources of cluster states: one module per source, each returning a `ClusterState`.

empty:                nothing at all
file:PATH, PATH       a snapshot (`nomadspec state capture`)
http(s)://…, live:    a live agent
git:REV               the jobs of this repository at a revision
agent-config:DIR      nodes predicted from client configuration
NAME:…                a plugin of the entry-point group `nomadspec.state_backends`
"""
