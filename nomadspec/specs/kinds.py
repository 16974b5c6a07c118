"""The kinds of specification, as one table: what people call each, the command that takes it, and the module that reads it."""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.specs.spec import Draft


class Kind(Record):
    """`title`: in sentences; `command`: what sends it; `reader`: "module:function" below this package."""

    name: str
    title: str
    command: str
    reader: str
    json_only: bool = False

    def read(self) -> Callable[[Draft, bool], dict[str, Any] | None]:
        """Its reader: draft and whether the text is JSON → the API object, or None when it could not be decoded."""
        from importlib import import_module

        module, _, name = self.reader.partition(":")
        found: Callable[[Draft, bool], dict[str, Any] | None] = getattr(import_module(f"nomadspec.specs.{module}"), name)
        return found


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("volume", "volume", "nomad volume create or register", "volumes:read_volume"),
        Kind("volume-create", "volume", "nomad volume create", "volumes:read_created_volume"),
        Kind("volume-register", "volume", "nomad volume register", "volumes:read_registered_volume"),
        Kind("namespace", "namespace", "nomad namespace apply", "namespaces:read_namespace"),
        Kind("node_pool", "node pool", "nomad node pool apply", "node_pools:read_node_pool"),
        Kind("quota", "quota", "nomad quota apply", "quotas:read_quota"),
        Kind("variable", "variable", "nomad var put", "variables:read_variable"),
        Kind("acl-policy", "ACL policy", "nomad acl policy apply", "acl_policies:read_acl_policy"),
        Kind("acl-role", "ACL role", "PUT /v1/acl/role", "acl_objects:read_role", json_only=True),
        Kind("acl-auth-method", "ACL auth method", "PUT /v1/acl/auth-method", "acl_objects:read_auth_method", json_only=True),
        Kind(
            *("acl-auth-method-config", "configuration of an ACL auth method", "nomad acl auth-method create -config=@FILE"),
            "acl_objects:read_auth_method_config",
            json_only=True,
        ),
        Kind("acl-binding-rule", "ACL binding rule", "PUT /v1/acl/binding-rule", "acl_objects:read_binding_rule", json_only=True),
    )
}
