"""Checks of identities, vault and secret blocks (NOM8…)."""

from __future__ import annotations

from nomadspec.checks.alike import first_alike
from nomadspec.checks.check import Check, Found
from nomadspec.checks.syntax import is_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

DEFAULT_CLUSTER = "default"

# --- identities --------------------------------------------------------------------------------------------------------------

DEFAULT_IDENTITY = "default"
CHANGE_MODES = ("", "noop", "restart", "signal")
LONGEST_NAME = 128


def is_default(identity: Any) -> bool:
    """Whether it is the identity that every task has."""
    return identity.name in ("", DEFAULT_IDENTITY)


IDENTITY = (
    Check("NOM8001", "identity-name-invalid", "invalid name {name:q}. Must match regex ^[a-zA-Z0-9-_]{{1,128}}$", "name",
          "Use letters, digits, dashes and underscores, at most 128.",
          lambda identity, _: not is_word(identity.name, "-_", LONGEST_NAME) and Found(name=identity.name)),
    Check("NOM8002", "identity-aud-empty-string", "an empty string is an invalid audience ({n})", "aud",
          "Remove the empty entry.",
          lambda identity, _: [Found(n=index) for index, audience in enumerate(identity.aud or (), 1) if audience == ""]),
    Check("NOM8003", "identity-change-signal-mode", 'can only use change_signal={sig:q} with change_mode="signal"', "change_mode",
          'Set change_mode = "signal", or remove change_signal.',
          lambda identity, _: identity.change_mode in ("", "noop", "restart") and identity.change_signal and Found(sig=identity.change_signal),
          since="1.9.0"),
    Check("NOM8003", "identity-change-signal-mode", 'can only use change_signal={sig:q} with change_mode="signal"', "change_mode",
          'Set change_mode = "signal", or remove change_signal.',
          lambda identity, _: identity.change_mode in ("", "restart") and identity.change_signal and Found(sig=identity.change_signal), until="1.8.4"),
    Check("NOM8004", "identity-signal-missing", 'change_signal must be specified when using change_mode="signal"', "change_signal",
          'Name a signal such as "SIGHUP".',
          lambda identity, _: identity.change_mode == "signal" and not identity.change_signal),
    Check("NOM8005", "identity-change-mode", "invalid change_mode: {mode}", "change_mode",
          "Use one of noop, restart, signal.",
          lambda identity, _: identity.change_mode not in CHANGE_MODES and Found(mode=identity.change_mode)),
    Check("NOM8006", "identity-ttl-default", "ttl for default identity not yet supported", "name",
          "Remove ttl, or give the identity a name.",
          lambda identity, _: is_default(identity) and identity.ttl > 0, since="1.9.0"),
    Check("NOM8007", "identity-ttl-negative", "ttl must be >= 0", "ttl",
          "Use a duration of 0s or more.",
          lambda identity, _: identity.ttl < 0),
    Check("NOM8008", "identity-filepath", "file parameter must be true in order to specify filepath", "file",
          "Add file = true, or remove filepath.",
          lambda identity, _: identity.filepath and not identity.file),
)  # fmt: skip

IDENTITY_WARNINGS = (
    Check("NOM8011", "identity-warn-no-aud", "identities without an audience are insecure", "aud",
          "Set aud to the name of the service that will verify the identity.",
          lambda identity, _: not identity.aud, "warning"),
    Check("NOM8012", "identity-warn-multi-aud", "while multiple audiences is allowed, it is more secure to use 1 audience per identity", "aud",
          "Use a separate identity for each audience.",
          lambda identity, _: len(identity.aud or ()) > 1, "warning"),
    Check("NOM8013", "identity-warn-no-ttl", "identities without an expiration are insecure", "ttl",
          'Add ttl, such as ttl = "1h".',
          lambda identity, _: not is_default(identity) and identity.ttl == 0, "warning"),
    Check("NOM8014", "identity-warn-env-restart",
          'using env=true without change_mode="restart" may result in task not getting updated identity', "change_mode",
          'Add change_mode = "restart": a running process does not see new environment variables.',
          lambda identity, _: identity.env and identity.change_mode != "restart", "warning"),
)  # fmt: skip

