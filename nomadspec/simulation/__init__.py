"""The effects of changes on a cluster: simulated evaluations, one after another on one state; free capacity; drift."""
