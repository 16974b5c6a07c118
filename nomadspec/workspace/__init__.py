"""Work on files and folders: discovery, configuration, cache, processes, fixes, baselines."""