#: Of each identity beside the one that every task has; HCL's first default identity is that one, so two pass and the second wins.
IDENTITY_DUPLICATE = (
    Check("NOM8009", "identity-default-duplicate", "Duplicate default identities found", "",
          "Keep one identity block without a name; the second one silently overrides the first.",
          lambda identity, _: is_default(identity)),
)  # fmt: skip

VAULT_POLICIES_WARNINGS = (
    Check("NOM8105", "vault-policies-with-identity",
          "Task {task} has a Vault block with policies but uses workload identity to authenticate with Vault, policies will be ignored", "policies",
          "Remove policies: the role that the identity logs in with has them.",
          lambda vault, scope: vault.policies and _has_vault_identity(vault, scope) and Found(task=scope.task.name),
          "warning", since="1.7.0", until="1.9.7"),
)  # fmt: skip

VAULT_IDENTITY_WARNINGS = (
    Check("NOM8015", "task-vault-identity-no-vault", "Task {task} has an identity called {name} but no vault block", "",
          "Add a vault block to the task, or rename the identity.",
          lambda identity, scope: scope.task.vault is None and identity.name.startswith("vault_") and Found(task=scope.task.name, name=identity.name),
          "warning"),
)  # fmt: skip

# --- vault -------------------------------------------------------------------------------------------------------------------

#: The identity of a task by which it gets a token from a Vault cluster: its name begins with this.
VAULT_IDENTITY = "vault_"


def _has_vault_identity(vault: Any, scope: Scope) -> bool:
    return any(identity.name == f"{VAULT_IDENTITY}{vault.cluster}" for identity in scope.task.identity or ())


VAULT = (
    Check("NOM8103", "vault-policies-empty", "Policy list cannot be empty", "policies",
          "Add policies with at least one policy of Vault.",
          lambda vault, _: not vault.policies, until="1.6.10"),
    Check("NOM8104", "vault-policy-root", 'Can not specify "root" policy', "policies",
          "Use a policy that allows what the task needs.",
          lambda vault, _: "root" in (vault.policies or ()), until="1.9.7"),
    Check("NOM8101", "vault-change-mode", "Unknown change mode {mode:q}", "change_mode",
          "Use one of noop, restart, signal.",
          lambda vault, _: vault.change_mode not in ("noop", "restart", "signal") and Found(mode=vault.change_mode or "")),
    Check("NOM8102", "vault-signal-missing", 'Signal must be specified when using change mode "signal"', "change_signal",
          'Name a signal such as "SIGHUP".',
          lambda vault, _: vault.change_mode == "signal" and not vault.change_signal),
)  # fmt: skip

#: What only the server knows; `scope.task` has the block.
VAULT_CLUSTER = (
    Check("NOM8111", "vault-not-enabled", "Vault {cluster:q} not enabled but used in the job", "cluster",
          "Enable Vault on the servers, or add the cluster to vault-clusters under [server] in nomadspec.toml, or remove the vault block.",
          lambda vault, scope: vault.cluster not in scope.settings.vault_clusters and Found(cluster=vault.cluster), since="1.7.0"),
    Check("NOM8111", "vault-not-enabled", "Vault not enabled but used in the job", "",
          "Enable Vault on the servers, or add the cluster to vault-clusters under [server] in nomadspec.toml, or remove the vault block.",
          lambda _, scope: not scope.settings.vault_clusters, until="1.6.10"),
)  # fmt: skip

VAULT_CLUSTER_IDENTITY = (
    Check("NOM8112", "vault-cluster-no-identity",
          "Task {task} uses Vault cluster {cluster} but does not have an identity named vault_{cluster} "
          "and no default identity is provided in agent configuration", "cluster",
          "Add an identity of that name to the task, or configure a default identity for the cluster.",
          lambda vault, scope: _lacks_identity(vault, scope) and Found(task=scope.task.name, cluster=vault.cluster), since="1.7.0"),
    Check("NOM8103", "vault-policies-empty", "Task {task} has a Vault block with an empty list of policies", "policies",
          "Add policies, or give the task an identity for Vault.",
          lambda vault, scope: vault.cluster == DEFAULT_CLUSTER and not vault.policies and not _has_vault_identity(vault, scope)
          and Found(task=scope.task.name), since="1.7.0", until="1.9.7"),
)  # fmt: skip


