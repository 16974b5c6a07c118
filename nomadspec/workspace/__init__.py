"""What a command does to files and folders: discovery, configuration, cache, processes, fixes, baselines."""
