"""What Nomad never says: one small file per rule, whose docstring is its manual page.

`rule.py` says what a rule is and what it is given; `index.py` (generated) lists all rules without importing one; `runner.py` walks a
job and calls the rules that its blocks ask for. Rules about one jobspec are in `jobspec/`, about several in `repository/`, about a
jobspec and a cluster's state in `cluster/`, about agent configuration in `agent/`.
"""
