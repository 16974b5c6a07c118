"""Nomad's checks of a compiled job: a table per block type, with Nomad's texts, order and verdict."""
