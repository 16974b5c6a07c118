"""The other kinds of specification that people keep beside jobspecs: volumes, namespaces, node pools, quotas, ACL policies and what belongs to them,
variables.

    text ─ parser of the kind ─► tree ─ table of the kind ─► API object + faults with places ─ checks of command and server ─► Spec

Each kind is read as its own command reads it, which differs: the older dialect decoded freely (`weak_values`), the same decoded strictly (`strict_values`),
HCL2 without variables or functions (`node_pools`), Go's JSON (`json_objects`). What an object has is one table (`objects`); `kinds` lists the kinds,
`file_kinds` tells them apart, `reading.read_spec` is the way in.
"""
