"""One module a command; `run` takes the parsed arguments and gives the exit status."""
