"""All rules, without importing one. Generated from the rule modules by `tools/generate_rules.py`; do not edit."""

from __future__ import annotations

from nomadspec.rules.rule import Rule as R

RULES: tuple[R, ...] = (
    R('DRV001', 'driver-config-unknown-option', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_unknown_option', 'The task driver has no such option in its `config` block.'),
    R('DRV002', 'driver-config-missing-option', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_missing_option', 'A required option of the task driver is missing.'),
    R('DRV003', 'driver-config-type', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_type', 'An option of the task driver has a value of the wrong type.'),
    R('DRV004', 'driver-config-duplicate-block', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_duplicate_block', "A block of the driver's configuration is written twice."),
    R('DRV005', 'driver-config-empty', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_empty', 'The `config` block is missing or empty.'),
)
