"""Rules of an organisation, written in HCL and evaluated by the engine of jobspecs: its functions, its bounds, never code.

    text ─ reading ─► WrittenRule ─ needs ─► the routes that its expressions read
                            └─ checking ─► a `Rule` as any other: its function evaluates `when` and `condition` over a block (values)

A file holds `rule "CODE" { … }` blocks, and `variable` and `locals` blocks that they share. What is unknown makes a rule silent; what goes wrong in a rule
is a finding of its own, in the file of the rule.
"""
