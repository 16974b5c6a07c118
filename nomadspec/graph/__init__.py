"""What jobs need of each other: services, volumes, plugins and ports as a graph, for drawings and for the order of plans."""
