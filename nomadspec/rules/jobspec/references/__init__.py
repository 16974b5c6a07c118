"""Names that one part of a job uses and another has to have: ports, variables, tasks, identities."""
