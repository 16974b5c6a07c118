"""The state of a cluster: the document that a snapshot is, and the objects in it as the scheduler reads them."""
