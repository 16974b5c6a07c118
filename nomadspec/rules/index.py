"""All rules, without importing one. Generated from the rule modules by `tools/generate_rules.py`; do not edit."""

from __future__ import annotations

from nomadspec.rules.rule import Rule as R

RULES: tuple[R, ...] = ()
