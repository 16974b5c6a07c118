"""The fast parser: large tokens and ready tables, for valid texts only. What it cannot read goes to `hcl/exact`."""
