"""The older dialect of the language, in which agents read their configuration."""
