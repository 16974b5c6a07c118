"""Tests of placement: `*.nomadtest.hcl` files, run by `nomadspec test`.

    reading     the file: its settings, tests, changes and assertions, and what is wrong with how they are written
    cluster     what a test is about: the state, the jobs compiled with the file's values, the changes
    facts       what conditions see: plan, plans, jobs, nodes, placements, findings, capacity(); each worked out when a condition names it
    running     each test, for each value of `each`: holds, or why not, with the values of the condition's parts
    parts       those values

A test file is evaluated by the engine of jobspecs, with its bounds; it reads files of its own repository only and runs nothing.
"""
