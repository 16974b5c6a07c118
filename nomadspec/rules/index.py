"""All rules, without importing one. Generated from the rule modules by `tools/generate_rules.py`; do not edit."""

from __future__ import annotations

from nomadspec.rules.rule import Rule as R

RULES: tuple[R, ...] = (
    R('DEP001', 'periodic-cron', 'warning', 'jobspec', ('PeriodicConfig',), 'nomadspec.rules.jobspec.deprecated.periodic_cron', '`periodic.cron` has been replaced by `crons`.', fixable='safe'),
    R('DEP002', 'network-mbits', 'warning', 'jobspec', ('NetworkResource',), 'nomadspec.rules.jobspec.deprecated.network_mbits', '`mbits` has no effect any more.', fixable='safe'),
    R('DEP003', 'task-network', 'warning', 'jobspec', ('Resources',), 'nomadspec.rules.jobspec.deprecated.task_network', 'Networks of tasks have been replaced by networks of groups.'),
    R('DEP004', 'resources-iops', 'warning', 'jobspec', ('Resources',), 'nomadspec.rules.jobspec.deprecated.resources_iops', '`iops` has no effect any more.', fixable='safe'),
    R('DEP005', 'resources-disk', 'warning', 'jobspec', ('Resources',), 'nomadspec.rules.jobspec.deprecated.resources_disk', '`disk` has no effect any more.', fixable='safe'),
    R('DEP006', 'template-vault-grace', 'warning', 'jobspec', ('Template',), 'nomadspec.rules.jobspec.deprecated.template_vault_grace', '`vault_grace` has no effect any more.', fixable='safe'),
    R('DEP007', 'max-client-disconnect', 'error', 'jobspec', ('TaskGroup',), 'nomadspec.rules.jobspec.deprecated.max_client_disconnect', '`max_client_disconnect` is ignored since Nomad 1.10.', fixable='unsafe'),
    R('DEP008', 'stop-after-client-disconnect', 'error', 'jobspec', ('TaskGroup',), 'nomadspec.rules.jobspec.deprecated.stop_after_client_disconnect', '`stop_after_client_disconnect` is ignored since Nomad 1.10.', fixable='unsafe'),
    R('DEP009', 'prevent-reschedule-on-lost', 'error', 'jobspec', ('TaskGroup',), 'nomadspec.rules.jobspec.deprecated.prevent_reschedule_on_lost', '`prevent_reschedule_on_lost` is ignored since Nomad 1.10.'),
    R('DEP010', 'vault-policies', 'warning', 'jobspec', ('Vault',), 'nomadspec.rules.jobspec.deprecated.vault_policies', '`vault.policies` has no effect since Nomad 1.10.'),
    R('DEP011', 'logs-enabled', 'warning', 'jobspec', ('LogConfig',), 'nomadspec.rules.jobspec.deprecated.logs_enabled', '`logs.enabled` is ignored.'),
    R('DEP012', 'check-advertise', 'warning', 'jobspec', ('ServiceCheck',), 'nomadspec.rules.jobspec.deprecated.check_advertise', '`advertise` of a check is dropped.', fixable='safe'),
    R('DEP013', 'docker-port-map', 'warning', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.deprecated.docker_port_map', '`port_map` of the docker driver only maps ports of task networks.'),
    R('DEP014', 'docker-mounts', 'warning', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.deprecated.docker_mounts', '`mounts` is the older spelling of `mount` blocks.'),
    R('DEP015', 'docker-logging-type', 'warning', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.deprecated.docker_logging_type', '`logging.type` is the older name of `logging.driver`.'),
    R('DRV001', 'driver-config-unknown-option', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_unknown_option', 'The task driver has no such option in its `config` block.'),
    R('DRV002', 'driver-config-missing-option', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_missing_option', 'A required option of the task driver is missing.'),
    R('DRV003', 'driver-config-type', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_type', 'An option of the task driver has a value of the wrong type.'),
    R('DRV004', 'driver-config-duplicate-block', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_duplicate_block', "A block of the driver's configuration is written twice."),
    R('DRV005', 'driver-config-empty', 'error', 'jobspec', ('Task',), 'nomadspec.rules.jobspec.drivers.driver_config_empty', 'The `config` block is missing or empty.'),
    R('TPL001', 'template-syntax', 'error', 'jobspec', ('Template',), 'nomadspec.rules.jobspec.templates.template_syntax', 'The text of a template does not parse.'),
    R('TPL002', 'template-syntax-unknown-function', 'error', 'jobspec', ('Template',), 'nomadspec.rules.jobspec.templates.template_syntax_unknown_function', 'A template calls a function that does not exist.'),
)