def _lacks_identity(vault: Any, scope: Scope) -> bool:
    name = f"vault_{vault.cluster}"
    return vault.cluster != DEFAULT_CLUSTER and all(identity.name != name for identity in scope.task.identity or ())


#: What the user says that Vault allows; no word of Nomad's. Of vault blocks as they were submitted: a server drops their policies.
VAULT_ALLOWED = (
    Check("NOM8121", "vault-role-not-allowed", "Vault role {role:q} is not one of those allowed", "role",
          "Use one of the roles in vault-allowed-roles of the configuration's server table, or add this role.",
          lambda vault, scope: scope.settings.vault_allowed_roles is not None and vault.role and vault.role not in scope.settings.vault_allowed_roles
          and Found(role=vault.role)),
    Check("NOM8122", "vault-policy-not-allowed", "Vault policies not allowed: {names}", "policies",
          "Use the policies in vault-allowed-policies of the configuration's server table, or add these.",
          lambda vault, scope: scope.settings.vault_allowed_policies is not None
          and (names := [name for name in vault.policies or () if name not in scope.settings.vault_allowed_policies])
          and Found(names=", ".join(names))),
)  # fmt: skip

# --- secrets -----------------------------------------------------------------------------------------------------------------

BUILT_IN = ("nomad", "vault")

SECRET = (
    Check("NOM8201", "secret-name-empty", "secret name cannot be empty", "name",
          "Give the secret a label.",
          lambda secret, _: not secret.name),
    Check("NOM8202", "secret-name-invalid", "secret name must match regex ^[a-zA-Z0-9_]{1,128}$", "name",
          "Use letters, digits and underscores, at most 128.",
          lambda secret, _: not is_word(secret.name, "_", LONGEST_NAME)),
    Check("NOM8203", "secret-provider-empty", "secret provider cannot be empty", "provider",
          'Name the provider: "nomad", "vault" or a plugin.',
          lambda secret, _: not secret.provider),
    Check("NOM8204", "secret-path-empty", "secret path cannot be empty", "path",
          "Add the path of the secret.",
          lambda secret, _: not secret.path),
    Check("NOM8205", "secret-env-builtin", "{provider} provider cannot use the env block", "provider",
          "Remove env: only plugins use it.",
          lambda secret, _: secret.provider in BUILT_IN and secret.env and Found(provider=secret.provider)),
    Check("NOM8206", "secret-config-custom", "custom plugin provider {provider} cannot use the config block", "config",
          "Remove config; settings of a plugin belong in env.",
          lambda secret, _: secret.provider not in BUILT_IN and secret.config and Found(provider=secret.provider)),
)  # fmt: skip


def _duplicate(secret: Any, scope: Scope) -> Any:
    """The one that is written later is to blame, though Nomad puts those of the job behind those of the task."""
    first = first_alike(scope, scope.task.secret, _name)
    return first != scope.index and Found(blame=max(scope.task.secret[first], secret, key=_offset), name=secret.name)


def _name(block: Any) -> Any:
    return block.name


def _offset(block: Any) -> int:
    origin = block.get("origin")
    return -1 if origin is None else int(origin.block.start)


#: Of each secret, in its task.
SECRET_IN_TASK = (
    Check("NOM8207", "secret-duplicate", "Duplicate secret {name:q} found", "name",
          "Give each secret a different name. Nomad copies the job's secrets to every task, and a secret in the group makes it copy the task's own a second time.",
          _duplicate),
    Check("NOM8208", "secret-vault-no-vault-block", 'Secret {name:q} has provider "vault" but no vault block', "provider",
          "Add a vault block to the task.",
          lambda secret, scope: secret.provider == "vault" and scope.task.vault is None and Found(name=secret.name)),
)  # fmt: skip
