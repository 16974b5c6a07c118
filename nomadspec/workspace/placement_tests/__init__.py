"""Placement tests: `*.nomadtest.hcl` files, run by `nomadspec test`.

    reading     the file: its settings, tests, changes and assertions, and what is wrong with how they are written
    cluster     the subject of a test: the state, the jobs compiled with the file's values, the changes
    facts       names in conditions: plan, plans, jobs, nodes, placements, findings, capacity(); each computed when a condition uses it
    running     each test, for each value of `each`: holds, or why not, with the values of the condition's parts
    parts       those values

A test file is evaluated like a jobspec, with the same limits; it only reads files of its own repository and runs nothing.
"""
