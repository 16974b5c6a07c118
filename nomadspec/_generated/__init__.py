"""Code made by `tools/generate_*`; never edited by hand. `make generate` writes it anew, a test compares."""
