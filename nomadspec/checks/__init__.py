"""What Nomad says about a job that compiles: its checks, a table per block type, with its texts, order and verdict."""
