"""The room of the language server, which is not written yet."""
