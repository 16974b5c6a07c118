"""Identities, Vault, secrets."""
