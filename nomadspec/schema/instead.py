"""What to do on a release that does not have a field: one sentence for each that has an answer. Loaded when something is wrong.

instead("TaskGroup", "disconnect")      "Before Nomad 1.8 …"
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.schema.field import Field

INSTEAD: Final[dict[str, str]] = {
    "Consul.cluster": "Remove it: before Nomad 1.7 there is one Consul cluster.",
    "Consul.partition": "Constrain the group to ${attr.consul.partition}, or remove it.",
    "ConsulProxy.transparent_proxy": "List what the service talks to in upstreams blocks.",
    "Job.consul_token": "Remove it: tasks and services get their Consul tokens from workload identities.",
    "Job.secret": "Read the secret in a template block with env = true.",
    "Job.ui": "Put the description and the links into meta.",
    "Job.vault_token": "Remove it: tasks get their Vault tokens from workload identities, with vault.role.",
    "NetworkResource.cni": "Put the arguments into the CNI configuration of the clients.",
    "PeriodicConfig.crons": "Use cron with one expression.",
    "Port.ignore_collision": "Leave the port out of the network block, and let the task bind it by itself.",
    "Resources.secrets": "Remove it: the secrets directory has a fixed size of 1 MB.",
    "Service.cluster": "Remove it: there is one Consul cluster.",
    "Service.identity": "Remove it: services are registered with the token of the Nomad agent.",
    "Service.weights": "Remove it, and set the weights in Consul.",
    "ServiceCheck.notes": "Write it as a comment.",
    "SidecarTask.identity": "Run the proxy as a task of its own, or give the identity to the main task.",
    "SidecarTask.volume_mount": "Mount the volume in the main task.",
    "Task.action": "Run the command with `nomad alloc exec`.",
    "Task.consul": "Use the group's consul block.",
    "Task.schedule": "Use a periodic batch job.",
    "Task.secret": "Read the secret in a template block with env = true.",
    "TaskArtifact.chown": "Change the owner in a prestart task.",
    "TaskArtifact.insecure": "Have the clients trust the certificate of the source.",
    "TaskGroup.disconnect": "Use max_client_disconnect for lost_after, and stop_after_client_disconnect for stop_on_client_after.",
    "TaskGroup.max_run_duration": "Bound the command itself, for instance with `timeout`.",
    "TaskGroup.prevent_reschedule_on_lost": "Remove it: allocations of lost nodes are always replaced.",
    "TaskGroup.secret": "Read the secret in a template block with env = true.",
    "Template.once": 'Use change_mode = "noop".',
    "Vault.cluster": "Remove it: there is one Vault cluster.",
    "Vault.role": "Use policies.",
    "VolumeRequest.sticky": "Use a CSI volume with per_alloc, or keep the job on one node with a constraint.",
}


def instead(type_: str, field: Field) -> str:
    """What to do without the field, in a block of that type."""
    return INSTEAD.get(f"{type_}.{field.name}") or (f"Remove {field.name}, or name the release that the cluster runs with --nomad-version.")
