"""The job: its typed model, decoding from HCL, API JSON both ways, canonical form, and back to HCL."""
