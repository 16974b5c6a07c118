"""Rules about all jobspecs of a repository together."""
